"""What can be answered at a touch or a key."""

import pytest

from agents import Finding
from kiosk.events import Replied
from kiosk.phrases import section
from kiosk.tui.replies import replies_to

OFFER = Finding(result={"status": "offer", "price": "2850.00", "discount_pct": "5"})
DEBTS = Finding(
    result={
        "status": "ok",
        "debts": [{"id": n, "total": "10.00", "currency": "EUR"} for n in (11, 12)],
    }
)


async def offered(kiosk, finding):
    kiosk.host.visit.finding = finding
    kiosk.app.screen.remove_class("-fresh")
    kiosk.host.bus.emit(Replied("", "answer"))
    await kiosk.until_shown("F7 ")


async def test_an_offer_is_accepted_by_one_key(shop):
    async with shop(passes=[["Trato hecho."]]).screen() as kiosk:
        await offered(kiosk, OFFER)
        assert "F7 Acepto la oferta" in kiosk.text
        await kiosk.press("f7")
        await kiosk.until_shown("Usted Acepto la oferta Trato hecho.")


async def test_a_debt_is_chosen_by_touch(shop):
    async with shop(passes=[["La deuda 12."]]).screen((100, 30)) as kiosk:
        await offered(kiosk, DEBTS)
        second = kiosk.app.screen.query("Replies Target").last()
        await kiosk.pilot.click(second)
        await kiosk.until_shown("Usted Quiero hablar de la deuda 12")


async def test_what_was_offered_before_cannot_be_accepted_after_the_next_question(shop):
    async with shop(passes=[["Hay pan."]]).screen() as kiosk:
        await offered(kiosk, OFFER)
        await kiosk.press(*"pan", "enter")
        await kiosk.until_shown("Hay pan.")
        assert not kiosk.app.screen.query("Replies")
        await kiosk.press("f7")
        await kiosk.pilot.pause()
        assert "Usted Acepto" not in kiosk.text


@pytest.mark.parametrize(
    ("result", "first"),
    [
        ({"status": "ok", "debt": 11, "total": "3.00"}, "¿Qué rebaja me dan si pago"),
        ({"status": "counter", "price": "3.00"}, "Acepto la oferta"),
        ({"status": "ok", "months": 6, "monthly": "3.00"}, "Acepto el plan"),
        ({"status": "read_back", "instalments": []}, "Sí, lo confirmo"),
    ],
)
def test_every_moment_of_a_negotiation_has_its_replies(result, first):
    assert replies_to(Finding(result=result), "es")[0].startswith(first)


@pytest.mark.parametrize(
    "result", [None, {"status": "accepted"}, {"status": "error", "code": "no_offer"}]
)
def test_elsewhere_there_are_none(result):
    assert replies_to(Finding(result=result), "es") == []


def test_both_languages_have_the_same_texts():
    spanish, english = section("screen", "es"), section("screen", "en")
    assert spanish.keys() == english.keys()
    assert spanish["replies"].keys() == english["replies"].keys()


def test_texts_fit_the_smallest_screen():
    for language in ("es", "en"):
        words = section("screen", language)
        keys = [words[name] for name in words if name.startswith("key_")]
        assert max(map(len, keys)) <= 7  # a fifth of 40 columns
        hints = [words[name] for name in words if name.startswith("hint_")]
        assert max(map(len, hints)) <= 2 * 35  # two lines beside the sign
        lines = words["help"].strip().splitlines()
        assert max(map(len, lines)) <= 40
