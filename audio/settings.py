"""What an owner may set about ears and mouth."""

from ipaddress import ip_address
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
)

from audio.servers import ServerName

OPENAI_URL = "https://api.openai.com/v1"

_Name = TypeVar("_Name", bound=str)


def _listed(given: object) -> object:
    return given.split(",") if isinstance(given, str) else given


def _auto_alone(names: tuple[_Name, ...]) -> tuple[_Name, ...]:
    if "auto" in names and len(names) > 1:
        raise ValueError("auto stands alone: it is a whole list by itself")
    return names


InOrder = Annotated[
    tuple[_Name, ...],
    BeforeValidator(_listed),
    AfterValidator(_auto_alone),
    Field(min_length=1),
]
"""One name, or several with the best first; in a text they stand between commas."""


Signal = Literal["ready", "listening", "thinking", "trouble"]
"""A stage that can begin with a short sound."""


class SpeechEndpoint(BaseModel):
    """A server that hears or speaks by the OpenAI protocol."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str | None = Field(default=None, pattern=r"^https?://")
    """Address of the server up to and with `/v1`; none means OpenAI."""
    api_key: SecretStr | None = None
    """Key of the server; local servers need none."""
    dialect: Literal["auto", "openai", "compatible", ServerName] = "auto"
    """Who serves there: `openai`, `ollama`, `llama.cpp`, `vllm`, `localai`,
    `speaches`, `kokoro`, `whisper.cpp`, or any other (`compatible`), which is sent only
    what they all know. `auto`: `openai` at OpenAI's own address; others are found
    out."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """Further parameters of the request, sent as they are, for a server's own needs,
    such as `language = "auto"` for whisper.cpp."""

    @property
    def is_given(self) -> bool:
        """Whether the owner has named a server or a key."""
        return self.base_url is not None or self.api_key is not None

    @property
    def is_nearby(self) -> bool:
        """Whether the server is in the house, where no proxy leads."""
        host = urlsplit(self.base_url or OPENAI_URL).hostname or ""
        try:
            return ip_address(host).is_private
        except ValueError:
            return "." not in host or host.endswith((".local", ".lan", ".home.arpa"))

    @property
    def is_openai(self) -> bool:
        """Whether OpenAI's own parameters are sent."""
        if self.dialect != "auto":
            return self.dialect == "openai"
        host = (self.base_url or OPENAI_URL).split("/")[2].partition(":")[0]
        return host == "openai.com" or host.endswith(".openai.com")


class SttOpenAI(SpeechEndpoint):
    """Transcription of whole recordings."""

    model: str = Field(default="gpt-transcribe", min_length=1)
    """Name of the model at that server."""
    languages: tuple[str, ...] = ("es", "en")
    """What customers may speak. A server that takes a single language is told it only
    when there is just one here."""
    prompt: str = ""
    """A sentence about the shop that helps to hear right; empty sends none."""
    deadline_s: float = Field(default=20.0, gt=0, le=600)
    """Seconds until the words must be there."""

    @property
    def asks_early(self) -> bool:
        """Whether a pause is sent ahead; a small server would be kept from the rest."""
        return self.is_openai

    @property
    def takes_lists(self) -> bool:
        """Whether the model reads `languages` and `keywords`, OpenAI's newest form."""
        is_likely = self.dialect in {"auto", "openai"}
        return is_likely and self.model.startswith("gpt-transcribe")


class SttRealtime(SpeechEndpoint):
    """Transcription over a WebSocket while the button is held."""

    model: str = Field(default="gpt-live-transcribe", min_length=1)
    """Name of the model at that server."""
    languages: tuple[str, ...] = ("es", "en")
    """What customers may speak. A model that takes a single language is told it only
    when there is just one here."""
    deadline_s: float = Field(default=8.0, gt=0, le=600)
    """Seconds until the session is open, and from the release until the words."""

    @property
    def takes_lists(self) -> bool:
        """Whether the model reads `languages` and `keywords`."""
        return self.model.startswith(("gpt-transcribe", "gpt-live-transcribe"))


class SttWhisper(BaseModel):
    """Transcription in process, without network."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(default="base", min_length=1)
    """Name of a model that `kiosk fetch-whisper` has got, or path of a folder with one
    for CTranslate2. Larger ones hear better and take longer."""
    languages: tuple[Literal["es", "en"], ...] = Field(
        default=("es", "en"), min_length=1
    )
    """What customers may speak; one alone is not made out first, which is quicker."""


class TtsOpenAI(SpeechEndpoint):
    """Speech, sentence by sentence."""

    model: str = Field(default="gpt-4o-mini-tts", min_length=1)
    """Name of the model at that server."""
    voice: str = Field(default="marin", min_length=1)
    """Voice for every language that has no own entry in `voices`."""
    voices: dict[str, str] = Field(default_factory=dict)
    """A voice for each language, such as `es = "ef_dora"` for Kokoro."""
    instructions: str = ""
    """How to speak, for models that take it; empty sends none."""
    first_sound_s: float = Field(default=6.0, gt=0, le=600)
    """Seconds until the first sound of a sentence, and between any two pieces."""

    @property
    def gives_raw_samples(self) -> bool:
        """Whether sound comes as raw samples at 24 kHz, as OpenAI's models give it.

        Elsewhere only the header of a WAV file tells the rate.
        """
        is_gateway = self.dialect == "auto" and self.model.startswith("gpt-")
        return self.is_openai or is_gateway


class TtsRealtime(SpeechEndpoint):
    """Speech by a realtime model, the successor of OpenAI's speech endpoint."""

    model: str = Field(default="gpt-realtime-2.1-mini", min_length=1)
    """Name of the model at that server."""
    voice: str = Field(default="marin", min_length=1)
    """Voice of all languages; a session keeps to one."""
    speed: float = Field(default=1.0, ge=0.25, le=1.5)
    """1.0 is the voice's own."""
    first_sound_s: float = Field(default=6.0, gt=0, le=600)
    """Seconds until the first sound of a sentence, and between any two pieces."""


class EspeakVoices(BaseModel):
    """How espeak-ng speaks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    es: str = "es-419"
    """Voice for Spanish, as `espeak-ng --voices=es` lists them."""
    en: str = "en-us"
    """Voice for English."""
    words_per_minute: int = Field(default=165, ge=80, le=450)
    """Speed; 175 is espeak's own."""
    pitch: int = Field(default=45, ge=0, le=99)
    """Pitch; 50 is espeak's own."""


class PiperVoices(BaseModel):
    """How Piper speaks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    program: str = Field(default="piper", min_length=1)
    """Name or path of the program."""
    es: str = ""
    """Path of the voice for Spanish, a file that ends in `.onnx` with its `.onnx.json`
    beside it; without one, the other language's voice speaks."""
    en: str = ""
    """Path of the voice for English."""
    length_scale: float = Field(default=1.0, ge=0.4, le=3)
    """How long sounds take; 1.0 is the voice's own, more is slower."""


class AudioSettings(BaseModel):
    """Which devices and which speech engines, and how loud."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: str = ""
    """Part of the microphone's name; empty means the system's default. A path ending
    in `.wav` is heard as if it were spoken."""
    output: str = ""
    """Part of the loudspeaker's name; empty means the system's default. A path ending
    in `.wav` is written instead."""
    chime: str = ""
    """Sound file played when a question has been heard; empty plays none."""
    signals: tuple[Signal, ...] = ()
    """Stages that begin with a short sound of two notes: `ready`, `listening`,
    `thinking`, `trouble`; none by itself."""
    stt: InOrder[Literal["auto", "phrases", "whisper", "openai", "realtime"]] = (
        "auto",
    )
    """What understands speech, one or a list with the best first: `phrases` knows the
    shop's own phrases and needs neither network nor key; `whisper` knows any sentence
    and needs neither, but the extra `local` and a model; `openai` is OpenAI or a
    compatible server; `realtime` is the same while the button is still held. `auto`:
    `openai` when there is a key or an address for it, and `phrases` behind it or
    alone."""
    tts: InOrder[Literal["auto", "espeak", "piper", "openai", "realtime"]] = ("auto",)
    """What speaks, one or a list with the best first: `espeak` is espeak-ng on this
    machine; `piper` is the program of that name with a voice of yours; `openai` is
    OpenAI or a compatible server; `realtime` is OpenAI's successor of the same. `auto`:
    `openai` when there is a key or an address for it, and `espeak` behind it or
    alone."""
    limit_s: float = Field(default=30.0, ge=1, le=300)
    """Seconds after which a recording ends by itself."""
    pre_roll_ms: int = Field(default=400, ge=0, le=2_000)
    """Milliseconds before the press that belong to a recording."""
    volume: float = Field(default=1.0, ge=0, le=4)
    """Gain of everything that is played; above 1.0 loud passages are clipped."""
    espeak: EspeakVoices = EspeakVoices()
    """How espeak-ng speaks."""
    piper: PiperVoices = PiperVoices()
    """How Piper speaks."""
    stt_openai: SttOpenAI = SttOpenAI()
    """Transcription by OpenAI or a compatible server."""
    tts_openai: TtsOpenAI = TtsOpenAI()
    """Speech by OpenAI or a compatible server."""
    stt_realtime: SttRealtime = SttRealtime()
    """Transcription while the button is held, by OpenAI or a compatible server."""
    stt_whisper: SttWhisper = SttWhisper()
    """Transcription by Whisper on this machine."""
    tts_realtime: TtsRealtime = TtsRealtime()
    """Speech by a realtime model of OpenAI."""

    @property
    def ears(self) -> tuple[str, ...]:
        """`stt` with `auto` resolved, best first."""
        if self.stt != ("auto",):
            return self.stt
        return ("openai", "phrases") if self.stt_openai.is_given else ("phrases",)

    @property
    def voices(self) -> tuple[str, ...]:
        """`tts` with `auto` resolved, best first."""
        if self.tts != ("auto",):
            return self.tts
        return ("openai", "espeak") if self.tts_openai.is_given else ("espeak",)
