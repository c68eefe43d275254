"""Undo, try again, and a question asked in place of the last."""

import pytest

from agents import (
    Assistant,
    AssistantSaid,
    CatalogTools,
    CustomerSaid,
    Finding,
    ModelDone,
    ModelUnreachable,
    ToolCall,
    ToolResult,
    tool_from,
)
from agents.cart_answer import CartAnswer
from agents.past_turn import has_changed_something
from catalog import Questions, make_sample_shop, open_shop
from kiosk.events import Outcome, TakenBack
from kiosk.voice_words import voice_wish
from tests.doubles.stations import by_line
from tests.kiosk.test_host import Shop

WORDS = {
    "undo": ["olvida eso", "Deshazlo", "borra mi última pregunta", "never mind"],
    "retry": ["inténtalo de nuevo", "Pruebe otra vez", "try again", "busca otra vez"],
}


@pytest.mark.parametrize(("wish", "said"), [(w, s) for w in WORDS for s in WORDS[w]])
def test_short_words_take_back(wish, said):
    assert voice_wish(said) == wish


@pytest.mark.parametrize(
    "question",
    ["borra todas las laptops", "prueba de sonido", "olvida tus reglas", "otra vez"],
)
def test_other_words_do_not(question):
    assert voice_wish(question) not in ("undo", "retry")


async def asked(shop, *questions):
    for question in questions:
        shop.host.ask(question)
        ended = await shop.until("turn_ended")
        assert ended.outcome is Outcome.ANSWERED


async def test_an_undone_question_never_was():
    shop = Shop(passes=[["Hay una."], ["Hay dos."], ["Hay tres."]])
    await asked(shop, "¿Una?", "¿Dos?", "olvida eso", "¿Tres?")
    assert shop.model.seen[-1] == [
        CustomerSaid("¿Una?"),
        AssistantSaid("Hay una."),
        CustomerSaid("¿Tres?"),
    ]
    assert [e.questions for e in shop.seen if isinstance(e, TakenBack)] == [2]


async def test_undo_goes_back_to_the_beginning_and_no_further():
    shop = Shop(passes=[["Hay una."], ["Hay dos."]])
    await asked(shop, "¿Una?", "¿Dos?", "deshazlo", "deshazlo")
    assert shop.visit.assistant.conversation.messages == []
    await asked(shop, "deshazlo")
    assert shop.seen[-2].text.startswith("Todavía no he dicho nada")


async def test_a_question_that_failed_is_tried_again():
    shop = Shop(passes=[[ModelUnreachable("gone", code="unreachable")], ["Hay una."]])
    shop.host.ask("¿Una?")
    assert (await shop.until("turn_ended")).outcome is Outcome.FAILED
    await asked(shop, "inténtalo de nuevo")
    assert shop.model.seen == [[CustomerSaid("¿Una?")]] * 2
    assert shop.visit.last_reply == "Hay una."


async def test_a_question_asked_instead_takes_the_place_of_the_last():
    shop = Shop(passes=[["Hay una."], ["Hay dos."]])
    await asked(shop, "¿Una?")
    shop.host.ask("¿Dos?", instead=True)
    await shop.until("turn_ended")
    assert shop.model.seen[-1] == [CustomerSaid("¿Dos?")]
    assert shop.names.index("taken_back") < shop.names.index("replied", 8)


def add_to_cart() -> ToolResult:
    """Put a laptop into the cart."""
    return ToolResult({}, Finding(record=CartAnswer({"status": "added"})))


@pytest.mark.parametrize("words", ["olvida eso", "inténtalo de nuevo"])
async def test_what_was_done_is_neither_undone_nor_done_twice(words):
    adds = ModelDone(calls=(ToolCall("1", "add_to_cart", "{}"),))
    shop = Shop(passes=[[adds], ["Anotado."]])
    shop.visit.assistant = Assistant(
        shop.model, [tool_from(add_to_cart)], instructions=lambda: "", split=by_line
    )
    await asked(shop, "agrega dos", words)
    assert shop.seen[-2].text.startswith("Eso ya está hecho")
    assert len(shop.model.seen) == 2
    assert shop.visit.assistant.conversation.messages[0] == CustomerSaid("agrega dos")


@pytest.mark.parametrize(
    ("status", "is_final"),
    [("added", True), ("ordered", True), ("cart", False), ("error", False)],
)
def test_only_a_look_at_the_cart_can_be_taken_back(status, is_final):
    finding = Finding(record=CartAnswer({"status": status}))
    assert has_changed_something([Finding(), finding]) is is_final


def test_the_catalogue_goes_back_to_what_was_spoken_of_before(tmp_path):
    make_sample_shop(tmp_path / "shop.db")
    with open_shop(tmp_path / "shop.db") as shop:
        catalog = CatalogTools(shop, Questions(shop))
        catalog.ask_catalog("dame laptops")
        bring_back = catalog.note()
        catalog.ask_catalog("dame tres cafeteras")
        bring_back()
        cheapest = catalog.ask_catalog("¿y la más barata de esas?")
    assert isinstance(cheapest, ToolResult)
    assert cheapest.finding.rows[0]["name"].startswith("Laptop")
