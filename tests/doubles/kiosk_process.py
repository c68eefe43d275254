"""`kiosk serve` as a process of its own, pressed and watched over HTTP."""

import contextlib
import http.client
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "systemd"
TOKEN = "a-token-for-tests"


class KioskProcess:
    """A headless kiosk with a home of its own, on a free loopback port."""

    module = "kiosk"
    """What is run with `serve`."""

    def __init__(self, home, **environment):
        self.home = Path(home)
        self.port = _free_port()
        self.events = queue.Queue()
        self.started_at = 0.0
        self.ready_s = 0.0
        """Seconds from the start of the process to READY=1."""
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "PYTHONUNBUFFERED": "1",
            "KIOSK_SHOP_STATE_DIR": str(self.home / "state"),
            "KIOSK_DOOR_PORT": str(self.port),
            "KIOSK_DOOR_TOKEN": TOKEN,
            **environment,
        }
        self._process = None
        self._listener = None

    def __enter__(self):
        self.home.mkdir(parents=True, exist_ok=True)
        with _notifications(self.home / "notify") as (address, notified):
            self.launch(NOTIFY_SOCKET=address)
            try:
                notified("READY=1")
            except TimeoutError:
                self.__exit__()
                raise RuntimeError(f"not ready:\n{self.log}") from None
            self.ready_s = time.monotonic() - self.started_at
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.until("ready")
        return self

    def launch(self, **environment):
        """Start the process, and do not wait for anything."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._log = (self.home / "kiosk.log").open("ab")
        self.started_at = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", self.module, "serve"],
            cwd=ROOT,
            env={**self._environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()
        if self._listener is not None:
            self._listener.join(timeout=5)

    def kill(self):
        """Lose the power: nothing is told, nothing is closed."""
        self._process.kill()
        self._process.wait()

    @property
    def pid(self):
        return self._process.pid

    @property
    def log(self):
        return (self.home / "kiosk.log").read_text(errors="replace")

    @property
    def resident_mb(self):
        """Megabytes of memory the process holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    @property
    def cpu_s(self):
        """Processor seconds used so far."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(_scheduled_s(task) for task in tasks)

    @property
    def loop_cpu_s(self):
        """The same of the thread that turns the loop."""
        return _scheduled_s(Path(f"/proc/{self.pid}/task/{self.pid}"))

    @property
    def modules(self):
        """Shared objects and Python files the process has mapped or opened."""
        return Path(f"/proc/{self.pid}/maps").read_text()

    def press(self):
        """Press; gives the moment of the request."""
        return self._post("/talk/press")

    def release(self):
        return self._post("/talk/release")

    def log_in(self, login, secret):
        return self._request("/visit/log-in", {"login": login, "secret": secret})

    def ask(self, question):
        """Type a question and wait for the written reply."""
        return self._request("/ask", {"question": question})

    def end_visit(self):
        """Let the customer go, and wait until they are forgotten."""
        self._request("/visit/end")

    def places_of(self, word):
        """Where in the process's memory a word stands, with what is around it."""
        return places_in(self.pid, word)

    def get(self, path, token=TOKEN):
        return self._request(path, method="GET", token=token)

    def until(self, name, limit_s=20.0):
        """Give the events up to and with the next one of this name."""
        seen = []
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            with contextlib.suppress(queue.Empty):
                event = self.events.get(timeout=0.2)
                seen.append(event)
                if event["event"] == name:
                    return seen
        names = [event["event"] for event in seen]
        raise AssertionError(f"no {name} within {limit_s} s, only {names}\n{self.log}")

    def _post(self, path):
        at = time.monotonic()
        self._request(path)
        return at

    def _request(self, path, content=None, *, method="POST", token=TOKEN):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=json.dumps(content or {}).encode() if method == "POST" else None,
            headers={"Authorization": f"Bearer {token}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())

    def _listen(self):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/events",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        with (
            contextlib.suppress(OSError, http.client.HTTPException),
            urllib.request.urlopen(request, timeout=300) as lines,
        ):
            for line in lines:
                if line.startswith(b"data: "):
                    self.events.put(json.loads(line[6:]))


def _scheduled_s(task):
    """Seconds a thread has run, to the nanosecond."""
    return int((task / "schedstat").read_text().split()[0]) / 1e9


def places_in(pid, word):
    """Where in a process's memory a word stands, with what is around it."""
    found = []
    with Path(f"/proc/{pid}/mem").open("rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_, name = line.split(maxsplit=5)
            if not rights.startswith("rw"):
                continue
            low, high = (int(end, 16) for end in span.split("-"))
            try:
                memory.seek(low)
                content = memory.read(high - low)
            except OSError:  # given back since the list was read
                continue
            start = content.find(word)
            while start >= 0:
                around = content[max(start - 30, 0) : start + len(word) + 30]
                found.append((name, around))
                start = content.find(word, start + 1)
    return found


def memory_settings(unit="kiosk.service"):
    """What a service's unit says about memory."""
    text = (UNITS / unit).read_text()
    line = re.search(r"^Environment=(PYTHONMALLOC.*)$", text, re.MULTILINE)
    return dict(setting.split("=", 1) for setting in line[1].split())


def field_of(events, name, key):
    """The field of every event of this name."""
    return [event[key] for event in events if event["event"] == name]


@contextlib.contextmanager
def _notifications(path, limit_s=90.0):
    """A socket like systemd's; gives its address and a function that waits on it."""
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(path))
        receiver.settimeout(limit_s)

        def wait_for(line):
            while line not in receiver.recv(4096).decode().splitlines():
                pass

        yield str(path), wait_for


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
