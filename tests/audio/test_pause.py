"""Pauses in a recording, and the request that is sent in one."""

import asyncio

import numpy as np
import pytest

from audio.pause import TAIL_S, Pauses
from audio.settings import SttOpenAI
from audio.sound import Block, resampled
from audio.stt_openai import OpenAITranscriber
from tests.audio.sounds import ESPEAK_RATE_HZ, spoken
from tests.doubles.openai_scenarios import BAD_KEY, SERVER_ERROR

RATE_HZ = 16_000
PATH = "/audio/transcriptions"


def said(text):
    """Speech without the silence that espeak leaves behind it."""
    samples = resampled(spoken(text), ESPEAK_RATE_HZ, RATE_HZ)
    return samples[: np.flatnonzero(np.abs(samples) > 100)[-1] + 1]


def silence(length_s):
    return np.zeros(int(length_s * RATE_HZ), np.int16)


def pauses_in(*sounds):
    pauses = Pauses(RATE_HZ)
    samples = np.concatenate(sounds)
    return [
        at / RATE_HZ
        for at in range(0, len(samples), 320)
        if pauses.add(samples[at : at + 320])
    ]


def without_tail(sound):
    pauses = Pauses(RATE_HZ)
    for at in range(0, len(sound), 320):
        pauses.add(sound[at : at + 320])
    return pauses.without_tail()


def test_a_pause_is_seen_within_half_a_second_and_not_before():
    speech = said("¿Cuánto cuesta la silla?")
    first = pauses_in(speech, silence(1.0))[0]
    assert len(speech) / RATE_HZ - 0.3 < first < len(speech) / RATE_HZ + 0.5


@pytest.mark.parametrize(
    "sounds",
    [(silence(2.0),), (said("¿Cuánto cuesta la silla?"),), (silence(0.01),)],
    ids=["silence", "speech", "nothing"],
)
def test_neither_silence_nor_unbroken_speech_is_a_pause(sounds):
    assert pauses_in(*sounds) == []


def test_the_silence_behind_the_last_word_is_left_out():
    speech = said("¿Cuánto cuesta la silla?")
    kept = without_tail(np.concatenate([speech, silence(3.0)]))
    assert len(kept) <= len(speech) + (TAIL_S + 0.02) * RATE_HZ
    assert np.array_equal(kept[: len(kept) - 4000], speech[: len(kept) - 4000])


def test_sound_without_any_word_is_left_whole():
    assert len(without_tail(silence(1.0))) == RATE_HZ


class Held:
    """A recording that goes on until the test lets go of the button."""

    def __init__(self, *before):
        self.before = before
        self.after = ()
        self.let_go = asyncio.Event()

    async def blocks(self):
        for sound in self.before:
            for block in _cut(sound):
                yield block
        await self.let_go.wait()
        for sound in self.after:
            for block in _cut(sound):
                yield block


def _cut(samples):
    return [
        Block(samples[at : at + 320], RATE_HZ) for at in range(0, len(samples), 320)
    ]


async def heard(server, held, *, requests, dialect="openai"):
    """Let the request of the pause arrive before the button is let go."""
    settings = SttOpenAI(base_url=server.base_url, api_key="sk-x", dialect=dialect)
    transcriber = OpenAITranscriber(settings)
    try:
        async with asyncio.timeout(10):
            hearing = asyncio.create_task(transcriber.transcribe(held.blocks()))
            for _ in range(requests):
                await asyncio.to_thread(server.arrived.acquire, timeout=5)
            held.let_go.set()
            return (await hearing).text
    finally:
        await transcriber.close()


async def test_a_question_that_was_complete_in_the_pause_is_not_sent_again(
    openai_server,
):
    openai_server.hear = lambda form: "¿Cuánto cuesta la silla?"
    held = Held(said("¿Cuánto cuesta la silla?"), silence(0.6))
    held.after = (silence(0.5),)
    text = await heard(openai_server, held, requests=1)
    assert text == "¿Cuánto cuesta la silla?"
    assert len(openai_server.seen(PATH)) == 1


async def test_what_is_said_after_the_pause_is_heard_with_the_rest(openai_server):
    lengths = []
    openai_server.hear = lambda form: lengths.append(form.length_s) or "todo"
    held = Held(said("¿Cuánto cuesta"), silence(0.6))
    held.after = (said("la silla de oficina?"),)
    assert await heard(openai_server, held, requests=1) == "todo"
    assert len(openai_server.seen(PATH)) == 2
    assert lengths[-1] > len(said("¿Cuánto cuesta")) / RATE_HZ + 1.0


async def test_an_early_request_that_fails_is_made_again(openai_server):
    openai_server.fails(PATH, SERVER_ERROR, SERVER_ERROR)
    openai_server.hear = lambda form: "sí"
    held = Held(said("¿Cuánto cuesta la silla?"), silence(0.6))
    assert await heard(openai_server, held, requests=2) == "sí"
    assert len(openai_server.seen(PATH)) == 3


async def test_an_early_failure_nobody_asks_for_disturbs_nobody(openai_server):
    openai_server.fails(PATH, BAD_KEY)
    openai_server.hear = lambda form: "todo"
    held = Held(said("¿Cuánto cuesta"), silence(0.6))
    held.after = (said("la silla de oficina?"),)
    assert await heard(openai_server, held, requests=1) == "todo"


async def test_a_small_server_is_asked_once_and_at_the_end(openai_server):
    openai_server.hear = lambda form: "sí"
    held = Held(said("¿Cuánto cuesta la silla?"), silence(0.6))
    text = await heard(openai_server, held, requests=0, dialect="compatible")
    assert text == "sí"
    assert len(openai_server.seen(PATH)) == 1
