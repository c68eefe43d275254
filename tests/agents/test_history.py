"""How much of a visit goes with a question, and what a server accepts of it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agents import Assistant, AssistantSaid, CustomerSaid, Run, ToolAnswered, ToolCall
from agents.conversation import recent
from agents.history import settled
from tests.doubles.stations import ScriptedModel, by_line

TURN = [
    CustomerSaid("¿Cuánto cuesta?"),
    AssistantSaid("", (ToolCall("c1", "ask_catalog", "{}"),)),
    ToolAnswered("c1", "ask_catalog", "x" * 300),
    AssistantSaid("Cuesta 10 soles."),
]
"""About 140 tokens."""


def test_everything_stays_while_it_fits():
    assert recent(TURN * 3, 1000) == TURN * 3


def test_the_oldest_turns_go_whole():
    assert recent(TURN * 5, 300) == TURN * 2


def test_the_present_turn_stays_however_long_it_is():
    assert recent([*TURN, *TURN], 1) == TURN


def test_what_stands_before_the_first_question_goes_first():
    greeting = AssistantSaid("Hola, ¿qué desea?")
    assert recent([greeting, *TURN], 1000) == [greeting, *TURN]
    assert recent([greeting, *TURN], 100) == TURN


@given(
    st.lists(st.integers(min_value=1, max_value=4), max_size=12),
    st.integers(min_value=0, max_value=2000),
)
def test_no_call_ever_loses_its_answer(lengths, limit):
    messages = [message for length in lengths for message in TURN[:length]]
    kept = recent(messages, limit)
    assert messages[len(messages) - len(kept) :] == kept
    answered = {m.call_id for m in kept if isinstance(m, ToolAnswered)}
    called = {c.call_id for m in settled(kept) if hasattr(m, "calls") for c in m.calls}
    assert answered <= called or not kept


async def test_a_full_memory_lets_a_quarter_go_at_once():
    """So that the beginning of the request is the same for several turns."""
    model = ScriptedModel(*(["Cuesta 10 soles."] for _ in range(60)))
    assistant = Assistant(
        model, [], instructions=lambda: "", split=by_line, memory_tokens=400
    )
    beginnings = []
    for number in range(60):
        question = f"¿Y el número {number:03}, cuánto cuesta?"
        run = Run()
        await assistant.reply(question, run, lambda _: None)
        assistant.keep(run)
        beginnings.append(assistant.conversation.messages[0])
    changes = sum(a != b for a, b in pairwise(beginnings))
    assert 0 < changes < 20
    assert assistant.conversation.messages[-1] == AssistantSaid("Cuesta 10 soles.")
