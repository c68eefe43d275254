"""Which words follow each other in a book's phrases: a language model of three words.

It is a net rather than a track: a word that never follows is unlikely, not impossible.
Speech from outside then comes out as words in no order of the book's, and is told by
that; on a track it would always come out as one of its phrases.
"""

import math
from collections import defaultdict
from collections.abc import Iterable

from audio.phrase_book import Group, PhraseBook

_LENGTH = 3
_STRAYS = 0.001
"""Share of the words that follow what they never follow in the book."""
_BEGIN, _END = "<s>", "</s>"

Gram = tuple[str, ...]
Grams = defaultdict[Gram, float]
"""Rows of words, with how often they are said; the last word follows the others."""


def language_model(book: PhraseBook) -> str:
    """Give the model of a book in ARPA's form."""
    counts = Grams(float)
    trees = book.trees()
    for tree in trees:
        ended = _walk(tree, Grams(float, {(_BEGIN,): 1 / len(trees)}), counts)
        _say(_END, ended, counts)
    return _arpa(_shares(counts))


def _walk(group: Group, arriving: Grams, counts: Grams) -> Grams:
    """Follow all ways of a group at once; count what is said on them.

    Args:
        group: Where to go on.
        arriving: The last words before it, and how likely they are.
        counts: Every row of words, and how often it is said in one phrase.
    """
    leaving = Grams(float)
    share = 1 / (len(group.ways) + group.is_optional)
    entering = Grams(float, {words: n * share for words, n in arriving.items()})
    for way in group.ways:
        said = entering
        for part in way:
            if isinstance(part, Group):
                said = _walk(part, said, counts)
            else:
                said = _say(part, said, counts)
        _add(said, leaving)
    if group.is_optional:
        _add(entering, leaving)
    return leaving


def _add(some: Grams, to: Grams) -> None:
    for words, count in some.items():
        to[words] += count


def _say(word: str, arriving: Grams, counts: Grams) -> Grams:
    leaving = Grams(float)
    for before, count in arriving.items():
        row = (*before, word)
        for start in range(len(row)):
            counts[row[start:]] += count
        leaving[row[-(_LENGTH - 1) :]] += count
    return leaving


def _shares(counts: Grams) -> list[Grams]:
    """Give the shares of single words, of pairs and of threes."""
    said = math.fsum(count for row, count in counts.items() if len(row) == 1)
    shares = [Grams(float) for _ in range(_LENGTH)]
    shares[0][_BEGIN,] = 1e-20
    behind = Grams(float)
    for row, count in counts.items():
        behind[row[:-1]] += count
    for row, count in counts.items():
        total = behind[row[:-1]] if len(row) > 1 else said
        shares[len(row) - 1][row] = (1 - _STRAYS) * count / total
    return shares


def _arpa(shares: list[Grams]) -> str:
    lines = ["\\data\\"]
    lines += [f"ngram {n}={len(rows)}" for n, rows in enumerate(shares, start=1)]
    for length, rows in enumerate(shares, start=1):
        lines += ["", f"\\{length}-grams:"]
        longer = shares[length] if length < len(shares) else Grams(float)
        rest = _backing_off(longer, rows)
        for row, share in rows.items():
            line = f"{math.log10(share):.4f} {' '.join(row)}"
            if longer:
                line += f" {math.log10(rest.get(row, 1.0)):.4f}"
            lines.append(line)
    return "\n".join([*lines, "", "\\end\\"]) + "\n"


def _backing_off(longer: Iterable[Gram], shorter: Grams) -> dict[Gram, float]:
    """By what a shorter row's share is multiplied when a longer one is unknown."""
    taken = Grams(float)
    for row in longer:
        taken[row[:-1]] += shorter[row[1:]]
    return {row: _STRAYS / max(1 - share, _STRAYS) for row, share in taken.items()}
