"""Amounts as a transcriber writes them down, in words and in figures."""

from decimal import Decimal
from pathlib import Path

from catalog.amounts import amounts_in

TABLE = Path(__file__).with_name("heard.tsv")
SHARES = Path(__file__).with_name("heard_shares.tsv")


def rows(table=TABLE):
    lines = table.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]


def told(amount):
    return f"{float(round(amount.value, 4)):g} {amount.unit}"


def test_every_amount_of_the_table_is_understood_to_the_cent():
    wrong = [
        f"{language} {text!r}: {heard}, not {value}"
        for language, text, value in rows()
        if (heard := [a.value for a in amounts_in(text, language)]) != [Decimal(value)]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_is_as_large_as_promised():
    assert len(rows()) >= 600


def test_shares_and_terms_are_understood_with_their_unit():
    wrong = [
        f"{language} {text!r}: {heard}, not {meant}"
        for language, text, meant in rows(SHARES)
        if (heard := [told(a) for a in amounts_in(text, language)]) != [meant]
    ]
    assert not wrong, "\n".join(wrong)
