"""Hosts on scripted stations."""

from agents import Assistant
from kiosk.bus import Bus
from kiosk.host import Host
from kiosk.line import Line
from kiosk.notices import Notices
from kiosk.visit import Visit
from tests.doubles.stations import ScriptedModel, by_line


def host_on(
    recorder,
    transcriber,
    speaker,
    model=None,
    *,
    idle_s=60,
    log_in=None,
    open_back_room=None,
):
    """A host whose mind plays the model's script; call it on a running loop."""
    mind = model or ScriptedModel()
    visit = Visit(
        lambda _: Assistant(
            mind, [], instructions=lambda: "", split=by_line, step_limit=3
        ),
        language="es",
    )
    bus = Bus()
    line = Line(recorder, transcriber, speaker, notices=Notices(bus))
    return Host(
        line,
        visit,
        bus,
        idle_limit_s=idle_s,
        log_in=log_in,
        open_back_room=open_back_room,
    )
