"""The terminal is the screen's alone, and its end is the program's end."""

import os
import subprocess
import sys

from kiosk.tui.terminal import LOG_LIMIT_BYTES, is_gone
from tests.doubles.tmux import needs_tmux, python, terminal

NOISY_SCREEN = """
import os, sys
from pathlib import Path
from kiosk.tui.terminal import private_terminal
with private_terminal(Path(sys.argv[1])):
    from textual.app import App
    from textual.widgets import Static
    class Noisy(App):
        def compose(self):
            yield Static("calm")
        def on_key(self, event):
            os.write(2, b"ALSA lib pcm.c: underrun occurred\\n" * 30)
            os.write(1, b"Expression 'ret' failed\\n" * 30)
            self.mount(Static("made noise"))
    Noisy().run()
print("restored")
print("restored too", file=sys.stderr)
"""

NOISY_PROGRAM = """
import os, subprocess, sys
from pathlib import Path
from kiosk.tui.terminal import private_terminal
print("before")
with private_terminal(Path(sys.argv[1])):
    os.write(2, b"from a library\\n")
    print("from python")
    subprocess.run(["sh", "-c", "echo from a child >&2"])
    print("from the screen", file=sys.__stderr__)
print("after")
"""


@needs_tmux
def test_what_libraries_print_goes_to_the_log_and_the_screen_stays_clean(tmp_path):
    log = tmp_path / "state" / "screen.log"
    with terminal() as window:
        window.start(*python("-c", NOISY_SCREEN, str(log)))
        window.until_shown("calm")
        window.press("x")
        window.until_shown("made noise")
        assert window.text.split("\n")[2:] == [""] * 23
        window.press("C-q")
        window.until_shown("restored too")
    noise = log.read_text()
    assert noise.count("underrun occurred") == 30
    assert noise.count("Expression") == 30
    assert "restored" not in noise


def test_the_terminal_is_given_back(tmp_path):
    log = tmp_path / "screen.log"
    done = subprocess.run(
        [sys.executable, "-c", NOISY_PROGRAM, str(log)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "before\nafter\n"
    assert done.stderr == "from the screen\n"
    assert sorted(log.read_text().splitlines()) == [
        "from a child",
        "from a library",
        "from python",
    ]
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_long_log_is_set_aside(tmp_path):
    log = tmp_path / "screen.log"
    log.write_bytes(b"x" * (LOG_LIMIT_BYTES + 1))
    command = [sys.executable, "-c", NOISY_PROGRAM, str(log)]
    subprocess.run(command, capture_output=True, check=True)
    assert log.stat().st_size < 1000
    assert (tmp_path / "screen.log.1").stat().st_size == LOG_LIMIT_BYTES + 1


def test_a_terminal_without_anybody_at_the_other_end_is_noticed():
    reader, writer = os.pipe()
    assert not is_gone(reader)
    os.close(writer)
    assert is_gone(reader)
    os.close(reader)
    assert is_gone(reader)
