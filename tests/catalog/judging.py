"""Is an answer right? A small judge of the kiosk's answers about made-up shops."""

from decimal import Decimal

from catalog.folding import fold

ENOUGH_ALOUD = 5


def is_right(item, answer, said=""):
    """Judge one answer: `item` has the kind of question and the gold rows."""
    match item["kind"]:
        case "refuse" if item["reason"] in ("sensitive", "nodata"):
            return answer.kind in ("refuse", "unknown") and not answer.rows
        case "refuse":
            return answer.kind == "refuse"
        case "clarify":
            return answer.kind == "clarify"
        case "exists":
            return answer.value is item["value"]
        case "scalar":
            golds = [item["gold"], *item.get("alt_gold", [])]
            return any(_is_figure(answer, gold[0][0], said) for gold in golds)
    golds = [item["gold"], *item.get("alt_gold", [])]
    return answer.kind in ("answer", "unknown") and any(
        _is_list(answer, gold, item) for gold in golds
    )


def _is_list(answer, gold, item):
    if not gold:
        return not answer.rows
    places = [_place(row, gold, item.get("key_cols", 1)) for row in answer.rows]
    if None in places or len(set(places)) != len(places):
        return False
    if item["match"] == "any_n":
        return len(places) == item["n"]
    if item["match"] == "ordered" and places != sorted(places):
        return False
    is_page = len(places) >= ENOUGH_ALOUD and answer.total == len(gold)
    return len(places) == len(gold) or is_page


def _place(row, gold, cells):
    for place, wanted in enumerate(gold):
        has = list(row.values())
        if all(any(_same(cell, each) for each in has) for cell in wanted[:cells]):
            return place
    return None


def _is_figure(answer, gold, said):
    if gold is None:
        return answer.value is None and answer.kind == "answer" and "0.00" not in said
    return _same(gold, answer.value)


def _same(one, other):
    if one is None or other is None or isinstance(other, bool):
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return fold(str(one)) == fold(str(other))
    return abs(Decimal(str(one)) - Decimal(str(other))) < Decimal("0.011")
