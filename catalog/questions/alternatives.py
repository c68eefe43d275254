"""Selections of one draft joined as their words join them."""

from dataclasses import replace

from catalog.questions.draft import Draft
from catalog.questions.query import Has, Selection


def alternatives_of(draft: Draft) -> list[Selection]:
    """Join the selections as their words do: "y", "o", or one narrowing another."""
    found: list[Selection] = []
    for selection, joiner in draft.selections:
        if not found:
            found = [selection]
        elif _is_another(selection, found[-1], joiner):
            found.append(_completed(selection, found[-1]))
        elif joiner == "with" and all(one.has for one in found[:-1]):
            found[-1] = _narrowed(found[-1], selection)
        else:
            found = [_narrowed(one, selection) for one in found]
    return found


def _is_another(selection: Selection, last: Selection, joiner: str) -> bool:
    if selection.kinds or selection.absent:
        return joiner in ("and", "or") or bool(selection.kinds and last.kinds)
    if selection.families:
        return joiner in ("and", "or") and not (last.kinds and not last.families)
    if joiner == "or":
        return True
    groups = {has.group for has in last.has if has.group}
    return joiner == "and" and any(has.group in groups for has in selection.has)


def _completed(selection: Selection, last: Selection) -> Selection:
    """What the second of two leaves out: "laptops de 8 y de 16 gigas"."""
    if selection.kinds or selection.absent or selection.families:
        return selection
    groups = {has.group for has in selection.has}
    if "brand" in groups and len(selection.has) > 1:  # another product's whole name
        return replace(last, has=selection.has, words=selection.words)
    groups.add("model")
    kept = tuple(has for has in last.has if has.group not in groups)
    return replace(last, has=kept + selection.has)


def _narrowed(one: Selection, other: Selection) -> Selection:
    has: tuple[Has, ...] = one.has + tuple(h for h in other.has if h not in one.has)
    return Selection(
        one.kinds or other.kinds,
        one.families or other.families,
        has,
        one.absent + other.absent,
        one.ids,
        one.words | other.words,
    )
