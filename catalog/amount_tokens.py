"""A text cut into what amounts are made of: figures, words, signs of currencies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.folding import fold

CURRENCIES: dict[str, str | None] = {
    **dict.fromkeys(("s/", "s/.", "pen", "sol", "soles", "luca", "lucas"), "PEN"),
    **dict.fromkeys(("€", "eur", "euro", "euros", "pavo", "pavos"), "EUR"),
    **dict.fromkeys(("us$", "usd", "dolar", "dolares", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("buck", "bucks"), "USD"),
    **dict.fromkeys(("£", "gbp", "libras", "pound", "pounds", "quid"), "GBP"),
    **dict.fromkeys(("$", "peso", "pesos", "mangos", "varos"), None),
    **dict.fromkeys(("bolivianos", "colones", "quetzales", "guaranies"), None),
    **{code.lower(): code for code in ("MXN", "ARS", "COP", "CLP", "BOB", "UYU")},
    "reais": "BRL",
    "yenes": "JPY",
}
"""Words and signs of currencies → ISO 4217; None where they have several meanings."""

_TOKEN = re.compile(
    r"""(?P<symbol>US\$|S/\.?|[€$£%])
      | (?P<figure>\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d+)?)
        (?P<k>\s?[kK](?![^\W\d_]))?
      | (?P<word>[^\W\d_]+)
      | (?P<mark>[-–,;:.?!¿¡/()"'+])""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text."""

    text: str
    """Folded: lower case, no accents."""
    kind: str
    start: int
    end: int
    has_k: bool = False
    is_glued: bool = False
    """Stands directly against a letter or digit, as in a model code."""


def tokens_of(text: str) -> list[Token]:
    """Give the tokens of a text, in order; what is no part of amounts is left out."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = next(k for k in ("symbol", "figure", "word", "mark") if match[k])
        before = text[match.start() - 1] if match.start() else " "
        glued = kind == "figure" and (before.isalnum() or before == "_")
        tokens.append(
            Token(
                text=match[kind] if kind == "figure" else fold(match[kind]),
                kind=kind,
                start=match.start(),
                end=match.end(),
                has_k=bool(match["k"]),
                is_glued=glued and not _ends_currency(tokens, match.start()),
            )
        )
    return tokens


def _ends_currency(tokens: Sequence[Token], start: int) -> bool:
    last = tokens[-1] if tokens else None
    return last is not None and last.end == start and last.text in CURRENCIES
