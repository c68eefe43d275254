"""What is drawn in every state at three sizes, compared with what was approved.

`KIOSK_REDRAW=1 pytest tests/kiosk/tui/test_drawn.py` approves what is drawn now.
"""

import os
from pathlib import Path

import pytest

from agents import CartAnswer, Finding
from kiosk.events import (
    FirstSound,
    Forgotten,
    Heard,
    HeardSoFar,
    Listening,
    Released,
    Replied,
    Sentence,
    SteppedDown,
    ToolCalled,
    Trouble,
)

APPROVED = Path(__file__).parent / "drawn"
SIZES = [(80, 24), (40, 20), (120, 36)]
QUESTION = Heard("¿Qué sillas hay?", "es")
CHAIRS = tuple(
    {"id": n, "name": name, "price": 20.5 * n, "currency": "PEN", "available": n % 2}
    for n, name in enumerate(("Silla Inti", "Silla Killa plegable"), start=1)
)
PLAN = {"status": "ok", "months": 6, "monthly": "124.99", "last": "124.95"}
READ_BACK = {
    "status": "read_back",
    "instalments": [
        {"number": 0, "due": "2026-11-21", "amount": "1500.00"},
        {"number": 1, "due": "2026-12-21", "amount": "150.00"},
    ],
}
DEBTS = [
    {"id": 11, "total": "3000.00", "currency": "EUR"},
    {"id": 12, "total": "89.90", "currency": "EUR"},
]
CART = {
    "status": "cart",
    "cart": [
        {
            "name": "Silla Inti",
            "quantity": 2,
            "price": "20.50",
            "amount": "41.00",
            "currency": "PEN",
        }
    ],
    "totals": [{"currency": "PEN", "amount": "41.00"}],
}
STATES = {
    "listening": [Listening(), HeardSoFar("¿qué sillas")],
    "thinking": [Released(), QUESTION, ToolCalled("query_catalog")],
    "speaking": [QUESTION, Sentence("Hay dos sillas.", "es"), FirstSound()],
    "trouble": [QUESTION, Trouble("timeout", "Está tardando. Repita, por favor.")],
    "reserve": [SteppedDown("mind", "offline", "unreachable")],
}
FINDINGS = {
    "products": Finding(rows=CHAIRS),
    "plan": Finding(result=PLAN),
    "read-back": Finding(result=READ_BACK),
    "debts": Finding(result={"status": "ok", "debts": DEBTS}),
    "cart": Finding(result=CART, record=CartAnswer(CART, None)),
}
PAGES = {"log-in": "f6", "help": "f1", "product": "enter"}


def picture_of(kiosk):
    return "\n".join(line.rstrip() for line in kiosk.lines) + "\n"


def compare(name, size, drawn):
    path = APPROVED / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("KIOSK_REDRAW"):
        APPROVED.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8"), f"{path.name} is drawn anew"


async def show(kiosk, finding):
    kiosk.host.visit.finding = finding
    for event in (QUESTION, Sentence("Mire.", "es"), Replied("Mire.", "answer")):
        kiosk.host.bus.emit(event)
    await kiosk.until(lambda: kiosk.app.screen.query("Card, ProductCard"))


async def leave(kiosk):
    """End the visit and wait until all of it is forgotten."""
    observer = kiosk.host.bus.observe()
    kiosk.host.end_visit()
    await kiosk.until(lambda: Forgotten in map(type, observer._events))
    await settle(kiosk)


async def settle(kiosk):
    """Wait until nothing changes any more."""
    before = None
    while before != picture_of(kiosk):
        before = picture_of(kiosk)
        await kiosk.pilot.pause(0.1)


@pytest.mark.parametrize("size", SIZES)
async def test_every_state_is_drawn_as_approved(shop, size):
    kiosk = shop(log_in=lambda who, secret: who)
    async with kiosk.screen(size):
        kiosk.app.animation_level = "none"
        await settle(kiosk)
        compare("welcome", size, picture_of(kiosk))
        for name, events in STATES.items():
            for event in events:
                kiosk.host.bus.emit(event)
            await settle(kiosk)
            compare(name, size, picture_of(kiosk))
            await leave(kiosk)
        for name, finding in FINDINGS.items():
            await show(kiosk, finding)
            await settle(kiosk)
            compare(name, size, picture_of(kiosk))
            await leave(kiosk)
        await show(kiosk, FINDINGS["products"])
        for name, key in PAGES.items():
            await kiosk.press(key)
            await settle(kiosk)
            compare(name, size, picture_of(kiosk))
            await kiosk.press("escape")
