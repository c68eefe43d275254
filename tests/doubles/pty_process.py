"""A program on a terminal of our own: what it writes, byte for byte, and when."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.doubles.kiosk_process import ROOT

_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")


class OnTerminal:
    """A Python program on a pseudo-terminal; all it has written is kept."""

    def __init__(self, *arguments, columns=100, rows=30, **environment):
        self.written = b""
        self._ours, theirs = pty.openpty()
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        end = time.monotonic() + 10
        while self._process.poll() is None and time.monotonic() < end:
            self.read(0.1)
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def exit_code(self):
        """None as long as it runs."""
        return self._process.poll()

    @property
    def resident_mb(self):
        """Megabytes of memory the process holds."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    @property
    def cpu_s(self):
        """Processor seconds used so far, all threads."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2]
        ticks = stat.split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def write(self, sent):
        """Type; reads meanwhile, or a full terminal would hold both."""
        while sent:
            ready = select.select([self._ours], [self._ours], [], 10)
            assert any(ready), "the program reads no keys"
            if ready[0]:
                self.read(0)
            if ready[1]:
                sent = sent[os.write(self._ours, sent[:1024]) :]

    def read(self, limit_s):
        """Take what comes next, at most this long awaited."""
        if not select.select([self._ours], [], [], limit_s)[0]:
            return b""
        new = b""
        with contextlib.suppress(OSError):  # nobody writes to it any more
            new = os.read(self._ours, 65_536)
        self.written += new
        return new

    @property
    def drawn(self):
        """What it has written without what steers a terminal."""
        return _SEQUENCE.sub(b"", self.written).decode(errors="replace")

    def until_drawn(self, words, limit_s=20.0, *, since=0):
        """Read until these words have come, from this place of `drawn` on."""
        end = time.monotonic() + limit_s
        while words not in self.drawn[since:]:
            assert time.monotonic() < end, self.drawn[-1000:]
            self.read(0.1)

    def rest(self, limit_s):
        """Let the program go on for so long."""
        end = time.monotonic() + limit_s
        while (left_s := end - time.monotonic()) > 0:
            self.read(left_s)
