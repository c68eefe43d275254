"""`python -m tests.bench.bench_screen`: the screen, measured from outside its process.

`kiosk run` with the offline engine on a pseudo-terminal: processor time while idle,
memory, and from a key to the paint that shows it; the last also on scripted stations
while a reply streams and the meter moves.
"""

import re
import tempfile
import time
from pathlib import Path

from tests.bench.table import row
from tests.doubles.pty_process import OnTerminal

IDLE_S = 20.0
KEYS = 60
QUESTIONS = (
    "dame cinco laptops",
    "¿a qué hora abren el lunes?",
    "¿cuál es el producto más caro?",
    "¿tienen tablets?",
    "¿cuánto cuesta la más barata?",
    "¿qué celulares hay?",
    "¿puedo devolver un producto?",
    "dame tres monitores",
    "¿cuánto dura la garantía?",
    "laptops de menos de 1000 euros",
)
LETTERS = b"WXYZQK"
"""Typed to be found again: the screen's own texts hardly have them."""
READY = "Ahora no puedo oír"
_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")


def main() -> None:
    """Print the screen's lines of the table."""
    with tempfile.TemporaryDirectory() as home:
        measure_screen(Path(home))


def measure_screen(home: Path) -> None:
    """Print one line for each figure."""
    home.mkdir(exist_ok=True)
    _run(home)
    _streaming(home)


def _run(home: Path) -> None:
    settings = {"HOME": str(home), "PULSE_SERVER": "/nowhere"}
    with OnTerminal("-m", "kiosk", "run", **settings) as screen:
        screen.until_drawn(READY, 40)
        screen.rest(12)  # the documents are read, the start's own work is over
        row("kiosk run offline, resident, MB", [screen.resident_mb])
        before = screen.cpu_s
        screen.rest(IDLE_S)
        row("  idle, % of a core", [100 * (screen.cpu_s - before) / IDLE_S])
        for question in QUESTIONS:
            screen.write(question.encode() + b"\r")
            screen.rest(2.0)
        row("  resident after 10 questions, MB", [screen.resident_mb])
        row("  key to paint, ms", _keys_ms(screen))


def _streaming(home: Path) -> None:
    module = "tests.doubles.live_screen"
    with OnTerminal("-m", module, str(home / "log"), "busy") as screen:
        screen.until_drawn("frase")
        screen.rest(1.0)
        row("  the same, reply streaming, meter moving, ms", _keys_ms(screen))


def _keys_ms(screen: OnTerminal) -> list[float]:
    """Type letters one by one, each until it stands on the screen."""
    took = []
    for number in range(KEYS):
        key = LETTERS[number % len(LETTERS) :][:1]
        screen.rest(0.07)
        at, since = time.monotonic(), len(screen.written)
        screen.write(key)
        while key not in _SEQUENCE.sub(b"", screen.written[since:]):
            if not screen.read(2.0):
                raise RuntimeError(f"{key!r} is not drawn")
        took.append(1000 * (time.monotonic() - at))
    return took


if __name__ == "__main__":
    main()
