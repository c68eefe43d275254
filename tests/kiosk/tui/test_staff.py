"""The staff's pages, opened by their PIN alone."""

from datetime import date

import pytest

from catalog import check_staff_pin, log_in, open_ledger
from kiosk.back_room import BackRoom
from kiosk.desk import Desk
from kiosk.events import ModelRetiring
from kiosk.ladder import Step
from tests.doubles.ledgers import add_customer, add_debt

PIN = "582913"


@pytest.fixture
def ledger(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db")
    ana = add_customer(ledger, "ana@ejemplo.pe", name="Ana María")
    add_customer(ledger, "leo@ejemplo.pe", name="Leo")
    add_debt(ledger, ana, total_cents=123_456, max_months=12)
    yield ledger
    ledger.close()


@pytest.fixture
def kiosk(shop, ledger):
    def open_back_room(pin):
        check_staff_pin(ledger, PIN, pin)
        return BackRoom(Desk(ledger, by="screen"), None, None, None)

    return shop(open_back_room=open_back_room)


async def enter(kiosk):
    await kiosk.press("f10", *PIN, "enter")
    await kiosk.until_shown("8 Respuesta")
    await kiosk.press("1")
    await kiosk.until_shown("ana@ejemplo.pe")


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_staff_see_customers_and_what_one_of_them_owes(kiosk, size):
    async with kiosk.screen(size):
        await enter(kiosk)
        await kiosk.press("enter")
        await kiosk.until_shown("1.234,56 €")
        assert "Ana María (1)" in kiosk.text
        await kiosk.press("escape")
        await kiosk.until_shown("leo@ejemplo.pe" if size[0] > 40 else "Leo")


async def test_staff_read_what_is_not_as_it_should_be(kiosk):
    async with kiosk.screen():
        notices = kiosk.host._line.notices
        end = ModelRetiring("tts-1", "…", date(2027, 1, 6), "gpt-realtime-2.1-mini")
        notices.retiring(end)
        notices.step(Step("mind", "offline", is_down=True, why="unreachable"))
        await enter(kiosk)
        assert "El modelo tts-1 se apaga el 2027-01-06." in kiosk.text
        assert "Cambie a gpt-realtime-2.1-mini." in kiosk.text
        assert "Las respuestas: responde offline (unreachable)" in kiosk.text
        await kiosk.press("escape", "escape")
        notices.step(Step("mind", "responses", is_down=False))
        await enter(kiosk)
        assert "responde offline" not in kiosk.text


async def test_a_customer_is_found_by_a_part_of_the_name(kiosk):
    async with kiosk.screen():
        await enter(kiosk)
        await kiosk.press("shift+tab", *"LEO")
        await kiosk.until(lambda: "ana@ejemplo.pe" not in kiosk.text)
        await kiosk.press("enter", "enter")
        await kiosk.until_shown("Deudas: Leo (2)")


async def test_a_debt_is_created_and_closed_after_asking(kiosk, ledger):
    async with kiosk.screen():
        await enter(kiosk)
        await kiosk.press("enter")
        await kiosk.until_shown("1.234,56 €")
        await kiosk.press("f2", *"900,50", "enter", *"6", "f2")
        await kiosk.until_shown("900,50 € 6")
        assert ledger.all_debts()[-1].total_cents == 90_050
        await kiosk.press("f8")
        await kiosk.until_shown("¿Cerrar la deuda 1 de 1.234,56 €?")
        await kiosk.press("escape", "f8", "enter")
        await kiosk.until(lambda: "1.234,56" not in kiosk.text)
        assert [debt.is_open for debt in ledger.all_debts()] == [False, True]


async def test_a_debt_is_created_by_touch(kiosk, ledger):
    async with kiosk.screen():
        await enter(kiosk)
        await kiosk.pilot.click("#key-debts")
        await kiosk.until_shown("Deudas: Ana")
        await kiosk.pilot.click("#key-add")
        await kiosk.until_shown("Nueva deuda")
        await kiosk.press(*"77", "enter", *"3")
        await kiosk.pilot.click("#save")
        await kiosk.until_shown("77,00 € 3")


async def test_a_mistake_is_told_and_what_was_typed_stays(kiosk, ledger):
    async with kiosk.screen():
        await enter(kiosk)
        await kiosk.press("enter", "f2", *"mil", "enter", *"6", "f2")
        await kiosk.until_shown("✗ No se ha guardado: not an amount: 'mil'")
        assert kiosk.app.screen.query_one("#total").value == "mil"
    assert len(ledger.all_debts()) == 1


async def test_a_customer_is_registered_with_a_pin_that_is_shown_once(kiosk, ledger):
    async with kiosk.screen():
        await enter(kiosk)
        await kiosk.press("f2", *"eva@ejemplo.pe", "enter", *"Eva", "f2")
        await kiosk.until_shown("PIN: ")
        pin = kiosk.text.partition("PIN: ")[2][:6]
        assert log_in(ledger, "eva@ejemplo.pe", pin).name == "Eva"
        await kiosk.press("f2")
        await kiosk.until_shown("eva@ejemplo.pe")
        assert pin not in kiosk.text


async def test_a_wrong_pin_opens_nothing_and_five_lock(kiosk):
    async with kiosk.screen():
        await kiosk.press("f10")
        for _ in range(5):
            await kiosk.press(*"582914", "enter")
            await kiosk.until_shown("✗ Los datos no coinciden.")
        await kiosk.press(*PIN, "enter")
        await kiosk.until_shown("✗ Demasiados intentos. Espere")
        assert "ana@ejemplo.pe" not in kiosk.text


async def test_without_a_pin_in_the_settings_there_are_no_staff_pages(shop):
    kiosk = shop()
    async with kiosk.screen():
        await kiosk.press("f10", *PIN, "enter")
        assert len(kiosk.app.screen_stack) == 1


async def test_the_end_of_the_visit_closes_the_staff_pages_too(kiosk):
    async with kiosk.screen():
        await enter(kiosk)
        await kiosk.press("enter")
        await kiosk.until_shown("1.234,56 €")
        kiosk.host.end_visit()
        await kiosk.until_shown("Pregunte")
        assert "1.234,56" not in kiosk.text


async def test_a_ledger_that_is_away_is_told_on_the_page(kiosk, tmp_path):
    async with kiosk.screen():
        await enter(kiosk)
        (tmp_path / "ledger.db").rename(tmp_path / "away.db")
        await kiosk.press("enter")
        await kiosk.until_shown("✗ Los datos de clientes no responden")
