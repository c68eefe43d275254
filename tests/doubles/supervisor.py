"""A service manager for one kiosk: readiness, watchdog, and the next process."""

import signal
import socket
import time

from tests.doubles.kiosk_process import KioskProcess

RESTART_S = 1.0
"""`RestartSec` of the unit."""


class FaultyKiosk(KioskProcess):
    """A kiosk whose parts get stuck when a signal tells them to."""

    module = "tests.doubles.faulty_kiosk"


class Supervisor:
    """Does what systemd does for `Type=notify` with a watchdog.

    Source: systemd.service(5), sd_notify(3).
    """

    def __init__(self, kiosk, *, watchdog_s):
        self.kiosk = kiosk
        self._watchdog_s = watchdog_s
        self._path = kiosk.home / "manager"

    def __enter__(self):
        self.kiosk.home.mkdir(parents=True, exist_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._path))
        self._launch()
        self.until_ready()
        return self

    def __exit__(self, *_):
        self.kiosk.kill()
        self.kiosk.__exit__()
        self._socket.close()

    def until_replaced(self):
        """Wait until the watchdog strikes; give the seconds until the next begins."""
        began = time.monotonic()
        while self._lives():
            assert time.monotonic() - began < 60, "the watchdog never struck"
        self.kiosk._process.send_signal(signal.SIGABRT)
        self.kiosk._process.wait(timeout=10)
        self.kiosk.__exit__()
        time.sleep(RESTART_S)
        self._launch()
        return time.monotonic() - began

    def until_ready(self):
        """Wait until a press would be answered."""
        self._socket.settimeout(60)
        while "READY=1" not in self._told():
            pass
        self._socket.settimeout(self._watchdog_s)

    def _launch(self):
        self.kiosk.launch(
            NOTIFY_SOCKET=str(self._path),
            WATCHDOG_USEC=str(int(self._watchdog_s * 1e6)),
        )

    def _lives(self):
        """Whether it said in time that it is well."""
        deadline = time.monotonic() + self._watchdog_s
        while time.monotonic() < deadline:
            try:
                told = self._told()
            except TimeoutError:
                return False
            if "WATCHDOG=trigger" in told:
                return False
            if "WATCHDOG=1" in told:
                return True
        return False

    def _told(self):
        return self._socket.recv(4096).decode().splitlines()
