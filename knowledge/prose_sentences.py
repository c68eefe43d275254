"""A passage → the sentences that may be quoted, each with what it is about."""

import re
from collections.abc import Iterator

from knowledge.words import fold

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡0-9«\"(])")
_COMMAND = re.compile(
    r"\b(?:ignora|ignore|olvida|disregard|forget)\b.*\b(?:instruccion|instruction|prompt)"
)
"""Text that speaks to a machine instead of to customers is never quoted."""
_ENTRY = re.compile(r"^(?:- )?\d{1,2}[:.h]\d{2}\b")
"""A line of a programme: its time first, then what and where."""
_ENTRY_LENGTH = 140
_LISTED = 12
"""Lines quoted at most after one that ends in a colon."""


def sentences_of(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield what each sentence is about, its words, and whether it begins a line.

    A question in the text is what the sentence after it is about; a line that ends in
    a colon is quoted with the lines that it leads.
    """
    asked = ""
    for raw, is_first in _units(text):
        said = raw.strip("- ").strip()
        if not said or _COMMAND.search(fold(said)):
            continue
        if said.endswith("?"):
            asked = said
            continue
        if asked or _is_sentence(said):
            yield f"{asked} {said}", said, is_first
        asked = ""


def _units(text: str) -> Iterator[tuple[str, bool]]:
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if line.rstrip().endswith(":") and (led := _led(lines[index + 1 :])):
            yield f"{line.strip()} {'; '.join(led)}", True
        elif _ENTRY.match(line) and len(line) < _ENTRY_LENGTH:
            yield line, True
        else:
            for number, part in enumerate(_SENTENCE_END.split(line)):
                yield part, number == 0


def _led(lines: list[str]) -> list[str]:
    """The items right below a line that ends in a colon."""
    led: list[str] = []
    for line in lines[:_LISTED]:
        is_item = line.startswith("- ") or (len(line) < 40 and line[:1].isdigit())
        if not is_item:
            break
        led.append(line.strip("- .;"))
    return led


def _is_sentence(said: str) -> bool:
    """Names and labels are no answers."""
    return said[-1] in ".!;" or any(c.isdigit() for c in said) or len(said.split()) > 5
