"""Days and times as people say them, read by the part that takes questions apart."""

from datetime import date, time
from pathlib import Path

from knowledge.question import take_apart

TABLE = Path(__file__).with_name("heard_moments.txt")
TODAY, NOW = date(2026, 1, 15), time(12)


def rows():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line[0] != "#"]


def understood(said: str) -> str:
    asked = take_apart(said, TODAY, NOW)
    when = asked.when
    period = [when.first, when.last] if when.first else when.days
    times = [at for at in (asked.at, asked.until) if at]
    return " ".join([*(day.isoformat() for day in period if day), *times])


def test_every_day_and_time_of_the_table_is_understood():
    wrong = [
        f"{said!r}: {heard}, not {meant}"
        for said, meant in rows()
        if (heard := understood(said)) != meant
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_is_as_large_as_promised():
    assert len(rows()) >= 180
