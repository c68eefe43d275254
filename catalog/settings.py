"""What an owner may set about the shop's data."""

from pydantic import BaseModel, ConfigDict, Field


class CatalogSettings(BaseModel):
    """Where the shop and the ledger stand, and how much one question may cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shop: str = ""
    """Path or SQLAlchemy URL of the shop's database; empty means the demonstration shop
    in the state directory."""

    ledger: str = ""
    """Path or SQLAlchemy URL of customers and debts; empty means a file in the state
    directory."""

    map_file: str = ""
    """File with the approved mapping of the shop's tables; empty means the mapping that
    the kiosk proposes itself."""

    lexicon: str = ""
    """File with the owner's own words for what is sold: `[es]`, then lines such as
    `zapatillas = tenis, championes`; empty for none."""

    copy_every_s: float = Field(default=300.0, ge=0, le=86_400)
    """Seconds between two looks whether a shop on a server has changed. The kiosk keeps
    a copy of what is sold in the state directory, and answers from it while the server
    does not; 0 keeps none. A large shop is looked at less often: a hundredth of the
    server's time at most."""

    time_limit_ms: int = Field(default=250, ge=10, le=10_000)
    """Milliseconds one query may take."""

    row_limit: int = Field(default=200, ge=1, le=5_000)
    """Rows one query may give."""
