"""`make bench`: the promised figures of the whole kiosk, measured on this machine.

Every figure is a median and a 95th percentile over several runs. Where a server takes
part, its own time stands beside ours. Nothing here passes or fails.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.bench_screen import measure_screen
from tests.bench.bench_voice import measure_voice
from tests.bench.table import row
from tests.doubles.kiosk_process import ROOT, KioskProcess
from tests.doubles.virtual_sound import VirtualSoundCard, why_not

ROUNDS = 10
IDLE_S = 10.0


def main() -> None:
    """Print one table."""
    print(f"{'figure':58}{'median':>10}{'p95':>10}")
    with tempfile.TemporaryDirectory() as home:
        _ask(Path(home))
        measure_screen(Path(home) / "screen")
        if reason := why_not():
            print(f"no sound figures: {reason}")
            return
        card = VirtualSoundCard(Path(home) / "card")
        card.start()
        try:
            _serve(Path(home), card)
            measure_voice(Path(home), card)
        finally:
            card.stop()


def _ask(home: Path) -> None:
    """The whole process of `kiosk ask`, offline, beside a bare interpreter."""
    environment = {**os.environ, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}
    ask = [sys.executable, "-m", "kiosk", "ask", "¿Cuál es el producto más caro?"]
    bare = [sys.executable, "-c", "pass"]
    subprocess.run(ask, cwd=ROOT, env=environment, check=True, capture_output=True)
    asked, idle = [], []
    for _ in range(ROUNDS):
        asked.append(_seconds_of(ask, environment))
        idle.append(_seconds_of(bare, environment))
    row("kiosk ask offline, whole process, s", asked)
    ratios = [a / b for a, b in zip(asked, idle, strict=True)]
    row("  the same, times a bare Python", ratios)


def _serve(home: Path, card: VirtualSoundCard) -> None:
    """The headless kiosk without a key: start, memory, idling, press, interruption."""
    ready, resident = [], []
    for _ in range(4):
        with KioskProcess(home / "offline", **card.environment) as kiosk:
            ready.append(kiosk.ready_s)
            resident.append(kiosk.resident_mb)
    row("kiosk serve without key, ready (grammar cached), s", ready[1:])
    row("  resident, MB", resident)
    with KioskProcess(home / "offline", **card.environment) as kiosk:
        before = kiosk.cpu_s
        time.sleep(IDLE_S)
        row("  idle, % of a core", [100 * (kiosk.cpu_s - before) / IDLE_S])
        row("  press to event listening, ms", [_press_ms(kiosk) for _ in range(ROUNDS)])
        silences = [_silence_ms(kiosk, card) for _ in range(ROUNDS)]
        row("  interrupting press to silence, ms", silences)
        row("  resident after these turns, MB", [kiosk.resident_mb])


def _press_ms(kiosk: KioskProcess) -> float:
    pressed_at = kiosk.press()
    listening = kiosk.until("listening")[-1]
    time.sleep(0.1)
    kiosk.release()
    kiosk.until("turn_ended")
    return 1000 * (float(listening["t"]) - pressed_at)


def _silence_ms(kiosk: KioskProcess, card: VirtualSoundCard) -> float:
    """From the press, sent while the reply is heard, to the last sound of it."""
    with card.recording() as heard:
        kiosk.ask("dame cinco laptops")
        kiosk.until("first_sound")
        time.sleep(1.0)
        pressed_at = kiosk.press()
        kiosk.until("interrupted")
        time.sleep(0.5)
    kiosk.release()
    kiosk.until("turn_ended")
    return 1000 * max((heard.loud_until() or pressed_at) - pressed_at, 0.0)


def _seconds_of(command: Sequence[str], environment: dict[str, str]) -> float:
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
