"""Engines in order of preference, for the mind, the ears and the voice.

`ladder` knows who may be asked and who rests; `race` asks; `mind` and `stations` stand
where one engine would; `rungs` builds them all from the settings.
"""

from kiosk.ladder.ladder import Ladder, Rest, Rung, Step, watching
from kiosk.ladder.mind import LadderModel
from kiosk.ladder.race import first_sign, streamed
from kiosk.ladder.rungs import build_ears, build_engines, build_voice
from kiosk.ladder.stations import LadderTranscriber, LadderVoice

__all__ = [
    "Ladder",
    "LadderModel",
    "LadderTranscriber",
    "LadderVoice",
    "Rest",
    "Rung",
    "Step",
    "build_ears",
    "build_engines",
    "build_voice",
    "first_sign",
    "streamed",
    "watching",
]
