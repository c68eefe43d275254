"""The owner's figures, added up."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from catalog import Agreement
from kiosk.events import Outcome
from kiosk.figures.file import Note
from kiosk.trace import Trace


@dataclass(frozen=True, slots=True)
class Report:
    """What happened between two days, both included."""

    first: date
    last: date
    by_day: Mapping[date, int] = field(default_factory=dict)
    """Questions on every day of the period, quiet days included."""
    unanswered_by_day: Mapping[date, int] = field(default_factory=dict)
    """Those of them that the data could not answer."""
    by_hour: Sequence[int] = ()
    """Questions in each hour of the day, from 0 to 23."""
    outcomes: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    subjects: Mapping[str, int] = field(default_factory=dict)
    unanswered_subjects: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    troubles: Mapping[str, int] = field(default_factory=dict)
    waits_s: Sequence[float] = ()
    """From each question to its first sound, shortest first, of those that had one."""
    helped: int = 0
    """Answers of which customers said that they helped."""
    not_helped: int = 0
    cost_by_day: Mapping[date, float] = field(default_factory=dict)
    """What servers got, in the owner's currency; every day of the period."""
    agreements: int = 0
    agreed_cents: Mapping[str, int] = field(default_factory=dict)
    """What was agreed, by currency."""
    due_cents: Mapping[str, int] = field(default_factory=dict)
    """What of it was to be paid by the last day, by currency."""

    @property
    def questions(self) -> int:
        """Turns in which something was asked."""
        return sum(self.by_day.values())

    @property
    def answered(self) -> int:
        """Questions with an answer, or with a question back."""
        return self.kinds.get("answer", 0) + self.kinds.get("clarify", 0)

    @property
    def unanswered(self) -> int:
        """Questions that the data could not answer."""
        return self.kinds.get("unknown", 0)

    @property
    def interrupted(self) -> int:
        """Replies that customers cut short."""
        return self.outcomes.get(Outcome.INTERRUPTED, 0)

    @property
    def cost(self) -> float:
        """What servers got in all."""
        return sum(self.cost_by_day.values())

    @property
    def waited_s(self) -> float:
        """Median wait for the first sound; 0 when there was none."""
        return statistics.median(self.waits_s) if self.waits_s else 0.0

    @property
    def waited_most_s(self) -> float:
        """What 95 in 100 waits did not exceed."""
        last = len(self.waits_s) - 1
        return self.waits_s[int(0.95 * last)] if self.waits_s else 0.0


def add_up(
    turns: Iterable[Trace],
    agreements: Iterable[Agreement],
    first: date,
    last: date,
    notes: Iterable[Note] = (),
) -> Report:
    """Give the figures of a period, its days and hours in this machine's zone."""
    within = [
        (t, at) for t in turns if first <= (at := t.at.astimezone()).date() <= last
    ]
    asked = [(t, at) for t, at in within if t.language]
    unknown = [(t, at) for t, at in asked if t.kind == "unknown"]
    noted = [(n, day) for n in notes if first <= (day := _day_of(n)) <= last]
    rated = Counter(note.value for note, _ in noted if note.what == "helped")
    hours = Counter(at.hour for _, at in asked)
    made = [a for a in agreements if first <= a.made_at.astimezone().date() <= last]
    return Report(
        first,
        last,
        by_day=_of_days(first, last, (at.date() for _, at in asked)),
        unanswered_by_day=_of_days(first, last, (at.date() for _, at in unknown)),
        by_hour=[hours[hour] for hour in range(24)],
        outcomes=Counter(t.outcome for t, _ in within),
        kinds=Counter(t.kind for t, _ in asked if t.kind),
        subjects=Counter(t.subject for t, _ in asked if t.subject),
        unanswered_subjects=Counter(t.subject for t, _ in unknown),
        languages=Counter(t.language for t, _ in asked),
        troubles=Counter(t.trouble for t, _ in within if t.trouble),
        waits_s=sorted(t.first_sound_s for t, _ in asked if t.first_sound_s),
        helped=rated[1.0],
        not_helped=rated[0.0],
        cost_by_day=_costs(noted, first, last),
        agreements=len(made),
        agreed_cents=_agreed(made, date.max),
        due_cents=_agreed(made, last),
    )


def _day_of(note: Note) -> date:
    return note.at.astimezone().date()


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def _of_days(first: date, last: date, found: Iterable[date]) -> dict[date, int]:
    counts = Counter(found)
    return {day: counts[day] for day in _days(first, last)}


def _costs(
    noted: Iterable[tuple[Note, date]], first: date, last: date
) -> dict[date, float]:
    costs = dict.fromkeys(_days(first, last), 0.0)
    for note, day in noted:
        if note.what == "cost":
            costs[day] += note.value
    return costs


def _agreed(made: Iterable[Agreement], until: date) -> dict[str, int]:
    """What was agreed and is due until a day, by currency."""
    cents: Counter[str] = Counter()
    for agreement in made:
        cents[agreement.currency] += sum(
            part.cents for part in agreement.terms.instalments if part.due <= until
        )
    return dict(cents)
