"""What an owner may set about ears and mouth."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

OPENAI_URL = "https://api.openai.com/v1"


class SpeechEndpoint(BaseModel):
    """A server that hears or speaks by the OpenAI protocol."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True
    )

    base_url: str | None = Field(default=None, pattern=r"^https?://")
    """Address of the server up to and with `/v1`; none means OpenAI."""
    api_key: SecretStr | None = None
    """Key of the server; local servers need none."""
    dialect: Literal["auto", "openai", "compatible"] = "auto"
    """`compatible` servers are sent only what they all know. `auto`: `openai` at
    OpenAI's own address, otherwise `compatible`."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """Further parameters of the request, sent as they are, for a server's own needs,
    such as `language = "auto"` for whisper.cpp."""

    @property
    def is_openai(self) -> bool:
        """The dialect with `auto` resolved."""
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
    def takes_lists(self) -> bool:
        """Whether the model reads `languages` and `keywords`, OpenAI's newest form."""
        return self.dialect != "compatible" and self.model.startswith("gpt-transcribe")


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
