import re

import pytest

from audio import PhraseBook
from audio.phrase_grams import language_model

BOOK = PhraseBook("es", ("dame [<number>] (mesas | sillas)",), {"number": ("dos",)})


def grams(book, length):
    """Rows of so many words, with their share."""
    text = language_model(book).partition(f"\\{length}-grams:\n")[2]
    lines = (line.split() for line in text.partition("\n\n")[0].splitlines())
    return {tuple(line[1 : 1 + length]): 10 ** float(line[0]) for line in lines}


def test_each_way_has_its_share():
    pairs = grams(BOOK, 2)
    assert pairs["dame", "dos"] == pytest.approx(0.5, rel=0.01)
    assert pairs["dame", "mesas"] == pytest.approx(0.25, rel=0.01)
    assert ("mesas", "sillas") not in pairs


def test_three_words_in_a_row_are_known_across_groups():
    threes = grams(BOOK, 3)
    assert threes["dos", "sillas", "</s>"] == pytest.approx(1, rel=0.01)
    assert ("<s>", "dame", "dos") in threes


def test_the_head_counts_what_follows():
    model = language_model(BOOK)
    told = re.findall(r"ngram (\d)=(\d+)", model)
    assert told == [(str(n), str(len(grams(BOOK, n)))) for n in (1, 2, 3)]


@pytest.mark.parametrize("length", [2, 3])
def test_what_follows_sums_to_nearly_one(length):
    shares = {}
    for row, share in grams(BOOK, length).items():
        shares[row[:-1]] = shares.get(row[:-1], 0) + share
    assert all(0.99 < share < 1 for share in shares.values())
