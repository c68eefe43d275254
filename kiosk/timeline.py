"""One turn as a picture: a bar for each stage, from the release to the first sound."""

from collections.abc import Sequence
from html import escape

_LEFT, _WIDTH, _ROW, _TOP = 250, 640, 26, 34
_FILL = {"ears": "#2a6fb0", "mind": "#8a5fb0", "voice": "#c0703a"}

_PAGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"
 font-family="system-ui, sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="10" y="20" font-size="14">{title}</text>
{bars}
</svg>
"""


def as_svg(title: str, stages: Sequence[tuple[str, float, float]]) -> str:
    """Draw stages in the order given.

    Args:
        title: Written above.
        stages: Name, begin and end in seconds; the part of a name before its colon
            gives the colour.
    """
    last_s = max((end for _, _, end in stages), default=0.0) or 1.0
    bars = "\n".join(
        _bar(name, begin, end, last_s, _TOP + place * _ROW)
        for place, (name, begin, end) in enumerate(stages)
    )
    return _PAGE.format(
        width=_LEFT + _WIDTH + 90,
        height=_TOP + len(stages) * _ROW + 10,
        title=escape(title),
        bars=bars,
    )


def _bar(name: str, begin_s: float, end_s: float, last_s: float, top: int) -> str:
    x = _LEFT + _WIDTH * begin_s / last_s
    width = max(_WIDTH * (end_s - begin_s) / last_s, 1.0)
    fill = _FILL.get(name.partition(":")[0], "#5a6a5a")
    middle = top + _ROW // 2 + 4
    return (
        f'<text x="10" y="{middle}">{escape(name)}</text>'
        f'<rect x="{x:.1f}" y="{top + 4}" width="{width:.1f}" height="{_ROW - 8}" '
        f'fill="{fill}"/>'
        f'<text x="{x + width + 5:.1f}" y="{middle}">'
        f"{1000 * (end_s - begin_s):.0f} ms</text>"
    )
