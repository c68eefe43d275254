"""The screen: what customers see and touch in a terminal."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from kiosk.config import KioskConfig
from kiosk.tui.terminal import private_terminal

if TYPE_CHECKING:
    from kiosk.host import Host


def run_screen(config: KioskConfig) -> int:
    """Show the screen until it is closed.

    Returns:
        The exit code for the shell.
    """
    log = config.state_dir / "screen.log"
    try:
        with private_terminal(log):
            return _show(config)
    except OSError as error:
        logging.getLogger(__name__).error("%s: %s", log, error.strerror)  # noqa: TRY400 # one line for the owner
        return 1


def _show(config: KioskConfig) -> int:
    from kiosk.tui.app import KioskApp
    from kiosk.tui.picture import prepare
    from kiosk.tui.themes import theme_for

    @asynccontextmanager
    async def open_host() -> "AsyncIterator[Host]":
        wiring = await asyncio.to_thread(import_module, "kiosk.wiring")
        async with wiring.open_kiosk(config) as host:
            yield host

    terminal_type = os.environ.get("TERM", "")
    theme = theme_for(config.screen.theme, terminal_type)
    screen, mind = config.screen, config.agents
    has_pictures = bool(screen.pictures or screen.logo or mind.code_interpreter)
    app = KioskApp(
        open_host,
        shop=config.shop.name,
        language=config.shop.language,
        theme=theme,
        colours={str(name): own for name, own in config.screen.colours.items()},
        examples={config.shop.language: config.screen.examples},
        draws_pictures=has_pictures and prepare(terminal_type),
        logo=config.screen.logo,
    )
    app.run()
    return app.return_code or 0
