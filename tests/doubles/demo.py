"""The real kiosk with the demonstration shop, a made-up customer and no devices."""

import wave

from audio import AudioSettings
from catalog import create_debt, open_ledger, register_customer
from kiosk.config import KioskConfig
from kiosk.settings import GpioSettings, ShopSettings

EMAIL, PIN = "ana@ejemplo.es", "80421357"


def demo_config(home):
    """A configuration that lives in a folder, hears silence and speaks into a file."""
    with wave.open(str(home / "silence.wav"), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(32_000 * 60))
    ledger = open_ledger(home / "ledger.db")
    ana = register_customer(ledger, email=EMAIL, name="Ana", secret=PIN)
    create_debt(ledger, ana.id, total_cents=300_000, max_months=10)
    ledger.close()
    sound = AudioSettings(
        input=str(home / "silence.wav"), output=str(home / "said.wav")
    )
    return KioskConfig(
        shop=ShopSettings(name="Casa Pepa", state_dir=str(home)),
        gpio=GpioSettings(button=None),
        audio=sound,
    )
