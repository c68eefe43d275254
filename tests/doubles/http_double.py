"""A small HTTP/1.1 server over raw sockets, so that it can misbehave on purpose."""

import asyncio
import json
import socket
import struct
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

REASONS = {200: "OK", 101: "Switching Protocols", 429: "Too Many Requests"}


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    is_first: bool
    """Whether it opened its connection."""
    connection: int
    """Number of the connection, from 1."""


@dataclass
class Seen:
    """A request with what became of it; times are of the monotonic clock."""

    request: Request
    body: Any = None
    """The decoded JSON or form."""
    outcome: str = "running"
    """`answered`, `left` (the client hung up) or `broken` (a fault did it)."""
    status: int = 0
    arrived_s: float = field(default_factory=time.monotonic)
    first_byte_s: float = 0.0
    done_s: float = 0.0
    own_s: float = 0.0
    """Time the server took on purpose."""
    chunks_s: list[float] = field(default_factory=list)
    """When each chunk of the answer was written."""
    spans_s: list[tuple[float, float]] = field(default_factory=list)
    """From when to when it made the client of a WebSocket wait."""
    hanging: threading.Event = field(default_factory=threading.Event)
    """Set when a fault has made the server fall silent."""
    finished: threading.Event = field(default_factory=threading.Event)

    def figures(self) -> dict[str, Any]:
        return {
            "path": self.request.path,
            "status": self.status,
            "outcome": self.outcome,
            "connection": self.request.connection,
            "arrived_s": self.arrived_s,
            "first_byte_s": self.first_byte_s,
            "done_s": self.done_s,
            "own_s": self.own_s,
        }


class Broken(Exception):
    """A fault ended the exchange; nothing more may be sent."""


class Exchange:
    """One request and the answer being written to it."""

    def __init__(self, connection: "Connection", seen: Seen) -> None:
        self.seen = seen
        self.request = seen.request
        self.chunks = 0
        self.before_chunk: Callable[[Exchange], Awaitable[None]] | None = None
        self._connection = connection
        self._is_chunked = False

    async def take_time(self, seconds: float) -> None:
        """Let time pass that counts as the server's own."""
        if seconds > 0:
            self.seen.own_s += seconds
            await asyncio.sleep(seconds)

    async def send(
        self,
        status: int,
        body: bytes,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> None:
        length = {"content-length": str(len(body)), **(headers or {})}
        await self._write(self._head(status, kind, length) + body)

    async def send_json(
        self, status: int, value: Any, headers: dict[str, str] | None = None
    ) -> None:
        await self.send(status, json.dumps(value).encode(), headers=headers)

    async def begin(self, kind: str) -> None:
        self._is_chunked = True
        await self._write(self._head(200, kind, {"transfer-encoding": "chunked"}))

    async def chunk(self, data: bytes) -> None:
        if self.before_chunk:
            await self.before_chunk(self)
        self.chunks += 1
        self.seen.chunks_s.append(time.monotonic())
        await self._write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    async def end(self) -> None:
        if self.before_chunk:
            await self.before_chunk(self)
        if self._is_chunked:
            await self._write(b"0\r\n\r\n")

    def reset(self) -> None:
        """Send RST, as a pulled cable or a killed server does."""
        transport = self._connection.transport
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, linger
        )
        transport.abort()
        raise Broken

    def hang_up(self) -> None:
        """Close in order, wherever the answer stands."""
        self._connection.transport.close()
        raise Broken

    def upgrade(self) -> tuple[asyncio.Transport, asyncio.Queue[bytes]]:
        """Take the raw connection over; an empty block means it has gone."""
        return self._connection.transport, self._connection.become_tunnel()

    def _head(self, status: int, kind: str, headers: dict[str, str]) -> bytes:
        self.seen.status = status
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"content-type: {kind}", f"x-request-id: {self.request_id}"]
        return "\r\n".join([*lines, "", ""]).encode()

    @property
    def request_id(self) -> str:
        return f"req_{self.request.connection}_{id(self.seen) & 0xFFFF:04x}"

    async def _write(self, data: bytes) -> None:
        if not self.seen.first_byte_s:
            self.seen.first_byte_s = time.monotonic()
        self._connection.transport.write(data)
        await self._connection.writable.wait()


class Connection(asyncio.Protocol):
    """One socket: requests one after another, and notice when the client hangs up."""

    transport: asyncio.Transport

    def __init__(
        self,
        number: int,
        handle: Callable[[Exchange], Awaitable[None]],
        note: Callable[[Seen], None],
    ) -> None:
        self.writable = asyncio.Event()
        self.writable.set()
        self._number = number
        self._handle = handle
        self._note = note
        self._received = b""
        self._count = 0
        self._task: asyncio.Task[None] | None = None
        self._tunnel: asyncio.Queue[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self._tunnel is not None:
            self._tunnel.put_nowait(data)
            return
        self._received += data
        self._start_next()

    def eof_received(self) -> None:
        self._client_left()

    def connection_lost(self, exc: Exception | None) -> None:
        self._client_left()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def become_tunnel(self) -> asyncio.Queue[bytes]:
        self._tunnel = asyncio.Queue()
        return self._tunnel

    def _client_left(self) -> None:
        self.writable.set()
        if self._tunnel is not None:
            self._tunnel.put_nowait(b"")
        elif self._task is not None:
            self._task.cancel()

    def _start_next(self) -> None:
        if self._task is None and (request := self._parse()):
            self._task = asyncio.get_running_loop().create_task(self._run(request))

    def _parse(self) -> Request | None:
        head, separator, rest = self._received.partition(b"\r\n\r\n")
        if not separator:
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        length = int(headers.get("content-length", "0"))
        if len(rest) < length:
            return None
        self._received = rest[length:]
        self._count += 1
        method, target, _ = first.split(" ")
        url = urlsplit(target)
        return Request(
            method=method,
            path=url.path,
            query=parse_qs(url.query),
            headers=headers,
            body=rest[:length],
            is_first=self._count == 1,
            connection=self._number,
        )

    async def _run(self, request: Request) -> None:
        seen = Seen(request)
        self._note(seen)
        try:
            await self._handle(Exchange(self, seen))
            seen.outcome = "answered"
        except asyncio.CancelledError:
            seen.outcome = "left"
        except Broken:
            seen.outcome = "broken"
        finally:
            seen.done_s = time.monotonic()
            self._task = None
            seen.finished.set()
        self._start_next()


class HttpDouble:
    """Runs a handler on a loop in a thread of its own, on a free loopback port."""

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Seen] = []
        self.arrived = threading.Semaphore(0)
        """Released once for each request, and for each message of a WebSocket."""
        self.connections = 0
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()
        self._open: set[Connection] = set()

    async def handle(self, exchange: Exchange) -> None:
        raise NotImplementedError

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._thread.start()
        if not self._ready.wait(5):
            raise RuntimeError("the server double did not start")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def drop_connections(self) -> None:
        """Close every open connection, as a server or a router does after an hour."""
        dropped = threading.Event()

        def drop() -> None:
            for connection in self._open:
                connection.transport.close()
            self._open.clear()
            self._loop.call_soon(dropped.set)

        self._loop.call_soon_threadsafe(drop)
        dropped.wait(5)

    def _connect(self) -> Connection:
        self.connections += 1
        connection = Connection(self.connections, self.handle, self._note)
        self._open.add(connection)
        return connection

    def _note(self, seen: Seen) -> None:
        self.requests.append(seen)
        self.arrived.release()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(self._connect, "127.0.0.1", self._port)
        )
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        self._tidy_up(server)

    def _tidy_up(self, server: asyncio.Server) -> None:
        server.close()
        for connection in self._open:
            if hasattr(connection, "transport"):
                connection.transport.abort()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()
