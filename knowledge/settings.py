"""What the owner may set about the documents."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class KnowledgeServer(BaseModel):
    """OpenAI, or a server that speaks its protocol: embeddings and a vector store."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str | None = Field(default=None, pattern=r"^https?://")
    """Address of the server up to and with `/v1`; none means OpenAI."""
    api_key: SecretStr | None = None
    """Key of the server; local servers need none."""
    embedding_model: str = ""
    """Model that finds passages by meaning beside words, such as
    `text-embedding-3-small`; it is sent the documents and the questions. Empty: words
    alone."""
    dimensions: int = Field(default=0, ge=0, le=4096)
    """Numbers kept of each vector, where the model takes the wish; 0: all. 512 is
    enough and a third of the memory."""
    question_s: float = Field(default=1.5, gt=0, le=60)
    """Seconds that a question may wait for its vector; then words alone find."""
    vector_store: str = ""
    """Id of the vector store at OpenAI that `kiosk knowledge sync` keeps in step with
    the folder; without one, a sync makes it and tells its id."""


class KnowledgeSettings(BaseModel):
    """The folder of documents and how much one file may cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path | None = None
    """Folder with the documents; none means the demonstration shop's own."""
    private: tuple[str, ...] = ()
    """Name patterns (`*.private.*`, `staff/*`) of files that customers never see."""
    holidays: tuple[str, ...] = ()
    """Local public holidays besides the national ones: `MM-DD` or `YYYY-MM-DD`."""
    read_limit_s: float = Field(default=300.0, gt=0)
    """Longest time one file may take, in seconds; pages beyond it are left out."""
    read_limit_mb: int = Field(default=1500, ge=200)
    """Most memory the reading process may use, in megabytes."""
    page_limit: int = Field(default=2000, ge=1)
    """Pages read of one file; what follows is reported, not read."""
    settle_s: float = Field(default=2.0, ge=0)
    """A file changed less than this many seconds ago is left for the next round."""
    ocr_language: str = "spa+eng"
    """Languages given to tesseract for pages without text, when it is installed."""
    openai: KnowledgeServer = KnowledgeServer()
