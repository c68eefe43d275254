"""The owner's figures, added up and written down."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from agents import Language, money
from catalog import Agreement
from kiosk.events import Outcome
from kiosk.phrases import section
from kiosk.trace import Trace

BAR = 30
"""Characters of the longest bar in a terminal."""


@dataclass(frozen=True, slots=True)
class Report:
    """What happened between two days, both included."""

    first: date
    last: date
    by_day: Mapping[date, int] = field(default_factory=dict)
    """Questions on every day of the period, quiet days included."""
    by_hour: Sequence[int] = ()
    """Questions in each hour of the day, from 0 to 23."""
    outcomes: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    subjects: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    troubles: Mapping[str, int] = field(default_factory=dict)
    waited_s: float = 0.0
    """Median from the question to the first sound, of turns that had one."""
    waited_most_s: float = 0.0
    """What 95 in 100 did not exceed."""
    agreements: int = 0
    agreed_cents: Mapping[str, int] = field(default_factory=dict)
    """What was agreed, by currency."""

    @property
    def questions(self) -> int:
        """Turns in which something was asked."""
        return sum(self.by_day.values())


def add_up(
    turns: Iterable[Trace],
    agreements: Iterable[Agreement],
    first: date,
    last: date,
) -> Report:
    """Give the figures of a period, its days and hours in this machine's zone."""
    local = [(turn, turn.at.astimezone()) for turn in turns]
    within = [(t, at) for t, at in local if first <= at.date() <= last]
    asked = [(t, at) for t, at in within if t.language]
    days = Counter(at.date() for _, at in asked)
    hours = Counter(at.hour for _, at in asked)
    waits = sorted(t.first_sound_s for t, _ in asked if t.first_sound_s)
    made = [a for a in agreements if first <= a.made_at.astimezone().date() <= last]
    agreed: Counter[str] = Counter()
    for agreement in made:
        agreed[agreement.currency] += agreement.terms.total_cents
    count = (last - first).days + 1
    return Report(
        first,
        last,
        by_day={day: days[day] for day in (first + timedelta(n) for n in range(count))},
        by_hour=[hours[hour] for hour in range(24)],
        outcomes=Counter(t.outcome for t, _ in within),
        kinds=Counter(t.kind for t, _ in asked if t.kind),
        subjects=Counter(t.subject for t, _ in asked if t.subject),
        languages=Counter(t.language for t, _ in asked),
        troubles=Counter(t.trouble for t, _ in within if t.trouble),
        waited_s=statistics.median(waits) if waits else 0.0,
        waited_most_s=waits[int(0.95 * (len(waits) - 1))] if waits else 0.0,
        agreements=len(made),
        agreed_cents=agreed,
    )


def headlines(report: Report, language: Language) -> list[tuple[str, str]]:
    """Give the single figures, as label and value."""
    words = section("report", language)
    counts = {
        "questions": report.questions,
        "answered": report.kinds.get("answer", 0) + report.kinds.get("clarify", 0),
        "unanswered": report.kinds.get("unknown", 0),
        "refused": report.kinds.get("refuse", 0),
        "interrupted": report.outcomes.get(Outcome.INTERRUPTED, 0),
        "nothing_heard": report.outcomes.get(Outcome.NOTHING_HEARD, 0),
        "failed": report.outcomes.get(Outcome.FAILED, 0),
    }
    lines = [(words[name], str(count)) for name, count in counts.items()]
    lines.append((words["waited"], f"{report.waited_s:.2f} s"))
    lines.append((words["waited_most"], f"{report.waited_most_s:.2f} s"))
    lines.append((words["agreements"], str(report.agreements)))
    lines += [
        (words["agreed"], money(Decimal(cents) / 100, currency, language))
        for currency, cents in report.agreed_cents.items()
    ]
    return lines


def charts(report: Report, language: Language) -> list[tuple[str, Mapping[str, int]]]:
    """Give every chart's title and bars; charts without a bar are left out."""
    words = section("report", language)

    def named(counts: Mapping[str, int]) -> dict[str, int]:
        return {words.get(name, name): n for name, n in counts.items()}

    hours = {f"{hour:02}": n for hour, n in enumerate(report.by_hour)}
    days = {f"{day:%m-%d}": n for day, n in report.by_day.items()}
    every = [
        (words["by_day"], days),
        (words["by_hour"], hours),
        (words["by_subject"], named(report.subjects)),
        (words["by_language"], named(report.languages)),
        (words["troubles"], dict(report.troubles)),
    ]
    return [(title, bars) for title, bars in every if any(bars.values())]


def as_text(report: Report, shop_name: str, language: Language) -> str:
    """Give the report for a terminal."""
    words = section("report", language)
    lines = [
        words["title"].format(shop=shop_name),
        words["period"].format(first=report.first, last=report.last),
        "",
    ]
    if not report.questions:
        return "\n".join([*lines, words["nothing"]]) + "\n"
    lines += [f"{label:32}{value:>12}" for label, value in headlines(report, language)]
    for title, bars in charts(report, language):
        lines += ["", title, *_bars(bars)]
    return "\n".join(lines) + "\n"


def _bars(bars: Mapping[str, int]) -> Iterable[str]:
    most = max(bars.values())
    width = max(len(name) for name in bars)
    for name, count in bars.items():
        bar = "█" * round(BAR * count / most)
        yield f"  {name:{width}}  {bar:{BAR}} {count}"
