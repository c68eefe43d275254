"""`kiosk orders` as staff type it."""

import pytest

from catalog import OrderLine, open_ledger, place_order
from kiosk.cli import run


@pytest.fixture
def kiosk(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "")

    def type_in(*arguments):
        return run(["orders", *arguments]), *capsys.readouterr()

    return type_in


def test_orders_are_listed_and_one_is_printed_as_its_ticket(kiosk, tmp_path):
    assert kiosk() == (0, "", f"kiosk: no orders in sqlite:///{tmp_path}/ledger.db\n")
    ledger = open_ledger(tmp_path / "ledger.db")
    lines = [
        OrderLine(1, "Laptop", 2, 100_050, "PEN"),
        OrderLine(2, "Cable", 1, 725, "USD"),
    ]
    for number in range(2):
        place_order(ledger, lines, request=str(number))
    ledger.close()
    code, listed, _ = kiosk()
    assert code == 0
    assert "3  2,001.00 PEN + 7.25 USD" in listed
    assert [line.split()[0] for line in listed.splitlines()] == ["order", "2", "1"]
    code, ticket, _ = kiosk("2")
    assert code == 0
    assert ticket.startswith("PEDIDO n.º 2\n")
    assert ticket.endswith("Total: S/ 2,001.00 y $7.25\n")


def test_an_order_that_is_not_there_is_told(kiosk):
    assert kiosk("7") == (1, "", "kiosk: there is no order 7\n")


def test_a_ledger_that_is_away_is_told(kiosk):
    code, _, told = kiosk("--ledger", "postgresql://x:s3cret@127.0.0.1:1/x")
    assert code == 4
    assert "s3cret" not in told
