"""Sums of debts are shown; the mouth says them only when that is wanted."""

import pytest

from agents import Assistant, DebtAnswer, Finding, ModelDone, ToolCall
from agents.tool import ToolResult, tool_from
from catalog import CatalogAnswer
from kiosk.events import Replied, Sentence, Spoken
from kiosk.line import Line, Turn
from kiosk.turn import take_turn
from kiosk.visit import Visit
from tests.doubles.stations import ScriptedModel, ScriptedSpeaker, by_line

REPLY = "Su deuda es de 3.000,00 €.\nHoy son 2.850,00 €.\n¿Le parece bien?"
SHOWN = "Se lo muestro en la pantalla."


class Customer:
    """Types questions, and has seen and heard what came of them."""

    def __init__(self, *replies, status="offer", found=None, is_logged_in=True, **line):
        passes = []
        for reply in replies:
            passes += [[ModelDone(calls=(ToolCall("1", "debts", "{}"),))], [reply]]
        answer = DebtAnswer("debts", {"status": status})
        found = found or Finding(result=answer.result, record=answer)

        def debts() -> ToolResult:
            """Say what is owed."""
            return ToolResult({}, found)

        model = ScriptedModel(*passes)
        self.visit = Visit(
            lambda _: Assistant(
                model,
                [tool_from(debts)],
                instructions=lambda: "",
                split=by_line,
                step_limit=3,
            ),
            language="es",
        )
        self.visit.customer = "eva@ejemplo.pe" if is_logged_in else None
        self.line = Line(None, None, ScriptedSpeaker(), **line)

    async def asks(self, question):
        """What was shown and what was said."""
        self.events = events = []
        await take_turn(self.line, self.visit, question, Turn(events.append))
        shown = [e.text for e in events if isinstance(e, Sentence)]
        return shown, [e.text for e in events if isinstance(e, Spoken)]


async def test_sums_are_shown_and_something_else_is_said():
    customer = Customer(REPLY)
    shown, said = await customer.asks("¿cuánto debo?")
    assert shown == REPLY.split("\n")
    assert said == [SHOWN, "¿Le parece bien?"]
    assert customer.visit.last_reply == " ".join(said)


async def test_sums_are_not_said_when_the_reply_is_wanted_again():
    customer = Customer(REPLY)
    await customer.asks("¿cuánto debo?")
    for wish in ("repite", "más alto"):
        shown, said = await customer.asks(wish)
        assert said == shown == [f"{SHOWN} ¿Le parece bien?"]


async def test_asked_for_they_are_said_and_stay_aloud_until_the_customer_says_so():
    customer = Customer(REPLY, REPLY, REPLY)
    await customer.asks("¿cuánto debo?")
    _, said = await customer.asks("dímelo")
    assert said == REPLY.split("\n")[:2]
    _, said = await customer.asks("¿cuánto debo?")
    assert said == REPLY.split("\n")
    await customer.asks("no lo digas en voz alta")
    _, said = await customer.asks("¿cuánto debo?")
    assert said == [SHOWN, "¿Le parece bien?"]


async def test_a_question_may_ask_to_be_answered_aloud():
    _, said = await Customer(REPLY).asks("dime en voz alta cuánto debo")
    assert said == REPLY.split("\n")


async def test_a_headset_hears_everything():
    _, said = await Customer(REPLY, says_sums=True).asks("¿cuánto debo?")
    assert said == REPLY.split("\n")


async def test_nobody_logged_in_has_no_sums():
    _, said = await Customer(REPLY, is_logged_in=False).asks("¿cuánto cuesta?")
    assert said == REPLY.split("\n")


@pytest.mark.parametrize(("status", "is_said"), [("read_back", True), ("offer", False)])
async def test_without_a_screen_only_what_is_to_be_confirmed_is_said(status, is_said):
    customer = Customer(REPLY, status=status, has_screen=False)
    _, said = await customer.asks("acepto")
    assert (REPLY.split("\n", maxsplit=1)[0] in said) is is_said
    assert any("en voz alta" in text for text in said) is not is_said


async def test_the_next_customer_is_not_read_to():
    customer = Customer(REPLY, REPLY)
    await customer.asks("dime en voz alta cuánto debo")
    customer.visit.end()
    assert not customer.visit.is_aloud
    assert customer.visit.withheld == []


@pytest.mark.parametrize("is_logged_in", [False, True])
async def test_what_a_known_customer_wants_in_vain_is_not_told(is_logged_in):
    answer = CatalogAnswer("unknown", "es", 0.5, reason="not_found", said="ukelele")
    found = Finding(record=answer)
    customer = Customer("No hay.", found=found, is_logged_in=is_logged_in)
    await customer.asks("¿tienen ukeleles?")
    (replied,) = [e for e in customer.events if isinstance(e, Replied)]
    assert (replied.wish is None) is is_logged_in
