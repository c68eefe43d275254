"""Customers and debts over HTTP, for staff alone."""

import asyncio
import json
import urllib.error
from contextlib import asynccontextmanager

import httpx2
import pytest

from catalog import OrderLine, log_in, open_ledger, place_order
from kiosk.cli import run
from kiosk.desk import Desk
from kiosk.settings import DoorSettings
from kiosk.web import door, open_door, staff_calls
from tests.doubles.kiosk_process import TOKEN, KioskProcess

STAFF = "the-staffs-own-token"
ANA = {"email": "ana@ejemplo.pe", "name": "Ana", "secret": "482913"}
DEBT = {"customer": "1", "total": "1234.56", "months": 12}


@pytest.fixture
def ledger(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


@asynccontextmanager
async def staff(ledger, token=STAFF):
    application = door(staff_calls(Desk(ledger, by="door")), {"staff": STAFF})
    async with (
        open_door(application, DoorSettings(port=0)) as port,
        httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=5,
            trust_env=False,
        ) as caller,
    ):
        yield caller


async def test_a_customer_is_registered_changed_found_and_erased(ledger):
    async with staff(ledger) as caller:
        added = await caller.post("/customers", json=ANA)
        assert (added.status_code, added.json()["number"]) == (201, "1")
        assert "pin" not in added.json()
        await caller.patch("/customers/ana@ejemplo.pe", json={"name": "Ana María"})
        (found,) = (await caller.get("/customers?like=maría")).json()["customers"]
        assert found == {"number": "1", "email": "ana@ejemplo.pe", "name": "Ana María"}
        erased = (await caller.delete("/customers/1")).json()
        assert "e-mail" in erased["deleted"]
        assert (await caller.get("/customers")).json() == {"customers": []}


async def test_a_pin_that_was_made_up_is_told_once(ledger):
    async with staff(ledger) as caller:
        added = await caller.post("/customers", json={**ANA, "secret": ""})
        assert log_in(ledger, "1", added.json()["pin"]).name == "Ana"
        assert "pin" not in (await caller.get("/customers")).text


async def test_a_debt_is_created_once_listed_and_closed(ledger):
    async with staff(ledger) as caller:
        await caller.post("/customers", json=ANA)
        for _ in range(2):
            added = await caller.post("/debts", json={**DEBT, "reference": "F-1"})
            assert (added.status_code, added.json()["number"]) == (201, "1")
        (debt,) = (await caller.get("/debts?customer=ana@ejemplo.pe")).json()["debts"]
        assert (debt["total"], debt["min_payment"]) == ("1234.56", "102.88")
        assert debt["agreed"] is None
        assert (await caller.post("/debts/1/close")).json() == {"ok": True}
        assert (await caller.get("/debts")).json() == {"debts": []}
        assert len((await caller.get("/debts?closed=1")).json()["debts"]) == 1


async def test_a_file_of_debts_is_tried_out_then_imported_once(ledger):
    file = b"cliente;importe;meses;referencia\n1;1.000,50;6;F-1\n"
    async with staff(ledger) as caller:
        await caller.post("/customers", json=ANA)
        tried = await caller.post("/debts/import?dry_run=1", content=file)
        assert tried.json() == {
            "created": 1,
            "already_there": 0,
            "problems": [],
            "is_dry_run": True,
        }
        assert (await caller.get("/debts")).json() == {"debts": []}
        for created in (1, 0):
            done = await caller.post("/debts/import", content=file)
            assert (done.status_code, done.json()["created"]) == (200, created)
        bad = await caller.post("/debts/import", content=file + b"1;mil;6;F-2\n")
        assert (bad.status_code, bad.json()["problems"]) == (
            422,
            ["line 3: not an amount: 'mil'"],
        )
        for content in (b"", b"PK no Excel", b"a;b\n1;2\n"):
            refused = await caller.post("/debts/import", content=content)
            assert refused.status_code == 422
            assert "/tmp" not in refused.text  # noqa: S108 - looked for, not used
    assert len(ledger.all_debts()) == 1


@pytest.mark.parametrize("token", ["x", "a-token", TOKEN, STAFF + "x"])
async def test_nobody_else_sees_or_changes_anything(ledger, token):
    async with staff(ledger, token) as caller:
        for answer in await asyncio.gather(
            caller.get("/customers"),
            caller.post("/customers", json=ANA),
            caller.patch("/customers/1", json={"name": "X"}),
            caller.delete("/customers/1"),
            caller.get("/debts"),
            caller.post("/debts", json=DEBT),
            caller.post("/debts/1/close"),
            caller.post("/debts/import", content=b"x"),
            caller.get("/orders"),
            caller.get("/orders/1"),
        ):
            assert answer.status_code == 401
    assert ledger.verify_audit() == 0


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        *(
            ("/debts", json.dumps({**DEBT, "total": total}), 422)
            for total in (
                "0",
                -5,
                0,
                "NaN",
                "mil",
                1e300,
                10**40,
                None,
                True,
                [],
                0.001,
            )
        ),
        ("/debts", '{"customer": "1", "total": NaN, "months": 3}', 422),
        ("/debts", '{"customer": "1", "total": Infinity, "months": 3}', 422),
        ("/debts", json.dumps({**DEBT, "months": 1.5}), 422),
        ("/debts", json.dumps({**DEBT, "customer": "nobody"}), 404),
        ("/debts", json.dumps({**DEBT, "status": "closed"}), 422),
        ("/debts", "not JSON", 422),
        ("/debts", "[]", 422),
        ("/debts", "x" * 16_001, 413),
        ("/debts/7/close", "", 404),
        ("/debts/x/close", "", 404),
        ("/customers", json.dumps(ANA), 422),
        ("/customers", json.dumps({**ANA, "email": "b@c.pe", "secret": "1234"}), 422),
        ("/customers", json.dumps({"email": "b@c.pe"}), 422),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_cannot_be_is_one_sentence_and_nothing_is_written(
    ledger, path, body, status
):
    async with staff(ledger) as caller:
        await caller.post("/customers", json=ANA)
        answer = await caller.post(path, content=body)
        assert answer.status_code == status
        assert answer.json()["error"]
        assert "482913" not in answer.text
    assert ledger.verify_audit() == 1


async def test_a_ledger_that_is_away_says_so_and_comes_back(ledger, tmp_path):
    async with staff(ledger) as caller:
        await caller.post("/customers", json=ANA)
        (tmp_path / "ledger.db").rename(tmp_path / "away.db")
        answer = await caller.post("/debts", json=DEBT)
        assert (answer.status_code, "nothing was changed" in answer.text) == (503, True)
        (tmp_path / "away.db").rename(tmp_path / "ledger.db")
        assert (await caller.post("/debts", json=DEBT)).status_code == 201


def test_the_door_opens_to_staff_with_their_own_token_alone(tmp_path):
    with KioskProcess(tmp_path, KIOSK_STAFF_TOKEN=STAFF) as kiosk:
        assert kiosk.get("/customers", token=STAFF) == {"customers": []}
        for path, token in (("/customers", TOKEN), ("/metrics", STAFF)):
            with pytest.raises(urllib.error.HTTPError, match="401"):
                kiosk.get(path, token=token)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            kiosk.get("/visit", token=STAFF)  # the owner has not allowed it


def test_one_token_for_machines_and_staff_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("KIOSK_AUDIO_INPUT", str(tmp_path / "none.wav"))
    monkeypatch.setenv("KIOSK_DOOR_TOKEN", STAFF)
    monkeypatch.setenv("KIOSK_STAFF_TOKEN", STAFF)
    assert run(["serve"]) == 2
    assert "staff.token must be another" in capsys.readouterr().err


async def test_orders_are_listed_and_found_by_number(ledger):
    line = OrderLine("7", "Laptop Pukara", 2, 99_950, "PEN")
    place_order(ledger, [line], request="one")
    async with staff(ledger) as caller:
        (order,) = (await caller.get("/orders")).json()["orders"]
        assert (order["number"], order["totals"]) == (1, {"PEN": "1999.00"})
        assert order["lines"][0]["name"] == "Laptop Pukara"
        assert (await caller.get("/orders/1")).json() == order
        for number in ("2", "x", "9" * 30):
            assert (await caller.get(f"/orders/{number}")).status_code == 404
