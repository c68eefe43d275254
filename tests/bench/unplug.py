"""Devices pulled out and put back: `python -m tests.bench.unplug [CYCLES]`, or 200.

A whole kiosk on a virtual card; microphone and loudspeaker in turn are pulled while it
waits, listens and speaks. Prints how long a loss took to be noticed and a return to be
taken, and what was left behind: threads, descriptors, memory. A cycle takes 1 to 3 s. A
small version runs among the tests, in tests/kiosk/test_unplugging.py.
"""

import asyncio
import gc
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.events import name_of
from tests.bench.table import row
from tests.doubles.kiosk_inside import KioskInside, config_for, kiosk_inside
from tests.doubles.virtual_sound import VirtualSoundCard

PAGE_BYTES = 4096
WARM_UP = 6
"""Each device in each state once."""
STATES = ("waiting", "listening", "speaking")
DEVICES = {"mic": "microphone", "speaker": "loudspeaker"}
LONG = "Tenemos zapatillas deportivas de muchas marcas y muchos colores. " * 5


@dataclass
class Measured:
    """What the cycles gave."""

    noticed_s: list[float] = field(default_factory=list)
    taken_back_s: list[float] = field(default_factory=list)
    held: list[tuple[int, int, float]] = field(default_factory=list)
    """Threads, descriptors and megabytes after each cycle."""


async def unplug(card: VirtualSoundCard, folder: Path, cycles: int) -> Measured:
    """Pull devices out of a running kiosk; it must answer aloud after all of it."""
    measured = Measured()
    config = config_for(
        folder,
        "",
        KIOSK_AUDIO_INPUT="usb mic",
        KIOSK_AUDIO_OUTPUT="usb speaker",
        KIOSK_AUDIO_ESPEAK_WORDS_PER_MINUTE="165",
    )
    async with kiosk_inside(config) as kiosk:
        host = kiosk.host
        for cycle in range(cycles):
            plug = ("mic", "speaker")[cycle % 2]
            observer = host.bus.observe()
            await _bring_into(STATES[cycle // 2 % len(STATES)], host, observer)
            pulled = time.monotonic()
            await asyncio.to_thread(card.unplug, plug)
            lost = await _until(observer, "device_lost", DEVICES[plug])
            measured.noticed_s.append(lost - pulled)
            put_back = time.monotonic()
            await asyncio.to_thread(card.plug, plug)
            back = await _until(observer, "device_back", DEVICES[plug])
            measured.taken_back_s.append(back - put_back)
            host.end_visit()
            host.tell("Ya está.")
            await _until(observer, "turn_ended")
            host.bus.leave(observer)
            measured.held.append(_held())
        turn = await KioskInside(host).ask("hola")
        assert turn["turn_ended"][0].outcome == "answered", turn
        assert "trouble" not in turn, turn["trouble"]
        assert turn["first_sound"]
    return measured


async def _bring_into(state, host, observer):
    match state:
        case "listening":
            host.switch.press()
            await _until(observer, "listening")
        case "speaking":
            host.tell(LONG)
            await _until(observer, "first_sound")


async def _until(observer, kind, device=None):
    """Give the moment at which an event came."""
    async with asyncio.timeout(10):
        while True:
            event = await observer.next()
            if name_of(event) == kind and getattr(event, "device", None) == device:
                return event.t


def _held():
    gc.collect()
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return threading.active_count(), descriptors, pages * PAGE_BYTES / 1e6


def main() -> None:
    cycles = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        card = VirtualSoundCard(Path(folder) / "card")
        card.start()
        try:
            os.environ.update(card.environment)
            measured = asyncio.run(unplug(card, Path(folder), cycles))
        finally:
            card.stop()
    row("unplugged, noticed after, s", measured.noticed_s)
    row("put back, taken after, s", measured.taken_back_s)
    first, last = measured.held[min(WARM_UP, cycles) - 1], measured.held[-1]
    for name, before, after in zip(
        ("threads", "descriptors", "MB"), first, last, strict=True
    ):
        print(f"{name}: {before:.6g} after {WARM_UP} cycles, {after:.6g} at the end")


if __name__ == "__main__":
    main()
