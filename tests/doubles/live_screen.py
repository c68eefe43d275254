"""The screen on scripted stations in the terminal it is started in.

`python -m tests.doubles.live_screen LOG`
"""

import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from kiosk.tui.terminal import private_terminal


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
    try:
        yield host
    finally:
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
