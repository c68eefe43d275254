"""Every conversation of the files in this folder, on every engine it applies to."""

import asyncio
import itertools
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from agents import Objected, Run, SentenceMade
from catalog import open_ledger
from kiosk.config import load_config
from kiosk.mind import open_mind
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.openai_server import OpenAIServer
from tests.scenarios.conversations import cases, conversations

ENGINES = ("responses", "chat", "offline")
PATHS = {"responses": "/responses", "chat": "/chat/completions"}
CASES = list(cases(ENGINES))


@dataclass
class House:
    """One mind for each engine, around one server and one ledger."""

    server: OpenAIServer
    ledger: object
    minds: dict
    customers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def begin(self, conversation, engine):
        visit = self.minds[engine].new_visit(needs_read_back=True)
        visit.now = lambda: conversation.now
        if conversation.debts:
            visit.customer = f"customer{next(self.customers)}@example.com"
            customer = add_customer(self.ledger, visit.customer)
            return visit, [
                add_debt(self.ledger, customer, total_cents=cents, max_months=10)
                for cents in conversation.debts
            ]
        return visit, []

    def agreements(self):
        return len(self.ledger.agreements())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory):
    state = tmp_path_factory.mktemp("house")
    async with AsyncExitStack() as stack:
        server = stack.enter_context(OpenAIServer())
        minds = {}
        for engine in ENGINES:
            environment = {
                "KIOSK_SHOP_STATE_DIR": str(state),
                "KIOSK_AGENTS_ENGINE": engine,
                "OPENAI_API_KEY": "sk-test",
                "OPENAI_BASE_URL": server.base_url,
            }
            config = load_config(
                environment=environment, system_file=state / "none"
            ).config
            minds[engine] = await stack.enter_async_context(open_mind(config))
            minds[engine].library.refresh()
        ledger = open_ledger(state / "ledger.db")
        stack.callback(ledger.close)
        yield House(server, ledger, minds)


def test_there_are_at_least_a_hundred_and_fifty_conversations():
    names = [f"{file}: {conversation.name}" for file, conversation in conversations()]
    assert len(names) == len(set(names)) >= 150


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("conversation", "engine"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
async def test_the_conversation_goes_as_written(house, conversation, engine):
    visit, debts = house.begin(conversation, engine)
    before = house.agreements()
    for expected in conversation.turn:
        run, told = await _take(house.server, visit, expected, engine, debts)
        reply = " ".join(e.text for e in told if isinstance(e, SentenceMade))
        for words in expected.said:
            assert words in reply, reply
        for words in expected.unsaid:
            assert words not in reply, reply
        names = [str(row.get("name", "")) for row in run.finding.rows]
        for beginning in expected.shown:
            assert any(name.startswith(beginning) for name in names), names
        stopped = tuple(e.why for e in told if isinstance(e, Objected))
        called = tuple(_called(run))
        if engine != "offline":
            assert stopped == expected.stopped, reply
            assert expected.called is None or called == expected.called
        assert run.outcome == expected.outcome, reply
        assert house.agreements() - before == expected.written


def _called(run):
    """The tools that were called, without what was looked up ahead of the model."""
    for message in run.messages:
        for call in getattr(message, "calls", ()):
            if not call.call_id.startswith("ahead_"):
                yield call.name


async def _take(server, visit, expected, engine, debts):
    """Take one turn; the model must be asked as often as the file says."""
    says = expected.says.replace("@1", debts[0]) if debts else expected.says
    server.forget_scenarios()
    server.says(*(given.scenario(debts) for given in expected.model))
    before = len(server.requests)
    run, told = Run(), []
    visit.hear(says)
    async with asyncio.timeout(5):
        await visit.assistant.reply(says, run, told.append)
    visit.assistant.keep(run)
    if engine != "offline":
        asked = [seen for seen in server.requests[before:] if seen.status == 200]
        wanted = len(expected.model) if expected.passes is None else expected.passes
        assert len(asked) == len(server.requests) - before == wanted
    return run, told
