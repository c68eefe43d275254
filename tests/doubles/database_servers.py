"""PostgreSQL and MariaDB from Debian's packages, each on a free loopback port.

Each server has a directory of its own, is started here, and is stopped by its own
process. Where the package is missing, the tests that need it are skipped and say so.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_STARTED_WITHIN_S = 60


class PostgresServer:
    """PostgreSQL in a directory of its own; it can be stopped, frozen, and go on."""

    def __init__(self, folder: Path, home: Path, user: str | None) -> None:
        self._port = _free_port()
        data, self._user = home / "data", user
        _run(
            [folder / "initdb", "-D", data, "-U", "owner", "-A", "trust"],
            ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            user=user,
        )
        self._command = [
            *(folder / "postgres", "-D", data, "-p", str(self._port), "-k", home),
            *("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"),
        ]
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql+psycopg://owner@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        self._process = _started(self._command, user=self._user)
        _wait_for(lambda: _answers(self._port, "PostgreSQL"))

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT cuts connections in order, SIGQUIT is like a lost power."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=60)
            self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it hold every connection and answer none, as behind a cut line."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        pids = [self._process.pid, *map(int, children.read_text().split())]
        _signal(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            _signal(pids, signal.SIGCONT)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run PostgreSQL and give the server."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not binaries:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with _directory("postgres") as (home, user):
        server = PostgresServer(binaries[-1].parent, home, user)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def postgres() -> Iterator[str]:
    """Run PostgreSQL and give its SQLAlchemy URL, with all rights."""
    with postgres_server() as server:
        yield server.url


@contextmanager
def mariadb() -> Iterator[str]:
    """Run MariaDB and give the URL of its database `shop`, with all rights."""
    program, install = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    program = program or shutil.which("mariadbd", path="/usr/sbin")
    if program is None or install is None:
        pytest.skip("MariaDB is not installed: apt-get install mariadb-server")
    port = _free_port()
    with _directory("mysql") as (home, user):
        data, start = home / "data", home / "start.sql"
        _run(
            [install, "--no-defaults", f"--datadir={data}", "--skip-test-db"],
            ["--auth-root-authentication-method=normal"],
            user=user,
        )
        start.write_text(
            "CREATE DATABASE shop CHARACTER SET utf8mb4;\n"
            "CREATE USER owner@'127.0.0.1';\n"
            "GRANT ALL ON *.* TO owner@'127.0.0.1' WITH GRANT OPTION;\n"
        )
        start.chmod(0o644)
        command = [
            *(program, "--no-defaults", f"--datadir={data}", f"--port={port}"),
            *(f"--socket={home}/sock", "--bind-address=127.0.0.1"),
            *(f"--init-file={start}", "--skip-name-resolve"),
            "--character-set-server=utf8mb4",
            *("--innodb-flush-log-at-trx-commit=0", "--skip-log-bin"),
            *("--innodb-use-native-aio=0", "--innodb-buffer-pool-size=16M"),
        ]
        with _running(command, user=user, stop=signal.SIGTERM):
            _wait_for(lambda: _answers(port, "MariaDB"))
            yield f"mysql+pymysql://owner@127.0.0.1:{port}/shop?charset=utf8mb4"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _directory(owner: str) -> Iterator[tuple[Path, str | None]]:
    """Give a directory, and the user who must run the server when we are root."""
    home = Path(tempfile.mkdtemp(prefix="kiosk-"))
    user = None
    if os.geteuid() == 0:
        user = owner
        account = pwd.getpwnam(owner)
        os.chown(home, account.pw_uid, account.pw_gid)
    try:
        yield home, user
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(*parts: Sequence[str | Path], user: str | None) -> None:
    subprocess.run(
        [str(word) for part in parts for word in part],
        user=user,
        cwd="/",
        check=True,
        capture_output=True,
    )


@contextmanager
def _running(
    command: Sequence[str | Path], *, user: str | None, stop: signal.Signals
) -> Iterator[None]:
    server = _started(command, user=user)
    try:
        yield
    finally:
        server.send_signal(stop)
        server.wait(timeout=60)


def _started(
    command: Sequence[str | Path], *, user: str | None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(word) for word in command],
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _wait_for(answers: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _STARTED_WITHIN_S
    while not answers():
        if time.monotonic() > deadline:
            raise TimeoutError("the database server does not start")
        time.sleep(0.05)  # a server gives no event for being ready


def _answers(port: int, kind: str) -> bool:
    """Whether the server talks its own protocol on the port already."""
    try:
        if kind == "PostgreSQL":
            import psycopg

            psycopg.connect(
                f"host=127.0.0.1 port={port} user=owner dbname=postgres"
            ).close()
        else:
            import pymysql

            pymysql.connect(
                host="127.0.0.1", port=port, user="owner", database="shop"
            ).close()
    except Exception:  # noqa: BLE001 - two drivers, two trees of errors
        return False
    return True
