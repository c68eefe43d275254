import pytest

from audio import split_sentences


async def pieces_of(text, size):
    async def deltas():
        for start in range(0, len(text), size):
            yield text[start : start + size]

    return [piece async for piece in split_sentences(deltas())]


WHOLE = [
    "El Sr. Pérez le atiende en Av. Arequipa núm. 123, de lunes a viernes.",
    "La Dra. Díaz cobra S/ 1,299.90 por el mod. X-200.",
    "Cuesta 2.345,60 € y la garantía es de 1.5 años.",
    "Abrimos de 9:30 a. m. a 8 p. m. todos los días.",
    "Llegó de EE. UU. con J. Smith en la p. ej. nunca vista caja núm. 5.",
    "Hay lápices, gomas, etc. en la tienda.",
    "Mr. Smith pays $2,345.60 at approx. 5 p.m. every day.",
    "Visite www.tienda.com.pe o escriba a ventas@tienda.pe hoy.",
    "Espere... ya lo encontré.",
]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize("text", WHOLE)
async def test_a_stop_that_ends_no_sentence_does_not_cut(text, size):
    pieces = await pieces_of("Buenas tardes, señora mía. " + text, size)
    assert pieces == ["Buenas tardes, señora mía.", text]


@pytest.mark.parametrize("size", [1, 4, 1000])
async def test_the_first_piece_is_short_and_later_ones_long(size):
    text = "Sí. Hay tres. Son rojas. La más barata cuesta S/ 20. ¿La quiere?"
    assert await pieces_of(text, size) == [
        "Sí.",
        "Hay tres. Son rojas. La más barata cuesta S/ 20.",
        "¿La quiere?",
    ]


async def test_a_long_first_sentence_begins_with_its_first_clause():
    text = "El producto más caro de la tienda es la Laptop Pro, que cuesta S/ 4,999.90."
    assert await pieces_of(text, 5) == [
        "El producto más caro de la tienda es la Laptop Pro,",
        "que cuesta S/ 4,999.90.",
    ]


@pytest.mark.parametrize("size", [1, 7, 1000])
async def test_markdown_and_emoji_are_never_spoken(size):
    text = (
        "**Tenemos** 😀 esto:\n\n"
        "1. *Silla* `X-200` (S/ 20)\n- [Mesa](http://x.pe/a) ✅\n"
        "| Nombre | Precio |\n|---|---|\n| Lámpara | S/ 30 |\n```\n### Fin 👍🏽\n"
    )
    assert await pieces_of(text, size) == [
        "Tenemos esto:",
        "1. Silla X-200 (S/ 20)",
        "Mesa",
        "Nombre, Precio",
        "Lámpara, S/ 30",
        "Fin",
    ]


async def test_quotes_stay_with_their_sentence():
    text = 'Dijo: "Está agotado." Luego «volvió». ¿De verdad?!'
    assert " ".join(await pieces_of(text, 1)) == text


async def test_a_text_without_any_stop_is_cut_between_words():
    text = "palabra " * 200
    pieces = await pieces_of(text, 9)
    assert all(len(piece) <= 280 for piece in pieces)
    assert " ".join(pieces).split() == text.split()


async def test_a_small_sign_is_no_tag():
    assert await pieces_of("Hay 3 < 5 y a<b. Fin", 1) == ["Hay 3 < 5 y a<b.", "Fin"]


@pytest.mark.parametrize("text", ["", " \n ", "😀", "***"])
async def test_nothing_to_say_gives_no_piece(text):
    assert await pieces_of(text, 1) == []
