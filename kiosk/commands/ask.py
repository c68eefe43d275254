"""`kiosk ask`: the kiosk's mind without ears and mouth."""

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare ask."""
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


def _ask(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.asking import ask_lines, ask_once

    if options.jsonl:
        asyncio.run(ask_lines(loaded.config, sys.stdin, sys.stdout))
        return ExitCode.DONE
    if not options.question:
        narrate('ask something: kiosk ask "¿Cuál es el producto más caro?"')
        return ExitCode.USAGE
    return asyncio.run(
        ask_once(loaded.config, options.question, sys.stdout, as_json=options.json)
    )
