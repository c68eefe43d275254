"""The command line: a command parses, calls one function, prints, gives an exit code.

stdout is the result, stderr the narration. Exit codes: 0 done, 1 failed, 2 usage or
configuration, 3 device missing, 4 service unreachable.
"""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import IntEnum
from pathlib import Path

from agents import UnknownEngine
from audio import UnknownBackend
from kiosk.config import ConfigError, LoadedConfig, load_config


class ExitCode(IntEnum):
    """What the shell and systemd are told."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    DEVICE_MISSING = 3
    UNREACHABLE = 4


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
    try:
        loaded = load_config(
            options.config,
            environment=os.environ,
            overrides=_overrides(options),
        )
        with suppress(KeyboardInterrupt):
            return int(options.command(options, loaded))
    except (ConfigError, UnknownEngine, UnknownBackend) as error:
        _narrate(str(error))
        return ExitCode.USAGE
    return ExitCode.DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kiosk", description="A voice kiosk for a shop. Without a command: run."
    )
    parser.add_argument("--config", type=Path, help="configuration file (TOML)")
    parser.add_argument("--verbose", action="store_true", help="log every step")
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(title="commands")
    commands.add_parser("run", help="open the screen").set_defaults(command=_run)
    commands.add_parser(
        "serve", help="run without a screen: button, lamp, voice and HTTP door"
    ).set_defaults(command=_serve)
    commands.add_parser(
        "web", help="serve the screen to browsers on this machine"
    ).set_defaults(command=_web)

    ask = commands.add_parser("ask", help="answer one question and print it")
    ask.add_argument("question", nargs="?", help="what a customer would ask")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument(
        "--jsonl", action="store_true", help="a question per line, as JSON"
    )
    ask.add_argument("--catalog", metavar="PATH_OR_URL", help="the shop's database")
    ask.add_argument("--documents", metavar="DIR", help="folder of documents")
    ask.add_argument("--ledger", metavar="PATH_OR_URL", help="customers and debts")
    ask.add_argument("--engine", metavar="NAME", help="offline, responses or chat")
    ask.set_defaults(command=_ask)

    commands.add_parser(
        "devices", help="list microphones and loudspeakers by name"
    ).set_defaults(command=_devices)

    config = commands.add_parser(
        "config", help="show settings and where they come from"
    )
    config.add_argument("--sample", action="store_true", help="print a commented file")
    config.set_defaults(command=_config)
    return parser


def _overrides(options: argparse.Namespace) -> dict[str, object]:
    """Settings given on the command line."""
    keys = {
        "catalog": "catalog.shop",
        "documents": "knowledge.folder",
        "ledger": "catalog.ledger",
        "engine": "agents.engine",
    }
    given = {key: getattr(options, name, None) for name, key in keys.items()}
    return {key: value for key, value in given.items() if value is not None}


def _run(_: argparse.Namespace, loaded: LoadedConfig) -> int:
    is_in_browser = "TEXTUAL_DRIVER" in os.environ
    if not (is_in_browser or (sys.stdin.isatty() and sys.stderr.isatty())):
        _narrate("there is no terminal here to draw on; use `kiosk serve` instead")
        return ExitCode.USAGE
    from kiosk.tui import run_screen

    return run_screen(loaded.config)


def _serve(_: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.headless import serve
    from kiosk.wiring import open_kiosk

    async def main() -> None:
        async with open_kiosk(loaded.config) as host:
            await serve(host)

    logging.getLogger().setLevel(min(logging.getLogger().level, logging.INFO))
    asyncio.run(main())
    return ExitCode.DONE


def _web(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    try:
        from kiosk.tui.browser import OpenToAll, serve_browsers
    except ModuleNotFoundError as error:
        _narrate(f"{error.name} is missing: pip install 'voice-kiosk[web]'")
        return ExitCode.FAILED
    config = ["--config", str(options.config)] if options.config else []
    try:
        serve_browsers(loaded.config, config)
    except OpenToAll as error:
        _narrate(str(error))
        return ExitCode.USAGE
    except OSError as error:
        _narrate(f"browser.port {loaded.config.browser.port}: {error.strerror}")
        return ExitCode.FAILED
    return ExitCode.DONE


def _ask(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.asking import ask_lines, ask_once

    if options.jsonl:
        asyncio.run(ask_lines(loaded.config, sys.stdin, sys.stdout))
        return ExitCode.DONE
    if not options.question:
        _narrate('ask something: kiosk ask "¿Cuál es el producto más caro?"')
        return ExitCode.USAGE
    return asyncio.run(
        ask_once(loaded.config, options.question, sys.stdout, as_json=options.json)
    )


def _devices(*_: object) -> int:
    from audio import DeviceMissing, list_devices

    try:
        found = {way: list_devices(way) for way in ("input", "output")}
    except DeviceMissing as error:
        _narrate(str(error))
        return ExitCode.DEVICE_MISSING
    for way, devices in found.items():
        for device in devices:
            mark = "  (default)" if device.is_default else ""
            sys.stdout.write(f"{way:6}  {device.name}{mark}\n")
    return ExitCode.DONE if any(found.values()) else ExitCode.DEVICE_MISSING


def _config(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    if options.sample:
        from kiosk.sample_config import sample

        sys.stdout.write(sample())
        return ExitCode.DONE
    for setting in loaded.settings():
        sys.stdout.write(f"{setting.key} = {setting.value!r}  # {setting.origin}\n")
    return ExitCode.DONE


def _narrate(text: str) -> None:
    sys.stderr.write(f"kiosk: {text}\n")
