import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.spoken import spoken_form

TABLES = Path(__file__).parent

SPANISH = [
    ("Cuesta S/ 4,999.90.", "Cuesta 4999 soles con 90 céntimos."),
    ("Cuesta S/.1,200", "Cuesta 1200 soles"),
    ("Son 2.345,60 € en total.", "Son 2345 euros con 60 céntimos en total."),
    ("Vale US$ 1.50 o S/ 1", "Vale un dólar con 50 centavos o un sol"),
    ("S/ 0.50", "50 céntimos"),
    ("Tiene un 15 % de descuento", "Tiene un 15 por ciento de descuento"),
    ("Un 2,5% más", "Un 2 coma 5 por ciento más"),
    (
        "Abre a las 9:30 y cierra a las 20:00.",
        "Abre a las 9 y 30 y cierra a las 20 en punto.",
    ),
    ("Hay 1.234 productos.", "Hay 1234 productos."),
    ("La Sra. Díaz, Av. Arequipa núm. 5", "La señora Díaz, avenida Arequipa número 5"),
    ('Laptop 14" 8GB', "Laptop 14 pulgadas 8 gigas"),
    ("Licuadora 600W, 2 kg", "Licuadora 600 vatios, 2 kilos"),
    ("Modelo X-200, año 2026", "Modelo X 200, año 2026"),
]
ENGLISH = [
    ("It costs S/ 4,999.90.", "It costs 4999 soles and 90 cents."),
    ("$2,345.60", "2345 dollars and 60 cents"),
    ("Open at 9:05, close at 8:00.", "Open at 9 oh 5, close at 8 o'clock."),
    ("A 2.5% discount", "A 2.5 percent discount"),
    ("Mr. Smith, No. 5", "mister Smith, number 5"),
    ('A 14" screen', "A 14 inches screen"),
]


@pytest.mark.parametrize(("written", "said"), SPANISH)
def test_spanish_is_said_as_people_say_it(written, said):
    assert spoken_form(written, "es") == said


@pytest.mark.parametrize(("written", "said"), ENGLISH)
def test_english_is_said_as_people_say_it(written, said):
    assert spoken_form(written, "en") == said


@pytest.mark.parametrize("price", range(1, 400, 3))
@pytest.mark.parametrize("style", ["S/ {:,}.00", "{:,} €"])
def test_every_price_keeps_its_figure(price, style):
    amount = price * 37
    said = spoken_form(style.format(amount), "es")
    assert said.split()[0] == str(amount)


def table(language):
    lines = (TABLES / f"said.{language}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]


@pytest.mark.parametrize("language", ["es", "en"])
def test_everything_in_the_table_is_said_as_it_says(language):
    rows = table(language)
    wrong = [
        f"{written!r}: {heard!r}, not {said!r}"
        for written, said in rows
        if (heard := spoken_form(written, language)) != said
    ]
    assert not wrong, "\n".join(wrong)


def test_the_tables_are_as_large_as_promised():
    assert sum(len(table(language)) for language in ("es", "en")) >= 600


def test_an_unknown_language_is_said_in_spanish():
    assert spoken_form("S/ 2", "qu") == "2 soles"


@given(st.text(max_size=80), st.sampled_from(["es", "en"]))
def test_whatever_is_written_something_is_said_and_no_letter_is_lost(text, language):
    said = spoken_form(text, language)
    assert bool(said.strip()) == bool(text.strip())


@given(st.integers(0, 10**7), st.integers(0, 99), st.sampled_from(["es", "en"]))
def test_every_amount_keeps_all_its_figures(whole, cents, language):
    said = spoken_form(f"S/ {whole:,}.{cents:02d}", language)
    figures = [int(figure) for figure in re.findall(r"\d+", said)]
    if whole > 1 and cents > 1:
        assert figures == [whole, cents]
