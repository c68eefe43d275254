"""The owner's products, and the ledger."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from catalog import (
    AuditBroken,
    CatalogError,
    CatalogSettings,
    Ledger,
    Questions,
    Shop,
    open_ledger,
    open_shop,
)
from kiosk.config import ConfigError, KioskConfig, LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning
from kiosk.openings import copy_path, keeps_copy, policy_of


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Look at the shop and the ledger."""
    config = loaded.config
    yield from _shop(config)
    yield _copy(config)
    yield from _ledger(config)
    yield _policy(config)
    yield _apart(config.catalog)


def _shop(config: KioskConfig) -> Iterator[Check]:
    place = config.catalog.shop or config.state_dir / "shop.db"
    if not config.catalog.shop:
        yield skipped("shop", "the demonstration shop; set [catalog] shop to your own")
        if not Path(place).exists():
            return
    try:
        shop = open_shop(place, settings=config.catalog)
    except (CatalogError, OSError) as error:
        yield failed("shop opens", str(error), "check [catalog] shop")
        return
    with shop:
        yield fine("shop opens", str(place))
        yield _mapping(config.catalog)
        yield from _products(shop)


def _copy(config: KioskConfig) -> Check:
    """What answers while the shop's server does not."""
    if not keeps_copy(config):
        return skipped("copy of the shop", "the shop is a file, or none is wanted")
    path = copy_path(config)
    if not path.exists():
        remedy = "start the kiosk; it is made while it runs"
        return warning("copy of the shop", "there is none yet", remedy)
    kept = path.stat()
    changed = datetime.fromtimestamp(kept.st_mtime).astimezone()
    told = f"{kept.st_size / 1e6:.1f} MB, last changed {changed:%Y-%m-%d %H:%M}"
    return fine("copy of the shop", told)


def _mapping(settings: CatalogSettings) -> Check:
    if settings.map_file:
        return fine("tables", f"read as {settings.map_file} says")
    if settings.shop:
        remedy = "kiosk catalog connect shows it for approval"
        return warning("tables", "read as the kiosk guessed", remedy)
    return skipped("tables", "the demonstration shop's own")


def _products(shop: Shop) -> Iterator[Check]:
    try:
        counts = shop.rows(
            "SELECT count(*), sum(CASE WHEN price IS NULL THEN 1 ELSE 0 END),"
            " count(DISTINCT currency), count(DISTINCT family) FROM products"
        )
        began = time.monotonic()
        answer = Questions(shop).answer("¿cuál es el producto más caro?")
        took_ms = (time.monotonic() - began) * 1000
    except CatalogError as error:
        yield failed("products", str(error), "check the database and the tables' map")
        return
    products, unpriced, currencies, families = (int(n or 0) for n in counts.rows[0])
    if not products:
        yield failed("products", "none", "kiosk catalog import FILE")
        return
    yield fine("products", f"{products:,} in {families:,} families")
    if unpriced:
        remedy = "customers are told that they have no price; add it"
        yield warning("prices", f"{unpriced:,} products have none", remedy)
    else:
        yield fine("prices", f"every product has one, in {currencies} currency")
    told = f"{answer.kind} in {took_ms:.0f} ms, words learnt included"
    if answer.kind == "answer":
        yield fine("a question", told)
    else:
        remedy = "try others with `kiosk ask`; check the tables' map"
        yield warning("a question", told, remedy)


def _ledger(config: KioskConfig) -> Iterator[Check]:
    place = config.ledger_place
    is_file = "://" not in place
    if is_file and not Path(place).exists():
        yield skipped("ledger", "not there yet; it is made at the first log-in")
        return
    try:
        ledger = open_ledger(place)
    except CatalogError as error:
        yield failed("ledger", str(error), "check [catalog] ledger")
        return
    try:
        yield from _accounts(ledger)
    finally:
        ledger.close()


def _accounts(ledger: Ledger) -> Iterator[Check]:
    yield fine("ledger", f"{ledger.name}, its tables up to date")
    if not ledger.is_kept:
        remedy = "give the kiosk's user the right to write it"
        yield failed("ledger is written", "nothing that is agreed is kept", remedy)
    else:
        yield fine("ledger is written", "what is agreed is kept")
    try:
        debts = ledger.all_debts()
        open_debts = sum(debt.is_open for debt in debts)
        yield fine("debts", f"{open_debts:,} open of {len(debts):,}")
        yield fine("audit trail", f"{ledger.verify_audit():,} entries, unbroken")
    except AuditBroken as error:
        remedy = "keep a copy of the ledger and find out who wrote into it"
        yield failed("audit trail", str(error), remedy)
    except CatalogError as error:
        yield failed("debts", str(error), "check [catalog] ledger")


def _policy(config: KioskConfig) -> Check:
    if not config.agents.policy:
        return skipped("terms of negotiation", "the rule sheet's")
    try:
        policy_of(config)
    except ConfigError as error:
        remedy = "mend it; `kiosk debts policy` prints one that is right"
        return failed("terms of negotiation", str(error), remedy)
    return fine("terms of negotiation", config.agents.policy)


def _apart(settings: CatalogSettings) -> Check:
    if settings.shop and settings.shop == settings.ledger:
        remedy = "put customers and debts into a database of their own"
        return warning("shop and ledger", "the same database", remedy)
    return fine("shop and ledger", "apart")
