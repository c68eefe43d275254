"""Stops and ends of a line: how customers name them, and which way they mean to go."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.facts import Service
from knowledge.words import fold, lexicon, words_of

_FILLER = frozenset(
    "de del la las el los y e a al estacion parada terminal intercambiador"
    " anden c g d avda av "
    "avenida calle plaza cc cruce station stop".split()
)
_TO = re.compile(
    r"\b(?:hacia|a|al|para|hasta|direccion|sentido|destino|to|towards|into|reach|for"
    r"|deja[n]? en|llega[nr]? en|estar en)"
    r"(?: (?:la|el|las|los|the|ir a|llegar a|volver a|ir|get to))?\W*$"
)
_FROM = re.compile(
    r"\b(?:de|del|desde|en|from|at|leaving|leave|leaves|por|in)(?: (?:la|el"
    r"|las|los|the))?\W*$"
)
_CLOSE = 0.82


@dataclass(frozen=True, slots=True)
class Way:
    """Where the customer is and wants to go: stops of a line, perhaps empty."""

    start: str = ""
    goal: str = ""
    others: tuple[str, ...] = ()
    """Stops named without a direction."""


@lru_cache(maxsize=4096)
def stop_key(name: str) -> str:
    """Give the words that tell a stop from others."""
    plain = re.sub(r"\([^)]*\)", " ", fold(name))
    words = [w for w in words_of(plain) if w not in _FILLER]
    return " ".join(words) or " ".join(words_of(plain))


def way_asked(text: str, services: Iterable[Service]) -> Way:
    """Find stops in a folded question and tell from the words before which way."""
    found = _named(text, _keys(services))
    start = goal = ""
    others = []
    for at, key in found:
        before = text[:at]
        if _TO.search(before) and not goal:
            goal = key
        elif _FROM.search(before) and not start:
            start = key
        else:
            others.append(key)
    if not start and others and (goal or len(others) > 1):
        start = others.pop(0)
    if start and not goal and others:
        goal = others.pop(0)
    return Way(start, goal, tuple(others))


def _keys(services: Iterable[Service]) -> dict[str, None]:
    keys: dict[str, None] = {}
    for service in services:
        for name in (
            service.origin,
            service.destination,
            *service.route,
            *service.stops,
        ):
            if name:
                keys |= dict.fromkeys(_names_of(name))
    return keys


def _names_of(name: str) -> list[str]:
    """What a stop may be called: its whole name, what brackets hold, its first part."""
    told = [stop_key(name)]
    if inside := re.search(r"\(([^)\d]{4,})\)", name):
        told.append(stop_key(inside[1]))
    first, *others = re.split(r",\s+|\s+[-–—·/]\s+", name)
    if others and len(stop_key(first)) > 3:
        told.append(stop_key(first))
    return told


def in_its_words(text: str, services: Iterable[Service]) -> str:
    """Put the stops' own words for what a folded question says in the other language.

    A word that a stop bears is left alone.
    """
    known = {word for key in _keys(services) for word in key.split()}
    for one, other in _translations():
        for said, written in ((one, other), (other, one)):
            is_written = any(w in known for w in written.split())
            if is_written and not set(said.split()) & known:
                text = re.sub(rf"\b{said}\b", written, text)
    return text


@lru_cache(maxsize=1)
def _translations() -> tuple[tuple[str, str], ...]:
    pairs = [tuple(fold(line).split("|")) for line in lexicon()["sites"]]
    return tuple((one, other) for one, other in pairs)


def _named(text: str, keys: Iterable[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, int, str]] = []
    for key in sorted(keys, key=len, reverse=True):
        if len(key) < 3 or key.isdigit():
            continue
        words = r"\W+(?:(?:de|del|la|las|el|los|y)\W+)*".join(
            map(re.escape, key.split())
        )
        for match in re.finditer(rf"(?:\b(?:las?|los|el)\s+)?\b{words}\b", text):
            start, end = match.span()
            if not any(start < other[1] and end > other[0] for other in found):
                found.append((start, end, key))
    if not found:
        found = _misheard(text, keys)
    return sorted((start, key) for start, _, key in found)


def _misheard(text: str, keys: Iterable[str]) -> list[tuple[int, int, str]]:
    import difflib

    singles = [key for key in keys if " " not in key and len(key) > 4]
    known = set(str(lexicon()["transport"]).split())
    for match in re.finditer(r"[a-z]{5,}", text):
        close = difflib.get_close_matches(match[0], singles, 1, _CLOSE)
        if close and match[0] not in known:
            return [(*match.span(), close[0])]
    return []


def names_stop(name: str, key: str) -> bool:
    """Tell whether a stop's written name is the one meant by a key."""
    if not name or not key:
        return False
    own = stop_key(name)
    inside = re.search(r"\(([^)\d]{4,})\)", name)
    return (
        own == key
        or bool(inside and stop_key(inside[1]) == key)
        or (f" {key} " in f" {own} ")
    )


def place_in(route: Sequence[str], key: str, *, last: bool = False) -> int | None:
    """Give the number of a stop in a route, or None."""
    fitting = [i for i, name in enumerate(route) if stop_key(name) == key] or [
        i for i, name in enumerate(route) if names_stop(name, key)
    ]
    if not fitting:
        return None
    return fitting[-1] if last else fitting[0]


def goes(service: Service, way: Way) -> bool:
    """Tell whether a service runs the way asked; without a way any does."""
    start, goal = way.start, way.goal
    if start and _is_end(service, start) and not names_stop(service.origin, start):
        return False
    if (
        goal
        and names_stop(service.origin, goal)
        and not names_stop(service.destination, goal)
    ):
        return False
    route = [service.origin, *service.route, service.destination]
    i = place_in(route, start) if start else 0
    j = place_in(route, goal, last=True) if goal else len(route)
    return i is not None and j is not None and i < j


def _is_end(service: Service, key: str) -> bool:
    return names_stop(service.destination, key)
