"""Which passages fit the words sought, in a time that large shelves do not stretch."""

import math
from collections.abc import Sequence

from knowledge.index_fts import FtsIndex
from knowledge.words import stem_set

_BUDGET = 20_000
"""Passages that are scored for one question: each costs a microsecond or two."""
_CANDIDATES = 100
"""Best passages by the rare words that are weighed again with the common ones."""
_FEW = 20
"""The same, when all words are rare."""
_SHORT = 100
"""Characters; a shorter text under a heading that fits says little by itself."""

Scored = list[tuple[int, float]]
Group = frozenset[str]


def find(
    index: FtsIndex, groups: Sequence[Group], file: str | None, limit: int
) -> Scored:
    """Give numbers and scores of the passages that fit best, the best first.

    On a shelf where a word stands in tens of thousands of passages, the rarer words
    find and the common ones only put in order.

    Args:
        index: Where to look.
        groups: Stems that mean the same, a group for each word sought.
        file: The only file to look in; None for all.
        limit: How many at most.
    """
    frequencies = {group: sum(map(index.frequency, group)) for group in groups}
    known = sorted(filter(frequencies.get, frequencies), key=frequencies.__getitem__)
    rare = [
        group
        for at, group in enumerate(known, start=1)
        if sum(frequencies[each] for each in known[:at]) <= _BUDGET
    ]
    common = known[len(rare) :]
    depth = max(limit, _CANDIDATES if common else _FEW)
    best = index.match(_any_of(rare), file, depth, _BUDGET) if rare else []
    found = _weighed(index, best, {each: frequencies[each] for each in common})
    if common and len(found) < limit:
        told = {number for number, _ in found}
        more = index.match(_all_of(common), file, limit, _BUDGET)
        more = more or index.match(_any_of(common[:1]), file, limit, _BUDGET)
        found += [each for each in more if each[0] not in told]
    return found[:limit]


def _weighed(index: FtsIndex, found: Scored, common: dict[Group, int]) -> Scored:
    """Add to each score what common words weigh where they stand; less for scraps."""
    total = index.size()
    like = frozenset(stem[:3] for group in common for stem in group)
    weights = {group: math.log(1 + total / n) for group, n in common.items()}
    weighed = []
    for passage, (number, score) in zip(index.passages_at(found), found, strict=True):
        text = f"{passage.title} {passage.heading} {passage.text}"
        stems = stem_set(text, like) if common else frozenset()
        there = sum(w for group, w in weights.items() if group & stems)
        fullness = min(1.0, 0.5 + len(passage.text) / (2 * _SHORT))
        weighed.append((number, (score + there) * fullness))
    return sorted(weighed, key=lambda each: -each[1])


def _any_of(groups: Sequence[Group]) -> str:
    return " OR ".join(f'"{stem}"' for group in groups for stem in sorted(group))


def _all_of(groups: Sequence[Group]) -> str:
    return " AND ".join(f"({_any_of([group])})" for group in groups)
