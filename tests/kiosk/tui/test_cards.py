"""What an answer rests on is shown below it."""

import io

import pytest
from PIL import Image

from agents import Finding, MadeFile, Source
from kiosk.events import Replied

TELEVISION = {
    "name": "Smart TV Sillar R960",
    "price": 3856.5,
    "currency": "PEN",
    "available": 1,
}


async def shown(kiosk, finding):
    kiosk.host.visit.finding = finding
    kiosk.app.screen.remove_class("-fresh")
    kiosk.host.bus.emit(Replied("", finding.kind))
    await kiosk.until(
        lambda: kiosk.app.screen.query("Card, ProductCard, FileCard, .source")
    )
    await kiosk.pilot.pause()
    return kiosk.text


@pytest.mark.parametrize("size", [(80, 24), (40, 20), (200, 60)])
async def test_a_few_products_get_a_card_each(shop, size):
    gone = {"name": "Radio", "price": 20, "currency": "PEN", "available": 0}
    async with shop().screen(size) as kiosk:
        text = await shown(kiosk, Finding(rows=(TELEVISION, gone)))
        assert "Smart TV Sillar R960" in text
        assert "S/ 3,856.50 ● disponible" in text
        assert "S/ 20.00 ✗ no disponible" in text
        assert len(kiosk.app.screen.query("ProductCard")) == 2


async def test_many_products_get_a_line_each_and_the_rest_is_counted(shop):
    rows = tuple({**TELEVISION, "name": f"Tele {n}"} for n in range(30))
    async with shop().screen((80, 40)) as kiosk:
        text = await shown(kiosk, Finding(rows=rows, total=95))
        assert "Tele 0 S/ 3,856.50" in text
        assert "Tele 11" in text
        assert "Tele 12" not in text
        assert "… y 83 más" in text


async def test_rows_without_products_show_nothing(shop):
    async with shop().screen() as kiosk:
        kiosk.host.visit.finding = Finding(rows=({"family": "Hogar", "n": 100},))
        kiosk.host.bus.emit(Replied("", "answer"))
        await kiosk.pilot.pause()
        assert not kiosk.app.screen.query("Card")


async def test_a_hostile_product_name_is_harmless(shop):
    row = {"name": "\x1b[31mTele[/b]\x07", "price": "gratis"}
    async with shop().screen() as kiosk:
        assert "Tele[/b]" in await shown(kiosk, Finding(rows=(row,)))


async def test_an_answer_from_documents_names_file_and_page(shop):
    async with shop().screen() as kiosk:
        finding = Finding(sources=(Source("horario.pdf", 4), Source("festivos.md", 1)))
        text = await shown(kiosk, finding)
        assert "Fuente: horario.pdf, página 4; festivos.md, página 1" in text


async def test_files_that_the_model_made_are_named_and_texts_shown(shop):
    files = (
        MadeFile("cuotas.csv", b"mes,cuota\n1,100\n\x1b[31m2,90\n"),
        MadeFile("curva.png", b"\x89PNG\xff" + bytes(2_000)),
    )
    async with shop().screen((80, 40)) as kiosk:
        text = await shown(kiosk, Finding(files=files, sources=(Source("a.pdf", 0),)))
        assert "Archivo: cuotas.csv (0.0 kB)" in text
        assert "1,100" in text
        assert "Archivo: curva.png (2.0 kB)" in text
        assert "Fuente: a.pdf" in text
        assert "página" not in text


@pytest.mark.filterwarnings("ignore:Image.Image.getdata")  # by textual-image
async def test_a_picture_that_the_model_made_is_drawn(shop):
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(drawn, "PNG")
    kiosk = shop()
    kiosk.app._customer_screen._draws_pictures = True
    async with kiosk.screen((100, 50)):
        await shown(kiosk, Finding(files=(MadeFile("curva.png", drawn.getvalue()),)))
        await kiosk.until(lambda: kiosk.app.screen.query("Picture.-filled"))
        broken = Finding(files=(MadeFile("rota.png", b"\x89PNG nothing"),))
        assert "rota.png" in await shown(kiosk, broken)
        await kiosk.pilot.pause()
        assert len(kiosk.app.screen.query("Picture.-filled")) == 1


async def test_debts_and_offers_are_tables(shop):
    debts = [{"id": 11, "total": "3000.00", "currency": "EUR"}]
    async with shop().screen() as kiosk:
        text = await shown(kiosk, Finding(result={"status": "ok", "debts": debts}))
        assert "Deuda 11 3.000,00 €" in text
        plan = {"status": "ok", "months": 6, "monthly": "124.99", "last": "124.95"}
        text = await shown(kiosk, Finding(result=plan))
        assert "Meses 6" in text
        assert "Cada mes 124.99" in text


async def test_an_agreement_is_read_back_payment_by_payment(shop):
    parts = [
        {"number": 0, "due": "2026-11-21", "amount": "1500.00"},
        {"number": 1, "due": "2026-12-21", "amount": "150.00"},
    ]
    async with shop().screen() as kiosk:
        finding = Finding(result={"status": "read_back", "instalments": parts})
        text = await shown(kiosk, finding)
        assert "Hoy 1,500.00" in text
        assert "21/12/2026 150.00" in text
        assert "F7 Sí, lo confirmo" in text


async def test_a_refused_step_needs_no_table(shop):
    async with shop().screen() as kiosk:
        refused = {"status": "error", "code": "below_half", "needed": "1500.00"}
        kiosk.host.visit.finding = Finding(result=refused)
        kiosk.host.bus.emit(Replied("", "answer"))
        await kiosk.pilot.pause()
        assert not kiosk.app.screen.query("Card")


async def test_a_reply_longer_than_the_screen_is_read_from_its_beginning(shop):
    async with shop(passes=[["Tengo cuatro."]], holds=True).screen((40, 20)) as kiosk:
        await kiosk.press("4")
        await kiosk.until_shown("Le respondo")
        await shown(kiosk, Finding(rows=(TELEVISION,) * 4))
        await kiosk.until_shown("Usted Dame laptops Tengo cuatro.")
