"""Receipts are printed and the staff told; what fails is announced, never raised."""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agents import DebtAnswer, Finding, Run
from agents.debt_follow_up import FollowUp
from agents.debt_state import DebtState
from agents.negotiation import opening
from catalog import (
    AgreedTerms,
    Agreement,
    CustomerId,
    Debt,
    DebtId,
    Instalment,
    open_ledger,
    pending_notices,
)
from kiosk.clerk import Clerk
from kiosk.events import Trouble
from kiosk.line import Line, Turn
from kiosk.outbox import Outbox
from kiosk.turn import take_turn
from tests.doubles.ledgers import STEP, add_customer, add_debt
from tests.doubles.stations import ScriptedSpeaker

AGREEMENT = Agreement(
    number=7,
    debt=DebtId("11"),
    customer=CustomerId("3"),
    visit="v",
    terms=AgreedTerms("at_once", (Instalment(1, date(2026, 11, 28), 285_000),)),
    currency="EUR",
    made_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
)
DEBT = Debt(DebtId("11"), CustomerId("3"), 300_000, 10, 30_000, "EUR")


def copy_to(file):
    code = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    return [sys.executable, "-c", code, str(file)]


async def print_by(command, limit_s=10.0):
    """The troubles that printing with a command makes."""
    events = []
    clerk = Clerk(events.append, print_command=command, print_limit_s=limit_s)
    clerk.agreed(AGREEMENT, "es")
    await clerk.close()
    return events


async def test_the_receipt_reaches_the_owners_program_as_text(tmp_path):
    assert await print_by(copy_to(tmp_path / "receipt.txt")) == []
    text = (tmp_path / "receipt.txt").read_text(encoding="utf-8")
    assert text.startswith("ACUERDO DE PAGO n.º 7\nDeuda: 11\n")
    assert "28/11/2026  2.850,00 €" in text


@pytest.mark.parametrize(
    ("command", "detail"),
    [
        (["/no/such/printer"], "cannot be started"),
        (["bad\0name"], "cannot be started"),
        ([sys.executable, "-c", "import time; time.sleep(60)"], "longer than 0.2 s"),
        ([sys.executable, "-c", "raise SystemExit('no paper')"], "1: no paper"),
        (["false"], "ended with 1"),
    ],
)
async def test_a_printer_that_fails_is_a_trouble_and_no_more(command, detail):
    limit_s = 0.2 if "sleep" in command[-1] else 10.0
    (trouble,) = await print_by(command, limit_s)
    assert isinstance(trouble, Trouble)
    assert trouble.code == "no_receipt"
    assert detail in trouble.detail
    assert "recibo" in trouble.said


async def test_the_command_is_no_shell(tmp_path):
    file = tmp_path / "receipt; rm -rf $HOME"
    assert await print_by(copy_to(file)) == []
    assert file.exists()


def kept_in(folder):
    return [json.loads(f.read_text("utf-8")) for f in sorted(folder.glob("*.json"))]


async def test_the_staff_are_told_of_agreements_without_names(tmp_path, ledger):
    agreement = agree(ledger)
    clerk = Clerk(lambda _: None, outbox=outbox_in(tmp_path), ledger=ledger)
    clerk.agreed(agreement, "es")
    await clerk.close()
    (notice,) = kept_in(tmp_path)
    told = (notice["kind"], notice["agreement"], notice["debt"])
    assert told == ("agreement", agreement.number, agreement.debt)
    assert notice["terms"]["kind"] == "at_once"
    assert notice["terms"]["instalments"] == [
        {"number": 1, "due": "2026-11-28", "amount": "2850.00"}
    ]
    assert "customer" not in notice
    assert pending_notices(ledger, agreement.number) == []


async def test_a_kiosk_killed_before_the_notice_tells_of_it_when_it_runs_again(
    tmp_path, ledger
):
    agreement = agree(ledger)  # and here it was killed
    clerk = Clerk(lambda _: None, outbox=outbox_in(tmp_path), ledger=ledger)
    await one_look(clerk)
    assert kept_in(tmp_path) == []  # another kiosk may be about to tell of it
    ledger.clock = lambda: datetime.now(UTC) + timedelta(minutes=2)
    await one_look(clerk)
    assert [notice["agreement"] for notice in kept_in(tmp_path)] == [agreement.number]
    await one_look(clerk)
    assert len(kept_in(tmp_path)) == 1


async def test_a_kiosk_killed_after_the_notice_tells_it_again_under_the_same_id(
    tmp_path, ledger
):
    agreement = agree(ledger)
    (pending,) = pending_notices(ledger, agreement.number)
    await outbox_in(tmp_path).put("agreement", {}, known_as=pending.id)  # killed here
    clerk = Clerk(lambda _: None, outbox=outbox_in(tmp_path), ledger=ledger)
    clerk.agreed(agreement, "es")
    await clerk.close()
    assert [notice["id"] for notice in kept_in(tmp_path)] == [pending.id] * 2


def outbox_in(folder):
    return Outbox(folder, "http://127.0.0.1:9/", b"key")


async def one_look(clerk):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await clerk.keep_notices(look_s=60)


def agree(ledger):
    """What a customer agreed to, as the ledger keeps it."""
    customer = add_customer(ledger, "ana@ejemplo.pe")
    number = add_debt(ledger, customer, total_cents=300_000, max_months=10)
    step = replace(STEP, name="confirm", status="accepted", agreed=AGREEMENT.terms)
    debt = ledger.debt_of(customer, number)
    ledger.take_step("v", debt, lambda _: step, request="r")
    return ledger.agreements(debt.id)[0]


@pytest.fixture
def ledger(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db", keeps_notices=True)
    yield ledger
    ledger.close()


async def test_the_staff_are_told_what_a_visit_leaves_open(tmp_path):
    outbox = Outbox(tmp_path, "http://127.0.0.1:9/", b"key")
    clerk = Clerk(lambda _: None, outbox=outbox)
    standing = replace(opening(), is_offered=True, attempts=2)
    clerk.left_open([FollowUp(DEBT, DebtState(standing))], "es")
    clerk.left_open([], "es")
    await clerk.close()
    (notice,) = kept_in(tmp_path)
    assert notice["kind"] == "follow_up"
    assert (notice["debt"], notice["price"]) == (11, "2850.00")
    assert (notice["attempts"], notice["total"]) == (2, "3000.00")


async def test_a_notice_that_cannot_be_kept_is_a_trouble_and_told_later(
    tmp_path, ledger
):
    (tmp_path / "notices").write_text("a file where the folder should be")
    events = []
    outbox = outbox_in(tmp_path / "notices")
    clerk = Clerk(events.append, outbox=outbox, ledger=ledger)
    agreement = agree(ledger)
    clerk.agreed(agreement, "en")
    await clerk.close()
    assert [event.code for event in events] == ["no_notice"]
    (tmp_path / "notices").unlink()
    clerk.agreed(agreement, "en")
    await clerk.close()
    assert len(kept_in(tmp_path / "notices")) == 1


def test_without_a_webhook_nothing_waits_to_be_told(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db")
    agreement = agree(ledger)
    assert pending_notices(ledger, agreement.number) == []
    ledger.close()


class Agreeing:
    """An assistant whose every reply writes the agreement, and may never end."""

    def __init__(self, *, is_endless):
        self.is_endless = is_endless
        self.has_written = asyncio.Event()

    async def reply(self, _, run: Run, __, *, picture):
        assert picture == b""
        record = DebtAnswer("confirm", {"status": "accepted"}, agreement=AGREEMENT)
        run.findings.append(Finding(record=record))
        self.has_written.set()
        if self.is_endless:
            await asyncio.sleep(60)

    def keep(self, run, heard=None):
        pass

    async def forget_foreseen(self):
        pass


@pytest.mark.parametrize("is_endless", [False, True])
async def test_a_turn_hands_the_agreement_on_even_when_it_is_cut_short(
    tmp_path, shop_visit, is_endless
):
    clerk = Clerk(lambda _: None, print_command=copy_to(tmp_path / "receipt.txt"))
    line = Line(None, None, ScriptedSpeaker(), clerk=clerk)
    shop_visit.assistant = Agreeing(is_endless=is_endless)
    turn = take_turn(line, shop_visit, "sí", Turn(lambda _: None))
    task = asyncio.create_task(turn)
    async with asyncio.timeout(10):
        await shop_visit.assistant.has_written.wait()
    if is_endless:
        task.cancel()
    await asyncio.wait([task])
    await clerk.close()
    assert (tmp_path / "receipt.txt").exists()


@pytest.fixture
def shop_visit():
    from kiosk.visit import Visit

    return Visit(lambda _: None, language="es")
