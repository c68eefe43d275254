"""Which document, places and parts a question about opening means, and how surely."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.dates import MONTHS
from knowledge.days import days_named
from knowledge.facts import DateList, Facts, Opening
from knowledge.places import is_inside, key_of, places_asked
from knowledge.question import Asked
from knowledge.words import (
    empty_words,
    fold,
    is_vague,
    kin_of,
    lexicon,
    stem_set,
    stems_of,
    words_of,
)

_REGIONS = re.compile(
    r"\b(?:que|cuantas|which|how many) (?:comunid|region|isla|provinc)"
)
_OTHER_MATTERS = re.compile(
    r"\b(?:devolver\w*|devolucion\w*|cambiar(?:lo|la)?|reembols\w+|garanti\w+|warrant\w+"
    r"|returns?|refund\w*|exchange|actualiz\w+|updated|publicad\w+|recog\w+|reservar?"
    r"|pagar|pay|enviar|envio|entrega\w*|deliver\w*|anular|cancelar?)\b"
)
_PRICE = re.compile(r"\bcuanto (?:cuesta|vale|es)|\bprecio|\bhow much\b")

_WANTED = re.compile(
    r"\b(?:que|which|what|cuant[oa]s?|es (?:el|la)"
    r"|(?:abren?|cierran?|abiert[oa]s?|cerrad[oa]s?|horarios? de) (?:el|las?|los))"
    r"(?= (\w+))"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a document is meant."""

    confidence: float
    """That the question is about this document's days and hours, 0 to 1."""
    lists: list[DateList]
    openings: list[Opening]
    is_named: bool
    """The document or one of its places was named."""
    places: tuple[str, ...]
    """Keys of the regions that were named."""
    parts: tuple[str, ...]
    """Parts of the house that were named, as the document writes them."""
    has_many_places: bool
    """Hours of several houses are printed and none was named."""


def scope_asked(asked: Asked, facts: Facts) -> Scope:
    """Find what a question means in one document."""
    paths = [each.place for each in facts.lists if each.place]
    keys = [key for key, _ in places_asked(asked.text, paths)] if paths else []
    lists = facts.lists
    if keys:
        inner = [k for k in keys if any(key_of(p[-1]) == k for p in paths)]
        key = (inner or keys)[0]
        lists = [each for each in lists if is_inside(each.place, key)]
    parts = _parts_asked(asked.text, facts.openings, facts.names)
    openings, many = _openings_asked(asked.text, facts.openings)
    if not keys and len(openings) < len(facts.openings):
        chosen = [each.place for each in openings]
        lists = [each for each in lists if _is_about(each.place, chosen)]
    confidence = _confidence(asked, facts, keys=bool(keys), parts=bool(parts))
    is_named = bool(keys) or names_document(asked.text, facts.names)
    return Scope(confidence, lists, openings, is_named, tuple(keys), parts, many)


def _is_about(place: tuple[str, ...], chosen: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether one of the chosen places is this one, inside it, or around it."""
    return any(
        all(a == b for a, b in zip(place, other, strict=False)) for other in chosen
    )


def _parts_asked(text: str, openings: Iterable[Opening], names: str) -> tuple[str, ...]:
    """The parts named; a word of the house's own name tells none from another."""
    parts = tuple(dict.fromkeys(each.part for each in openings if each.part))
    own = set(words_of(names))
    others = [word for word in words_of(text) if word not in own]
    if met := _parts_met(others, parts):
        return met
    whole = set(words_of(text))
    return tuple(part for part in parts if set(_telling(part)) <= whole)


def _parts_met(words: Iterable[str], parts: Iterable[str]) -> tuple[str, ...]:
    asked = {stem for word in words for stem in stems_of(word)}
    met = {
        part: sum(bool(kin_of(word) & asked) for word in _telling(part))
        for part in parts
    }
    best = max(met.values(), default=0)
    return tuple(part for part, count in met.items() if count == best > 0)


def _telling(name: str) -> list[str]:
    return [word for word in words_of(name) if word not in empty_words()]


def _openings_asked(text: str, openings: list[Opening]) -> tuple[list[Opening], bool]:
    """The hours of the house named, or of all."""
    places = dict.fromkeys(each.place for each in openings)
    if len(places) < 2:
        return openings, False
    told = [word for word in words_of(text) if not _is_common(word)]
    asked = {stem for word in told for stem in kin_of(word)}
    common = set.intersection(*({*stem_set(" ".join(p))} for p in places))
    scores = {
        place: len((stem_set(" ".join(place)) - common) & asked) for place in places
    }
    best = max(scores.values())
    if best == 0:
        return openings, True
    inner = [place for place in places if scores[place] == best]
    chosen = [
        each
        for each in openings
        if each.place in inner or any(each.place == p[: len(each.place)] for p in inner)
    ]
    return chosen, len(inner) > 1


def _confidence(asked: Asked, facts: Facts, *, keys: bool, parts: bool) -> float:
    told = set(words_of(asked.text))
    many = len({each.place for each in facts.lists}) > 2
    is_lost = many and not keys and not asked.has("places")
    score = _wish(asked)
    if not score and asked.when.is_empty:
        return 0.0
    score += 0.15 * (not asked.when.is_empty)
    score += 0.3 * names_document(asked.text, facts.names) + 0.3 * keys + 0.2 * parts
    score += 0.1 * bool(told & set(str(lexicon()["opening"]).split()))
    score -= 0.4 * bool(told & set(str(lexicon()["transport"]).split()))
    score -= 0.3 * (not many and bool(_REGIONS.search(asked.text)))
    score += 0.2 * (_asks_holidays(asked, facts) or _asks_week(asked, facts))
    score -= 0.5 * bool(_OTHER_MATTERS.search(asked.text))
    score -= 0.3 * is_lost + 0.5 * bool(_PRICE.search(asked.text))
    return max(0.0, min(1.0, score - _strangers(asked, facts)))


def _asks_holidays(asked: Asked, facts: Facts) -> bool:
    """Holidays as such are wanted, and the document lists them."""
    return (
        asked.has("list", "count", "date_of", "holiday")
        and not asked.has("open", "closed")
        and any(each.meaning == "holiday" for each in facts.lists)
    )


def _asks_week(asked: Asked, facts: Facts) -> bool:
    """The hours as such are wanted, and the document gives them by the week."""
    return asked.has("hours") and any(each.days for each in facts.openings)


def _wish(asked: Asked) -> float:
    if asked.has("open", "closed"):
        return 0.4
    if asked.has("hours", "holiday"):
        return 0.25
    if asked.has("places"):
        return 0.3
    if asked.has("date_of"):
        return 0.25
    is_listing = asked.has("list", "count")
    return 0.2 if is_listing and (asked.when.kinds or asked.when.first) else 0.0


def names_document(text: str, names: str) -> bool:
    """Tell whether a word of a document's own name is in a folded question."""
    own = {w for w in words_of(names) if not _is_common(w)}
    return bool(own & set(words_of(text)))


def _is_common(word: str) -> bool:
    return (
        word in empty_words()
        or len(word) < 4
        or word.isdigit()
        or word in MONTHS
        or bool(days_named(word))
        or is_vague(word)
        or word in set(str(lexicon()["opening"]).split())
        or word in set(str(lexicon()["transport"]).split())
        or word in set(str(lexicon()["harmless"]).split())
    )


def _strangers(asked: Asked, facts: Facts) -> float:
    """What speaks against the document: names and things it does not know."""
    known = stem_set(
        " ".join(
            [
                facts.names,
                *(" ".join(each.place) for each in facts.lists),
                *(name for each in facts.lists for name in each.names.values()),
                *(f"{' '.join(each.place)} {each.part}" for each in facts.openings),
            ]
        )
    )
    places = {
        w
        for _, said in places_asked(asked.text, [e.place for e in facts.lists])
        for w in words_of(said)
    }
    against = 0.0
    harmless = set(str(lexicon()["harmless"]).split())
    text = asked.text
    for start, end in asked.when.spans:
        text = text[:start] + " " * (end - start) + text[end:]
    text = re.sub(
        r"\bsegun (?:el |la |los |las )?\w+|\baccording to (?:the )?\w+", "", text
    )
    wanted = _WANTED.findall(text)
    for word in words_of(text):
        if _is_common(word) or kin_of(word) & known or word in places:
            continue
        if word in harmless or re.fullmatch(r"[\d.:,]+", word):
            continue
        is_wanted = any(named.startswith(word) for named in wanted)
        against += 0.6 if is_wanted or _is_name(asked.original, word) else 0.2
    return against


def _is_name(original: str, word: str) -> bool:
    """The word was written with a capital, and not because it begins a sentence."""
    at = fold(original).find(word)
    if at <= 0:
        return False
    before = original[:at].rstrip()
    return original[at].isupper() and before[-1:] not in (
        "",
        ".",
        "?",
        "!",
        "¿",
        "¡",
        ",",
    )
