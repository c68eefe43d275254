"""Short sounds at the beginning of a stage, for who does not look."""

from collections.abc import Sequence
from contextlib import suppress

from audio import AudioError, Signal, Speaker, signal
from kiosk.bus import Bus
from kiosk.events import Stage, stage_after


async def keep_signals(speaker: Speaker, bus: Bus, wanted: Sequence[Signal]) -> None:
    """Play a sound whenever one of the wanted stages begins, until cancelled."""
    clips = {Stage(name): signal(name) for name in wanted}
    before: Stage | None = None
    async for event in bus.events():
        stage = stage_after(event)
        if stage is not None and stage != before:
            before = stage
            if stage in clips:
                with suppress(AudioError):  # who answers tells of the loudspeaker
                    await speaker.chime(clips[stage])
