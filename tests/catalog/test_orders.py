"""Orders are placed once, numbered, and kept as they were told."""

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from catalog import (
    Ledger,
    LedgerUnavailable,
    OrderLine,
    open_ledger,
    orders_placed,
    place_order,
    totals_of,
)

LINES = (
    OrderLine("7", 'Laptop "Sol" 14\' 💻', 2, 199_990, "PEN"),
    OrderLine("A-1", "Cable", 1, 0, ""),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request, tmp_path) -> Iterator[Ledger]:
    place = tmp_path / "ledger.db"
    if request.param == "postgresql":
        place = request.getfixturevalue("postgres_url")
    ledger = open_ledger(place)
    yield ledger
    ledger.close()


def test_an_order_is_numbered_and_found_again(ledger):
    first = place_order(ledger, LINES, request=f"{id(ledger)}:1")
    second = place_order(ledger, LINES[:1], request=f"{id(ledger)}:2")
    assert second.number == first.number + 1
    assert orders_placed(ledger, first.number) == [first]
    assert orders_placed(ledger)[:2] == [second, first]
    assert first.lines == LINES
    assert orders_placed(ledger, 999_999) == []
    assert ledger.verify_audit() >= 2


def test_an_order_sent_again_is_the_same_order(ledger):
    first = place_order(ledger, LINES, request=f"{id(ledger)}:again")
    assert place_order(ledger, LINES[:1], request=f"{id(ledger)}:again") == first


def test_orders_placed_at_once_have_numbers_of_their_own(ledger):
    placed = []

    def place(number):
        request = f"{id(ledger)}:many:{number % 4}"
        placed.append(place_order(ledger, LINES, request=request).number)

    threads = [threading.Thread(target=place, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(placed) == 8
    assert len(set(placed)) == 4


def test_a_half_written_order_is_none(ledger):
    wrong = OrderLine("1", "Nothing", 0, 100, "PEN")
    before = orders_placed(ledger)
    with pytest.raises(sa.exc.IntegrityError):
        place_order(ledger, (LINES[0], wrong), request=f"{id(ledger)}:half")
    assert orders_placed(ledger) == before


def test_no_order_is_taken_where_nothing_can_be_kept(tmp_path, monkeypatch):
    ledger = open_ledger(tmp_path / "ledger.db")
    monkeypatch.setattr(ledger, "is_kept", False)
    with pytest.raises(LedgerUnavailable, match="no order is taken"):
        place_order(ledger, LINES, request="x")
    assert orders_placed(ledger) == []
    ledger.close()


def test_every_currency_has_its_own_total():
    dollars = OrderLine("3", "Mouse", 3, 1_050, "USD")
    assert totals_of([*LINES, dollars]) == {"PEN": 399_980, "": 0, "USD": 3_150}
