"""A whole kiosk inside the test's own process: a recorded question, real stations."""

import asyncio
import subprocess
from contextlib import asynccontextmanager

from kiosk.config import load_config
from kiosk.events import name_of
from kiosk.wiring import open_kiosk


def record_question(path, text="hola, buenas tardes", voice="es"):
    """Write a question, spoken quickly, to a WAV file."""
    subprocess.run(
        ["espeak-ng", "-v", voice, "-s", "220", "-w", path, text], check=True
    )


def config_for(folder, question, server=None, **environment):
    """A configuration with files for microphone and loudspeaker, no pins, no door."""
    openai = (
        {
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": server.base_url,
            "KIOSK_AGENTS_ENGINE": "responses",
            "KIOSK_AUDIO_STT": "openai",
            "KIOSK_AUDIO_TTS": "openai",
        }
        if server is not None
        else {}
    )
    return load_config(
        environment={
            "KIOSK_SHOP_STATE_DIR": str(folder / "state"),
            "KIOSK_AUDIO_INPUT": str(question),
            "KIOSK_AUDIO_OUTPUT": str(folder / "said.wav"),
            "KIOSK_AUDIO_ESPEAK_WORDS_PER_MINUTE": "450",
            "KIOSK_GPIO_BUTTON": "",
            **openai,
            **environment,
        },
        system_file=folder / "no-such-file.toml",
    ).config


@asynccontextmanager
async def kiosk_inside(config):
    """Open it and give it with an observer that has seen everything."""
    async with open_kiosk(config) as host:
        yield KioskInside(host)


class KioskInside:
    """Presses and types; gives the events of each turn."""

    def __init__(self, host):
        self.host = host
        self._observer = host.bus.observe()
        recorder = host._line.recorder
        if hasattr(recorder, "_pace_s"):
            recorder._pace_s = 0.0  # a file need not take as long as speaking

    async def press(self):
        """Hold the button while the recorded question lasts."""
        self.host.switch.press()
        return await self._turn()

    async def ask(self, question):
        self.host.ask(question)
        return await self._turn()

    async def _turn(self):
        """Give the turn's events by name; a list each."""
        happened = {}
        async with asyncio.timeout(10):
            while "turn_ended" not in happened:
                event = await self._observer.next()
                happened.setdefault(name_of(event), []).append(event)
            while name_of(await self._observer.next()) != "ready":
                pass
        return happened
