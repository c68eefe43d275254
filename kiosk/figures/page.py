"""The owner's figures as one HTML file that needs nothing else."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from agents import Language
from kiosk.figures.gather import Gathered
from kiosk.figures.shown import Chart, Grid, charts, headlines, number, tables
from kiosk.phrases import section

WIDTH, HEIGHT, ROOM_BELOW = 640, 180, 20
NAME_ROOM = 40
"""Units of the drawing that a name below a bar needs."""


def as_html(gathered: Gathered, shop_name: str, language: Language) -> str:
    """Give the report as a page; whatever came from outside is escaped."""
    words = section("report", language)
    report = gathered.together
    parts = [f"<p>{escape(words['nothing'])}</p>"]
    if report.questions:
        parts = [
            _figures(headlines(report, language)),
            *(_drawn(chart, words["marked"]) for chart in charts(report, language)),
            *(_table(grid) for grid in tables(gathered, language)),
        ]
    template = (files("kiosk") / "figures" / "page.html").read_text(encoding="utf-8")
    filled = {
        "language": language,
        "title": escape(words["title"].format(shop=shop_name)),
        "period": escape(words["period"].format(first=report.first, last=report.last)),
        "body": "\n".join(parts),
    }
    for name, text in filled.items():
        template = template.replace(f"<!--{name}-->", text)
    return template


def _figures(lines: list[tuple[str, str]]) -> str:
    items = (
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
        for label, value in lines
    )
    return "<dl>\n" + "\n".join(items) + "\n</dl>"


def _drawn(chart: Chart, marked: str) -> str:
    legend = (
        f'<p class="marked">{escape(marked)}</p>' if any(chart.marked.values()) else ""
    )
    title = escape(chart.title)
    return f"<section><h2>{title}</h2>{legend}\n{bar_chart(chart)}</section>"


def _table(grid: Grid) -> str:
    def row(cells: Iterator[str]) -> str:
        return f"<tr>{''.join(cells)}</tr>"

    head = row(f"<th>{escape(name)}</th>" for name in grid.headings)
    body = "\n".join(
        row(f"<td>{escape(cell)}</td>" for cell in cells) for cells in grid.rows
    )
    return (
        f"<section><h2>{escape(grid.title)}</h2>\n<table>\n<thead>{head}</thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table></section>"
    )


def bar_chart(chart: Chart) -> str:
    """Give an SVG with a bar, its count and its name for each entry."""
    inner = "\n".join(_bars(chart))
    label = escape(chart.title, quote=True)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">\n'
        f"{inner}\n</svg>"
    )


def _bars(chart: Chart) -> Iterator[str]:
    most = max(chart.bars.values())
    step = WIDTH / max(len(chart.bars), 4)  # a bar or two need not be as wide as a page
    every = max(1, round(NAME_ROOM / step))  # names that would overlap are left out
    for place, (name, count) in enumerate(chart.bars.items()):
        left, middle = place * step, (place + 0.5) * step
        height = _height(count, most)
        yield _rect("bar", left, step, height, f"{name}: {number(count)}")
        if part := chart.marked.get(name, 0):
            yield _rect("part", left, step, _height(part, most), f"{name}: {part}")
        if place % every == 0:
            yield _text(middle, HEIGHT - 6, name)
            if count:
                yield _text(middle, HEIGHT - ROOM_BELOW - height - 4, number(count))


def _height(count: float, most: float) -> float:
    return (HEIGHT - 2 * ROOM_BELOW) * count / most


def _rect(kind: str, left: float, step: float, height: float, told: str) -> str:
    top = HEIGHT - ROOM_BELOW - height
    return (
        f'<rect class="{kind}" x="{left + step * 0.1:.1f}" y="{top:.1f}"'
        f' width="{step * 0.8:.1f}" height="{height:.1f}">'
        f"<title>{escape(told)}</title></rect>"
    )


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'
