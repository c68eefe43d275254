"""A kiosk that loses its power; `python -m tests.bench.bench_kills` is many more."""

from tests.doubles.killed_kiosk import kill_at_random


def test_a_kiosk_killed_under_load_is_ready_again_and_has_lost_nothing(tmp_path):
    done = kill_at_random(tmp_path, 2, seed=3)
    assert done.kills == 2
    assert done.agreements >= done.heard
