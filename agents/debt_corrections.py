"""A customer who corrects themselves: "novecientos, no, perdón, ochocientos"."""

import re
from dataclasses import dataclass, replace

from agents.debt_heard import Heard

_CORRECTION = re.compile(
    r"\b(?:no(?: ,)? )?(?:perdona?|perdone|disculp[ae]|digo|mejor dicho|quise decir"
    r"|quiero decir|queria decir|me equivoque|corrijo|rectifico|no(?: ,)? espera"
    r"|espera|espere|i mean|i meant|sorry|wait|hold on|scratch that|correction"
    r"|make that|let me correct(?: that| myself)?|my mistake)\b"
    r"|\bno(?: ,)? no\b(?=[^,]*#)"
    r"|\bno(?: ,)? (?:mejor|rather)\b|\bactually\b"
)
_SOFT_CORRECTION = re.compile(
    r"(?<=[a-z0-9]) , (?:no|bueno|o sea|o mejor|well|or rather)(?: , no)?(?: ,)?"
    r"(?= (?:(?:a|en|el|de|con|la|mejor|in|at) )?#)"
)
"""Straight before a new figure only: "cuatro mil… no, cuatro mil cien"."""
_EMPTY = re.compile(r"\b(?:no|ay|oh|ah|si|yes|ok)\b|,")
_MARK = re.compile(r"#([nmpfq])(\d+)")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a sentence becomes by a correction in it."""

    after: Heard
    """Only what came after the correction; may be empty."""
    whole: Heard | None
    """The sentence with the new figure in the old one's place; None when the correction
    begins the sentence."""
    before: Heard


def correction_in(heard: Heard) -> Correction | None:
    """The last correction in a sentence; None without one."""
    found: re.Match[str] | None = None
    for match in _CORRECTION.finditer(heard.text):
        found = match
    soft = _SOFT_CORRECTION.search(heard.text)
    if found is None and soft and "#" in heard.text[: soft.start()]:
        found = soft
    if found is None:
        return None
    before = heard.text[: found.start()].strip(" ,")
    after = heard.text[found.end() :].strip(" ,")
    has_before = _EMPTY.sub("", _CORRECTION.sub("", before)).strip()
    whole = _put_in_place(heard, before, after) if has_before else None
    return Correction(heard.keeping(after), whole, heard.keeping(before))


def _put_in_place(heard: Heard, before: str, after: str) -> Heard:
    """The new figure takes the place, and if it has none the unit, of the old one."""
    old, new = list(_MARK.finditer(before)), list(_MARK.finditer(after))
    if len(new) != 1 or not old:
        return heard.keeping(f"{_MARK.sub(' ', before)} {after}")
    letter, number = new[0].groups()
    replaced = next((o for o in reversed(old) if o[1] == letter), old[-1])
    amounts = list(heard.amounts)
    if letter == "n" and replaced[1] in "qp":
        letter = replaced[1]
        unit = amounts[int(replaced[2])].unit
        amounts[int(number)] = replace(amounts[int(number)], unit=unit)
    mark = f"#{letter}{number}"
    rest = after.replace(new[0][0], " ", 1)
    text = f"{before[: replaced.start()]}{mark}{before[replaced.end() :]} {rest}"
    return Heard(text, tuple(amounts), heard.is_question).keeping(text)
