"""Was said what was written? Figures exactly, words nearly."""

import difflib
import re
import unicodedata

_NEARLY = 0.8
"""A voice may write "ok" for "okay"; it may not leave out half a sentence."""


def says_the_same(written: str, said: str) -> bool:
    """Tell whether a transcript of speech agrees with the text it was made from."""
    if _figures(written) != _figures(said):
        return False
    wanted, got = _words(written), _words(said)
    return difflib.SequenceMatcher(None, wanted, got, autojunk=False).ratio() >= _NEARLY


def has_figures(text: str) -> bool:
    """Tell whether there is a figure that must not be said wrong."""
    return bool(_figures(text))


def _figures(text: str) -> str:
    """Give all digits in a row: "S/ 1,299.50" and "1299 con 50" are the same."""
    return "".join(re.findall(r"\d", text))


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.findall(r"\w+", plain)
