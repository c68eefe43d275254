"""Fifty callers at the chat door at once, and what a spoken turn pays for them.

`python -m tests.bench.bench_door [ROUNDS]`: rounds of fifty streams on the offline
engine, each with a question of its own, asked from this process of a kiosk in another;
spoken turns at the kiosk alone, and as many while the fifty are answered.
"""

import asyncio
import itertools
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from audio import read_wav
from tests.doubles.kiosk_inside import record_question
from tests.doubles.kiosk_process import TOKEN, KioskProcess

CALLERS, ROUNDS = 50, 10
QUESTIONS = [
    form.format(thing=thing, price=price)
    for form, thing, price in itertools.product(
        (
            "¿cuál es la {thing} más barata?",
            "dame tres {thing}s de menos de {price} soles",
            "how many of your {thing}s cost more than {price}?",
        ),
        ("laptop", "silla", "mochila", "cama", "mesa"),
        (300, 500, 800, 1_000),
    )
]
REST_S = 0.3


def request_of(question):
    content = {
        "model": "kiosk",
        "stream": True,
        "messages": [{"role": "user", "content": question}],
    }
    body = json.dumps(content).encode()
    head = (
        "POST /v1/chat/completions HTTP/1.1\r\nHost: kiosk\r\n"
        f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


async def first_words_s(port, question):
    """Seconds until the first words of an answer; asked by hand, which costs least."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request_of(question))
    got, first = b"", 0.0
    while part := await reader.read(65_536):
        got += part
        if not first and b'"content"' in got:
            first = time.monotonic() - began
    writer.close()
    assert b"[DONE]" in got, got[:300]
    return first


async def fifty(port, number):
    asked = itertools.islice(itertools.cycle(QUESTIONS), number, number + CALLERS)
    return await asyncio.gather(*(first_words_s(port, question) for question in asked))


def spoken_turn_s(kiosk, length_s, at_release=lambda: None):
    """Seconds from the release to the first sound of a spoken turn."""
    kiosk.press()
    kiosk.until("listening")
    time.sleep(length_s)
    kiosk.release()
    at_release()
    seen = {event["event"]: event["t"] for event in kiosk.until("first_sound")}
    kiosk.until("ready")
    return seen["first_sound"] - seen["released"]


async def beside_fifty_s(kiosk, length_s, number):
    """A spoken turn whose button is let go while fifty are being answered."""
    waits = []
    turn = asyncio.create_task(asyncio.to_thread(spoken_turn_s, kiosk, length_s))
    await asyncio.sleep(length_s)
    while not turn.done():
        waits += await fifty(kiosk.port, number)
    return await turn, waits


async def measure(kiosk, length_s, rounds):
    for question in QUESTIONS[:5]:
        await first_words_s(kiosk.port, question)
    spoken_turn_s(kiosk, length_s)
    waits, alone, beside = [], [], []
    for number in range(rounds):
        waits.append(sorted(await fifty(kiosk.port, 7 * number)))
        await asyncio.sleep(REST_S)
        alone.append(await asyncio.to_thread(spoken_turn_s, kiosk, length_s))
        await asyncio.sleep(REST_S)
        beside.append((await beside_fifty_s(kiosk, length_s, number))[0])
        await asyncio.sleep(REST_S)
    tell(waits, alone, beside)


def tell(waits, alone, beside):
    every = sorted(itertools.chain(*waits))
    least = min(waits, key=lambda of_round: of_round[-1])
    p95 = int(0.95 * CALLERS)
    print(f"{CALLERS} streams at once, {len(waits)} rounds, first words, ms:")
    print(f"  median {1e3 * statistics.median(every):.0f}", end="")
    print(f", 95 in 100 within {1e3 * every[int(0.95 * len(every))]:.0f}", end="")
    print(f"; in the least disturbed round {1e3 * least[p95]:.0f}")
    print("a spoken turn from the release to its first sound, ms:")
    for name, turns in (("alone", alone), ("beside them", beside)):
        middle, best = statistics.median(turns), min(turns)
        print(f"  {name}: median {1e3 * middle:.0f}, least {1e3 * best:.0f}")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        question = home / "question.wav"
        record_question(question)
        length_s = read_wav(question).length_s + 0.2
        with KioskProcess(
            home,
            KIOSK_AUDIO_INPUT=str(question),
            KIOSK_AUDIO_OUTPUT=str(home / "said.wav"),
        ) as kiosk:
            asyncio.run(measure(kiosk, length_s, rounds))


if __name__ == "__main__":
    main()
