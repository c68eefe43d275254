"""A kiosk on a real PostgreSQL for shop and ledger, which stops and starts again."""

import asyncio

import pytest

from catalog import make_sample_shop, open_kept_shop, open_ledger
from kiosk import wiring
from kiosk.events import ShopBack, ShopLost
from kiosk.openings import copy_path
from kiosk.phrases import saying, trouble_phrase
from tests.doubles.database_servers import postgres_server
from tests.doubles.kiosk_inside import config_for, kiosk_inside, record_question
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.owner_databases import copy_to_server

DEAREST = "¿cuál es el producto más caro?"
COPIED = saying("copied", "es")


@pytest.fixture(scope="module")
def server():
    with postgres_server() as running:
        yield running


@pytest.fixture(scope="module")
def config(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kiosk")
    make_sample_shop(folder / "shop.db")
    record_question(folder / "question.wav")
    ledger = open_ledger(server.url)
    add_debt(
        ledger, add_customer(ledger, "ana@ejemplo.pe"), total_cents=50_000, max_months=5
    )
    ledger.close()
    config = config_for(
        folder,
        folder / "question.wav",
        KIOSK_CATALOG_SHOP=copy_to_server(folder / "shop.db", server.url, "shop"),
        KIOSK_CATALOG_LEDGER=server.url,
    )
    config.state_dir.mkdir()
    shop = config.catalog.shop, copy_path(config), config.catalog
    with open_kept_shop(*shop, print) as kept:
        kept.keep_up()
    return config


@pytest.fixture
def looks_often(monkeypatch):
    monkeypatch.setattr(wiring.keep_shop, "__kwdefaults__", {"look_s": 0.05})


def said(turn):
    return " ".join(sentence.text for sentence in turn["sentence"])


async def until(observer, kind):
    async with asyncio.timeout(20):
        while not isinstance(event := await observer.next(), kind):
            pass
    return event


async def test_products_go_on_from_the_copy_and_debts_say_what_is_missing(
    config, server, looks_often
):
    async with kiosk_inside(config) as kiosk:
        observer = kiosk.host.bus.observe()
        dearest = said(await kiosk.ask(DEAREST))
        assert COPIED not in dearest
        server.stop()
        lost = await until(observer, ShopLost)
        assert lost.as_of.startswith("20")
        assert "does not answer" in lost.detail
        assert said(await kiosk.ask(DEAREST)) == f"{COPIED} {dearest}"
        assert said(await kiosk.ask(DEAREST)) == dearest  # told once
        kiosk.host.visit.customer = "ana@ejemplo.pe"
        assert said(await kiosk.ask(DEAREST)) == dearest
        turn = await kiosk.ask("¿cuánto debo?")
        assert [trouble.code for trouble in turn["trouble"]] == ["no_ledger"]
        assert said(turn) == trouble_phrase("no_ledger", "es")
        server.start()
        await until(observer, ShopBack)
        assert kiosk.host.notes_for_staff == ()
        assert "500" in said(await kiosk.ask("¿cuánto debo?"))
        assert said(await kiosk.ask(DEAREST)) == dearest


async def test_a_kiosk_that_starts_while_the_server_is_away_sells_from_the_copy(
    config, server, looks_often
):
    await asyncio.to_thread(server.stop)
    try:
        async with kiosk_inside(config) as kiosk:
            observer = kiosk.host.bus.observe()
            turn = await kiosk.ask(DEAREST)
            assert said(turn).startswith(COPIED)
            assert "trouble" not in turn
            assert [note.as_of[:2] for note in kiosk.host.notes_for_staff] == ["20"]
            server.start()
            await until(observer, ShopBack)
            assert COPIED not in said(await kiosk.ask(DEAREST))
    finally:
        server.stop()
        server.start()
