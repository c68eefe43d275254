from kiosk.events import (
    FirstSound,
    Heard,
    Outcome,
    Released,
    Replied,
    Sentence,
    ToolDone,
    Trouble,
    TurnEnded,
)
from kiosk.trace import Tracer


def traced(*events):
    tracer = Tracer()
    return [trace for event in events if (trace := tracer.take(event)) is not None]


def test_a_spoken_turn_has_all_its_stages_and_tools():
    (trace,) = traced(
        Released(t=1.0),
        Heard("words", "en", t=1.5),
        ToolDone("ask_catalog", 0.25),
        ToolDone("ask_catalog", 0.25),
        Sentence("words", "en", t=3.5),
        Replied("words", "answer", "catalog"),
        FirstSound(t=3.75),
        TurnEnded(Outcome.ANSWERED, spoken_s=2.75),
    )
    assert trace.stages_s == {"hear": 0.5, "think": 2.0, "speak": 0.25}
    assert trace.tools_s == {"ask_catalog": 0.5}
    assert str(trace) == (
        "turn answered; hear 0.500 s, think 2.000 s, speak 0.250 s; "
        "ask_catalog 0.500 s; first sound after 2.750 s"
    )


def test_nothing_of_a_turn_goes_into_the_next():
    first, second = traced(
        Released(t=1.0),
        Trouble("busy", "words", "detail"),
        TurnEnded(Outcome.FAILED),
        Heard("words", "es", was_typed=True, t=9.0),
        TurnEnded(Outcome.ANSWERED),
    )
    assert (first.trouble, first.outcome) == ("busy", "failed")
    assert (second.trouble, second.is_typed, second.stages_s) == ("", True, {})


def test_no_word_is_in_a_trace():
    (trace,) = traced(
        Heard("secret", "es"),
        Sentence("secret", "es"),
        Replied("secret", "answer"),
        Trouble("busy", "secret", "secret"),
        TurnEnded(Outcome.ANSWERED),
    )
    assert "secret" not in repr(trace)
