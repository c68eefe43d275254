"""Amounts as people write and say them."""

from decimal import Decimal

import pytest

from catalog.amounts import amounts_in, readings_of

SAID = [
    # Spanish money
    ("doscientos soles", "200", "money"),
    ("quiero pagar doscientos cincuenta euros", "250", "money"),
    ("mil doscientos euros con cincuenta", "1200.50", "money"),
    ("novecientos euros con veinte", "900.20", "money"),
    ("novecientos con veinte", "900.20", "money"),
    ("diez soles con cincuenta céntimos", "10.50", "money"),
    ("diez soles y cinco centimos", "10.05", "money"),
    ("cincuenta céntimos", "0.50", "money"),
    ("un sol", "1", "money"),
    ("un euro", "1", "money"),
    ("dos mil quinientos soles", "2500", "money"),
    ("2 mil 500 soles", "2500", "money"),
    ("2,5 mil euros", "2500", "money"),
    ("tres mil euros", "3000", "money"),
    ("S/ 1 200", "1200", "money"),
    ("S/1,941.90", "1941.90", "money"),
    ("S/. 99.90", "99.90", "money"),
    ("1.941,90 €", "1941.90", "money"),
    ("€ 12", "12", "money"),
    ("12 000 pesos", "12000", "money"),
    ("$ 25", "25", "money"),
    ("25 dólares", "25", "money"),
    ("US$ 30.50", "30.50", "money"),
    ("cien nuevos soles", "100", "money"),
    ("un millón de euros", "1000000", "number"),
    ("doscientos con cincuenta al mes", "200.50", "money"),
    ("veinte pavos", "20", "money"),
    ("2.5k euros", "2500", "money"),
    # Spanish numbers
    ("2.345,60", "2345.60", "number"),
    ("2.345", "2345", "number"),
    ("1.234.567,89", "1234567.89", "number"),
    ("dos coma cinco", "2.5", "number"),
    ("veinte punto cinco", "20.5", "number"),
    ("dos y medio", "2.5", "number"),
    ("un millón y medio", "1500000", "number"),
    ("medio millón", "500000", "number"),
    ("un par", "2", "number"),
    ("una docena", "12", "number"),
    ("media docena", "6", "number"),
    ("dos docenas", "24", "number"),
    ("veinti cinco", "25", "number"),
    ("dieci seis", "16", "number"),
    ("diez y seis", "16", "number"),
    ("nueve noventa", "9.90", "number"),
    ("ciento noventa y nueve noventa", "199.90", "number"),
    ("dosientos", "200", "number"),
    # parts, percentages, months
    ("la mitad", "0.5", "fraction"),
    ("un tercio", None, "fraction"),
    ("dos tercios", None, "fraction"),
    ("tres cuartas partes", "0.75", "fraction"),
    ("la cuarta parte", "0.25", "fraction"),
    ("el setenta por ciento", "70", "percent"),
    ("70 %", "70", "percent"),
    ("70%", "70", "percent"),
    ("un 12,5 por ciento", "12.5", "percent"),
    ("en diez cuotas", "10", "months"),
    ("en 12 plazos", "12", "months"),
    ("tres mensualidades", "3", "months"),
    ("veinticuatro meses", "24", "months"),
    ("un año", "12", "months"),
    ("dos años", "24", "months"),
    ("un año y medio", "18", "months"),
    ("medio año", "6", "months"),
    # English
    ("two hundred dollars", "200", "money"),
    ("two and a half thousand", "2500", "number"),
    ("twenty-five hundred", "2500", "number"),
    ("a thousand", "1000", "number"),
    ("a hundred and twenty dollars and fifty cents", "120.50", "money"),
    ("ten dollars fifty", "10.50", "money"),
    ("fifty cents", "0.50", "money"),
    ("a dozen", "12", "number"),
    ("a couple", "2", "number"),
    ("half a million", "500000", "number"),
    ("two thousand and five", "2005", "number"),
    ("two point five", "2.5", "number"),
    ("nineteen ninety-nine", "19.99", "number"),
    ("2,345.60", "2345.60", "number"),
    ("2.000 soles", "2000", "money"),
    ("nine hundred twenty and forty cents", "920.40", "money"),
    ("£1,250", "1250", "money"),
    ("seventy percent", "70", "percent"),
    ("seventy per cent", "70", "percent"),
    ("half", "0.5", "fraction"),
    ("a third", None, "fraction"),
    ("three quarters", "0.75", "fraction"),
    ("ten instalments", "10", "months"),
    ("six monthly payments", "6", "months"),
    ("a year", "12", "months"),
    ("five grand", "5000", "number"),
    ("20 bucks", "20", "money"),
]


def words(text):
    return text.split()


ES_UNITS = words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós "
    "veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)
ES_TENS = words("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
ES_HUNDREDS = words(
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    "ochocientos novecientos"
)
EN_UNITS = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
)
EN_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")


def in_spanish(n):
    if n < 30:
        return ES_UNITS[n]
    if n < 100:
        ten, unit = divmod(n, 10)
        return ES_TENS[ten - 3] + (f" y {ES_UNITS[unit]}" if unit else "")
    if n == 100:
        return "cien"
    if n < 1000:
        hundred, rest = divmod(n, 100)
        tail = f" {in_spanish(rest)}" if rest else ""
        return ES_HUNDREDS[hundred - 1] + tail
    thousand, rest = divmod(n, 1000)
    head = "mil" if thousand == 1 else f"{in_spanish(thousand)} mil"
    return head + (f" {in_spanish(rest)}" if rest else "")


def in_english(n):
    if n < 20:
        return EN_UNITS[n]
    if n < 100:
        ten, unit = divmod(n, 10)
        return EN_TENS[ten - 2] + (f"-{EN_UNITS[unit]}" if unit else "")
    if n < 1000:
        hundred, rest = divmod(n, 100)
        tail = f" and {in_english(rest)}" if rest else ""
        return f"{EN_UNITS[hundred]} hundred{tail}"
    thousand, rest = divmod(n, 1000)
    joiner = " and " if 0 < rest < 100 else " "
    return f"{in_english(thousand)} thousand" + (
        joiner + in_english(rest) if rest else ""
    )


NUMBERS = [*range(2, 130), *range(131, 2000, 61), *range(2003, 99999, 2377)]


@pytest.mark.parametrize(("text", "value", "unit"), SAID)
def test_an_amount_is_read_as_it_is_said(text, value, unit):
    (amount,) = amounts_in(text)
    assert amount.unit == unit
    if value is not None:
        assert amount.value == Decimal(value)


@pytest.mark.parametrize("number", NUMBERS)
def test_spanish_number_words_give_their_number(number):
    (amount,) = amounts_in(in_spanish(number) + " soles", "es")
    assert (amount.value, amount.unit) == (number, "money")


@pytest.mark.parametrize("number", NUMBERS)
def test_english_number_words_give_their_number(number):
    (amount,) = amounts_in(in_english(number) + " dollars", "en")
    assert (amount.value, amount.unit) == (number, "money")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("entre mil y tres mil soles", [1000, 3000]),
        ("entre 50 y 100", [50, 100]),
        ("between one hundred and two hundred", [100, 200]),
        ("between five hundred and a thousand dollars", [500, 1000]),
        ("between a thousand and three thousand", [1000, 3000]),
        ("entre cien y ciento cincuenta", [100, 150]),
        ("de veinte a treinta", [20, 30]),
        ("entre cincuenta y ochenta", [50, 80]),
        ("cien y doscientos", [100, 200]),
        ("laptop de 15 con 8 gigas", [15, 8]),
        ("dame dos de menos de cien", [2, 100]),
    ],
)
def test_two_numbers_stay_two(text, values):
    assert [a.value for a in amounts_in(text)] == values


@pytest.mark.parametrize(
    "text", ["quiero un celular", "a phone", "laptop colca r664", "una laptop", ""]
)
def test_articles_and_model_codes_are_no_amounts(text):
    assert amounts_in(text) == ()


def test_both_readings_of_a_doubtful_figure_are_given():
    assert readings_of("2.345") == (Decimal(2345), Decimal("2.345"))
    assert readings_of("2,5") == (Decimal("2.5"),)
    assert readings_of("2.345,6") == (Decimal("2345.6"),)


def test_currency_and_place_of_an_amount_are_known():
    text = "¿tienen algo de S/ 1 200 o menos?"
    (amount,) = amounts_in(text)
    assert amount.currency == "PEN"
    assert text[amount.start : amount.end] == "S/ 1 200"
    assert amount.cents == 120000


def test_pesos_have_no_country():
    assert amounts_in("300 pesos")[0].currency is None
