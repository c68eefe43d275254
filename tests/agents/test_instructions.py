"""What models are told before anything is asked."""

import pytest

from agents import Description


def test_the_shop_is_described_anew_when_a_minute_has_passed():
    now, made = [0.0], []

    def make():
        made.append(now[0])
        return f"made at {now[0]:g}"

    description = Description(make, clock=lambda: now[0])
    told = []
    for now[0] in (0.0, 30.0, 59.9, 60.0, 61.0):
        told.append(description.text())
    assert told == ["made at 0"] * 3 + ["made at 60"] * 2
    assert made == [0.0, 60.0]


def test_a_shop_that_was_away_is_asked_again_at_once():
    answers = iter([OSError("gone"), "here"])

    def make():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    description = Description(make)
    with pytest.raises(OSError, match="gone"):
        description.text()
    assert description.text() == "here"
