"""Turns of speech put plainly, and which language a text speaks."""

import re

from knowledge.words import words_of

_ENGLISH = frozenset(
    "the a an of to in is are and for on at with from by or be can not do does what"
    " how when where which who your you it this that if".split()
)
_SPANISH = frozenset(
    "el la los las de del en y a un una por para con se que es son al o no su sus si"
    " cual cuando donde como este esta hay desde hasta".split()
)
_TURNS = (
    (
        re.compile(
            r"(?i)\bsin (?:ning[uú]n )?(?:cost[eo]|cargo|recargo)\b"
            r"|\bat no (?:extra )?(?:cost|charge)\b|\bfree of charge\b"
        ),
        "gratis",
    ),
    (re.compile(r"(?i)\bwi-fi\b"), "wifi"),
    (re.compile(r"(?i)\bida y vuelta\b|\bround trip\b"), "idayvuelta"),
    (re.compile(r"(?i)\breturn (?=ticket|fare|trip|journey|£|\$|€)"), "idayvuelta "),
    (re.compile(r"(?i)\bfuegos artificiales\b|\bfireworks\b"), "pirotecnia"),
    (re.compile(r"(?i)\bpuntos? de recarga\b|\bcharging points?\b"), "cargador"),
    (re.compile(r"(?i)\bsilla de ruedas\b|\bwheelchairs?\b"), "silla ruedas"),
)


def speaks_english(text: str) -> bool:
    """Tell whether a text is rather English than Spanish, by its small words."""
    words = words_of(text)
    english = sum(word in _ENGLISH for word in words)
    return english > sum(word in _SPANISH for word in words)


def plainly(text: str) -> str:
    """Give a text with turns of several words put as one: "sin coste" is "gratis"."""
    for pattern, word in _TURNS:
        text = pattern.sub(word, text)
    return text
