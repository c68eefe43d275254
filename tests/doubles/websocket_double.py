"""A WebSocket on top of an HTTP exchange: JSON messages both ways."""

import asyncio
import base64
import hashlib
import json
from typing import Any

from websockets.frames import Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from tests.doubles.http_double import Broken, Exchange

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class WebSocket:
    """One client; `receive` ends with None when it has gone."""

    def __init__(self, exchange: Exchange) -> None:
        self._transport, self._incoming = exchange.upgrade()
        self._protocol = ServerProtocol(state=State.OPEN, max_size=2**24)
        self._messages: asyncio.Queue[Any] = asyncio.Queue()
        self._count = 0
        key = exchange.request.headers["sec-websocket-key"] + _GUID
        accepted = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()  # noqa: S324 - the protocol's own hash
        head = (
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n"
            f"connection: Upgrade\r\nsec-websocket-accept: {accepted}\r\n\r\n"
        )
        self._transport.write(head.encode())
        exchange.seen.status = 101

    async def receive(self) -> Any:
        """Give the client's next message, None after its last."""
        while self._messages.empty():
            data = await self._incoming.get()
            if not data or self._protocol.state is not State.OPEN:
                return None
            self._protocol.receive_data(data)
            for frame in self._protocol.events_received():
                if getattr(frame, "opcode", None) in {Opcode.TEXT, Opcode.BINARY}:
                    self._messages.put_nowait(json.loads(frame.data))
            self._flush()
        return self._messages.get_nowait()

    async def send(self, kind: str, **fields: Any) -> None:
        self._count += 1
        event = {"type": kind, "event_id": f"event_{self._count}", **fields}
        if self._protocol.state is not State.OPEN:
            raise Broken
        self._protocol.send_text(json.dumps(event).encode())
        self._flush()
        await asyncio.sleep(0)

    async def send_raw(self, text: str) -> None:
        self._protocol.send_text(text.encode())
        self._flush()

    def close(self, code: int = 1000) -> None:
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code)
            self._flush()
        self._transport.close()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._transport.write(data)
            else:
                self._transport.close()
