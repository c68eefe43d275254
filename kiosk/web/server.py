"""Keeps the HTTP door open beside the host."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette

log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Leaves the signals to the kiosk."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def open_door(application: Starlette, port: int) -> AsyncIterator[int | None]:
    """Serve on 127.0.0.1 for as long as the context lasts; gives the port.

    A port that is taken is a warning and gives None: button and screen work without it.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError as error:
        listener.close()
        log.warning("no HTTP door: port %d: %s", port, error.strerror)
        yield None
        return
    server = _Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    bound: int = listener.getsockname()[1]
    log.info("HTTP door on 127.0.0.1:%d", bound)
    try:
        yield bound
    finally:
        server.should_exit = True
        await serving
        listener.close()
