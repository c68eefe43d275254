"""On a large shelf the rare words find and the common ones put in order."""

import pytest

from knowledge import KnowledgeSettings, Library
from knowledge.index_fts import FileRecord, FtsIndex
from knowledge.passages import Passage
from knowledge.ranking import find
from knowledge.words import kin_of
from tests.bench.large_shelf import make_large_shelf, questions

TEXTS = (
    "La taquilla norte abre a las nueve.",
    "La piscina de Arucas tiene taquilla.",
    "La biblioteca de Arucas abre los lunes.",
    *(f"La taquilla número {n} abre con moneda." for n in range(30)),
)


@pytest.fixture
def index(tmp_path):
    index = FtsIndex(tmp_path / "index.db")
    passages = [
        Passage("a.md", "Normas", at, "", text) for at, text in enumerate(TEXTS, 1)
    ]
    index.put(FileRecord("a.md", 1, 1, title="Normas"), passages)
    yield index
    index.close()


def found(index, *words, limit=3):
    scored = find(index, [kin_of(word) for word in words], None, limit)
    return [passage.text for passage in index.passages_at(scored)]


@pytest.mark.parametrize("budget", [5, 20_000])
def test_the_common_word_decides_between_passages_with_the_rare_one(
    budget, index, monkeypatch
):
    monkeypatch.setattr("knowledge.ranking._BUDGET", budget)
    assert found(index, "taquilla", "arucas")[0] == TEXTS[1]
    assert found(index, "biblioteca", "arucas")[0] == TEXTS[2]


def test_too_few_with_the_rare_word_are_filled_up_with_the_common_ones(
    index, monkeypatch
):
    monkeypatch.setattr("knowledge.ranking._BUDGET", 5)
    told = found(index, "piscina", "taquilla", limit=4)
    assert told[0] == TEXTS[1]
    assert len(set(told)) == 4


def test_common_words_alone_still_find(index, monkeypatch):
    monkeypatch.setattr("knowledge.ranking._BUDGET", 5)
    assert "taquilla" in found(index, "taquilla")[0]
    assert "taquilla" in found(index, "taquilla", "moneda")[0]


def test_words_that_stand_nowhere_find_nothing(index):
    assert found(index, "xyzzy") == []
    assert found(index) == []


def test_some_thousand_passages_are_searched_and_read_back(tmp_path):
    index = make_large_shelf(tmp_path / "large.db", 1000)
    library = Library(tmp_path, index, KnowledgeSettings())
    assert all(library.search(question) for question in questions(20))
    assert index.size() == 1000
    library.close()
