"""The screen in real terminals: it draws, rests, and ends when nobody can see it."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.doubles.tmux import needs_tmux, python, terminal

SCREEN = python("-m", "tests.doubles.live_screen")
READY = "Pulse ESPACIO o toque aquí"

pytestmark = needs_tmux


@pytest.fixture
def screen(tmp_path):
    """The screen in a tmux window, ready."""
    with terminal() as window:
        window.log = tmp_path / "screen.log"
        window.start(*SCREEN, str(window.log))
        window.until_shown(READY)
        yield window


def cpu_s(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for_the_end(pid, limit_s=8):
    end = time.monotonic() + limit_s
    while is_running(pid):
        assert time.monotonic() < end, "the screen outlived its terminal"
        time.sleep(0.05)


def test_a_question_typed_in_a_real_terminal_is_answered(screen):
    screen.type("¿qué hay?")
    screen.press("Enter")
    screen.until_shown("Usted ¿qué hay? Hay pan, «ñandú» y €.")
    screen.resize(40, 20)
    screen.until_shown("Hay pan, «ñandú» y €.")
    assert "█" not in screen.text
    screen.press("F4")
    screen.until(lambda: "ñandú" not in screen.text)


def test_an_idle_screen_rests(screen):
    before = cpu_s(screen.pid)
    time.sleep(3)
    assert cpu_s(screen.pid) - before <= 0.06  # 2 % of a core


def test_when_the_terminal_goes_the_kiosk_is_closed_and_ends(screen):
    pid = screen.pid
    screen.close()
    wait_for_the_end(pid)
    assert "closed" in screen.log.read_text()


def test_it_ends_even_where_hangups_are_ignored(tmp_path):
    log = tmp_path / "screen.log"
    with terminal() as window:
        ignoring = "trap '' HUP; exec \"$@\""
        window.start("sh", "-c", ignoring, "sh", *SCREEN, str(log))
        window.until_shown(READY)
        pid = window.pid
    wait_for_the_end(pid)


def test_being_told_to_end_gives_the_terminal_back(screen):
    os.kill(screen.pid, signal.SIGTERM)
    screen.until(lambda: screen.is_dead)
    assert READY not in screen.text
    assert "closed" in screen.log.read_text()


@pytest.mark.parametrize("kind", ["vt100", "linux", "xterm-256color"])
def test_it_draws_in_terminals_of_every_kind(tmp_path, kind):
    with terminal(columns=60, rows=20) as window:
        settings = {"TERM": kind, "NO_COLOR": "1", "LC_ALL": "C", "COLUMNS": "99"}
        command = [*SCREEN, str(tmp_path / "log")]
        window.start(*command, environment=settings)
        window.until_shown(READY)
        assert "● Pregunte" in " ".join(window.text.split())


def test_a_newcomers_kiosk_run_answers_from_the_demonstration_shop(tmp_path):
    """No configuration, no key, no network, no sound device, an empty home."""
    with terminal(columns=100, rows=30) as window:
        settings = {
            "HOME": str(tmp_path),
            "OPENAI_API_KEY": "",
            "PULSE_SERVER": "/nowhere",
        }
        window.start(*python("-m", "kiosk", "run"), environment=settings)
        window.until_shown("Un momento")
        window.until_shown("Ahora no puedo oír", limit_s=40)
        window.press("1")
        window.until_shown("● disponible")
        window.press("F3")
        window.until_shown("I can't hear now")
        window.press("C-q")
        window.until(lambda: window.is_dead)
        assert "I can't hear now" not in window.text
    log = tmp_path / ".local" / "state" / "kiosk" / "screen.log"
    assert "Traceback" not in log.read_text()
