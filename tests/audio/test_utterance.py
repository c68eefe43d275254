import asyncio

import numpy as np

from audio import Block
from audio.utterance import Utterance


async def test_what_has_gathered_is_handed_on_together_and_nothing_is_lost():
    utterance = Utterance("Buenos días.")
    samples = np.arange(16_000, dtype=np.int16)
    for start in range(0, 16_000, 160):
        await utterance.put(Block(samples[start : start + 160], 16_000))
    utterance.end()
    blocks = [block async for block in utterance.blocks()]
    assert len(blocks) == 5
    assert np.array_equal(np.concatenate([b.samples for b in blocks]), samples)


async def test_sound_of_another_rate_is_a_block_of_its_own():
    utterance = Utterance("Hola.")
    for rate_hz in (16_000, 16_000, 24_000):
        await utterance.put(Block(np.ones(160, np.int16), rate_hz))
    utterance.end()
    blocks = [block async for block in utterance.blocks()]
    assert [(len(b.samples), b.rate_hz) for b in blocks] == [
        (320, 16_000),
        (160, 24_000),
    ]


async def test_the_first_sound_is_handed_on_as_it_comes():
    utterance = Utterance("Hola.")
    blocks = utterance.blocks()
    first = asyncio.create_task(anext(blocks))
    await asyncio.sleep(0)
    await utterance.put(Block(np.ones(160, np.int16), 16_000))
    await utterance.put(Block(np.ones(160, np.int16), 16_000))
    async with asyncio.timeout(10):
        assert (await first).samples.size <= 320
    await blocks.aclose()
