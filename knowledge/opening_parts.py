"""Sentences about parts of a house: "el gimnasio y los cines cierran el 1 de enero"."""

from collections.abc import Iterable

from knowledge.facts import DateList, Opening
from knowledge.words import empty_words, stem_set, stems_of, words_of


def without_parts_closed(
    lists: Iterable[DateList], openings: list[Opening]
) -> list[DateList]:
    """Give the lists that hold for the whole house.

    A sentence that closes some of the parts becomes hours of these parts.
    """
    parts = {each.part: _telling(each.part) for each in openings if each.part}
    kept = []
    for each in lists:
        told = stem_set(each.label)
        named = [part for part, stems in parts.items() if stems and stems <= told]
        if (
            each.meaning != "closed"
            or not each.notes
            or not 0 < len(named) < len(parts)
        ):
            kept.append(each)
            continue
        openings += [
            Opening(
                each.place,
                part,
                each.page,
                each.label,
                is_closed=True,
                dates=list(each.dates),
            )
            for part in named
        ]
    return kept


def _telling(part: str) -> frozenset[str]:
    words = [word for word in words_of(part) if word not in empty_words()]
    return frozenset(stem for word in words for stem in stems_of(word)[:1])
