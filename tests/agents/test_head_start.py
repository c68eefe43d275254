"""Answers begun before the question is certain: wrong ones leave nothing behind."""

import asyncio

import pytest

from agents import (
    Assistant,
    Finding,
    ModelDone,
    ModelUnreachable,
    OfflineModel,
    Rules,
    Run,
    SentenceMade,
    ToolCall,
    ToolResult,
)
from agents.conversation import AssistantSaid, CustomerSaid, ToolAnswered
from agents.head_start import same_words
from agents.lookahead import Looked
from agents.tool import tool_from
from tests.doubles.stations import ScriptedModel, by_line

DEAREST = "¿Cuál es el producto más caro?"


class Shop:
    """An assistant whose looking and remembering, acts and claims are counted."""

    def __init__(self, *passes, sure=False, acts=(), claims=(), prompt="p"):
        self.model = ScriptedModel(*passes)
        self.looked = []
        self.remembered = []
        self.bought = []
        self.prompt = prompt
        self.assistant = Assistant(
            self.model,
            [tool_from(self.buy, changes_something=True)],
            instructions=lambda: self.prompt,
            split=by_line,
            starts_early=True,
            rules=Rules(
                OfflineModel(),
                verdict=lambda q: "by_rule" if q in claims else "open",
                acts=acts.__contains__,
                look=self.look,
                word_what_is_sure=sure,
            ),
        )

    def look(self, question):
        self.looked.append(question)
        if "caro" not in question:
            return None
        result = ToolResult({}, Finding(value=len(self.looked)))
        return Looked("ask", question, result, lambda: self.remembered.append(question))

    def buy(self) -> ToolResult:
        """Buy it."""
        self.bought.append(1)
        return ToolResult({}, Finding())

    async def foresee(self, question):
        """Foresee, and wait until the model has given its first piece."""
        begun = len(self.model.seen)
        await self.assistant.foresee(question)
        async with asyncio.timeout(5):
            while len(self.model.seen) == begun:
                await self.model.begun.get()

    async def ask(self, question):
        run, said = Run(), []
        await self.assistant.reply(
            question,
            run,
            lambda e: said.append(e.text) if isinstance(e, SentenceMade) else None,
        )
        self.assistant.keep(run)
        return run, said


async def test_a_right_beginning_is_the_answer_and_asked_for_once():
    shop = Shop(["Una laptop."])
    await shop.foresee(DEAREST)
    run, said = await shop.ask(DEAREST)
    assert said == ["Una laptop."]
    assert (len(shop.model.seen), shop.looked) == (1, [DEAREST])
    assert shop.remembered == [DEAREST]
    question, call, answer, reply = run.messages
    assert (question, reply) == (CustomerSaid(DEAREST), AssistantSaid("Una laptop."))
    assert isinstance(answer, ToolAnswered)
    assert answer.call_id == call.calls[0].call_id


async def test_marks_and_capitals_make_no_other_question_of_it():
    shop = Shop(["Una laptop."])
    await shop.foresee("cuál es el producto más caro")
    run, said = await shop.ask(DEAREST)
    assert (said, len(shop.model.seen)) == (["Una laptop."], 1)
    assert run.messages[0] == CustomerSaid(DEAREST)


async def test_a_wrong_beginning_leaves_nothing_behind():
    shop = Shop(["Una laptop."], ["Una silla."])
    await shop.foresee(DEAREST)
    run, said = await shop.ask("¿Cuál es el más caro de las sillas?")
    assert said == ["Una silla."]
    assert shop.remembered == ["¿Cuál es el más caro de las sillas?"]
    assert "laptop" not in str(run.messages)
    assert "laptop" not in str(shop.assistant.conversation.messages)


async def test_a_beginning_that_nobody_asks_for_is_hung_up():
    hung_up = asyncio.Event()

    class Held(ScriptedModel):
        async def stream(self, instructions, messages, tools):
            try:
                async for event in super().stream(instructions, messages, tools):
                    yield event
            finally:
                hung_up.set()

    shop = Shop()
    shop.model = shop.assistant._model = Held(["Una ", asyncio.Event(), "laptop."])
    await shop.foresee(DEAREST)
    await shop.assistant.forget_foreseen()
    assert hung_up.is_set()
    assert (shop.remembered, shop.assistant.conversation.messages) == ([], [])


async def test_the_tools_of_a_beginning_run_once_and_only_when_it_is_certain():
    wish = ModelDone(calls=(ToolCall("c1", "buy", "{}"),))
    shop = Shop([wish], ["Hecho."])
    await shop.foresee(DEAREST)
    await asyncio.sleep(0)
    assert shop.bought == []
    _, said = await shop.ask(DEAREST)
    assert (shop.bought, said) == ([1], ["Hecho."])


@pytest.mark.parametrize("kind", ["acts", "claims"])
async def test_words_that_turn_out_to_do_something_are_not_answered_ahead(kind):
    shop = Shop(["Una laptop."], ["Otra cosa."], **{kind: (DEAREST,)})
    await shop.foresee(DEAREST)
    run, said = await shop.ask(DEAREST)
    assert "Una laptop." not in said
    assert (run.findings, shop.remembered) == ([], [])


async def test_a_prompt_that_has_changed_asks_anew():
    shop = Shop(["In Spanish."], ["In English."])
    await shop.foresee(DEAREST)
    shop.prompt = "en"
    _, said = await shop.ask(DEAREST)
    assert said == ["In English."]


async def test_a_beginning_that_failed_is_made_again():
    shop = Shop([ModelUnreachable("gone", code="timeout")], ["Una laptop."])
    await shop.foresee(DEAREST)
    _, said = await shop.ask(DEAREST)
    assert said == ["Una laptop."]


async def test_a_question_that_comes_while_the_data_is_looked_up_uses_it():
    shop = Shop(["Una laptop."])
    looking = asyncio.create_task(shop.assistant.foresee(DEAREST))
    await asyncio.sleep(0)
    looking.cancel()
    _, said = await shop.ask(DEAREST)
    assert (said, shop.looked, len(shop.model.seen)) == (["Una laptop."], [DEAREST], 1)


async def test_nothing_is_begun_where_the_rules_are_not_sure():
    shop = Shop(["Claro."])
    assert await shop.assistant.foresee("cuéntame un chiste") is False
    _, said = await shop.ask("cuéntame un chiste")
    assert (said, len(shop.model.seen)) == (["Claro."], 1)


async def test_what_the_rules_word_themselves_begins_no_model():
    shop = Shop(sure=True)
    await shop.assistant.foresee(DEAREST)
    await shop.ask(DEAREST)
    assert (shop.model.seen, shop.looked) == ([], [DEAREST])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("cuál es", "¿Cuál  es?", True),
        ("a 2.50 soles", "A 2.50 soles.", True),
        ("a 2.50 soles", "a 250 soles", False),
        ("sí", "si", False),
        ("dame dos", "dame dos más", False),
    ],
)
def test_only_marks_and_capitals_may_differ(one, other, same):
    assert same_words(one, other) is same
