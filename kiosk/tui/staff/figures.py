"""The owner's figures on the screen: the single ones above, a chart at a time below."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.containers import Vertical
from textual.widgets import Static
from textual_plotext import PlotextPlot

from agents import Language
from kiosk.back_room import BackRoom
from kiosk.figures.gather import Gathered
from kiosk.figures.shown import Chart, charts, headlines
from kiosk.tui.plain import one_line
from kiosk.tui.staff.page import StaffScreen
from kiosk.tui.themes import CONSOLE_THEME

if TYPE_CHECKING:
    from kiosk.host import Host

PERIODS = (7, 30, 365)
"""Days that can be looked at."""
GAP = 4
"""Columns between two headlines, and beside both."""
TICKS = 5
"""Marks beside the bars, at most, above 0."""
LABEL_ROOM = 8
"""Columns that a name below a bar needs."""


class FiguresPage(StaffScreen):
    """Headlines and charts of a period; arrows go from chart to chart."""

    TOPIC = "figures"
    KEYS: ClassVar[Mapping[str, str]] = {
        "before": "←",
        "next": "→",
        "other": "F3",
        "back": "Esc",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "before", show=False),
        Binding("right", "next", show=False),
    ]
    AUTO_FOCUS = "#charts"

    def __init__(self, host: "Host", room: BackRoom, language: Language) -> None:
        super().__init__(host, room, language)
        self._days = PERIODS[1]
        self._lines: Sequence[tuple[str, str]] = ()
        self._charts: Sequence[Chart] = ()
        self._at = 0

    def compose_body(self) -> ComposeResult:
        """Lay out headlines above the chart."""
        with Vertical(id="charts"):
            yield Static(id="headlines", markup=False)
            yield PlotextPlot(id="plot")

    def on_mount(self) -> None:
        """Read the figures."""
        self.fill()

    def on_resize(self) -> None:
        """Set the headlines in as many columns as there is room for."""
        self._write()

    async def show_room(self) -> None:
        """Read the figures of the period."""
        gathered: Gathered | None = await self.ask_room(
            lambda: self.room.figures(self._days)
        )
        if gathered is not None:
            self._lines = headlines(gathered.together, self.language)
            self._charts = charts(gathered.together, self.language)
            self._at = min(self._at, max(len(self._charts) - 1, 0))
            self._write()
            self._draw()

    def action_before(self) -> None:
        """Show the chart before."""
        self._turn(-1)

    def action_next(self) -> None:
        """Show the next chart."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        if self._charts:
            self._at = (self._at + step) % len(self._charts)
            self._draw()

    def action_other(self) -> None:
        """Look at another period."""
        self._days = PERIODS[(PERIODS.index(self._days) + 1) % len(PERIODS)]
        self.fill()

    def _write(self) -> None:
        lines = [f"{one_line(name)}: {one_line(value)}" for name, value in self._lines]
        half = (len(lines) + 1) // 2
        left, right = lines[:half], lines[half:]
        width = max(map(len, left), default=0) + GAP
        if width + max(map(len, right), default=0) <= self.size.width - GAP:
            pairs = zip_longest(left, right, fillvalue="")
            lines = [f"{one:{width}}{other}" for one, other in pairs]
        self.query_one("#headlines", Static).update("\n".join(lines))

    def _draw(self) -> None:
        period: str = self.words["period"].format(days=self._days)
        if not self._charts:
            self.tell(f"{period}: {self.words['nothing']}")
            return
        chart = self._charts[self._at]
        place = f"{self._at + 1}/{len(self._charts)}"
        low = f"  (■ {self.words['low_part']})" if any(chart.marked.values()) else ""
        self.tell(f"{period}: {chart.title} {place}{low}")
        draw_bars(self.query_one(PlotextPlot), chart)


def draw_bars(plot: PlotextPlot, chart: Chart) -> None:
    """Draw a chart; on the Pi's console with the signs its fonts have."""
    marker = "sd" if plot.app.theme == CONSOLE_THEME else "hd"
    colours = plot.app.theme_variables
    names = list(chart.bars)
    plt = plot.plt
    plt.clear_figure()
    for bars, colour in ((chart.bars, "accent"), (chart.marked, "trouble")):
        places = [n for n, name in enumerate(names) if bars.get(name)]
        if places:
            heights = [bars[names[n]] for n in places]
            rgb = Color.parse(colours[colour]).rgb
            plt.bar(places, heights, color=rgb, width=0.7, marker=marker)
    room = max(plot.size.width // LABEL_ROOM, 1)
    step = -(-len(names) // room)
    shown = range(0, len(names), step)
    plt.xticks(list(shown), [one_line(names[n], LABEL_ROOM + 4) for n in shown])
    plt.xlim(-0.6, max(len(names) - 0.4, 4))
    top = max(chart.bars.values())
    if not isinstance(top, float):  # counts; amounts are marked as they fall
        ticks = list(range(0, top + 1, -(-top // TICKS)))
        plt.yticks(ticks, [str(tick) for tick in ticks])
    plt.ylim(0, top)
    plot.refresh()
