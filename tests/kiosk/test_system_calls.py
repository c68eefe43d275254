"""The units' filter of system calls, with what the kiosk really calls."""

import ctypes.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).parents[2] / "systemd").glob("*.service"))

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None or not ctypes.util.find_library("seccomp"),
    reason="systemd and libseccomp are not here",
)


def calls_in(groups):
    """Every system call of some of systemd's groups, and of the groups in them."""
    listed = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager", *groups],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    named = [line.strip() for line in listed.splitlines() if line.startswith("    ")]
    inner = [name for name in named if name.startswith("@")]
    calls = {name for name in named if not name.startswith(("@", "#"))}
    return calls | (calls_in(inner) if inner else set())


def denied_by(unit):
    lines = unit.read_text("utf-8").splitlines()
    (groups,) = [
        line[18:].split() for line in lines if line.startswith("SystemCallFilter=~")
    ]
    kills = not any(line.startswith("SystemCallErrorNumber=EPERM") for line in lines)
    return sorted(calls_in(groups)), "kill" if kills else "EPERM"


def answered(calls, action, tmp_path):
    return subprocess.run(
        [
            *(sys.executable, "-m", "tests.doubles.denied_calls", action),
            *(",".join(calls), "ask", "¿Cuál es el producto más caro?"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_kiosk_answers_under_the_filter(unit, tmp_path):
    calls, action = denied_by(unit)
    assert {"mbind", "setpriority", "reboot"} <= set(calls)
    done = answered(calls, action, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "S/" in done.stdout
