"""Many turns of a model on a bad line: `python -m tests.bench.soak_turns [TURNS]`.

A fault strikes a fifth of them, anywhere in a turn. Prints how they ended, the longest,
what memory grew by after the first 200, and the tasks left. A small version runs among
the tests, in test_interruptions.
"""

import asyncio
import gc
import random
import sys
import time
from collections import Counter
from pathlib import Path

from tests.agents import test_interruptions as line
from tests.agents.model_cases import PATHS, model_at
from tests.doubles.openai_server import OpenAIServer

WARM_UP = 200
PAGE_BYTES = 4096


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with OpenAIServer() as server:
        server.think = lambda asked: line.SECOND if asked.outputs else line.FIRST
        for engine in PATHS:
            print(f"{engine}: {asyncio.run(soak(server, engine, turns))}", flush=True)


async def soak(server: OpenAIServer, engine: str, turns: int) -> str:
    chance = random.Random(20261121)  # noqa: S311 - the same turns each time
    outcomes: Counter[str] = Counter()
    longest_s, warm_mb = 0.0, 0.0
    async with model_at(server, engine, first_token_s=0.3, turn_s=0.5) as model:
        assistant = line.assistant_on(model)
        for number in range(turns):
            server.works_again()
            server.requests.clear()
            for old in list(server._issued)[:-200]:
                del server._issued[old]  # the double's own memory must not count
            if chance.random() < 0.2:
                server.fails(PATHS[engine], *line._some_faults(chance))
            began = time.monotonic()
            run = await line.ask(assistant, f"pregunta {number}")
            longest_s = max(longest_s, time.monotonic() - began)
            outcomes[run.outcome] += 1
            if number == WARM_UP:
                warm_mb = memory_mb()
        grown_mb = memory_mb() - warm_mb
        tasks = len(asyncio.all_tasks()) - 1
    ended = ", ".join(f"{count} {name}" for name, count in outcomes.items())
    return f"{ended}; longest {longest_s:.2f} s; +{grown_mb:.2f} MB; {tasks} tasks left"


def memory_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * PAGE_BYTES / 1e6


if __name__ == "__main__":
    main()
