"""Kiosks on one server; `python -m tests.bench.bench_fleet` is many more."""

from tests.doubles.fleet import run_fleet


def test_no_error_reaches_a_customer_when_the_server_is_started_again(tmp_path):
    day = run_fleet(tmp_path, kiosks=2, seconds=6, restarts=1)
    assert day.errors == []
    assert day.replies["answer"] > 0
