from types import SimpleNamespace

import pytest

from audio import AudioSettings, SpeechServiceError, build_synthesizer
from kiosk.back_room import BackRoom, EngineState
from kiosk.ladder import Ladder, LadderVoice, Rung
from kiosk.line import Line
from tests.doubles.stations import ScriptedSpeaker, ScriptedTranscriber


def line_on_reserve(*, now=100.0):
    """A line whose better voice rests for a minute, since it has no money left."""
    voices = [
        Rung("openai", None, rests_until=now + 60, why="no_quota"),
        Rung("espeak", build_synthesizer(AudioSettings(), "espeak")),
    ]
    ladder = Ladder("voice", voices, (SpeechServiceError,), lambda _: None)
    ladder.clock = lambda: now
    ladder.worked(voices[1])
    speaker = ScriptedSpeaker()
    speaker.synthesizer = LadderVoice(ladder, None)
    return Line(None, ScriptedTranscriber(), speaker)


@pytest.fixture
def room():
    mind = SimpleNamespace(engines=None)
    return BackRoom(None, mind, line_on_reserve(), None)


def test_every_station_tells_its_engines_best_first(room):
    ears, mind, *voices = room.engines()
    assert (ears.station, ears.use) == ("ears", "in_use")
    assert mind == EngineState("mind", "offline", "in_use")
    assert voices == [
        EngineState("voice", "openai", "resting", 60.0, "no_quota"),
        EngineState("voice", "espeak", "in_use"),
    ]


def test_an_engine_that_may_not_be_paid_says_so(room):
    ladder = room.line.speaker.synthesizer.ladder
    ladder.rungs[0].rests_until = None
    ladder.allows = lambda name: name != "openai"
    assert room.engines()[2].use == "no_budget"
    ladder.allows = lambda _: True
    assert room.engines()[2].use == "spare"
