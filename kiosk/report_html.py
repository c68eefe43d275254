"""The owner's figures as one HTML file that needs nothing else."""

from collections.abc import Mapping
from html import escape

from agents import Language
from kiosk.phrases import section
from kiosk.report import Report, charts, headlines

WIDTH, HEIGHT, ROOM_BELOW = 640, 180, 20

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --bar: #2a6fb0; }}
@media (prefers-color-scheme: dark) {{ :root {{ --bar: #6cb0f0; }} }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto;
  padding: 0 1rem; }}
dl {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
  gap: 1rem; }}
dd {{ margin: 0; font-size: 1.6rem; }}
svg {{ width: 100%; height: auto; overflow: visible; }}
rect {{ fill: var(--bar); }}
text {{ font-size: 11px; fill: currentColor; text-anchor: middle; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{period}</p>
{body}
</body>
</html>
"""


def as_html(report: Report, shop_name: str, language: Language) -> str:
    """Give the report as a page; whatever came from outside is escaped."""
    words = section("report", language)
    body = f"<p>{escape(words['nothing'])}</p>"
    if report.questions:
        figures = "\n".join(
            f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
            for label, value in headlines(report, language)
        )
        drawn = "\n".join(
            f"<h2>{escape(title)}</h2>\n{bar_chart(title, bars)}"
            for title, bars in charts(report, language)
        )
        body = f"<dl>\n{figures}\n</dl>\n{drawn}"
    return _PAGE.format(
        language=language,
        title=escape(words["title"].format(shop=shop_name)),
        period=escape(words["period"].format(first=report.first, last=report.last)),
        body=body,
    )


def bar_chart(title: str, bars: Mapping[str, int]) -> str:
    """Give an SVG with a bar, its count and its name for each entry."""
    most = max(bars.values())
    step = WIDTH / len(bars)
    every = max(1, round(32 / step))  # names that would overlap are left out
    drawn = []
    for place, (name, count) in enumerate(bars.items()):
        height = (HEIGHT - 2 * ROOM_BELOW) * count / most
        top = HEIGHT - ROOM_BELOW - height
        middle = (place + 0.5) * step
        drawn.append(
            f'<rect x="{place * step + step * 0.1:.1f}" y="{top:.1f}"'
            f' width="{step * 0.8:.1f}" height="{height:.1f}">'
            f"<title>{escape(name)}: {count}</title></rect>"
        )
        if place % every == 0:
            drawn.append(
                f'<text x="{middle:.1f}" y="{HEIGHT - 6}">{escape(name)}</text>'
            )
            if count:
                drawn.append(f'<text x="{middle:.1f}" y="{top - 4:.1f}">{count}</text>')
    inner = "\n".join(drawn)
    label = escape(title, quote=True)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">\n'
        f"{inner}\n</svg>"
    )
