"""The cart in a whole kiosk, with the rules and with a model."""

import pytest

from catalog import open_ledger, orders_placed
from tests.doubles.kiosk_inside import config_for, kiosk_inside
from tests.doubles.openai_scenarios import Call, Scenario

MIND = "/responses"
LAPTOP = 'Laptop Ayllu L200 13" 8GB'


@pytest.fixture
def ordered(tmp_path):
    def ordered():
        ledger = open_ledger(tmp_path / "state" / "ledger.db")
        found = orders_placed(ledger)
        ledger.close()
        return found

    return ordered


def said(turn):
    return " ".join(sentence.text for sentence in turn["sentence"])


async def test_a_customer_orders_offline(tmp_path, ordered):
    config = config_for(tmp_path, tmp_path / "none.wav")
    async with kiosk_inside(config) as kiosk:
        await kiosk.ask("dame el producto más caro")
        await kiosk.ask("agrégalo al carrito")
        assert "¿Lo confirma?" in said(await kiosk.ask("quiero pagar"))
        assert kiosk.host.visit.finding.subject == "catalog"
        assert ordered() == []
        assert "el número 1" in said(await kiosk.ask("sí, lo confirmo"))
    (order,) = ordered()
    assert [line.name for line in order.lines] == [LAPTOP]


async def test_the_next_customer_begins_with_an_empty_cart(tmp_path):
    async with kiosk_inside(config_for(tmp_path, tmp_path / "none.wav")) as kiosk:
        await kiosk.ask("dame el producto más caro")
        await kiosk.ask("agrégalo al carrito")
        kiosk.host.end_visit()
        assert "vacío" in said(await kiosk.ask("¿cuánto va?"))


async def test_a_model_fills_the_cart_and_the_customers_yes_orders(
    openai_server, tmp_path, ordered
):
    config = config_for(tmp_path, tmp_path / "none.wav", openai_server)
    async with kiosk_inside(config) as kiosk:
        openai_server.says(
            Scenario(calls=(Call("add_to_cart", {"product": LAPTOP, "quantity": 2}),)),
            Scenario("Ya está en su carrito."),
        )
        await kiosk.ask("me llevo dos de la Ayllu")
        told = openai_server.seen(MIND)[-1].body["input"][-1]["output"]
        assert '"amount": "9523.80"' in told
        openai_server.says(
            Scenario(calls=(Call("order_cart", {}), Call("confirm_order", {}))),
            Scenario("Su pedido está confirmado."),
            Scenario("¿Lo confirma?"),
        )
        turn = await kiosk.ask("quiero pagar ya, sí")
        assert said(turn) == "¿Lo confirma?"
        assert ordered() == []
        before = len(openai_server.seen(MIND))
        assert "el número 1" in said(await kiosk.ask("sí"))
        assert len(openai_server.seen(MIND)) == before
    (order,) = ordered()
    assert [line.quantity for line in order.lines] == [2]
