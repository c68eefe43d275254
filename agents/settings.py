"""What an owner may set about the mind."""

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

from agents.servers import ServerName

Dialect = Literal["openai", "compatible"]
Effort = Literal["none", "low", "medium", "high", "xhigh", "max"]

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

OPENAI_URL = "https://api.openai.com/v1"


class AgentSettings(BaseModel):
    """The language model and its limits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: InOrder[Literal["auto", "offline", "responses", "chat"]] = ("auto",)
    """Who answers: one engine, or a list with the best first and those behind it for
    when it fails. `auto`: with a key `responses`, with a `base_url` alone `chat`, and
    `offline` behind them or alone."""
    base_url: str | None = Field(default=None, pattern=r"^https?://")
    """Address of the server up to and with `/v1`; none means OpenAI."""
    api_key: SecretStr | None = None
    """Key of the server; local servers need none."""
    model: str = Field(default="gpt-6-luna", min_length=1)
    """Name of the model at that server."""
    successor: str = ""
    """Model that takes over when the server no longer has `model`; empty for none."""
    dialect: Literal["auto", "openai", "compatible", ServerName] = "auto"
    """Who serves there: `openai`, `ollama`, `llama.cpp`, `vllm`, `localai`, or any
    other (`compatible`), which is sent nothing beyond the common parameters. `auto`:
    `openai` at OpenAI's own address or for a `gpt-…` model; others are found out."""
    effort: Effort = "none"
    """How long the model reasons before it answers; only sent to OpenAI."""
    first_token_s: float = Field(default=8.0, gt=0, le=600)
    """Seconds until the model must have begun its answer."""
    turn_s: float = Field(default=45.0, gt=0, le=3600)
    """Seconds that the model may keep a turn waiting in all."""
    max_output_tokens: int = Field(default=300, ge=16, le=32_000)
    """Longest answer, in tokens; reasoning counts."""
    memory_tokens: int = Field(default=4000, ge=500, le=1_000_000)
    """Longest conversation that goes with a question, in tokens, about; the oldest
    turns are left out. A server's context also holds the prompt and the tools, 3,000 to
    4,000 tokens, and the answer."""
    step_limit: int = Field(default=5, ge=1, le=50)
    """Rounds of tool calls in one turn."""
    code_interpreter: bool = False
    """OpenAI's model may run code of its own in a container there, which costs extra;
    what it makes is shown and kept for the visit."""
    file_search: str = ""
    """Id of a vector store at OpenAI in which its model may search, such as the one
    that `kiosk knowledge sync` keeps; it costs extra. Empty: documents are searched
    here."""
    answer_locally: Literal["never", "sure"] = "never"
    """`sure`: questions about products and documents that the rules are sure of are
    answered by them at once, without the model."""
    starts_early: bool = True
    """Whether the model begins on a question about products or documents that seems
    complete while the button is still held. A beginning that proves wrong is thrown
    away, and paid for."""
    policy: str = ""
    """File with the terms of negotiation, as `kiosk debts policy` prints it; empty
    means the rule sheet."""
    personas: str = ""
    """Folder with `es.md` and `en.md`: what you tell the model in each language (tone,
    hours, what to recommend). Read at the start of each visit; empty for none."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """Further parameters of the request, sent as they are, for a server's own needs,
    such as `parallel_tool_calls = true` for llama.cpp."""

    @property
    def is_nearby(self) -> bool:
        """Whether the server is in the house, where no proxy leads."""
        host = urlsplit(self.base_url or OPENAI_URL).hostname or ""
        try:
            return ip_address(host).is_private
        except ValueError:
            return "." not in host or host.endswith((".local", ".lan", ".home.arpa"))

    @property
    def spoken_dialect(self) -> Dialect:
        """Whether OpenAI's own parameters are sent."""
        if self.dialect != "auto":
            return "openai" if self.dialect == "openai" else "compatible"
        url = self.base_url or OPENAI_URL
        host = url.split("/")[2].partition(":")[0]
        is_hosted = host == "openai.com" or host.endswith(".openai.com")
        is_openai_model = self.model.startswith("gpt-") and "oss" not in self.model
        return "openai" if is_hosted or is_openai_model else "compatible"
