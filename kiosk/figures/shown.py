"""The figures in words: single figures, bars, tables, in the owner's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agents import Language, money
from kiosk.events import Outcome
from kiosk.figures.gather import Gathered
from kiosk.figures.report import Report
from kiosk.phrases import section

BAR = 30
"""Characters of the longest bar in a terminal."""
WAITS_S = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)
"""Bounds between the bars of waits."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one kind, in the order in which they are drawn."""

    title: str
    bars: Mapping[str, float]
    marked: Mapping[str, float]
    """The part of each bar that is drawn apart, such as what was not answered."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a line of headings."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def headlines(report: Report, language: Language) -> list[tuple[str, str]]:
    """Give the single figures, as label and value; what never happened is left out."""
    words = section("report", language)
    counts = {
        "questions": report.questions,
        "answered": report.answered,
        "unanswered": report.unanswered,
        "refused": report.kinds.get("refuse", 0),
        "interrupted": report.interrupted,
        "nothing_heard": report.outcomes.get(Outcome.NOTHING_HEARD, 0),
        "failed": report.outcomes.get(Outcome.FAILED, 0),
    }
    lines = [(words[name], str(count)) for name, count in counts.items()]
    lines.append((words["waited"], f"{report.waited_s:.2f} s"))
    lines.append((words["waited_most"], f"{report.waited_most_s:.2f} s"))
    if report.helped or report.not_helped:
        said = words["thumbs"].format(yes=report.helped, no=report.not_helped)
        lines.append((words["helped"], said))
    if report.cost:
        lines.append((words["cost"], f"{report.cost:.2f}"))
    lines.append((words["agreements"], str(report.agreements)))
    for name, cents in (("agreed", report.agreed_cents), ("due", report.due_cents)):
        lines += [
            (words[name], money(Decimal(sum_) / 100, currency, language))
            for currency, sum_ in cents.items()
        ]
    return lines


def charts(report: Report, language: Language) -> list[Chart]:
    """Give every chart; those without a bar are left out."""
    words = section("report", language)

    def named(counts: Mapping[str, int]) -> dict[str, float]:
        return {words.get(name, name): n for name, n in counts.items()}

    every = [
        Chart(words["by_day"], _days(report.by_day), _days(report.unanswered_by_day)),
        Chart(
            words["by_hour"], {f"{h:02}": n for h, n in enumerate(report.by_hour)}, {}
        ),
        Chart(
            words["by_subject"],
            named(report.subjects),
            named(report.unanswered_subjects),
        ),
        Chart(words["waits"], _waits(report.waits_s), {}),
        Chart(words["by_language"], named(report.languages), {}),
        Chart(words["cost_by_day"], _days(report.cost_by_day), {}),
        Chart(words["troubles"], dict(report.troubles), {}),
    ]
    return [chart for chart in every if any(chart.bars.values())]


def tables(gathered: Gathered, language: Language) -> list[Grid]:
    """Give what was wanted in vain, and each kiosk where there are several."""
    words = section("report", language)
    grids = []
    if gathered.wishes:
        rows = [(w.said, str(w.visits), f"{w.last}") for w in gathered.wishes]
        headings: tuple[str, ...] = (words["wish"], words["visits"], words["last"])
        grids.append(Grid(words["wishes"], headings, rows))
    if len(gathered.each) > 1:
        names = ("kiosk", "questions", "unanswered", "interrupted", "waited")
        headings = tuple(words[f"of_{name}"] for name in names)
        kiosks = [_of_kiosk(name, report) for name, report in gathered.each.items()]
        grids.append(Grid(words["each"], headings, kiosks))
    return grids


def as_text(gathered: Gathered, shop_name: str, language: Language) -> str:
    """Give the report for a terminal."""
    words = section("report", language)
    report = gathered.together
    lines = [
        words["title"].format(shop=shop_name),
        words["period"].format(first=report.first, last=report.last),
        "",
    ]
    if not report.questions:
        return "\n".join([*lines, words["nothing"]]) + "\n"
    lines += [f"{label:32}{value:>14}" for label, value in headlines(report, language)]
    for grid in tables(gathered, language):
        lines += ["", grid.title, *_columns(grid)]
    for chart in charts(report, language):
        lines += ["", chart.title, *_bars(chart.bars)]
    return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """A count, or an amount with two decimals."""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _days(counts: Mapping[date, float]) -> dict[str, float]:
    return {f"{day:%m-%d}": n for day, n in counts.items()}


def _waits(waits_s: Sequence[float]) -> dict[str, float]:
    """How many waits were shorter than each bound, and not than the one before."""
    bars = {f"<{bound:g} s": 0 for bound in WAITS_S} | {f"≥{WAITS_S[-1]:g} s": 0}
    names = list(bars)
    for wait in waits_s:
        bars[names[sum(wait >= bound for bound in WAITS_S)]] += 1
    return {name: count for name, count in bars.items() if waits_s}


def _of_kiosk(name: str, report: Report) -> tuple[str, ...]:
    return (
        name,
        str(report.questions),
        str(report.unanswered),
        str(report.interrupted),
        f"{report.waited_s:.2f} s",
    )


def _columns(grid: Grid) -> Iterable[str]:
    every = [grid.headings, *grid.rows]
    widths = [max(map(len, column)) for column in zip(*every, strict=True)]
    for row in every:
        cells = (f"{cell:{w}}" for cell, w in zip(row, widths, strict=True))
        yield "  " + "  ".join(cells).rstrip()


def _bars(bars: Mapping[str, float]) -> Iterable[str]:
    most = max(bars.values())
    width = max(len(name) for name in bars)
    for name, count in bars.items():
        bar = "█" * round(BAR * count / most)
        yield f"  {name:{width}}  {bar:{BAR}} {number(count)}"
