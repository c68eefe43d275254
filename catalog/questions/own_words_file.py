"""A word more in the owner's file of words, which keeps its comments."""

from pathlib import Path

from catalog.errors import LexiconInvalid
from catalog.questions.lexicon import Language
from catalog.questions.own_words import read_own_words


def add_own_word(path: Path, language: Language, word: str, phrase: str) -> None:
    """Let a phrase of customers stand for a word of the shop; the file may be new.

    Raises:
        LexiconInvalid: The phrase stands for another word already, or the file is
            wrong or can't be written; it is left as it was.
    """
    written = path.with_suffix(".new")
    try:
        lines = path.read_text("utf-8-sig").splitlines() if path.exists() else []
        _add(lines, language, word.strip(), phrase.strip())
        written.write_text("\n".join(lines) + "\n", encoding="utf-8")
        read_own_words(written)
        written.replace(path)
    except OSError as error:
        raise LexiconInvalid(f"{path}: {error.strerror}") from error
    finally:
        written.unlink(missing_ok=True)


def _add(lines: list[str], language: Language, word: str, phrase: str) -> None:
    """Append to the word's line, or a line to its language, or a language."""
    sections = [n for n, line in enumerate(lines) if _name(line)]
    begin = next((n for n in sections if _name(lines[n]) == language), None)
    if begin is None:
        lines += ["", f"[{language}]"] if lines else [f"[{language}]"]
        begin = len(lines) - 1
    end = next((n for n in sections if n > begin), len(lines))
    for number in range(begin + 1, end):
        text, sign, comment = lines[number].partition("#")
        if text.partition("=")[0].strip().casefold() == word.casefold() and "=" in text:
            lines[number] = f"{text.rstrip()}, {phrase}" + (
                f"  {sign}{comment}" if sign else ""
            )
            return
    while end > begin + 1 and not lines[end - 1].strip():
        end -= 1
    lines.insert(end, f"{word} = {phrase}")


def _name(line: str) -> str:
    """The language that a line begins, if it does."""
    text = line.partition("#")[0].strip()
    return text.strip("[] ") if text.startswith("[") else ""
