"""Whole dialogues about debts against the rule sheet, sentence by sentence."""

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from agents.debt_talk import SURE_ENOUGH, DebtTalk
from agents.debt_tools import DebtTools
from catalog import Questions, make_sample_shop, open_ledger, open_shop
from tests.doubles.rule_sheet import SheetDebt, SheetVisit

FILE = Path(__file__).with_name("debt_dialogues.txt")


def read_dialogues():
    """The owner's debts, and each dialogue: name, language, customer, turns."""
    debts, dialogues = [], []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("owed "):
            debts.append(line.split()[1:])
        elif line.startswith("== "):
            name, language, customer = line[3:].split(" | ")
            dialogues.append((f"{len(dialogues) + 1} {name}", language, customer, []))
        elif "||" in line:
            dialogues[-1][3].append(tuple(p.strip() for p in line.split("||")))
    return debts, dialogues


DEBTS, DIALOGUES = read_dialogues()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("dialogues") / "owners.db"
    customers = {customer for _, _, customer, _ in DIALOGUES} - {"-"}
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE users (email TEXT PRIMARY KEY, name TEXT)")
        connection.execute(
            "CREATE TABLE debts (id INTEGER PRIMARY KEY, total_debt NUMERIC,"
            " maximum_period_months INTEGER, minimum_accepted_payment NUMERIC,"
            " user_email TEXT REFERENCES users(email))"
        )
        connection.executemany(
            "INSERT INTO users VALUES (?, ?)",
            [(f"{name}@ejemplo.es", name) for name in customers],
        )
        connection.executemany(
            "INSERT INTO debts VALUES (?, ?, ?, ?, ? || '@ejemplo.es')", DEBTS
        )
    connection.close()
    ledger = open_ledger(path)
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def is_sold(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    make_sample_shop(path)
    shop = open_shop(str(path))
    yield Questions(shop).vocabulary.knows
    shop.close()


def sheet_visit(customer):
    if customer == "-":
        return SheetVisit(None)
    own = {
        int(number): SheetDebt(Decimal(total), int(months), Decimal(minimum))
        for number, total, months, minimum, whose in DEBTS
        if whose == customer
    }
    return SheetVisit(own)


def agrees(expected, result):
    """Every field of the sheet; of the debts only number and total."""
    if "debts" in expected:
        listed = [{"id": d["id"], "total": d["total"]} for d in result.get("debts", ())]
        return listed == expected["debts"]
    return {name: result.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("name", "language", "customer", "turns"), DIALOGUES, ids=[d[0] for d in DIALOGUES]
)
def test_a_dialogue_follows_the_sheet(ledger, is_sold, name, language, customer, turns):
    who = ledger.customer_by_email(f"{customer}@ejemplo.es")
    tools = DebtTools(ledger, lambda: who.id if who else None, visit=name)
    talk = DebtTalk(tools, language=language, is_sold=is_sold)
    sheet = sheet_visit(customer)
    for sentence, move in turns:
        call = talk.step(sentence)
        if move == "open":
            continue
        if move == "shop":
            assert call is None, sentence
            continue
        assert talk.confidence(sentence) >= SURE_ENOUGH, sentence
        answer = talk.ask_debts(sentence)
        if move == "ask":
            assert answer.finding.kind == "clarify", sentence
        else:
            assert agrees(sheet.play(move), answer.data), (sentence, answer.data)
