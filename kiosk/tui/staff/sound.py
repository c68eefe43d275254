"""Microphone and loudspeaker: which there are, how loud it is, and a tone."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from audio import DeviceMissing, list_devices
from kiosk.tui.staff.page import Row, StaffPage
from kiosk.tui.widgets import LevelMeter

METER_PERIOD_S = 0.1


class SoundPage(StaffPage):
    """The sound devices, with what the microphone hears now."""

    TOPIC = "sound"
    KEYS: ClassVar[Mapping[str, str]] = {"add": "F2", "back": "Esc"}
    COLUMNS = ("way", "device", "used")
    CELL_LIMIT = 60

    def compose_body(self) -> ComposeResult:
        """Put the meter above the table."""
        with Horizontal(id="meter"):
            yield Static(self.words["heard_now"], markup=False)
            yield LevelMeter()
        yield from super().compose_body()

    def on_mount(self) -> None:
        """Begin to measure."""
        self.set_interval(METER_PERIOD_S, self._read_level)

    def rows(self) -> Sequence[Row]:
        """List the devices."""
        settings = self.room.config.audio
        return [
            *self._devices("input", settings.input),
            *self._devices("output", settings.output),
        ]

    def _devices(self, way: Literal["input", "output"], wanted: str) -> list[Row]:
        name = self.words[f"way_{way}"]
        if wanted.endswith(".wav"):
            return [(way, (name, wanted, self.words["stands_for_it"]))]
        try:
            found = list_devices(way)
        except DeviceMissing as error:
            return [(way, (name, f"✗ {error}", ""))]
        if not found:
            return [(way, (name, f"✗ {self.words['no_device']}", ""))]
        return [
            (
                f"{way}-{device.index}",
                (name, device.name, self._use(wanted, device.name, device.is_default)),
            )
            for device in found
        ]

    def _use(self, wanted: str, name: str, is_default: bool) -> str:  # noqa: FBT001 # a cell of a row
        is_meant = wanted.casefold() in name.casefold() if wanted else is_default
        used: str = self.words["is_used"]
        return used if is_meant else ""

    def _read_level(self) -> None:
        self.query_one(LevelMeter).level = self.host.level

    @work(exclusive=True, group="tone")
    async def action_add(self) -> None:
        """Play a tone."""
        try:
            await self.host.try_loudspeaker()
        except DeviceMissing as error:
            self.tell(f"✗ {error}")
        else:
            self.tell(self.words["tone_played"])
