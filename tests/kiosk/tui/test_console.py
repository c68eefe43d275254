"""The screen on a real kernel console, as on a Pi without a desktop."""

import fcntl
import os
import stat
import struct
import subprocess
import sys
import termios
import time

import pytest

CONSOLE = 8
"""A virtual terminal that nobody uses."""
TTY = f"/dev/tty{CONSOLE}"
VCS_MAJOR = 7
UNICODE, ATTRIBUTES = 64, 128
"""Offsets of the minor numbers; see vcs(4)."""

PRINTABLE = set(range(32, 127)) | set(range(160, 256))
KNOWN_GLYPHS = PRINTABLE | {ord(sign) for sign in "─│╭╮╰╯━┃┏┓┗┛█░●·✗«»€…"}


def _take_the_console():
    fcntl.ioctl(0, termios.TIOCSCTTY, 1)


class Console:
    """The screen in a process that owns the console."""

    def __init__(self, folder):
        self._cells = self._open(folder / "cells", UNICODE)
        self._colours = self._open(folder / "colours", ATTRIBUTES)
        self._tty = os.open(TTY, os.O_RDWR | os.O_NOCTTY)
        os.write(self._tty, b"\x1b[2J")  # what the one before left there
        command = [sys.executable, "-m", "tests.doubles.live_screen"]
        environment = os.environ | {"TERM": "linux"}
        environment.pop("NO_COLOR", None)
        self._screen = subprocess.Popen(
            [*command, str(folder / "log")],
            stdin=self._tty,
            stdout=self._tty,
            stderr=self._tty,
            env=environment,
            start_new_session=True,
            preexec_fn=_take_the_console,  # noqa: PLW1509 # this process has no threads
        )

    def _open(self, path, offset):
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(VCS_MAJOR, CONSOLE + offset))
        return path

    @property
    def codes(self):
        data = self._cells.read_bytes()
        return struct.unpack(f"<{len(data) // 4}I", data)

    @property
    def text(self):
        return " ".join("".join(map(chr, self.codes)).split())

    @property
    def backgrounds(self):
        cells = self._colours.read_bytes()[4:]
        return {attribute >> 4 for attribute in cells[1::2]}

    def type(self, text):
        for byte in text.encode():
            fcntl.ioctl(self._tty, termios.TIOCSTI, bytes([byte]))

    def until(self, is_so):
        end = time.monotonic() + 15
        while not is_so():
            assert time.monotonic() < end, self.text
            time.sleep(0.05)

    def until_shown(self, words):
        self.until(lambda: words in self.text)

    def close(self):
        self._screen.terminate()
        self._screen.wait(10)
        os.close(self._tty)


@pytest.fixture
def console(tmp_path):
    try:
        os.close(os.open(TTY, os.O_RDWR | os.O_NOCTTY))
        opened = Console(tmp_path)
    except OSError as error:
        pytest.skip(f"no free console here: {error}")
    yield opened
    opened.close()


def test_the_screen_looks_intended_on_the_kernels_console(console):
    console.until_shown("Pulse ESPACIO o toque aquí, y hable.")
    unknown = {chr(code) for code in set(console.codes) - KNOWN_GLYPHS}
    assert not unknown
    black, blue, cyan, white = 0, 1, 3, 7
    console.until(lambda: console.backgrounds == {black, blue, cyan, white})


def test_keys_of_the_kernels_console_work(console):
    console.until_shown("Pulse ESPACIO")
    console.type("¿pan?\r")
    console.until_shown("Usted ¿pan? Hay pan, «ñandú» y €.")
    console.type("\x1b[[D")  # F4
    console.until_shown("1 ¿Cuál es el producto más caro?")
    console.type("\x1b[[A")  # F1
    console.until_shown("empezar de nuevo, borrar todo")
