"""Invented questions with hand-checked answers, over samples and the real PDFs."""

import os
from datetime import date
from pathlib import Path

import pytest

from knowledge import KnowledgeSettings, Library, open_library, sample_folder
from tests.doubles.document_judge import cases_in, complaint
from tests.doubles.more_papers import make_more_papers
from tests.doubles.papers import make_papers

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions"
SHARED = os.environ.get("KIOSK_SHARED")


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> Library:
    index = tmp_path_factory.mktemp("samples") / "index.db"
    library = open_library(HERE / "samples", index, KnowledgeSettings())
    assert not library.refresh().failed
    return library


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Library:
    index = tmp_path_factory.mktemp("shop") / "index.db"
    library = open_library(sample_folder(), index, KnowledgeSettings())
    assert not library.refresh().failed
    return library


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> Library:
    folder = tmp_path_factory.mktemp("papers")
    make_papers(folder)
    make_more_papers(folder)
    for sample in (HERE / "samples").iterdir():
        (folder / sample.name).write_bytes(sample.read_bytes())
    index = tmp_path_factory.mktemp("papers_index") / "index.db"
    library = open_library(folder, index, KnowledgeSettings())
    assert not library.refresh().failed
    return library


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Library:
    if not SHARED:
        pytest.skip("KIOSK_SHARED does not point to the real PDFs")
    index = tmp_path_factory.mktemp("real") / "index.db"
    folder = Path(SHARED) / "documents"
    library = open_library(folder, index, KnowledgeSettings(private=("*.md",)))
    assert not library.refresh().failed
    return library


PAPERS = [
    case
    for name in ("papers", "more_papers", "samples")
    for case in cases_in(QUESTIONS / f"{name}.txt")
]


@pytest.mark.parametrize("case", PAPERS, ids=str)
def test_a_question_to_look_alike_papers_is_answered_right(case, papers):
    assert not complaint(case, papers)


@pytest.mark.parametrize("case", list(cases_in(QUESTIONS / "shop.txt")), ids=str)
def test_a_question_to_the_demonstration_shop_is_answered_right(case, shop):
    assert not complaint(case, shop)


def test_what_belongs_to_the_catalogue_or_nobody_is_hardly_claimed(shop):
    for question in (
        "¿cuál es la laptop más cara?",
        "dame 5 zapatillas baratas",
        "¿cuánto debo?",
        "hola",
        "cuéntame un chiste",
    ):
        assert shop.answer(question, date(2026, 11, 21)).confidence < 0.2, question


@pytest.mark.parametrize(("name", "least"), [("town", 0.9), ("city", 0.95)])
def test_most_questions_to_papers_of_many_kinds_are_answered_right(
    name, least, tmp_path
):
    """Bus lines, pools, libraries, town halls …; what they do not say is unknown."""
    library = open_library(HERE / name, tmp_path / "index.db", KnowledgeSettings())
    assert not library.refresh().failed
    cases = list(cases_in(QUESTIONS / f"{name}.txt"))
    wrong = {each: told for each in cases if (told := complaint(each, library))}
    library.close()
    assert not [each for each in wrong if each.expected == ("unknown",)], wrong
    assert len(wrong) <= (1 - least) * len(cases), wrong


@pytest.mark.parametrize(
    "name", ["arenas", "linea105", "provincias", "real_more", "real_third"]
)
def test_questions_to_the_real_pdfs_are_answered_right(name, real):
    wrong = {
        case.question: wrong
        for case in cases_in(QUESTIONS / f"{name}.txt")
        if (wrong := complaint(case, real))
    }
    assert not wrong
