"""Amounts as customers read them."""

from decimal import ROUND_HALF_UP, Decimal

_SIGNS = {"PEN": "S/ ", "USD": "$", "MXN": "$", "ARS": "$", "COP": "$", "CLP": "$"}
_SIGNS_AFTER = {"EUR": " €"}
_SIGNS_BEFORE_EN = {"EUR": "€", "GBP": "£", "BRL": "R$"}
_COMMA_CURRENCIES = frozenset(("EUR", "ARS", "COP", "CLP", "BRL", "UYU"))


def money(value: Decimal | float | str, currency: str, language: str) -> str:
    """Give an amount as people of its currency write it: "S/ 1,941.90", "12,50 €".

    Args:
        value: In whole units; rounded half up to the cent.
        currency: ISO 4217, or empty when the owner does not say.
        language: The customer's.
    """
    amount = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{amount:,.2f}"
    if language == "es" and currency in _COMMA_CURRENCIES:
        text = text.translate(str.maketrans(",.", ".,"))
    if currency in _SIGNS:
        return _SIGNS[currency] + text
    if language == "en" and currency in _SIGNS_BEFORE_EN:
        return _SIGNS_BEFORE_EN[currency] + text
    if currency in _SIGNS_AFTER:
        return text + _SIGNS_AFTER[currency]
    return f"{text} {currency}".strip()
