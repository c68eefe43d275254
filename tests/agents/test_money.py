import pytest

from agents import money


@pytest.mark.parametrize(
    ("value", "currency", "language", "text"),
    [
        (1941.9, "PEN", "es", "S/ 1,941.90"),
        (1941.9, "PEN", "en", "S/ 1,941.90"),
        (1941.9, "EUR", "es", "1.941,90 €"),
        (1941.9, "EUR", "en", "€1,941.90"),
        (25, "USD", "es", "$25.00"),
        (25, "USD", "en", "$25.00"),
        (0.005, "PEN", "es", "S/ 0.01"),
        (12.5, "", "es", "12.50"),
        (7, "CHF", "en", "7.00 CHF"),
        ("1234.50", "EUR", "es", "1.234,50 €"),
        ("1000000.00", "CLP", "es", "$1.000.000,00"),
        ("1000000.00", "CLP", "en", "$1,000,000.00"),
    ],
)
def test_money_is_written_as_its_people_do(value, currency, language, text):
    assert money(value, currency, language) == text
