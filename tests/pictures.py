"""Make the README's pictures from the running program: `make pictures`.

The kiosk is the real one, with the demonstration shop and a made-up customer in a
folder of its own; it hears silence and speaks into a file.
"""

import asyncio
import re
import tempfile
from pathlib import Path

from kiosk.setup.app import SetupApp
from kiosk.setup.file import OwnerFile
from kiosk.tui.app import KioskApp
from kiosk.wiring import open_kiosk
from tests.doubles.demo import EMAIL, PIN, STAFF_PIN, demo_config, fill_figures

FOLDER = Path(__file__).parent / "pictures"
FONT_RULE = re.compile(r"@font-face\s*{[^}]*}")
"""Rich's pictures fetch their font from elsewhere; ours use what the reader has."""
CREDIT = re.compile(r"<!--.*?-->")


class Photographer:
    """Works one screen and takes pictures of it."""

    def __init__(self, app, pilot):
        self._app = app
        self._pilot = pilot

    @property
    def _screen(self):
        return self._app.screen

    async def ready(self):
        await self.until(lambda: self._app.screen.state == "ready")

    async def ask(self, question):
        answers = len(self._screen.query("Answer"))
        self._screen.query_one("#prompt").value = question
        await self._pilot.press("enter")
        await self.until(lambda: len(self._screen.query("Answer")) > answers)
        await self.ready()

    async def log_in(self):
        await self._pilot.press("f6")
        self._screen.query_one("#login").value = EMAIL
        self._screen.query_one("#secret").value = PIN
        await self._pilot.press("enter", "enter")
        await self.until(lambda: self._screen.query("Welcome"))

    async def press(self, *keys):
        await self._pilot.press(*keys)

    async def until(self, is_so):
        async with asyncio.timeout(30):
            while not is_so():
                await self._pilot.pause(0.05)

    def shows(self, selector):
        return bool(self._screen.query(selector))

    async def take(self, name):
        await self._pilot.pause(0.3)
        picture = self._app.export_screenshot(title="kiosk")
        picture = CREDIT.sub("", FONT_RULE.sub("", picture))
        picture = picture.replace("<svg ", '<svg xml:space="preserve" ', 1)
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


async def photograph(story, *, size=(90, 28), theme="dark"):
    """Let a story happen on a fresh kiosk."""
    with tempfile.TemporaryDirectory() as home:
        config = demo_config(Path(home))
        fill_figures(Path(home))
        app = KioskApp(
            lambda: open_kiosk(config),
            shop=config.shop.name,
            language="es",
            theme=f"kiosk-{theme}",
        )
        async with app.run_test(size=size) as pilot:
            camera = Photographer(app, pilot)
            await camera.ready()
            await story(camera)


def answered(name):
    async def story(camera):
        await camera.ask("¿cuál es el producto más caro?")
        await camera.ask("dame dos laptops baratas")
        await camera.take(name)

    return story


async def greeted(camera):
    await camera.take("welcome")
    await camera.press("space")
    await camera.take("listening")


async def owing(camera):
    await camera.press("f6")
    await camera.take("log-in")
    await camera.press("escape")
    await camera.log_in()
    await camera.ask("la deuda 1")
    await camera.ask("¿qué rebaja me dan si pago hoy?")
    await camera.take("debts")


async def buying(camera):
    await camera.ask("dame tres ratones")
    await camera.ask("agrega dos del segundo")
    await camera.ask("¿cuánto va?")
    await camera.take("cart")


async def looking_after(camera):
    await camera.press("f10", *STAFF_PIN, "enter")
    await camera.until(lambda: camera.shows("#menu"))
    await camera.press("2")
    await camera.until(lambda: camera.shows("DataTable"))
    await camera.take("staff")
    await camera.press("escape", "3")
    await camera.until(lambda: camera.shows("#plot"))
    await camera.take("figures")


async def photograph_setup():
    """The wizard's step that asks who answers."""
    with tempfile.TemporaryDirectory() as home:
        file = OwnerFile(Path(home) / "kiosk.toml")
        for key in ("shop.name", "audio.input", "gpio.button"):
            file.put({"shop.language": "es", key: ""})
        app = SetupApp(file)
        async with app.run_test(size=(90, 28)) as pilot:
            await Photographer(app, pilot).take("setup")


async def main():
    FOLDER.mkdir(exist_ok=True)
    await photograph(greeted)
    await photograph(answered("screen"))
    await photograph(answered("light"), theme="light")
    await photograph(answered("contrast"), theme="contrast")
    await photograph(answered("console"), size=(80, 25), theme="console")
    await photograph(answered("small"), size=(40, 20))
    await photograph(owing)
    await photograph(buying)
    await photograph(looking_after)
    await photograph_setup()


if __name__ == "__main__":
    asyncio.run(main())
