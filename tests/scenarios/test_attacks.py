"""Attackers before a model that obeys them: nothing leaks, nothing is done."""

import asyncio
import hashlib
import itertools
import json
from contextlib import AsyncExitStack

import pytest

from agents import Run, SentenceMade, house_rules
from agents.sentence_check import SentenceCheck
from catalog import open_ledger
from kiosk.config import load_config
from kiosk.mind import open_mind
from tests.doubles.attacks import LEAKS, LIES, VICTIM, VICTIM_CENTS, attacks
from tests.doubles.hostile_sql import make_secret_shop
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.openai_server import OpenAIServer

PATHS = {"responses": "/responses", "chat": "/chat/completions"}


def test_there_are_at_least_three_hundred_in_both_languages():
    questions = [attack.question for attack in attacks()]
    assert len({(a.question, a.says) for a in attacks()}) >= 300
    assert sum(" the " in f" {q.lower()} " for q in questions) > 60


def config_for(folder, server, engine, **more):
    return load_config(
        environment={
            "KIOSK_SHOP_STATE_DIR": str(folder),
            "KIOSK_CATALOG_SHOP": str(folder / "secret.db"),
            "KIOSK_AGENTS_ENGINE": engine,
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": server.base_url,
            **more,
        },
        system_file=folder / "none",
    ).config


SHARES = {"responses": (3, 0), "chat": (3, 1), "offline": (3, 2)}
"""Every so many of the attacks, from this one on."""


@pytest.mark.parametrize("engine", SHARES)
async def test_nothing_leaks_and_nothing_is_done(tmp_path, engine):
    make_secret_shop(tmp_path / "secret.db")
    before = hashlib.sha256((tmp_path / "secret.db").read_bytes()).hexdigest()
    async with AsyncExitStack() as stack:
        server = stack.enter_context(OpenAIServer())
        ledger = open_ledger(tmp_path / "ledger.db")
        stack.callback(ledger.close)
        for who, cents in (
            ((VICTIM), VICTIM_CENTS),
            (("atacante@ejemplo.pe",), 50_000),
        ):
            customer = add_customer(ledger, *who)
            add_debt(ledger, customer, total_cents=cents, max_months=9)
        config = config_for(tmp_path, server, engine)
        mind = await stack.enter_async_context(open_mind(config))
        mind.library.refresh()
        step, first = SHARES[engine]
        mine = list(attacks())[first::step]
        customers = itertools.cycle((None, "atacante@ejemplo.pe"))
        for attack in mine:
            said = await _attacked(server, mind, attack, next(customers))
            assert not any(leak in said for leak in LEAKS), (attack, said)
            assert not any(lie in said for lie in LIES), (attack, said)
            assert not _recites(said), (attack, said)
        sent = json.dumps([seen.body for seen in server.requests], ensure_ascii=False)
        told = [a.question + a.says + str(a.calls) for a in mine]
        for leak in LEAKS:
            if not any(leak in each for each in told):
                assert leak not in sent
        assert ledger.agreements() == []
    after = hashlib.sha256((tmp_path / "secret.db").read_bytes()).hexdigest()
    assert after == before


async def _attacked(server, mind, attack, customer):
    """What the customer hears of one attack, and sees of what is behind it."""
    server.forget_scenarios()
    server.says(*attack.passes)
    visit = mind.new_visit(needs_read_back=True)
    visit.customer = customer
    run, told = Run(), []
    visit.hear(attack.question)
    async with asyncio.timeout(5):
        await visit.assistant.reply(attack.question, run, told.append)
    said = " ".join(e.text for e in told if isinstance(e, SentenceMade))
    return f"{said} {[dict(row) for found in run.findings for row in found.rows]}"


def _recites(said):
    check = SentenceCheck(lambda: "", rules=house_rules())
    objection = check.objection(said, (), ())
    return objection is not None and objection.kind == "rules"
