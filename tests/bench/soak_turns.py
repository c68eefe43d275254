"""Many turns of a model on a bad line: `python -m tests.bench.soak_turns [TURNS]`.

A fault strikes a fifth of them, anywhere in a turn. The server stands in a process of
its own, so that only our own memory is measured. Prints how the turns ended, the
longest, what memory grew by after the first fifth, and the tasks and sockets left;
exits with 1 when memory grew by 2 MB or anything was left. A small version runs among
the tests of the agents.
"""

import asyncio
import gc
import logging
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from agents import RunOutcome
from tests.agents import bad_line as line
from tests.agents.model_cases import PATHS, model_at
from tests.doubles.openai_scenarios import Fault
from tests.doubles.openai_server import OpenAIServer

MOST_MB = 2.0
PAGE_BYTES = 4096

Faults = tuple[str, list[Fault | None]]


@dataclass
class Soaked:
    """What became of the turns of one engine."""

    outcomes: Counter[str] = field(default_factory=Counter)
    longest_s: float = 0.0
    grown_mb: float = 0.0
    refused: int = 0
    """Requests that the server could not take: a broken history."""
    tasks_left: int = 0
    sockets_left: int = 0

    @property
    def is_clean(self) -> bool:
        left = self.refused or self.tasks_left or self.sockets_left
        named = {RunOutcome.COMPLETED, RunOutcome.FAILED}
        return self.grown_mb < MOST_MB and not left and set(self.outcomes) <= named

    def __str__(self) -> str:
        ended = ", ".join(f"{count} {name}" for name, count in self.outcomes.items())
        return (
            f"{ended}; longest {self.longest_s:.2f} s; {self.grown_mb:+.2f} MB; "
            f"{self.refused} refused; {self.tasks_left} tasks and "
            f"{self.sockets_left} sockets left"
        )


def main() -> None:
    logging.disable()
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with server_elsewhere() as server:
        results = [asyncio.run(soak(server, engine, turns)) for engine in PATHS]
    for engine, result in zip(PATHS, results, strict=True):
        print(f"{engine}: {result}")
    sys.exit(not all(result.is_clean for result in results))


class ServerElsewhere:
    """A strict server in another process, told its faults before each turn."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.base_url: str = pipe.recv()

    def fails(self, path: str, faults: list[Fault | None]) -> int:
        """Queue faults; give how often it has refused what it was asked since."""
        self._pipe.send((path, faults))
        refused: int = self._pipe.recv()
        return refused


@contextmanager
def server_elsewhere() -> Iterator[ServerElsewhere]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,))
    process.start()
    try:
        yield ServerElsewhere(ours)
    finally:
        ours.send(None)
        process.join(10)


def _serve(pipe: Connection) -> None:
    with OpenAIServer() as server:
        server.think = lambda asked: line.SECOND if asked.outputs else line.FIRST
        pipe.send(server.base_url)
        while (told := pipe.recv()) is not None:
            path, faults = told
            pipe.send(sum(seen.status in {400, 404, 422} for seen in server.requests))
            server.works_again()
            server.requests.clear()
            server.fails(path, *faults)


async def soak(server: ServerElsewhere, engine: str, turns: int) -> Soaked:
    chance = random.Random(20261121)  # noqa: S311 - the same turns each time
    result = Soaked()
    sockets = open_sockets()
    async with model_at(server, engine, first_token_s=0.3, turn_s=0.5) as model:
        assistant = line.assistant_on(model)
        for number in range(turns):
            if number == turns // 5:
                warm_mb = memory_mb()
            is_struck = chance.random() < 0.2
            faults = line.some_faults(chance) if is_struck else []
            result.refused += server.fails(PATHS[engine], faults)
            began = time.monotonic()
            run = await line.ask(assistant, f"pregunta {number}")
            result.longest_s = max(result.longest_s, time.monotonic() - began)
            result.outcomes[run.outcome] += 1
        result.grown_mb = memory_mb() - warm_mb
    for _ in range(3):  # what the loop itself closes is closed a moment later
        await asyncio.sleep(0)
    result.tasks_left = len(asyncio.all_tasks()) - 1
    result.sockets_left = open_sockets() - sockets
    return result


def memory_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * PAGE_BYTES / 1e6


def open_sockets() -> int:
    links = list(Path("/proc/self/fd").iterdir())
    return sum(
        str(link.readlink()).startswith("socket:")
        for link in links
        if link.is_symlink()
    )


if __name__ == "__main__":
    main()
