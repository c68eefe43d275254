"""Amounts as the customer's language writes them."""

from decimal import Decimal

from agents import Language

_SIGNS = {"PEN": "S/ ", "USD": "US$ ", "GBP": "£", "EUR": "€"}


def money(amount: Decimal | float | str, currency: str, language: Language) -> str:
    """An amount to the cent; Spanish writes euros as "1.234,50 €".

    Args:
        amount: In whole units.
        currency: ISO 4217, or empty when the owner does not say.
        language: The customer's.
    """
    figure = f"{Decimal(str(amount)):,.2f}"
    if language == "es" and currency == "EUR":
        return figure.translate(str.maketrans(",.", ".,")) + " €"
    sign = _SIGNS.get(currency)
    return f"{sign}{figure}" if sign else f"{figure} {currency}".strip()
