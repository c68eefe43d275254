"""The last question, taken back or changed on the screen."""

from agents import ModelUnreachable

PASSES = [["Hay una."], ["Hay dos."]]


async def test_a_changed_question_takes_the_place_of_the_last(shop):
    async with shop(passes=PASSES).screen() as kiosk:
        await kiosk.press(*"laptos", "enter")
        await kiosk.until_shown("Hay una.")
        await kiosk.press("up", "backspace", *"ps", "enter")
        await kiosk.until_shown("Hay dos.")
        assert "Usted laptops" in kiosk.text
        assert "laptos" not in kiosk.text
        assert "Hay una." not in kiosk.text


async def test_a_new_question_after_emptying_the_line_is_one_more(shop):
    async with shop(passes=PASSES).screen() as kiosk:
        await kiosk.press("a", "enter")
        await kiosk.until_shown("Hay una.")
        await kiosk.press("up", "escape", "b", "enter")
        await kiosk.until_shown("Hay dos.")
        assert "Hay una." in kiosk.text


async def test_a_key_forgets_the_last_question(shop):
    async with shop(passes=PASSES).screen() as kiosk:
        await kiosk.press("a", "enter")
        await kiosk.until_shown("Hay una.")
        await kiosk.press("ctrl+z")
        await kiosk.until_shown("De acuerdo, lo olvido.")
        assert "Hay una." not in kiosk.text
        assert "Olvídalo" not in kiosk.text


async def test_after_a_trouble_a_key_tries_again(shop):
    passes = [[ModelUnreachable("gone", code="unreachable")], ["Hay una."]]
    async with shop(passes=passes).screen() as kiosk:
        await kiosk.press("a", "enter")
        await kiosk.until_shown("Inténtalo de nuevo")
        await kiosk.press("f7")
        await kiosk.until_shown("Hay una.")
        assert "no tengo conexión" not in kiosk.text
