"""Days and times that a reply says in words."""

from pathlib import Path

import pytest

from agents.moments import moments_in

TABLE = Path(__file__).with_name("heard_moments.txt")


def rows():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line[0] != "#"]


def is_understood(said: str, meant: str) -> bool:
    moments, rest = moments_in(said)
    if ":" in meant:
        hour, minute = map(int, meant.split(":"))
        found = any(hour * 60 + minute in each.minutes for each in moments)
    else:
        day, month = map(int, meant.split("-"))
        found = any((day, month) == told[:2] for m in moments for told in m.days)
    return found and len(moments) == 1 and not any(c.isdigit() for c in rest)


def test_every_day_and_time_of_the_table_is_understood():
    wrong = [
        f"{said!r}: {moments_in(said)}, not {meant}"
        for said, meant in rows()
        if not is_understood(said, meant)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "said",
    [
        "las tres laptops cuestan lo mismo",
        "at nineteen ninety-nine it is the cheapest",
        "at twenty five soles",
        "llega a las cuarenta unidades",
        "two of them are left",
        "at nineteen ninety it is the cheapest",
        "at two thousand three hundred soles",
        "you may first pay a part",
        "the second one may be cheaper",
    ],
)
def test_prices_and_counts_in_words_are_no_moments(said):
    assert moments_in(said) == ([], said)
