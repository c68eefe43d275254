"""Buying by keys and by touch: what was shown goes into the cart and is ordered."""

from datetime import UTC, datetime

import pytest

from agents import CartAnswer, Finding
from catalog import Order, OrderLine
from kiosk.events import Replied
from kiosk.tui.buying import offers
from kiosk.tui.replies import replies_to

PRODUCTS = tuple(
    {"id": n, "name": f"Laptop {n}", "price": 10.5 * n, "currency": "PEN", **more}
    for n, more in enumerate(
        [{"available": 1}, {"available": 0}, {"available": 1}, {"available": 1}], 1
    )
)
LINE = {"name": "Laptop 1", "quantity": 2, "price": "10.50", "amount": "21.00"}
CART = [{**LINE, "currency": "PEN"}]
TOTALS = [{"currency": "PEN", "amount": "21.00"}]


def of_the_cart(status, *, cart=CART, rows=(), order=None, **facts):
    result = {"status": status, **facts, "cart": cart, "totals": TOTALS}
    return Finding(rows=rows, result=result, record=CartAnswer(result, order))


async def answered(kiosk, finding):
    kiosk.host.visit.finding = finding
    kiosk.app.screen.remove_class("-fresh")
    kiosk.host.bus.emit(Replied("", finding.kind))
    await kiosk.until(lambda: kiosk.app.screen.query("Card, ProductCard"))
    await kiosk.pilot.pause()


async def test_a_product_that_was_shown_is_added_by_one_key(shop):
    async with shop(passes=[["En el carrito."]]).screen((100, 40)) as kiosk:
        await answered(kiosk, Finding(rows=PRODUCTS[:1]))
        assert "S/ 10.50 ● disponible │ │ F7 Al carrito" in kiosk.text
        await kiosk.press("f7")
        await kiosk.until_shown("Usted Agrégalo al carrito En el carrito.")


async def test_one_of_several_is_looked_at_and_added_by_touch(shop):
    async with shop(passes=[["En el carrito."]]).screen((100, 40)) as kiosk:
        await answered(kiosk, Finding(rows=PRODUCTS[:3]))
        assert "S/ 21.00 ✗ no disponible" in kiosk.text
        third = kiosk.app.screen.query("ProductCard").last()
        await kiosk.pilot.click(third)
        await kiosk.until_shown("3/3")
        await kiosk.pilot.click("#buy")
        await kiosk.until_shown("Usted Agrega el tercero")


async def test_the_cart_is_a_card_with_its_total_and_what_can_be_done(shop):
    async with shop(passes=[["Le leo su pedido."]]).screen((100, 40)) as kiosk:
        await answered(kiosk, of_the_cart("added", product="Laptop 1", quantity=2))
        assert "2 × Laptop 1 S/ 21.00" in kiosk.text
        assert "Total S/ 21.00" in kiosk.text
        assert "F12 Carrito 2" in kiosk.text
        await kiosk.press("f7")
        await kiosk.until_shown("Usted Quiero hacer el pedido Le leo su pedido.")


async def test_the_cart_is_seen_by_key_and_by_touch(shop):
    async with shop(passes=[["Dos."], ["Dos."]]).screen((100, 40)) as kiosk:
        await answered(kiosk, of_the_cart("cart"))
        await kiosk.press("f12")
        await kiosk.until_shown("Usted ¿Qué hay en mi carrito? Dos.")
        await kiosk.pilot.click("#cart")
        await kiosk.until(lambda: kiosk.text.count("¿Qué hay en mi carrito?") == 2)


@pytest.mark.parametrize("size", [(100, 50), (40, 20)])
async def test_an_order_has_its_ticket_with_a_code_and_the_cart_is_empty(shop, size):
    line = OrderLine(1, "Laptop 1", 2, 1050, "PEN")
    order = Order(37, (line,), datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    async with shop().screen(size) as kiosk:
        await answered(kiosk, of_the_cart("added", product="Laptop 1", quantity=2))
        await answered(kiosk, of_the_cart("ordered", number=37, order=order))
        assert "F12" not in kiosk.text
        ticket = str(kiosk.app.screen.query("Card").last().content)
        assert ticket.startswith("PEDIDO n.º 37\n")
        assert "2 x Laptop 1 S/ 21.00" in ticket
        assert "█▀▀▀▀▀█" in ticket


async def test_the_next_customer_finds_no_cart(shop):
    async with shop().screen((100, 40)) as kiosk:
        await answered(kiosk, of_the_cart("cart"))
        await kiosk.press("f4")
        await kiosk.until(lambda: "F12" not in kiosk.text)


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (Finding(rows=PRODUCTS), ["Agrega el primero", "Agrega el tercero"]),
        (Finding(rows=PRODUCTS[1:2]), []),
        (Finding(rows=({**PRODUCTS[0], "price": None},)), []),
        (Finding(rows=({"family": "Hogar", "n": 3},)), []),
        (Finding("clarify", rows=PRODUCTS), []),
        (
            of_the_cart("error", code="which", rows=PRODUCTS[:2]),
            ["El primero", "El segundo"],
        ),
        (of_the_cart("added"), []),
    ],
)
def test_only_what_can_be_bought_is_offered(finding, said):
    assert list(offers(finding, "es").values()) == said


@pytest.mark.parametrize(
    ("finding", "first"),
    [
        (of_the_cart("cart"), "Quiero hacer el pedido"),
        (of_the_cart("read_back"), "Sí, lo confirmo"),
        (of_the_cart("cart", cart=[]), ""),
        (of_the_cart("ordered"), ""),
        (of_the_cart("error", code="unavailable"), ""),
    ],
)
def test_every_moment_of_buying_has_its_replies(finding, first):
    assert next(iter(replies_to(finding, "es")), "") == first
