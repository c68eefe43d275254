from datetime import date, datetime

import pytest

from agents.finding import Source
from agents.knowledge_tools import KnowledgeTools
from agents.tool import ToolRetry, tool_from
from agents.wording_documents import word_document_answer
from knowledge import KnowledgeSettings, Library, open_library, sample_folder


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    index = tmp_path_factory.mktemp("shelf") / "index.db"
    library = open_library(sample_folder(), index, KnowledgeSettings())
    library.refresh()
    return library


@pytest.fixture
def tools(library) -> KnowledgeTools:
    return KnowledgeTools(library, lambda: datetime(2026, 12, 24, 10, 0))  # noqa: DTZ001 the shop's own clock is local


def test_asking_gives_yes_or_no_with_file_and_page(tools):
    result = tools.ask_documents("¿abren mañana?")
    assert result.finding.value is False
    assert result.finding.sources == (Source("horario-de-la-tienda.md", 1),)
    assert result.data["day"] == "2026-12-25"


def test_a_question_may_lean_on_the_one_before(tools):
    assert "18:00" in str(tools.ask_documents("¿a qué hora cierran hoy?").data)
    result = tools.ask_documents("¿y el sábado?")
    assert result.finding.kind == "answer"
    assert "22:00" in str(result.data)


def test_searching_gives_passages_to_quote(tools):
    result = tools.search_documents("plazo de devolución", limit=2)
    assert result.data[0]["file"] == "cambios-y-devoluciones.md"
    assert result.data[0]["page"] == 1
    assert len(result.data) <= 2


def test_what_is_not_there_is_unknown(tools):
    assert tools.ask_documents("¿hay guardería?").finding.kind == "unknown"
    assert tools.search_documents("xyzzy").finding.kind == "unknown"


def test_both_are_declared_as_tools(tools):
    names = [tool_from(f).name for f in (tools.ask_documents, tools.search_documents)]
    assert names == ["ask_documents", "search_documents"]
    assert [tool.name for tool in tools.tools()] == names


@pytest.mark.parametrize(
    ("question", "spanish", "english"),
    [
        (
            "¿abren el 25 de diciembre?",
            "No, el viernes 25 de diciembre",
            "No, on Friday",
        ),
        ("¿abren el sábado?", "de 09:00 a 22:00", "from 09:00 to 22:00"),
        ("¿aceptan tarjetas?", "Sí: Aceptamos", "Yes: Aceptamos"),
        ("¿hay guardería?", "No tengo información", "I have no information"),
    ],
)
def test_answers_are_worded_in_both_languages(question, spanish, english, library):
    answer = library.answer(question, date(2026, 12, 1))
    assert spanish in word_document_answer(answer, "es")
    assert english in word_document_answer(answer, "en")


def test_a_year_that_is_not_covered_is_said_to_be_so(library, tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "aperturas-norte-2022.md").write_text(
        "# Domingos y festivos de apertura de 2022\n\n- 2 de enero\n- 6 de diciembre\n"
    )
    shelf = open_library(folder, tmp_path / "index.db", KnowledgeSettings())
    shelf.refresh()
    answer = shelf.answer("¿abre el 6 de diciembre de 2025?", date(2026, 12, 1))
    assert answer.gap == "other_years"
    assert "solo cubre 2022" in word_document_answer(answer, "es")


def test_a_model_may_look_in_one_document_by_name_or_title(tools):
    for name in ("cambios-y-devoluciones.md", "Cambios y devoluciones", "devoluciones"):
        result = tools.search_documents("plazo", document=name)
        assert {each["file"] for each in result.data} == {"cambios-y-devoluciones.md"}
    with pytest.raises(ToolRetry, match="no document 'tarifas'; there is cambios-y"):
        tools.search_documents("plazo", document="tarifas")


def test_a_model_never_sees_a_private_file(tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "sueldos.private.md").write_text("# Sueldos\n\nAna cobra 1.200 euros.")
    (folder / "horario.md").write_text("# Horario\n\nAna atiende de 9:00 a 14:00.")
    shelf = open_library(
        folder, tmp_path / "index.db", KnowledgeSettings(private=("*.private.*",))
    )
    shelf.refresh()
    tools = KnowledgeTools(shelf, lambda: datetime(2026, 12, 24, 10, 0))  # noqa: DTZ001 as above
    result = tools.search_documents("¿cuánto cobra Ana?")
    assert {each["file"] for each in result.data} == {"horario.md"}
    for name in ("sueldos.private.md", "sueldos"):
        with pytest.raises(ToolRetry, match="no document"):
            tools.search_documents("Ana", document=name)
    assert "1.200" not in str(tools.ask_documents("¿cuánto cobra Ana?").data)
