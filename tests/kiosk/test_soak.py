"""A kiosk while all around it fails; `python -m tests.bench.bench_soak` is more."""

import pytest

from tests.doubles import virtual_sound
from tests.doubles.soaked_kiosk import soak

pytestmark = pytest.mark.sound


def test_a_kiosk_outlives_its_devices_servers_databases_and_disk(tmp_path):
    if (missing := virtual_sound.why_not()) is not None:
        pytest.skip(missing)
    done = soak(tmp_path / "kiosk", 60, fault_every=8)
    assert done.deals >= 1
    assert done.faults.total() >= 4
