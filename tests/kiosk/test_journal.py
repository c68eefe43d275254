import dataclasses
import typing

from kiosk.events import Event, Heard, Replied, Sentence, Spoken, name_of
from kiosk.journal import line_of

SECRET = "una pregunta muy personal"


def examples():
    for kind in typing.get_args(Event):
        fields = {
            field.name: SECRET if field.type in (str, "str") else 1
            for field in dataclasses.fields(kind)
            if field.name != "t" and field.default is dataclasses.MISSING
        }
        yield kind(**fields)


def test_every_event_has_a_line():
    lines = {name_of(event): line_of(event)[1] for event in examples()}
    assert all(lines.values())
    assert "turn_ended" in lines
    assert "first_sound" in lines


def test_words_of_customers_and_replies_are_never_logged():
    for event in (
        Heard(SECRET, "es"),
        Sentence(SECRET, "es"),
        Spoken(SECRET),
        Replied(SECRET, "answer"),
    ):
        assert SECRET not in line_of(event)[1]
