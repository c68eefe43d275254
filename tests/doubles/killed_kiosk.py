"""A kiosk under load that loses its power again and again, anywhere in its work."""

import contextlib
import json
import random
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException

from catalog import open_ledger
from tests.doubles.kiosk_inside import record_question
from tests.doubles.kiosk_process import KioskProcess
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.staff_server import StaffServer

PIN = "482913"
DEAL = "Trato hecho"
PRODUCTS = ("dame laptops", "¿cuál es el producto más caro?", "agrega dos al carrito")
BARGAIN = ("quiero pagar mi deuda hoy", "acepto", "sí")
KILLED_AT_START = 0.1
"""Share of the kills that strike before the kiosk is ready."""
LONGEST_LIFE_S = 4.0


@dataclass
class Deaths:
    """What became of it."""

    kills: int = 0
    agreements: int = 0
    heard: int = 0
    """Deals that customers were told of."""
    notices: int = 0
    """That the staff had got when it ended; the others wait in the kiosk."""
    slowest_start_s: float = 0.0


def kill_at_random(folder, kills, *, seed=20261121):
    """Kill a kiosk so many times; complain of whatever was lost, halved or doubled.

    Args:
        folder: The kiosk's home.
        kills: How often it loses its power.
        seed: Makes the moments the same each time, as far as a machine does.
    """
    chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
    customers = _prepare(folder, 2 * kills)
    done, heard = Deaths(), set()
    with StaffServer() as staff:
        environment = {
            "KIOSK_AUDIO_INPUT": str(folder / "question.wav"),
            "KIOSK_AUDIO_OUTPUT": str(folder / "said.wav"),
            "KIOSK_DEBTS_WEBHOOK": f"{staff.url}/staff",
            "KIOSK_DEBTS_WEBHOOK_KEY": "key",
        }
        while done.kills < kills:
            kiosk = KioskProcess(folder, **environment)
            if chance.random() < KILLED_AT_START:
                _kill_while_it_starts(kiosk, chance.uniform(0, 1))
            else:
                _live(kiosk, chance, customers, heard)
                done.slowest_start_s = max(done.slowest_start_s, kiosk.ready_s)
            done.kills += 1
        with KioskProcess(folder, **environment) as kiosk:  # and is ready once more
            assert "Laptop" in kiosk.ask("dame laptops")["answer"]
        told = {notice["agreement"] for notice in staff.notices}
    _look_at(folder, heard, told, done)
    return done


def _prepare(folder, count):
    """Give customers, each with a debt."""
    folder.mkdir(parents=True, exist_ok=True)
    record_question(folder / "question.wav")
    ledger = open_ledger(folder / "state" / "ledger.db")
    names = [f"c{number}@ejemplo.pe" for number in range(count)]
    for name in names:
        customer = add_customer(ledger, name)
        add_debt(ledger, customer, total_cents=300_000, max_months=10)
    ledger.close()
    return iter(names)


def _kill_while_it_starts(kiosk, after_s):
    """Never wait for its readiness."""
    kiosk.launch()
    time.sleep(after_s)
    kiosk.kill()
    kiosk.__exit__()


def _live(kiosk, chance, customers, heard):
    """Ask and bargain until the power is gone."""
    kiosk.__enter__()
    end = threading.Timer(chance.uniform(0, LONGEST_LIFE_S), kiosk.kill)
    end.start()
    with contextlib.suppress(
        OSError, HTTPException, ValueError
    ):  # the door died in mid-sentence
        while True:
            kiosk.ask(chance.choice(PRODUCTS))
            if (customer := next(customers, None)) is not None:
                _agree(kiosk, customer, heard)
    end.join()
    kiosk.__exit__()


def _agree(kiosk, customer, heard):
    kiosk.end_visit()
    kiosk.log_in(customer, PIN)
    for said in BARGAIN:
        if DEAL in kiosk.ask(said)["answer"]:
            heard.add(customer)


def _look_at(folder, heard, told, done):
    """Databases are sound, no agreement is half or lost, every one is told or waits."""
    state = folder / "state"
    for path in state.glob("*.db"):
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    ledger = open_ledger(state / "ledger.db")
    agreements = ledger.agreements()
    debts = {debt.id: debt for debt in ledger.all_debts()}
    owners = {ledger.customer_by_email(name).id for name in heard}
    assert owners <= {one.customer for one in agreements}, "a deal was lost"
    for one in agreements:
        assert one.terms.instalments, "half an agreement"
        assert 0 < one.terms.total_cents <= debts[one.debt].total_cents
    assert len({one.debt for one in agreements}) == len(agreements), "agreed twice"
    assert ledger.verify_audit() > 0
    ledger.close()
    with closing(sqlite3.connect(state / "ledger.db")) as database:
        rows = database.execute("SELECT agreement FROM kiosk_notices").fetchall()
    waiting = {number for (number,) in rows} | _in_outbox(state / "notices")
    assert {one.number for one in agreements} <= told | waiting, "a notice was lost"
    done.agreements, done.heard = len(agreements), len(heard)
    done.notices = len(told)


def _in_outbox(folder):
    files = folder.glob("*.json")
    notices = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return {notice["agreement"] for notice in notices if "agreement" in notice}
