"""Is a question one for the catalogue at all, and a harmless one?"""

from dataclasses import dataclass
from itertools import pairwise

from catalog.questions.draft import Draft
from catalog.questions.lexicon import SCOPES, Language
from catalog.questions.query import Query
from catalog.questions.vocabulary import Vocabulary

_BOTH_WAYS = frozenset(
    (
        "sort",
        "ascending",
        "descending",
        "compare",
        "difference",
    )
)
_EXTREMES = frozenset(("cheapest", "dearest"))
_FEW_WORDS = 3
_LINKS = frozenset(("de", "del", "para", "con", "for", "of", "with"))
_OTHERS = ("off_topic", "service")
"""What a question about a column of this shop is not about, whatever its words."""
_SETTING = frozenset(
    (
        *("pon", "ponle", "ponlo", "ponla", "pongan", "ponga", "poner", "deja", "baja"),
        *("dejame", "dejamela", "vende", "vendeme", "fija", "fijar", "sube", "rebaja"),
        *("put", "set", "make", "mark", "drop", "lower", "raise", "change", "cambia"),
        *("cambiar", "haz", "que", "sell", "let"),
    )
)
_GIVING = frozenset(
    ("give", "apply", "take", "aplica", "aplicale", "dale", "haz", "rebaja", "sube")
) | (_SETTING - {"que", "let"})
_STRONG_FRAMES = frozenset(
    (
        *("exists", "want", "price", "count", "units", "available", "unavailable"),
        *("cheapest", "dearest", "cheap", "dear", "average", "sum", "examples"),
        *("compare", "sort", "ascending", "descending", "product", "family"),
    )
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question's words say about its subject."""

    hostile: bool = False
    sensitive: bool = False
    off_topic: bool = False
    service: bool = False


def scope_of(words: list[str], shop: Vocabulary, language: Language) -> Scope:
    """Judge a question by its words; what the shop itself sells is never suspect."""
    phrases = shop.lexicon.phrases[language]
    found: set[str] = set()
    columns = _columns_in(words, shop)
    for at, word in enumerate(words):
        for scope, length in phrases.at(words, at).items():
            is_asked = scope in _OTHERS and columns & set(range(at, at + length))
            is_told = scope in _OTHERS and shop.sells_all(words[at : at + length])
            is_harmless = is_asked or is_told or (length == 1 and shop.sells(word))
            if scope in SCOPES and not is_harmless:
                found.add(scope)
    return Scope(**{scope: scope in found for scope in SCOPES})


def _columns_in(words: list[str], shop: Vocabulary) -> set[int]:
    """Give the places of words that name a column of this shop."""
    places: set[int] = set()
    for at, word in enumerate(words):
        length = shop.own.called_at(words, at) or int(bool(shop.own.called([word])))
        places.update(range(at, at + length))
    return places


def scope_words(
    words: list[str], shop: Vocabulary, language: Language, scope: str
) -> set[str]:
    """Give the words of a question that belong to one scope."""
    phrases = shop.lexicon.phrases[language]
    found: set[str] = set()
    for at in range(len(words)):
        length = phrases.at(words, at).get(scope, 0)
        found.update(words[at : at + length])
    return found


def is_arithmetic(draft: Draft) -> bool:
    """Tell "¿cuánto es 25 por 4?" from a price."""
    amounts = [m for m in draft.marks.listed if m.amount]
    if len(amounts) != 2 or amounts[1].start - amounts[0].end not in (0, 1, 2):
        return False
    between = draft.marks.words[amounts[0].end : amounts[1].start]
    signs = {"por", "mas", "menos", "entre", "times", "plus", "minus", "divided"}
    begins = draft.marks.words[: amounts[0].start]
    asks = {"cuanto", "what", "whats", "calcula", "how"} & set(begins)
    return bool(asks and set(between) & signs) and len(begins) < 4


def sets_a_price(draft: Draft) -> bool:
    """Tell "pon la tele a 1 sol" from "ponme las teles de 100 soles"."""
    words = draft.marks.words[:3]
    units = {mark.amount.unit for mark in draft.marks.listed if mark.amount}
    if "percent" in units and set(words) & _GIVING:
        return True
    is_exact = any(
        r.column == "price" and r.low == r.high and r.low is not None
        for r in draft.ranges
    )
    amount = next((m for m in draft.marks.listed if m.amount), None)
    if amount is None or not is_exact or amount.start == 0:
        return False
    said = draft.marks.words[max(0, amount.start - 2) : amount.start]
    before = "a" if said in (["precio", "de"], ["price", "of"]) else said[-1]
    is_setting = bool(set(words) & (_SETTING - {"que"}))
    return is_setting and before in ("a", "en", "to", "at", "for", "por", "as")


def is_unclear(draft: Draft) -> bool:
    """Tell whether it asks several things at once: "el más caro y el más barato"."""
    if draft.ideas & _BOTH_WAYS:
        return False
    extremes = [mark for mark in draft.marks.listed if mark.ideas & _EXTREMES]
    is_twice = len(extremes) > 1 and len(draft.selections) > 1
    limits = [(r.column, r.low is None, r.high is None) for r in draft.ranges]
    is_both = {"cheapest", "dearest"} <= draft.ideas
    is_two = draft.extreme is not None and bool(draft.ideas & _EXTREMES)
    return is_both or is_two or is_twice or len(limits) > len(set(limits))


def is_unfounded(draft: Draft, query: Query) -> bool:
    """Tell whether words nobody knows are all that says which products are meant."""
    has_thing = any(one.kinds or one.families for one in query.alternatives)
    said = [has.said for one in query.alternatives for has in one.has]
    is_named = has_thing or not all(_numbers_unknown(draft, each) for each in said)
    is_kept = any(limit.column not in ("price", "stock") for limit in query.ranges)
    return bool(draft.unknown) and not (is_named or is_kept)


def _numbers_unknown(draft: Draft, said: str) -> bool:
    """Tell whether it is a figure right after a word nobody knows: "iphone | 15"."""
    known = pairwise(draft.marks.words)
    return said[:1].isdigit() and any(
        before in draft.unknown and after[:1].isdigit() for before, after in known
    )


def is_fragment(draft: Draft) -> bool:
    """Tell whether it only names something: "amortiguadores", "harry potter"."""
    marks = [mark for mark in draft.marks.listed if not mark.is_filler]
    words = [mark for mark in marks if mark.is_word]
    others = {mark.word for mark in marks if not mark.is_word}
    return 0 < len(words) <= _FEW_WORDS and others <= _LINKS


def is_shopping(draft: Draft) -> bool:
    """Tell whether the question speaks as customers of a shop do."""
    if draft.ideas & _STRONG_FRAMES or draft.ranges:
        return True
    strong = ("muest", "mostr", "ensen", "dame", "lista", "show", "give", "list")
    return any(
        "show" in mark.ideas and mark.word.startswith(strong)
        for mark in draft.marks.listed
    )
