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
    threads, descriptors, megabytes = zip(*measured.held, strict=True)
    assert threads[-1] <= threads[WARM_UP - 1]
    assert descriptors[-1] <= descriptors[WARM_UP - 1]
    assert megabytes[-1] < megabytes[WARM_UP - 1] + 10
