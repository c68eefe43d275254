import pytest

from knowledge import (
    ForbiddenName,
    KnowledgeSettings,
    UnknownDocument,
    UnreadableFile,
    add_file,
    check_file,
    remove_file,
    sample_folder,
)


@pytest.fixture
def source(tmp_path):
    source = tmp_path / "horario.md"
    source.write_text("# Horario\n\nLunes a viernes: 9:00 - 14:00\n", encoding="utf-8")
    return source


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def test_a_file_is_put_on_the_shelf_and_taken_off(folder, source):
    assert add_file(folder, source) == "horario.md"
    assert [path.name for path in folder.iterdir()] == ["horario.md"]
    remove_file(folder, "horario.md")
    assert not list(folder.iterdir())


def test_two_files_with_the_same_name_are_told_apart_by_folder(folder, source):
    add_file(folder, source)
    with pytest.raises(ForbiddenName, match="already"):
        add_file(folder, source)
    assert add_file(folder, source, "norte/horario.md") == "norte/horario.md"
    assert add_file(folder, source, replace=True) == "horario.md"


@pytest.mark.parametrize("name", ["../x.md", "/etc/x.md", "a/../../x.md", ".x.md", "."])
def test_a_name_that_leaves_the_folder_is_refused(folder, source, name):
    with pytest.raises(ForbiddenName):
        add_file(folder, source, name)
    with pytest.raises(ForbiddenName):
        remove_file(folder, name)


def test_unknown_kinds_and_missing_files_are_named(folder, source, tmp_path):
    with pytest.raises(UnreadableFile, match="unknown kind"):
        add_file(folder, source, "horario.exe")
    with pytest.raises(UnreadableFile, match="no such file"):
        add_file(folder, tmp_path / "missing.pdf")
    with pytest.raises(UnknownDocument):
        remove_file(folder, "missing.md")


def test_check_shows_what_was_understood():
    check = check_file(sample_folder() / "horario-de-la-tienda.md", KnowledgeSettings())
    assert check.title == "Horario de la tienda"
    assert (check.pages, check.tables, check.hours) == (1, 1, 4)
    assert check.dates == ("--01-01", "--12-24", "--12-25", "--12-31")
