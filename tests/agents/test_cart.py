"""The cart: prices of the moment, nothing bound without the customer's own yes."""

import sqlite3
from contextlib import closing

import pytest

import catalog.orders
from agents import CartTools, says_yes, ticket, ticket_code
from agents.wording_cart import cart_words
from catalog import LedgerUnavailable, open_ledger, open_shop, orders_placed

ROWS = [
    (1, "Laptop Sol 14", "Electrónica", "", 1000.5, "PEN", 5, 1),
    (2, "Mouse Luna", "Electrónica", "", 20, "PEN", None, 1),
    (3, "Mesa Roja", "Hogar", "", 300, "PEN", 0, 0),
    (4, "Silla Azul", "Hogar", "", None, "PEN", 4, 1),
    (5, "Cable Rey", "Electrónica", "", 7.25, "USD", 50, 1),
    (6, "Vaso", "Hogar", "", 3, "PEN", 9, 1),
    (7, "Vaso", "Hogar", "", 4, "PEN", 9, 1),
]


@pytest.fixture
def change(tmp_path):
    """Writes into the shop as its owner does."""

    def change(sql, *values):
        with closing(sqlite3.connect(tmp_path / "shop.db")) as owner, owner:
            owner.execute(sql, values)

    with closing(sqlite3.connect(tmp_path / "shop.db")) as owner, owner:
        owner.execute(
            "CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, family TEXT,"
            " description TEXT, price NUMERIC, currency TEXT, stock INTEGER,"
            " available BOOLEAN)"
        )
        owner.executemany("INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ROWS)
    return change


@pytest.fixture
def ledger(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


@pytest.fixture
def cart(tmp_path, change, ledger):
    with open_shop(tmp_path / "shop.db") as shop:
        yield CartTools(shop, ledger, is_yes=says_yes)


def said(result, language="es"):
    return cart_words(result.finding.record, language)


def ordered(cart):
    cart.hear("quiero pagar")
    cart.order_cart()
    cart.hear("sí")
    return cart.confirm_order()


def test_what_is_put_in_is_listed_with_amounts_and_total(cart):
    cart.add_to_cart("Laptop Sol 14", 2)
    result = cart.add_to_cart("Mouse Luna")
    assert said(result) == "En el carrito: Mouse Luna, S/ 20.00. En total, S/ 2,021.00."
    assert result.data["totals"] == [{"currency": "PEN", "amount": "2021.00"}]
    assert said(cart.show_cart(), "en") == (
        "You have 2 of Laptop Sol 14 (S/ 2,001.00) and Mouse Luna (S/ 20.00)."
        " In all, S/ 2,021.00."
    )


def test_the_same_product_is_one_line(cart):
    cart.add_to_cart("Mouse Luna", 2)
    cart.add_to_cart("Mouse Luna", 3)
    assert [line.quantity for line in cart.cart.lines] == [5]
    assert "lleva 2" in said(cart.change_in_cart("Mouse Luna", 2))
    assert "vacío" in said(cart.remove_from_cart("Mouse Luna"))


def test_the_first_of_a_product_names_what_is_made_for_it(cart, change):
    change(
        "INSERT INTO products VALUES (8, 'Funda para laptop', '', '', 35, 'PEN', 2, 1),"
        " (9, 'Base para laptop', '', '', 20, 'PEN', 0, 0),"
        " (10, 'Bolso para laptop', '', '', 90, 'PEN', 2, 1)"
    )
    first = cart.add_to_cart("Laptop Sol 14")
    assert said(first).endswith("Va bien con: Funda para laptop, S/ 35.00.")
    assert "Va bien" not in said(cart.add_to_cart("Laptop Sol 14"))
    assert "Va bien" not in said(cart.add_to_cart("Funda para laptop"))
    cart.remove_from_cart("Laptop Sol 14")
    again = cart.add_to_cart("Laptop Sol 14")
    assert said(again).endswith("Va bien con: Bolso para laptop, S/ 90.00.")


def test_every_currency_has_its_own_total(cart):
    cart.add_to_cart("Mouse Luna")
    assert "En total, S/ 20.00 y $14.50." in said(cart.add_to_cart("Cable Rey", 2))


@pytest.mark.parametrize(
    ("product", "quantity", "code", "words"),
    [
        ("Mesa Roja", 1, "unavailable", "no está disponible"),
        ("Silla Azul", 1, "no_price", "no tiene precio"),
        ("Laptop Sol 14", 6, "few_left", "5 como máximo"),
        ("Mouse Luna", 100, "few_left", "99 como máximo"),
        ("Nada", 1, "not_found", "No encuentro Nada"),
        ("Vaso", 1, "which", "¿Cuál quiere"),
    ],
)
def test_what_cannot_be_sold_is_refused_in_words(cart, product, quantity, code, words):
    result = cart.add_to_cart(product, quantity)
    assert result.data["code"] == code
    assert words in said(result)
    assert said(result, "en")
    assert not cart.cart.lines


def test_prices_are_those_of_the_moment_and_changes_are_said(cart, change):
    cart.add_to_cart("Mouse Luna", 2)
    change("UPDATE products SET price = 25.5 WHERE id = 2")
    assert said(cart.show_cart()) == (
        "El precio de Mouse Luna ha cambiado: antes S/ 20.00, ahora S/ 25.50."
        " Lleva 2 de Mouse Luna (S/ 51.00). En total, S/ 51.00."
    )
    assert "ha cambiado" not in said(cart.show_cart())


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM products WHERE id = 2",
        "UPDATE products SET available = 0 WHERE id = 2",
        "UPDATE products SET price = NULL WHERE id = 2",
    ],
)
def test_what_is_gone_meanwhile_is_taken_out_and_said(cart, change, sql):
    cart.add_to_cart("Mouse Luna")
    cart.add_to_cart("Cable Rey")
    change(sql)
    assert "Mouse Luna ya no está disponible" in said(cart.show_cart())
    assert [line.name for line in cart.cart.lines] == ["Cable Rey"]


def test_an_order_is_kept_once_with_number_and_ticket(cart, ledger):
    cart.add_to_cart("Laptop Sol 14", 2)
    result = ordered(cart)
    (order,) = orders_placed(ledger)
    assert result.data["number"] == order.number
    assert f"el número {order.number}, en total S/ 2,001.00" in said(result)
    assert not cart.cart.lines
    text = ticket(order, "es")
    assert text.startswith(f"PEDIDO n.º {order.number}\n")
    assert "2 x Laptop Sol 14  S/ 2,001.00" in text
    assert text.endswith("Total: S/ 2,001.00")
    assert ticket_code(order).startswith(f"ORDER {order.number} 2001.00 PEN MADE ")


def test_an_order_whose_answer_was_lost_is_not_placed_twice(cart, ledger, monkeypatch):
    def place_and_break(*arguments, **named):
        place(*arguments, **named)
        raise LedgerUnavailable("cut after the commit")

    place = catalog.orders.place_order
    cart.add_to_cart("Mouse Luna")
    monkeypatch.setattr("catalog.orders.place_order", place_and_break)
    with pytest.raises(LedgerUnavailable):
        ordered(cart)
    monkeypatch.setattr("catalog.orders.place_order", place)
    assert ordered(cart).data["number"] == 1
    assert len(orders_placed(ledger)) == 1
    cart.add_to_cart("Mouse Luna")
    assert ordered(cart).data["number"] == 2


@pytest.mark.parametrize("words", ["", "no", "¿sí?", "dame laptops", "quiero pagar"])
def test_nothing_is_ordered_without_the_customers_own_yes(cart, ledger, words):
    cart.add_to_cart("Mouse Luna")
    cart.hear("quiero pagar")
    cart.order_cart()
    cart.hear(words)
    assert cart.confirm_order().data["code"] == "nothing_to_confirm"
    assert orders_placed(ledger) == []


def test_a_yes_in_the_turn_of_the_reading_binds_nobody(cart, ledger):
    cart.add_to_cart("Mouse Luna")
    cart.hear("sí, quiero pagar")
    cart.order_cart()
    assert cart.confirm_order().data["code"] == "nothing_to_confirm"


def test_a_yes_that_comes_too_late_binds_nobody(cart, ledger):
    cart.add_to_cart("Mouse Luna")
    cart.hear("quiero pagar")
    cart.order_cart()
    cart.hear("¿tienen cables?")
    cart.hear("sí")
    assert cart.confirm_order().data["code"] == "nothing_to_confirm"


def test_what_was_read_back_is_no_longer_valid_when_the_cart_changes(cart, ledger):
    cart.add_to_cart("Mouse Luna")
    cart.hear("quiero pagar")
    cart.order_cart()
    cart.add_to_cart("Cable Rey")
    cart.hear("sí")
    assert cart.confirm_order().data["code"] == "nothing_to_confirm"


def test_a_price_that_changes_before_the_yes_is_read_back_anew(cart, change, ledger):
    cart.add_to_cart("Mouse Luna")
    cart.hear("quiero pagar")
    cart.order_cart()
    change("UPDATE products SET price = 21 WHERE id = 2")
    cart.hear("sí")
    again = cart.confirm_order()
    assert again.data["status"] == "read_back"
    assert "antes S/ 20.00, ahora S/ 21.00" in said(again)
    assert orders_placed(ledger) == []
    cart.hear("sí")
    assert cart.confirm_order().data["status"] == "ordered"
    assert orders_placed(ledger)[0].lines[0].price_cents == 2_100


def test_an_empty_cart_is_not_ordered(cart, change):
    cart.hear("pagar")
    assert cart.order_cart().data["code"] == "empty_cart"
    cart.add_to_cart("Mouse Luna")
    change("DELETE FROM products")
    assert "ya no está disponible" in said(cart.order_cart())


def test_models_get_the_cart_as_tools_with_described_arguments(cart):
    tools = {tool.name: tool for tool in cart.tools()}
    assert set(tools["add_to_cart"].parameters["required"]) == {"product", "quantity"}
    assert not tools["show_cart"].changes_something
    assert all(t.changes_something for n, t in tools.items() if n != "show_cart")
