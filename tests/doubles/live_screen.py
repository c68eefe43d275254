"""The screen on scripted stations in the terminal it is started in.

`python -m tests.doubles.live_screen LOG [busy|hostile]`: busy, a reply streams and the
meter moves without end; hostile, control sequences are heard and answered.
"""

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from kiosk.tui.terminal import private_terminal

HOSTILE = (
    "pan\x1b]0;pwned\x07 \x1b[31;5mrojo\x1b[?1049l\x9b2J \x90q\x9c[red]x[/red] fin"
)


async def be_busy(host):
    from kiosk.events import Heard, Listening, Sentence

    for number in range(1_000_000):
        if number % 20 == 0:
            host.bus.emit(Heard(f"pregunta {number}", "es"))
            host.bus.emit(Listening())
        host.bus.emit(Sentence(f"Esta es la frase {number}.", "es"))
        host._line.recorder.level = number % 10 / 10
        await asyncio.sleep(0.1)


async def be_hostile(host):
    from agents import Finding
    from kiosk.events import Heard, HeardSoFar, Replied, Sentence

    row = {"id": 1, "name": HOSTILE, "price": 2.5, "currency": "EUR", "available": 1}
    host.visit.finding = Finding(rows=(row, {**row, "id": 2, "price": 5}))
    host.bus.emit(HeardSoFar(HOSTILE))
    host.bus.emit(Heard(HOSTILE, "es"))
    host.bus.emit(Sentence(HOSTILE, "es"))
    host.bus.emit(Replied(HOSTILE, "answer"))


SCRIPTS = {"busy": be_busy, "hostile": be_hostile}


@asynccontextmanager
async def open_host():
    from tests.doubles.hosts import host_on
    from tests.doubles.stations import (
        ScriptedModel,
        ScriptedRecorder,
        ScriptedSpeaker,
        ScriptedTranscriber,
    )

    host = host_on(
        ScriptedRecorder(),
        ScriptedTranscriber(),
        ScriptedSpeaker(),
        ScriptedModel(*[["Hay pan, «ñandú» y €."]] * 100),
    )
    play = SCRIPTS.get(sys.argv[2]) if len(sys.argv) > 2 else None
    playing = asyncio.create_task(play(host)) if play else None
    try:
        yield host
    finally:
        if playing:
            playing.cancel()
        await host.close()
        os.write(2, b"closed\n")


def main():
    with private_terminal(Path(sys.argv[1])):
        from kiosk.tui.app import KioskApp
        from kiosk.tui.themes import theme_for

        theme = theme_for("auto", os.environ.get("TERM", ""))
        KioskApp(open_host, shop="Casa Pepa", language="es", theme=theme).run()


if __name__ == "__main__":
    main()
