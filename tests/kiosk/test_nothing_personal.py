"""A whole agreement with a model behind a strict server: who is bound, who is told."""

import logging
from contextlib import asynccontextmanager

import pytest

from agents import Run
from catalog import open_ledger
from kiosk.config import load_config
from kiosk.mind import open_mind
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.openai_scenarios import Call, Scenario

EMAIL, NAME = "eva.quispe@ejemplo.pe", "Eva Quispe Mamani"
PERSONAL = (EMAIL, "eva.quispe", NAME, "Quispe", "Mamani")


@asynccontextmanager
async def at_the_kiosk(server, folder, engine):
    """The visit of a customer with two debts, and the ledger behind it."""
    path = folder / "ledger.db"
    ledger = open_ledger(path)
    customer = add_customer(ledger, EMAIL, NAME)
    add_debt(ledger, customer, total_cents=300_000, max_months=10)
    add_debt(ledger, customer, total_cents=84_999, max_months=12)
    config = load_config(
        environment={
            "KIOSK_SHOP_STATE_DIR": str(folder),
            "KIOSK_CATALOG_LEDGER": str(path),
            "KIOSK_AGENTS_ENGINE": engine,
            "KIOSK_AGENTS_BASE_URL": server.base_url,
            "KIOSK_AGENTS_API_KEY": "sk-test",
        },
        system_file=folder / "none",
    ).config
    async with open_mind(config) as mind:
        visit = mind.new_visit(needs_read_back=True)
        visit.customer = EMAIL
        yield visit, ledger
    ledger.close()


async def say(visit, words):
    """The structured results of one turn."""
    run = Run()
    visit.hear(words)
    await visit.assistant.reply(words, run, lambda _: None)
    visit.assistant.keep(run)
    return [found.result for found in run.findings]


def calls(name, **arguments):
    return Scenario(calls=(Call(name, arguments),))


@pytest.mark.parametrize(
    ("engine", "path"), [("responses", "/responses"), ("chat", "/chat/completions")]
)
async def test_an_agreement_by_a_model_is_the_customers_own_and_tells_no_names(
    openai_server, tmp_path, caplog, engine, path
):
    caplog.set_level(logging.DEBUG)
    server = openai_server
    server.think = lambda _: Scenario("Muy bien.")
    async with at_the_kiosk(server, tmp_path, engine) as (visit, ledger):
        server.says(calls("list_debts"), calls("select_debt", debt="1"))
        listed, chosen = await say(visit, "¿cuánto debo? hablemos de la primera")
        assert [d["total"] for d in listed["debts"]] == ["3000.00", "849.99"]
        assert chosen["total"] == "3000.00"
        server.forget_scenarios()
        server.says(calls("immediate_offer"), calls("accept"), calls("confirm"))
        *_, read = await say(visit, "¿qué me ofrecen?")
        assert read["status"] == "read_back"  # a model's "accept" is no more than this
        server.forget_scenarios()
        server.says(calls("confirm"))
        (again,) = await say(visit, "¿y qué pasa si no pago?")
        assert again["code"] == "nothing_to_confirm"
        assert ledger.agreements() == []
        server.forget_scenarios()
        server.says(calls("confirm"))
        (agreed,) = await say(visit, "sí, confirmo")
        assert (agreed["status"], agreed["price"]) == ("accepted", "2850.00")
        assert len(ledger.agreements()) == 1
    bodies = " ".join(str(seen.body) for seen in server.seen(path))
    assert "3000.00" in bodies
    logged = " ".join(f"{r.getMessage()} {r.exc_text or ''}" for r in caplog.records)
    for secret in PERSONAL:
        assert secret not in bodies
        assert secret not in logged


async def test_every_tool_of_the_sheet_is_described_for_a_model(
    openai_server, tmp_path
):
    openai_server.think = lambda _: Scenario("Hola.")
    async with at_the_kiosk(openai_server, tmp_path, "responses") as (visit, _):
        await say(visit, "hola")
    (seen,) = openai_server.seen("/responses")
    described = {t["name"]: t for t in seen.body["tools"]}
    for name in (
        "list_debts",
        "select_debt",
        "immediate_offer",
        "better_offer",
        "counter_offer",
        "accept",
        "plan",
        "propose_plan",
        "partial_payment",
        "options",
        "agree_plan",
        "confirm",
    ):
        assert described[name]["description"]
        for argument in described[name]["parameters"]["properties"].values():
            assert argument["description"]


async def test_a_broken_ledger_is_logged_without_whom_it_was_asked_for(
    openai_server, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    async with at_the_kiosk(openai_server, tmp_path, "responses") as (visit, ledger):
        ledger.close()
        (tmp_path / "ledger.db").write_bytes(b"not a database")
        openai_server.says(calls("list_debts"))
        with pytest.raises(Exception, match="ledger"):
            await say(visit, "¿cuánto debo?")
    assert not any(secret in caplog.text for secret in PERSONAL)
