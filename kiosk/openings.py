"""What the settings name, opened or read: shop, state directory, terms, own words."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

from agents import SHEET, Policy, PolicyInvalid, read_policy
from catalog import (
    Agreement,
    LexiconInvalid,
    OnLine,
    OwnWords,
    Shop,
    ShopAway,
    make_sample_shop,
    open_kept_shop,
    open_ledger,
    open_shop,
    own_file,
    read_own_words,
)
from kiosk.config import ConfigError, KioskConfig

if TYPE_CHECKING:
    from catalog import Ledger

log = logging.getLogger(__name__)


class AtFirstUse:
    """Stands for something that is opened when it is first used.

    A database that is away when the kiosk starts, or that costs a heavy library, is
    then the trouble of whoever asks for it, and is tried again by the next.
    """

    def __init__(self, open_it: Callable[[], object]) -> None:
        self._open_it = open_it
        self._opened: object = None
        self._lock = Lock()

    def __getattr__(self, name: str) -> object:
        self.open_now()
        return getattr(self._opened, name)

    def open_now(self) -> None:
        """Open it unless it is open; raises what opening raises."""
        with self._lock:
            if self._opened is None:
                self._opened = self._open_it()

    def forget(self) -> None:
        """Let what was opened forget, if anything was."""
        if self._opened is not None:
            self._opened.forget()  # type: ignore[attr-defined] # the library has it

    def close(self) -> None:
        """Close what was opened, if anything was."""
        if self._opened is not None:
            self._opened.close()  # type: ignore[attr-defined] # all of ours have it


def policy_of(config: KioskConfig) -> Policy:
    """The terms of negotiation that the settings name, or the rule sheet's.

    Raises:
        ConfigError: The file can't be read or contradicts itself.
    """
    if not config.agents.policy:
        return SHEET
    try:
        return read_policy(Path(config.agents.policy))
    except PolicyInvalid as error:
        raise ConfigError(f"agents.policy: {error}") from error


def make_state_dir(config: KioskConfig) -> None:
    """Make the folder of databases, index and caches.

    Raises:
        ConfigError: It can't be made there.
    """
    folder = config.state_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(
            f"shop.state_dir: {folder} can't be written ({error.strerror}); name a "
            "folder that can"
        ) from error


def own_shop(config: KioskConfig) -> Path:
    """The kiosk's own shop: the demonstration, or what the owner imported."""
    return config.state_dir / "shop.db"


def open_shop_of(config: KioskConfig) -> Shop:
    """The owner's shop, or the kiosk's own, first filled with the demonstration.

    Raises:
        CatalogError: It can't be reached, or has nothing that can be sold.
    """
    place = config.catalog.shop
    if not place:
        own = own_shop(config)
        if not own.exists() or not own.stat().st_size:
            make_sample_shop(own)
        place = str(own)
    return open_shop(place, settings=config.catalog)


def shop_at_first_use(config: KioskConfig, on_line: OnLine) -> Shop:
    """The shop as `open_shop_of` gives it; one on a server with a copy beside it.

    Args:
        config: All settings.
        on_line: Told when the server goes and when it is back, on any thread.
    """
    place, settings = config.catalog.shop, config.catalog
    if not keeps_copy(config):
        return cast("Shop", AtFirstUse(lambda: open_shop_of(config)))
    path = copy_path(config)
    opening = AtFirstUse(lambda: open_kept_shop(place, path, settings, on_line))
    return cast("Shop", opening)


def ledger_at_first_use(config: KioskConfig) -> "Ledger":
    """Customers and debts; with a webhook, it notes whom the staff are to hear of."""
    place, is_told = config.ledger_place, bool(config.debts.webhook)
    opening = AtFirstUse(lambda: open_ledger(place, keeps_notices=is_told))
    return cast("Ledger", opening)


def copy_path(config: KioskConfig) -> Path:
    """Where the copy of a shop on a server lies."""
    return config.state_dir / "shop-copy.db"


def keeps_copy(config: KioskConfig) -> bool:
    """Whether the shop stands on a server, and a copy of it is wanted."""
    place = config.catalog.shop
    is_server = "://" in place and not place.startswith("sqlite")
    return is_server and config.catalog.copy_every_s > 0


def log_line(away: ShopAway | None) -> None:
    """Tell the log that the shop's server went away, or is back."""
    if away is None:
        log.warning("the shop's server answers again")
    elif away.copied_at is not None:
        log.warning("%s; answered from the copy of %s", away.why, away.copied_at)


def shop_to_write(config: KioskConfig) -> Path:
    """Where an import goes: the owner's shop if it is of the kiosk's kind, or its own.

    Raises:
        CatalogError: The owner's database is not ours to write.
    """
    if config.catalog.shop:
        return own_file(config.catalog.shop)
    make_state_dir(config)
    return own_shop(config)


def lexicon_path(config: KioskConfig) -> Path:
    """The owner's file of words, or the one that staff fill from the screen."""
    return Path(config.catalog.lexicon or config.state_dir / "words.txt")


def own_words_of(config: KioskConfig) -> OwnWords | None:
    """What the owner's customers call things; None without a file.

    Raises:
        ConfigError: A line of the file can't be read.
    """
    path = lexicon_path(config)
    if not config.catalog.lexicon and not path.exists():
        return None
    try:
        return read_own_words(path)
    except LexiconInvalid as error:
        raise ConfigError(f"catalog.lexicon: {error}") from error


def agreements_in(config: KioskConfig) -> list[Agreement]:
    """What was agreed; nothing where no ledger was made yet.

    Raises:
        LedgerUnavailable: It does not answer.
    """
    place = config.ledger_place
    if "://" not in place and not Path(place).exists():
        return []
    ledger = open_ledger(place)
    try:
        return ledger.agreements()
    finally:
        ledger.close()
