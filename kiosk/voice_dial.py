"""How loud and how fast the voice is, turned by word, key, knob or caller."""

import math
from collections.abc import Callable
from typing import Literal, Protocol

from kiosk.events import Event, PaceChanged, VolumeChanged

Turned = Literal["louder", "softer", "slower", "faster"]

_SOFTEST, _LOUDEST = 0.1, 3.0
_STEP = 1.4
"""About 3 dB."""
_SLOWEST, _FASTEST = 0.6, 1.4
_PACE_STEP = 1.2


class Voice(Protocol):
    """What can be turned."""

    volume: float
    """Gain; 1.0 leaves the sound as it is."""
    pace: float
    """Speed of speech from the next sentence on; 1.0 is the voice's own."""


class VoiceDial:
    """Turns the voice until the visit ends, and announces it. Loop only."""

    def __init__(self, voice: Voice, emit: Callable[[Event], None]) -> None:
        self._voice = voice
        self._emit = emit
        self._owners_volume = voice.volume

    def turn(self, wish: Turned) -> None:
        """Turn by a step."""
        self._emit(turn(self._voice, wish))

    def set_volume(self, share: float) -> None:
        """Turn to a place from 0.0 to 1.0, where the next customer finds it as well.

        For a knob, whose place is seen.
        """
        gain = _SOFTEST * (_LOUDEST / _SOFTEST) ** share
        self._emit(_set_gain(self._voice, gain))
        self._owners_volume = self._voice.volume

    def reset(self) -> None:
        """Leave the voice as the owner wants it."""
        self._voice.volume = self._owners_volume
        self._voice.pace = 1.0


def turn(voice: Voice, wish: Turned) -> VolumeChanged | PaceChanged:
    """Turn a voice by a step, and give what to announce."""
    match wish:
        case "louder":
            return _set_gain(voice, voice.volume * _STEP)
        case "softer":
            return _set_gain(voice, voice.volume / _STEP)
        case "faster":
            return _set_pace(voice, voice.pace * _PACE_STEP)
        case "slower":
            return _set_pace(voice, voice.pace / _PACE_STEP)


def _set_gain(voice: Voice, gain: float) -> VolumeChanged:
    voice.volume = min(max(gain, _SOFTEST), _LOUDEST)
    steps = math.log(voice.volume / _SOFTEST, _LOUDEST / _SOFTEST)
    return VolumeChanged(round(steps, 2))


def _set_pace(voice: Voice, pace: float) -> PaceChanged:
    near_own = abs(pace - 1.0) < 0.01
    voice.pace = 1.0 if near_own else min(max(pace, _SLOWEST), _FASTEST)
    return PaceChanged(round(voice.pace, 2))
