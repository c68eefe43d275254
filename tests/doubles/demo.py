"""The real kiosk with the demonstration shop, a made-up customer and no devices."""

import random
import wave
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from audio import AudioSettings
from catalog import Wish, create_debt, open_ledger, register_customer
from kiosk.config import KioskConfig
from kiosk.figures.file import Figures, figures_path
from kiosk.figures.wishes import Wishes
from kiosk.settings import GpioSettings, ShopSettings, StaffSettings
from kiosk.trace import Trace

EMAIL, PIN = "ana@ejemplo.es", "80421357"
STAFF_PIN = "582913"


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
        staff=StaffSettings(pin=SecretStr(STAFF_PIN)),
        audio=sound,
    )


def fill_figures(home):
    """A made-up month of a shop: the same every time but for its dates."""
    figures = Figures(figures_path(home), keep_days=400)
    dice = random.Random(7)  # noqa: S311 - figures for a picture
    now = datetime.now(UTC)
    for day in range(30):
        for _ in range(dice.randint(4, 16)):
            figures.add(
                Trace(
                    now - timedelta(days=day, minutes=dice.randint(0, 500)),
                    outcome=dice.choice(["answered"] * 11 + ["interrupted"]),
                    kind=dice.choice(["answer"] * 9 + ["unknown", "refuse"]),
                    subject=dice.choice(["catalog"] * 4 + ["documents", "debts"]),
                    language=dice.choice(["es", "es", "es", "en"]),
                    first_sound_s=dice.betavariate(2, 5) * 3,
                )
            )
    for helped in [1.0] * 41 + [0.0] * 5:
        figures.note("helped", helped)
    wishes = Wishes(figures)
    for said, visits in (("ukelele", 7), ("patinete", 5), ("guitarra acustica", 3)):
        for _ in range(visits):
            wishes.hear(Wish(said, said, "es"))
            wishes.end_visit()
