"""Keeps the HTTP door open beside the host."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette

from kiosk.settings import DoorSettings

log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Leaves the signals to the kiosk."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def open_door(
    application: Starlette, settings: DoorSettings
) -> AsyncIterator[int | None]:
    """Serve for as long as the context lasts; gives the port.

    A port that is taken, or a certificate that can't be read, is a warning and gives
    None: button and screen work without the door.
    """
    server = _Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
            ssl_certfile=settings.certificate or None,
            ssl_keyfile=settings.certificate_key or None,
        )
    )
    try:
        server.config.load()
        listener = socket.create_server((settings.host, settings.port))
    except OSError as error:
        log.warning("no HTTP door at %s:%d: %s", settings.host, settings.port, error)
        yield None
        return
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    bound: int = listener.getsockname()[1]
    log.info("HTTP door on %s:%d", settings.host, bound)
    try:
        yield bound
    finally:
        server.should_exit = True
        await serving
        listener.close()
