"""A kiosk that is started anew within a visit goes on with its negotiation."""

import os
import time
from contextlib import contextmanager

import pytest

from agents import Run
from kiosk.config import load_config
from kiosk.mind import open_mind
from kiosk.visit_name import VisitName
from tests.doubles.ledgers import add_customer, add_debt


@contextmanager
def named(file):
    """A kiosk's visits, from start to end."""
    name = VisitName(file, idle_limit_s=60)
    yield name
    name.close()


def test_a_visit_that_was_cut_off_is_taken_up_once(tmp_path):
    with named(tmp_path / "visit") as name:
        first = name.begin()
    with named(tmp_path / "visit") as again:
        assert again.begin() == first
        assert again.begin() != first  # the customer has left


def test_an_idle_visit_is_over(tmp_path):
    with named(tmp_path / "visit") as name:
        first = name.begin()
    os.utime(tmp_path / "visit", (time.time() - 61,) * 2)
    with named(tmp_path / "visit") as again:
        assert again.begin() != first


def test_whoever_speaks_keeps_the_visit(tmp_path):
    with named(tmp_path / "visit") as name:
        first = name.begin()
        os.utime(tmp_path / "visit", (time.time() - 61,) * 2)
        name.go_on()
    with named(tmp_path / "visit") as again:
        assert again.begin() == first


def test_two_kiosks_in_one_place_never_share_a_visit(tmp_path):
    with named(tmp_path / "visit") as here, named(tmp_path / "visit") as there:
        assert len({here.begin(), there.begin(), there.begin()}) == 3


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../../etc", b"a b"])
def test_a_spoilt_file_begins_a_new_visit(tmp_path, content):
    (tmp_path / "visit").write_bytes(content)
    with named(tmp_path / "visit") as name:
        begun = name.begin()
    assert begun.isalnum()
    assert len(begun) == 32


def test_without_room_for_the_file_visits_go_on(tmp_path):
    with named(tmp_path / "no such folder" / "visit") as name:
        assert name.begin() != name.begin()
        name.go_on()


async def said(folder, *questions):
    """What a kiosk answers that is opened for these questions alone."""
    config = load_config(
        environment={"KIOSK_SHOP_STATE_DIR": str(folder)}, system_file=folder / "none"
    ).config
    results = []
    async with open_mind(config) as mind:
        ledger = mind.ledger
        if ledger.customer_by_email("ana@ejemplo.pe") is None:
            customer = add_customer(ledger, "ana@ejemplo.pe")
            add_debt(ledger, customer, total_cents=300_000, max_months=10)
        visit = mind.new_visit(needs_read_back=True)
        visit.customer = "ana@ejemplo.pe"
        for question in questions:
            run = Run()
            visit.hear(question)
            await visit.assistant.reply(question, run, lambda _: None)
            visit.assistant.keep(run)
            results.append(run.finding.result)
    return results


async def test_offers_attempts_and_what_was_read_back_survive_a_restart(tmp_path):
    first = await said(tmp_path, "la deuda 1", "¿qué rebaja hay?", "mejore la oferta")
    assert first[-1]["price"] == "2700.00"
    (again,) = await said(tmp_path, "mejore la oferta")
    assert again["price"] == "2550.00"
    (read,) = await said(tmp_path, "acepto")
    assert (read["status"], read["price"]) == ("read_back", "2550.00")
    (written,) = await said(tmp_path, "sí, confirmo")
    assert (written["status"], written["price"]) == ("accepted", "2550.00")
