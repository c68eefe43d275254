"""The wizard, worked by keys alone, left and taken up."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from kiosk.setup.app import SetupApp
from kiosk.setup.file import OwnerFile
from kiosk.setup.steps import STEPS, first_open


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    return OwnerFile(tmp_path / "kiosk.toml")


class Wizard:
    """The wizard on a screen of its own."""

    @asynccontextmanager
    async def on(self, file, size=(80, 24)):
        self.app = SetupApp(file)
        async with self.app.run_test(size=size) as self.pilot:
            yield self

    @property
    def text(self):
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return " ".join(" ".join(strip.text for strip in strips).split())

    async def press(self, *keys):
        await self.pilot.press(*keys)

    async def until_shown(self, words):
        try:
            async with asyncio.timeout(10):
                while words not in self.text:
                    await self.pilot.pause(0.01)
        except TimeoutError:
            raise AssertionError(f"{words!r} is not shown in {self.text!r}") from None


def begun(file, *names):
    """A file in which all steps but these are answered."""
    answers = {
        "language": {"shop.language": "es"},
        "shop": {"shop.name": "Pepa"},
        "sound": {"audio.input": ""},
        "pins": {"gpio.button": ""},
        "mind": {"agents.engine": "offline"},
        "catalog": {"catalog.shop": ""},
        "documents": {"knowledge.folder": ""},
    }
    for name, values in answers.items():
        if name not in names:
            file.put(values)
    if "staff" not in names:
        file.put_secret("staff_pin", "582913")


async def test_it_speaks_the_language_that_is_chosen_and_is_taken_up_where_left(file):
    async with Wizard().on(file) as wizard:
        await wizard.until_shown("Paso 1 de 8: Idioma")
        await wizard.press("down", "f2")
        await wizard.until_shown("Step 2 of 8: The shop")
        await wizard.press("escape")
    async with Wizard().on(file) as wizard:
        await wizard.until_shown("Step 2 of 8: The shop")
        await wizard.press("backspace", "enter")
        await wizard.until_shown("✗ a shop has a name")
        await wizard.press(*"Pepa", "enter")
        await wizard.until_shown("Step 3 of 8: Sound")
        await wizard.press("f4")
        await wizard.until_shown("Step 2 of 8")
        await wizard.press("f3")
        await wizard.until_shown("Step 3 of 8")
    config = file.loaded().config
    assert (config.shop.language, config.shop.name) == ("en", "Pepa")
    assert first_open(file) == 2


async def test_a_mistake_is_told_in_place_and_nothing_is_kept(file):
    begun(file, "pins")
    async with Wizard().on(file) as wizard:
        await wizard.until_shown("Paso 4 de 8: Botón y lámpara")
        await wizard.press("backspace", "backspace", *"99", "f2")
        await wizard.until_shown("✗")
        assert "gpio.button = 99" in wizard.text
        await wizard.press("backspace", "backspace", *"17", "tab", *"5,6,13", "f2")
        await wizard.until_shown("F2 Seguir")
        await wizard.press("f2")
        await wizard.until_shown("Paso 5 de 8")
        await wizard.press("f4")
        await wizard.until_shown("5, 6, 13")
    gpio = file.loaded().config.gpio
    assert (gpio.button, gpio.lamp, gpio.lamp_rgb) == (17, None, (5, 6, 13))


async def test_a_key_is_kept_apart_and_never_shown(file, openai_server):
    begun(file, "mind")
    async with Wizard().on(file, (100, 40)) as wizard:
        await wizard.until_shown("Paso 5 de 8: Quién responde")
        await wizard.press("f2")
        await wizard.until_shown("✗ a key is needed")
        await wizard.press("down", "enter", *"sk-secret", "enter")
        wizard.app.screen.query_one("#base_url").value = openai_server.base_url
        wizard.app.screen.query_one("#model").value = "gpt-6-luna"
        await wizard.press("f2")
        await wizard.until_shown("F2 Seguir")
        assert "sk-secret" not in wizard.text
    agents = file.loaded().config.agents
    assert (agents.engine, agents.base_url) == (
        ("chat", "offline"),
        openai_server.base_url,
    )
    assert agents.api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in file.path.read_text()


async def test_a_sheet_becomes_the_catalogue_and_a_folder_the_documents(file, tmp_path):
    begun(file, "catalog", "documents")
    sheet = tmp_path / "lista.csv"
    sheet.write_text("codigo;nombre;precio;categoria\n1;Tambor;99,50;Música\n")
    async with Wizard().on(file, (100, 40)) as wizard:
        await wizard.until_shown("Paso 6 de 8: Catálogo")
        await wizard.press(*str(sheet), "f2")
        await wizard.until_shown("1 + 0 + 0 products; 0 lines left out")
        await wizard.until_shown("F2 Seguir")
        await wizard.press("f2")
        await wizard.until_shown("Paso 7 de 8: Documentos")
        await wizard.press(*"/nowhere", "f2")
        await wizard.until_shown("✗ /nowhere is no folder")
        wizard.app.screen.query_one("#folder").value = str(tmp_path)
        await wizard.press("f2")
        await wizard.until_shown("✓ folder")
    assert str(file.loaded().config.knowledge.folder) == str(tmp_path)


async def test_when_all_is_answered_it_says_so_and_can_be_gone_over(file):
    begun(file)
    async with Wizard().on(file, (40, 20)) as wizard:
        await wizard.until_shown("✓ Personal")
        assert wizard.text.count("✓") == len(STEPS)
        await wizard.press("f4")
        await wizard.until_shown("Paso 1 de 8")


async def test_a_password_does_not_get_into_the_file(file):
    begun(file, "catalog")
    async with Wizard().on(file) as wizard:
        await wizard.until_shown("Paso 6 de 8")
        await wizard.press(*"postgresql://ana:secreto@x/y", "f2")
        await wizard.until_shown("✗ keep the password out of the file")
    assert "secreto" not in file.path.read_text()
