from pathlib import Path

import pytest

from catalog import (
    LexiconInvalid,
    OwnWords,
    Questions,
    make_sample_shop,
    open_shop,
    read_own_words,
)

WORDS = """
# Ours.
[es]
zapatillas = caminantes, zapatitos de correr  # said on the coast
Electrónica = aparatejos
laptop = compu-tita
[en]
laptop = craptop
"""


@pytest.fixture
def own_words(tmp_path: Path) -> OwnWords:
    (tmp_path / "words.txt").write_text(WORDS, "utf-8-sig")
    return read_own_words(tmp_path / "words.txt")


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("¿tienen caminantes?", "¿tienen zapatillas?"),
        ("UN CAMINANTE rojo", "UN zapatillas rojo"),
        ("dos zapatitos de correr, por favor", "dos zapatillas, por favor"),
        ("zapatitos de noche", "zapatitos de noche"),
        ("el aparatejo más caro", "el Electrónica más caro"),
        ("una compu tita", "una laptop"),
        ("a craptop", "a craptop"),
        ("", ""),
    ],
)
def test_an_owners_word_is_put_in_the_place_of_the_customers(
    own_words: OwnWords, said: str, understood: str
):
    assert own_words.applied(said, "es") == understood


def test_a_word_counts_in_its_own_language_only(own_words: OwnWords):
    assert own_words.applied("a craptop", "en") == "a laptop"
    assert own_words.applied("caminantes", "en") == "caminantes"


def test_questions_are_understood_in_the_owners_words(
    own_words: OwnWords, tmp_path: Path
):
    make_sample_shop(tmp_path / "shop.db")
    with open_shop(tmp_path / "shop.db") as shop:
        plain, own = Questions(shop), Questions(shop, own_words)
        asked = "¿cuántos caminantes hay?"
        expected = plain.answer("¿cuántas zapatillas hay?").value
        assert own.answer(asked).value == expected
        assert plain.answer(asked).value != expected
        english = own.answer("show me the cheapest craptop")
    assert str(english.rows[0]["name"]).startswith("Laptop")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[es]\n\nzapatillas tenis\n", "line 3: 'zapatillas tenis' is not like"),
        ("[es]\nzapatillas = \n", "line 2: 'zapatillas =' is not like"),
        ("[es]\nzapatillas = tenis,,\n", "line 2: .* is not like"),
        ("zapatillas = tenis\n", r"line 1: \[es\] or \[en\] comes first"),
        ("[es]\na = b\n[fr]\n", r"line 3: unknown language \[fr\]"),
        ("[es]\na = x\nb = y, x\n", "line 3: 'x' stands for 'a' already"),
        ("[es]\na = uno dos tres cuatro cinco seis siete\n", "more than 6 words"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, complaint: str):
    (tmp_path / "words.txt").write_text(text, "utf-8")
    with pytest.raises(LexiconInvalid, match=complaint):
        read_own_words(tmp_path / "words.txt")


@pytest.mark.parametrize("content", [b"[es]\nni\xf1o = chaval\n", None])
def test_a_file_that_is_no_text_or_not_there_is_named(
    tmp_path: Path, content: bytes | None
):
    path = tmp_path / "words.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LexiconInvalid, match=r"words\.txt cannot be read"):
        read_own_words(path)
