"""`python -m tests.bench.bench_idle [SECONDS]`: what an idle kiosk writes in an hour.

A `kiosk serve` on a virtual sound card, left alone after one visit: bytes that reach
the disk by the kernel's own count for the process, and the lines it logs, each scaled
to an hour. Complains when that count does not move here: on a folder that is no disk.
"""

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.doubles.kiosk_process import KioskProcess
from tests.doubles.virtual_sound import VirtualSoundCard


def main() -> None:
    """Print one line."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _must_be_counted(folder)
        (folder / "sound").mkdir()
        card = VirtualSoundCard(folder / "sound")
        card.start()
        stack.callback(card.stop)
        devices = {"KIOSK_AUDIO_INPUT": "USB Mic", "KIOSK_AUDIO_OUTPUT": "USB Speaker"}
        kiosk = KioskProcess(folder, **devices, **card.environment)
        stack.enter_context(kiosk)
        kiosk.ask("dame laptops")
        kiosk.end_visit()
        time.sleep(10)  # the turn's own writing is over
        before, logged = written_bytes(kiosk.pid), len(kiosk.log)
        time.sleep(seconds)
        grown = written_bytes(kiosk.pid) - before
        lines = kiosk.log[logged:].count("\n")
    hour = 3_600 / seconds
    print(
        f"idle for {seconds:.0f} s: {grown * hour / 1e6:.3f} MB written and"
        f" {lines * hour:.0f} lines logged in an hour"
    )


def _must_be_counted(folder: Path) -> None:
    before = written_bytes(os.getpid())
    (folder / "on_purpose").write_bytes(bytes(1_000_000))
    if written_bytes(os.getpid()) - before < 1_000_000:
        sys.exit(f"what is written to {folder} is not counted; set TMPDIR to a disk")


def written_bytes(pid: int) -> int:
    """Give the bytes a process had written to disks, `write_bytes` of proc(5)."""
    lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    return int(dict(line.split(": ") for line in lines)["write_bytes"])


if __name__ == "__main__":
    main()
