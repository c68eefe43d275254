"""A real terminal: tmux on a socket of its own."""

import os
import shutil
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager

import pytest

needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is missing")


class Terminal:
    """One window with one program in it."""

    def __init__(self, socket, columns, rows):
        self._socket = socket
        self._size = ["-x", str(columns), "-y", str(rows)]

    def start(self, *command, environment=None):
        settings = [f"{name}={value}" for name, value in (environment or {}).items()]
        window = ["new-session", "-d", "-s", "t", *self._size, "--"]
        self._tmux(*window, "env", *settings, *command)
        self._tmux("set-option", "-t", "t", "remain-on-exit", "on")

    def press(self, *keys):
        self._tmux("send-keys", "-t", "t", *keys)

    def type(self, text):
        self._tmux("send-keys", "-t", "t", "-l", text)

    def resize(self, columns, rows):
        size = ["-x", str(columns), "-y", str(rows)]
        self._tmux("resize-window", "-t", "t", *size)

    @property
    def text(self):
        return self._tmux("capture-pane", "-p", "-t", "t")

    @property
    def history(self):
        """All that can be scrolled back to."""
        return self._tmux("capture-pane", "-p", "-S", "-", "-t", "t")

    @property
    def pid(self):
        return int(self._tmux("display-message", "-p", "-t", "t", "#{pane_pid}"))

    @property
    def is_dead(self):
        return self._tmux("display-message", "-p", "-t", "t", "#{pane_dead}")[:1] == "1"

    def close(self):
        self._tmux("kill-server", check=False)

    def until(self, is_so, limit_s=20):
        """Wait for what the terminal shows; the program is another process."""
        end = time.monotonic() + limit_s
        while not is_so():
            assert time.monotonic() < end, self.text
            time.sleep(0.05)

    def until_shown(self, words, limit_s=20):
        self.until(lambda: words in " ".join(self.text.split()), limit_s)

    def _tmux(self, *arguments, check=True):
        command = ["tmux", "-L", self._socket, "-f", os.devnull, *arguments]
        done = subprocess.run(command, check=check, capture_output=True, text=True)
        return done.stdout


@contextmanager
def terminal(columns=80, rows=24):
    """Open a terminal; whatever runs in it is ended with it."""
    window = Terminal(f"kiosk-test-{uuid.uuid4().hex}", columns, rows)
    try:
        yield window
    finally:
        window.close()


def python(*arguments):
    return [sys.executable, *arguments]
