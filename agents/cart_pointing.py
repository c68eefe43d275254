"""Which of several things a customer points to: "ese", "el segundo", "la Lenovo"."""

import re
from collections.abc import Sequence

from agents.cart_moves import plain

POINTING = re.compile(
    r"(?:(?:de |of )?(?:es[eoa]s?|est[eoa]s?|aquel(?:l[oa]s?)?|ell[oa]s?|it|this|that"
    r"|these|those|them)(?: ones?)?|l[oa]s?)"
)
"""Words that mean what was just spoken of."""
_PLACES = {
    word: place
    for place, words in enumerate(
        "primer primero primera first 1"
        "|segundo segunda second 2|tercer tercero tercera third 3"
        "|cuarto cuarta fourth 4|quinto quinta fifth 5".split("|")
    )
    for word in words.split()
}
_LAST = "ultimo|ultima|last"
_PLACE = re.compile(
    r"(?:(?:el|la|del|de la|the|of the) )?(?:(?:numero|number|producto|product) )?"
    rf"(?P<word>{'|'.join(_PLACES)}|{_LAST})"
    r"(?: (?:one|producto|product|de la lista|de es[oa]s|of (?:them|those)))?"
)
_NO_NAMES = frozenset(
    "el la los las un una uno de del al lo y o the a an of and or one quiero si yes"
    " por favor please".split()
)


def place_in(said: str, count: int) -> int | None:
    """Which of so many is meant by its place, from 0; None when none is.

    Args:
        said: Plain words, and nothing else than the place.
        count: How many there are.
    """
    match = _PLACE.fullmatch(said)
    if match is None or not count:
        return None
    place = _PLACES.get(match["word"], count - 1)
    return place if place < count else None


def named_among(said: str, names: Sequence[str]) -> int | None:
    """Which name alone has all the words that were said; None when none or several.

    Args:
        said: Plain words.
        names: As the shop writes them.
    """
    wanted = {_stem(word) for word in said.split()} - _NO_NAMES
    if not wanted:
        return None
    fitting = [
        place
        for place, name in enumerate(names)
        if wanted <= {_stem(word) for word in plain(name).split()}
    ]
    return fitting[0] if len(fitting) == 1 else None


def _stem(word: str) -> str:
    return word if len(word) < 4 else re.sub(r"(?:es|s)$", "", word)
