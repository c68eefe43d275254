import pytest

from catalog import LexiconInvalid, add_own_word, read_own_words


@pytest.fixture
def path(tmp_path):
    return tmp_path / "words.txt"


def test_a_new_file_is_begun(path):
    add_own_word(path, "es", "zapatillas", "championes")
    assert path.read_text() == "[es]\nzapatillas = championes\n"
    assert read_own_words(path).applied("dame championes", "es") == "dame zapatillas"


def test_the_owners_lines_and_comments_stay(path):
    path.write_text(
        "# mine\n[es]\nlaptop = portatilillo  # they say\n\n[en]\nbag = sack\n"
    )
    add_own_word(path, "es", "laptop", "notebuk")
    add_own_word(path, "es", "mochila", "morral")
    add_own_word(path, "en", "shoe", "kicks")
    assert path.read_text() == (
        "# mine\n[es]\nlaptop = portatilillo, notebuk  # they say\nmochila = morral\n\n"
        "[en]\nbag = sack\nshoe = kicks\n"
    )
    assert read_own_words(path).applied("kicks", "en") == "shoe"


@pytest.mark.parametrize("phrase", ["tenis", "", "one two three four five six seven"])
def test_what_would_break_the_file_is_refused_and_nothing_changes(path, phrase):
    path.write_text("[es]\nzapatos = tenis\n")
    with pytest.raises(LexiconInvalid):
        add_own_word(path, "es", "zapatillas", phrase)
    assert path.read_text() == "[es]\nzapatos = tenis\n"
    assert [file.name for file in path.parent.iterdir()] == ["words.txt"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(LexiconInvalid, match="No such file"):
        add_own_word(tmp_path / "none" / "words.txt", "es", "zapatillas", "tenis")
