"""Devices pulled out of a kiosk that waits, listens and speaks: a small version of
`tests.bench.unplug`."""

import pytest

from tests.bench.unplug import WARM_UP, unplug

NOTICED_S, TAKEN_BACK_S = 2.0, 3.0
BUSY_S = 2.0
"""What other people's load may add."""


@pytest.mark.sound
async def test_a_pulled_device_is_noticed_told_and_taken_back_and_leaves_nothing(
    sound_card, tmp_path
):
    measured = await unplug(sound_card, tmp_path, 2 * WARM_UP)
    assert min(measured.noticed_s) < NOTICED_S
    assert max(measured.noticed_s) < NOTICED_S + BUSY_S
    assert min(measured.taken_back_s) < TAKEN_BACK_S
    assert max(measured.taken_back_s) < TAKEN_BACK_S + BUSY_S
    for figures, more in zip(zip(*measured.held, strict=True), (0, 0, 10), strict=True):
        # what is being opened or closed at the moment of counting comes and goes
        assert min(figures[-3:]) <= max(figures[:WARM_UP]) + more
