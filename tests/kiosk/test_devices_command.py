import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.sound
def test_the_devices_command_lists_both_directions(sound_card):
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "devices"],
        cwd=ROOT,
        env={**os.environ, **sound_card.environment},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    assert ["input", "USB Mic"] in lines
    assert ["output", "USB Speaker"] in lines
