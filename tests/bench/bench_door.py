"""Fifty callers at the chat door at once, and what a turn at the kiosk pays for them.

`python -m tests.bench.bench_door`: five rounds of fifty streams on the offline engine;
between them and during them, typed turns at the kiosk itself.
"""

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

import httpx2

from tests.doubles.kiosk_inside import record_question
from tests.doubles.kiosk_process import TOKEN, KioskProcess

CALLERS, ROUNDS = 50, 5
QUESTIONS = (
    "¿cuál es la laptop más barata?",
    "dame tres sillas de menos de 800 soles",
    "¿a qué hora abren el domingo?",
    "how many bags do you have?",
)


async def first_token_s(caller: httpx2.AsyncClient, question: str) -> float:
    """Seconds until the first words of an answer."""
    content = {
        "model": "kiosk",
        "stream": True,
        "messages": [{"role": "user", "content": question}],
    }
    began, first = time.monotonic(), 0.0
    async with caller.stream("POST", "/v1/chat/completions", json=content) as answer:
        async for line in answer.aiter_lines():
            if not first and line.startswith("data: {"):
                chunk = json.loads(line.removeprefix("data: "))
                if chunk["choices"][0]["delta"].get("content"):
                    first = time.monotonic() - began
    return first


async def turn_s(caller: httpx2.AsyncClient) -> float:
    """Seconds until a typed question at the kiosk itself is answered in writing."""
    began = time.monotonic()
    await caller.post("/ask", json={"question": QUESTIONS[0]})
    return time.monotonic() - began


async def measure(port: int) -> None:
    async with httpx2.AsyncClient(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=60,
        trust_env=False,
        limits=httpx2.Limits(max_connections=CALLERS + 10),
    ) as caller:
        for question in QUESTIONS:
            await first_token_s(caller, question)
        alone, beside, waits = [], [], []
        for _ in range(ROUNDS):
            alone.append(await turn_s(caller))
            streams = [
                asyncio.create_task(
                    first_token_s(caller, QUESTIONS[number % len(QUESTIONS)])
                )
                for number in range(CALLERS)
            ]
            beside.append(await turn_s(caller))
            waits += await asyncio.gather(*streams)
    waits.sort()
    print(f"{CALLERS} streams at once, {ROUNDS} rounds, first words:")
    print(f"  median {statistics.median(waits) * 1000:.0f} ms")
    print(f"  95 in 100 within {waits[int(0.95 * len(waits))] * 1000:.0f} ms")
    print("a turn at the kiosk, median of the rounds:")
    print(f"  alone {statistics.median(alone) * 1000:.0f} ms")
    print(f"  beside them {statistics.median(beside) * 1000:.0f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        record_question(home / "question.wav")
        with KioskProcess(
            home,
            KIOSK_AUDIO_INPUT=str(home / "question.wav"),
            KIOSK_AUDIO_OUTPUT=str(home / "said.wav"),
        ) as kiosk:
            asyncio.run(measure(kiosk.port))


if __name__ == "__main__":
    main()
