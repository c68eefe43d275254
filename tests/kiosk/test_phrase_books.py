from kiosk.config import KioskConfig
from kiosk.mind import open_mind
from kiosk.settings import ShopSettings


async def test_the_ears_know_shop_documents_debts_and_steering(tmp_path):
    config = KioskConfig(shop=ShopSettings(state_dir=str(tmp_path)))
    async with open_mind(config) as mind:
        mind.library.refresh()
        books = {book.language: book for book in mind.phrase_books()}
    assert "Horario de la tienda" in books["es"].slots["name"]
    assert "laptops" in books["es"].slots["things"]
    assert {"cuánto debo", "más alto"} <= set(books["es"].phrases)
    assert {"horario", "laptops", "debo"} <= books["es"].words()


async def test_a_new_document_is_known_at_once(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    settings = {"folder": str(folder)}
    config = KioskConfig(
        shop=ShopSettings(state_dir=str(tmp_path / "state")), knowledge=settings
    )
    async with open_mind(config) as mind:
        before = mind.phrase_books()[0].slots["name"]
        (folder / "taller.md").write_text("# Taller de bicicletas\n\nAbre a las 9.\n")
        mind.library.refresh()
        after = mind.phrase_books()[0].slots["name"]
    assert "Taller de bicicletas" not in before
    assert "Taller de bicicletas" in after
