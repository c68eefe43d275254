"""What staff write is exact to the cent, or refused with what was found."""

import math

import pytest

from catalog import CustomerInvalid, cents_written, months_written
from catalog.staff_figures import MOST_CENTS, currency_written


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1234", 123_400),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        (" 0,01 ", 1),
        ("2.345", 234_500),
        ("2,5", 250),
        ("1 000,10", 100_010),
        (749.9, 74_990),
        (1200, 120_000),
        (1e6, 100_000_000),
        ("1000000000000", MOST_CENTS),
    ],
)
def test_an_amount_is_read_as_it_is_meant(written, cents):
    assert cents_written(written) == cents


@pytest.mark.parametrize(
    "written",
    [
        *("", "0", "0,00", "-5", "mil", "NaN", "inf", "1e5", "٣", "12,3,4", "1.2.3"),
        *("0.005", "10.0050", "1,23456", "1000000000000,01", "9" * 400),
        *(0, -1, 0.001, math.nan, math.inf, -math.inf, 1e300, 10**400, True, None, []),
    ],
)
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(CustomerInvalid):
        cents_written(written)


@pytest.mark.parametrize("written", [1, 600, "12", " 6 ", 12.0])
def test_months_are_whole_and_in_bounds(written):
    assert months_written(written) == int(float(written))


@pytest.mark.parametrize(
    "written", [0, 601, -1, 1.5, "doce", "", "1e2", math.nan, math.inf, True, None, "٣"]
)
def test_what_is_no_number_of_months_is_refused(written):
    with pytest.raises(CustomerInvalid, match="1 to 600"):
        months_written(written)


@pytest.mark.parametrize("written", ["euros", "ЕUR", "E1R", "", "€"])
def test_what_is_no_currency_is_refused(written):
    with pytest.raises(CustomerInvalid, match="ISO"):
        currency_written(written)
    assert currency_written(" pen ") == "PEN"
