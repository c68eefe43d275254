"""Answers that go to the model along with the question."""

import json
from datetime import datetime

import pytest

from agents import (
    Assistant,
    CatalogTools,
    Finding,
    KnowledgeTools,
    OfflineModel,
    Rules,
    Run,
    SentenceMade,
    ToolCall,
    ToolResult,
    does_something,
    look_ahead,
)
from agents.conversation import AssistantSaid, CustomerSaid, ToolAnswered
from agents.debt_answer import DebtAnswer
from agents.lookahead import Looked, is_bargaining
from catalog import Questions, ShopUnavailable, make_sample_shop, open_shop
from knowledge import KnowledgeSettings, open_library, sample_folder
from tests.doubles.stations import ScriptedModel, by_line

DEAREST = "¿Cuál es el producto más caro?"


@pytest.fixture(scope="module")
def questions(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    make_sample_shop(path)
    with open_shop(path) as shop:
        yield shop, Questions(shop)


@pytest.fixture
def catalog(questions):
    return CatalogTools(*questions)


def assistant(model, *looks, sure=False):
    return Assistant(
        model,
        [],
        instructions=lambda: "",
        split=by_line,
        rules=Rules(
            OfflineModel(),
            look=lambda question: look_ahead(looks, question),
            word_what_is_sure=sure,
        ),
    )


async def asked(assistant, question):
    run, said = Run(), []
    await assistant.reply(
        question,
        run,
        lambda e: said.append(e.text) if isinstance(e, SentenceMade) else None,
    )
    assistant.keep(run)
    return run, said


async def test_the_rows_go_to_the_model_with_the_question(catalog):
    model = ScriptedModel(["Una laptop."])
    run, said = await asked(assistant(model, catalog.look), DEAREST)
    assert said == ["Una laptop."]
    [(question, call, answer)] = model.seen
    assert question == CustomerSaid(DEAREST)
    assert json.loads(call.calls[0].arguments) == {"question": DEAREST}
    assert answer.call_id == call.calls[0].call_id
    assert json.loads(answer.text)["products"][0]["name"] in str(run.finding.rows)


async def test_what_is_sure_is_answered_without_the_model_if_the_owner_wants(catalog):
    model = ScriptedModel()
    run, said = await asked(assistant(model, catalog.look, sure=True), DEAREST)
    assert model.seen == []
    assert str(run.finding.rows[0]["name"]) in said[0]


@pytest.mark.parametrize(
    "question", ["cuéntame un chiste", "sí", "¿Qué debo?", "gato", "en seis meses"]
)
async def test_what_no_room_is_sure_of_is_the_models(catalog, question):
    model = ScriptedModel(["No sé."])
    run, said = await asked(assistant(model, catalog.look, sure=True), question)
    assert said == ["No sé."]
    assert model.seen == [[CustomerSaid(question)]]
    assert run.findings == []


def test_looking_lets_nothing_be_remembered(catalog):
    before = catalog.ask_catalog("¿Cuál es la laptop más barata?")
    catalog.look(DEAREST)
    follow_up = catalog.ask_catalog("¿y su marca?")
    assert follow_up.finding.rows[0]["name"] == before.finding.rows[0]["name"]


def test_data_that_is_away_is_left_to_the_tools():
    def away(question):
        raise ShopUnavailable("gone")

    assert look_ahead((away,), DEAREST) is None


def test_the_surer_room_is_the_one_that_answers():
    class Answer:
        def __init__(self, confidence):
            self.confidence = confidence

    def room(tool, confidence, kind="answer"):
        finding = Finding(kind, value=1, record=Answer(confidence))
        return lambda q: Looked(tool, q, ToolResult({}, finding), lambda: None)

    found = look_ahead((room("a", 0.85), room("b", 0.95)), "q")
    assert found is not None
    assert found.tool == "b"
    assert look_ahead((room("a", 0.7),), "q") is None
    assert look_ahead((room("a", 1.0, "clarify"),), "q") is None


def test_words_that_do_something_are_no_question(catalog):
    steps = ({"dame laptops": "add"}.get,)
    rules = Rules(
        OfflineModel(),
        acts=lambda question: does_something(steps, question),
        look=lambda question: look_ahead((catalog.look,), question),
    )
    assert rules.plan("dame laptops", may_look=True).looked is None
    assert rules.plan(DEAREST, may_look=True).looked is not None


async def test_after_a_word_about_debts_the_model_decides(catalog):
    model = ScriptedModel(["Bien."])
    spoken = assistant(model, catalog.look, sure=True)
    call = ToolCall("1", "debts_of", "{}")
    debt = Finding(record=DebtAnswer("none", {}))
    spoken.conversation.messages += [
        CustomerSaid("¿Qué debo?"),
        AssistantSaid("", (call,)),
        ToolAnswered("1", "debts_of", "{}", debt),
        AssistantSaid("Debe 100 soles."),
    ]
    assert is_bargaining(spoken.conversation.messages)
    _, said = await asked(spoken, DEAREST)
    assert said == ["Bien."]
    assert not is_bargaining(spoken.conversation.messages)


def test_documents_can_be_looked_at_too(tmp_path):
    library = open_library(sample_folder(), tmp_path / "index.db", KnowledgeSettings())
    library.refresh()
    tools = KnowledgeTools(library, lambda: datetime(2026, 12, 24, 10, 0))  # noqa: DTZ001 the shop's own clock is local
    found = look_ahead((tools.look,), "¿A qué hora abren mañana?")
    library.close()
    assert found is not None
    assert found.tool == "ask_documents"
