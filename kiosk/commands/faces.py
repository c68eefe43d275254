"""`kiosk run`, `serve` and `web`: the kiosk itself, by its face."""

import argparse
import asyncio
import logging
import os
import sys
from typing import TYPE_CHECKING

from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare run, serve and web."""
    commands.add_parser("run", help="open the screen").set_defaults(command=run)
    commands.add_parser(
        "serve", help="run without a screen: button, lamp, voice and HTTP door"
    ).set_defaults(command=serve)
    commands.add_parser(
        "web", help="serve the screen to browsers on this machine"
    ).set_defaults(command=web)


def run(_: argparse.Namespace, loaded: LoadedConfig) -> int:
    """Open the screen on this terminal."""
    is_in_browser = "TEXTUAL_DRIVER" in os.environ
    if not (is_in_browser or (sys.stdin.isatty() and sys.stderr.isatty())):
        narrate("there is no terminal here to draw on; use `kiosk serve` instead")
        return ExitCode.USAGE
    from kiosk.tui import run_screen

    return run_screen(loaded.config)


def serve(_: argparse.Namespace, loaded: LoadedConfig) -> int:
    """Run without a screen until a signal ends it."""
    from kiosk import headless
    from kiosk.wiring import open_kiosk

    async def main() -> None:
        async with open_kiosk(loaded.config, has_screen=False):
            await headless.until_told_to_end()

    logging.getLogger().setLevel(min(logging.getLogger().level, logging.INFO))
    asyncio.run(main())
    return ExitCode.DONE


def web(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    """Serve the screen to browsers."""
    try:
        from kiosk.tui.browser import OpenToAll, serve_browsers
    except ModuleNotFoundError as error:
        narrate(f"{error.name} is missing: pip install 'voice-kiosk[web]'")
        return ExitCode.FAILED
    config = ["--config", str(options.config)] if options.config else []
    try:
        serve_browsers(loaded.config, config)
    except OpenToAll as error:
        narrate(str(error))
        return ExitCode.USAGE
    except OSError as error:
        narrate(f"browser.port {loaded.config.browser.port}: {error.strerror}")
        return ExitCode.FAILED
    return ExitCode.DONE
