"""Letters as they are compared: small, without accents."""

import unicodedata


def fold(text: str) -> str:
    """Give the text in lower case without accents; the length may change."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
