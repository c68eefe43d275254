"""A kiosk while all around it fails; `python -m tests.bench.bench_soak` is more."""

import pytest

from tests.doubles import virtual_sound
from tests.doubles.soaked_kiosk import Soak, soak

pytestmark = pytest.mark.sound


def test_a_kiosk_outlives_its_devices_servers_databases_and_disk(tmp_path):
    if (missing := virtual_sound.why_not()) is not None:
        pytest.skip(missing)
    done = soak(tmp_path / "kiosk", 60, fault_every=8)
    assert done.deals >= 1
    assert done.faults.total() >= 4
    assert len(done.sizes) == done.faults.total()


def test_what_settles_is_told_apart_from_what_grows():
    settles = [(turns, min(100 + turns / 10, 150)) for turns in range(0, 1001, 100)]
    grows = [(turns, 100 + turns / 10) for turns in range(0, 1001, 100)]
    assert Soak(sizes=settles).settling_mb == 50
    assert Soak(sizes=settles).growth_a_day == pytest.approx(0)
    assert Soak(sizes=grows).growth_a_day == pytest.approx(50 / 150)
