"""A recording at the rate that a service wants, converted while it is spoken."""

from collections.abc import AsyncIterator

import numpy as np

from audio.sound import Block, Resampler, Samples


async def at_rate(blocks: AsyncIterator[Block], rate_hz: int) -> AsyncIterator[Samples]:
    """Yield the samples of a recording's blocks, which share one rate, at another."""
    resampler: Resampler | None = None
    async for block in blocks:
        resampler = resampler or Resampler(block.rate_hz, rate_hz)
        yield resampler.feed(block.samples)
    if resampler:
        yield resampler.feed(np.zeros(0, np.int16), is_last=True)
