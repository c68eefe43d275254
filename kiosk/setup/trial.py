"""A microphone that is heard and a loudspeaker that is tried while one is chosen."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from audio import (
    AudioError,
    AudioSettings,
    Block,
    Recorder,
    build_player,
    build_recorder,
    trial_tone,
)
from kiosk.tui.plain import one_line
from kiosk.tui.widgets import LevelMeter

METER_PERIOD_S = 0.1


class SoundTrial(Horizontal):
    """A level meter on the microphone that is meant at present."""

    def __init__(self, heard: str) -> None:
        super().__init__(id="trial")
        self._heard = heard
        self._recorder: Recorder | None = None

    def compose(self) -> ComposeResult:
        """Lay out the meter behind its name."""
        yield Static(self._heard, markup=False)
        yield LevelMeter()

    def on_mount(self) -> None:
        """Begin to measure."""
        self.set_interval(METER_PERIOD_S, self._read_level)

    async def on_unmount(self) -> None:
        """Let the microphone go."""
        await self._close()

    @work(exclusive=True, group="listen")
    async def listen(self, name: str) -> None:
        """Listen to another microphone."""
        await self._close()
        recorder = build_recorder(AudioSettings(input=name))
        try:
            await recorder.open()
        except AudioError as error:
            await recorder.close()
            self.query_one(Static).update(f"✗ {one_line(str(error), 60)}")
        else:
            self._recorder = recorder
            self.query_one(Static).update(self._heard)

    async def _close(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            await recorder.close()

    def _read_level(self) -> None:
        level = self._recorder.level if self._recorder else 0.0
        self.query_one(LevelMeter).level = level


async def play_tone(output: str) -> None:
    """Play a tone on a loudspeaker.

    Raises:
        AudioError: It is not there.
    """
    player = build_player(AudioSettings(output=output))
    try:
        await player.open()
        tone = trial_tone()
        await player.play(Block(tone.samples, tone.rate_hz))
        await player.drained()
    finally:
        await player.close()
