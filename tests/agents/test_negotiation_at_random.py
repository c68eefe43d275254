"""Random debts and offers; `python -m tests.bench.negotiations` plays a million."""

from tests.bench.negotiations import negotiate_many


def test_random_debts_and_offers_keep_every_promise():
    assert negotiate_many(1_500, 60)[0] == 1_500
