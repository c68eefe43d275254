"""A static graph cannot see whether an import is deferred; a fresh process can."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    *("openai", "textual", "sounddevice", "gpiozero", "pocketsphinx", "sqlglot"),
    *("sqlalchemy", "httpx2"),
}
ROOT = Path(__file__).parents[2]


def loaded_after(code, **environment):
    program = f"import json, sys\n{code}\nprint(json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "module",
    [
        *("audio", "agents", "catalog", "knowledge"),
        *("kiosk.cli", "kiosk.headless", "kiosk.wiring"),
    ],
)
def test_importing_a_room_loads_nothing_heavy(module):
    assert not HEAVY & loaded_after(f"import {module}")


def test_asking_offline_loads_neither_client_nor_screen_nor_sound(tmp_path):
    code = "from kiosk.cli import run; run(['ask', '¿cuál es el más caro?'])"
    loaded = loaded_after(
        code, HOME=str(tmp_path), KIOSK_SHOP_STATE_DIR=str(tmp_path / "state")
    )
    assert not HEAVY & loaded
