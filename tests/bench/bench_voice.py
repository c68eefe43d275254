"""Spoken turns by OpenAI's protocol: `python -m tests.bench.bench_voice [CASE …]`.

A kiosk of its own process, a virtual sound card, a server that takes the time it is
told to. What the server took is known from its own clock, so the rest is ours. A turn
takes six seconds, because sound does: a case about a minute, all of them a quarter of
an hour.
"""

import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.bench.table import row
from tests.doubles.http_double import Seen
from tests.doubles.kiosk_process import KioskProcess
from tests.doubles.openai_asked import Asked, asked_by_items
from tests.doubles.openai_scenarios import PROFILES, Call, Profile, Scenario
from tests.doubles.openai_server import OpenAIServer
from tests.doubles.virtual_sound import VirtualSoundCard

QUESTION = "cuál es el producto más caro"
FIRST_SENTENCE = "El producto más caro es una laptop."
REPLY = f"{FIRST_SENTENCE} Está disponible hoy. ¿Le interesa?"
_IDLE_S = 5.0
_BEFORE_TEXT = 3
"""Events of a streamed answer before its first piece of text."""


@dataclass(frozen=True)
class Case:
    """A server and how the kiosk uses it."""

    profile: Profile
    turns: int = 10
    idle_s: float = 0.0
    """Quiet between two turns."""
    settings: Mapping[str, str] = field(default_factory=dict)


ALONE = {"KIOSK_AUDIO_STT": "openai"}
"""Ears with nobody behind them, who would answer first when the words come late."""
LIVE = {"KIOSK_AUDIO_STT": "realtime"}
"""Ears that listen while the button is held."""
OPENAI = {"KIOSK_AUDIO_STT_OPENAI_DIALECT": "openai"}
"""As at OpenAI's own address: a pause is sent ahead."""
SURE = {"KIOSK_AGENTS_ANSWER_LOCALLY": "sure"}

LATE = replace(PROFILES["zero"], transcribe_s=4)

CASES = {
    "zero": Case(PROFILES["zero"]),
    "zero, after 60 s": Case(PROFILES["zero"], turns=2, idle_s=60),
    "local": Case(PROFILES["local"]),
    "cloud": Case(PROFILES["cloud"]),
    "cloud, early": Case(PROFILES["cloud"], settings=OPENAI),
    "cloud, early, sure": Case(PROFILES["cloud"], settings={**OPENAI, **SURE}),
    "cloud, live": Case(PROFILES["cloud"], settings=LIVE),
    "cloud, live, sure": Case(PROFILES["cloud"], settings={**LIVE, **SURE}),
    "late words": Case(LATE, turns=2, settings=ALONE),
    "late words, standby": Case(LATE, turns=2),
    "slow speech": Case(replace(PROFILES["zero"], speech_per_s=1.5), turns=2),
}


def measure_voice(home: Path, card: VirtualSoundCard) -> None:
    """Print the rows of every case."""
    for name, case in CASES.items():
        _measure(home / name.replace(" ", "-"), card, name, case)


def _measure(home: Path, card: VirtualSoundCard, name: str, case: Case) -> None:
    with OpenAIServer(profile=case.profile) as server:
        server.hear = lambda _: QUESTION
        server.think = _think
        server.live_words, server.live_word_s = QUESTION, 0.4
        environment = {
            "OPENAI_API_KEY": "sk-bench",
            "OPENAI_BASE_URL": server.base_url,
            **case.settings,
            **card.environment,
        }
        print(f"{name}:", flush=True)
        with KioskProcess(home, **environment) as kiosk:
            first = _turn(kiosk, card, server)
            idle = _Processor(kiosk)
            time.sleep(_IDLE_S)
            idle_share = idle.used_s() / _IDLE_S
            turns, used = [], _Used()
            for _ in range(case.turns):
                time.sleep(case.idle_s)
                used.begin(kiosk)
                turns.append(_turn(kiosk, card, server))
                used.end(idle_share)
            resident_mb = kiosk.resident_mb
    _print(first, turns)
    used.print()
    row("  resident, MB", [resident_mb])


def _print(first: tuple[float, float], turns: list[tuple[float, float]]) -> None:
    row("  release to first sound, s", [waited for waited, _ in turns])
    row("    of this the server's share, s", [share for _, share in turns])
    row("    ours, ms", [1000 * (waited - share) for waited, share in turns])
    row("    ours at the first turn, ms", [1000 * (first[0] - first[1])])


class _Processor:
    """How long a kiosk has used a processor since this was made."""

    def __init__(self, kiosk: KioskProcess) -> None:
        self._kiosk = kiosk
        self._whole_s, self._loop_s = kiosk.cpu_s, kiosk.loop_cpu_s
        self.began_s = time.monotonic()

    def used_s(self) -> float:
        return float(self._kiosk.cpu_s - self._whole_s)

    def loop_s(self) -> float:
        return float(self._kiosk.loop_cpu_s - self._loop_s)


class _Used:
    """The processor's part of each turn, from the press to the last sound."""

    def __init__(self) -> None:
        self._whole: list[float] = []
        self._loop: list[float] = []
        self._above_idle: list[float] = []

    def begin(self, kiosk: KioskProcess) -> None:
        self._processor = _Processor(kiosk)

    def end(self, idle_share: float) -> None:
        processor = self._processor
        used_s, length_s = processor.used_s(), time.monotonic() - processor.began_s
        self._whole.append(used_s)
        self._loop.append(processor.loop_s())
        self._above_idle.append(used_s - idle_share * length_s)

    def print(self) -> None:
        row("  processor seconds a turn", self._whole)
        row("    of this above idling with an open microphone", self._above_idle)
        row("    of this the loop; the rest moves sound", self._loop)


def _think(asked: Asked) -> Scenario:
    """One tool call, three sentences."""
    if not asked.outputs:
        return Scenario(calls=(Call("ask_catalog", {"question": QUESTION}),))
    return Scenario(REPLY)


def _turn(
    kiosk: KioskProcess, card: VirtualSoundCard, server: OpenAIServer
) -> tuple[float, float]:
    """Seconds from the release to the first sound, and the server's share of them."""
    kiosk.press()
    kiosk.until("listening")
    card.say("es", QUESTION)
    kiosk.release()
    released_s = float(kiosk.until("released")[-1]["t"])
    sounded_s = float(kiosk.until("first_sound")[-1]["t"])
    kiosk.until("turn_ended", limit_s=60)
    answered = [seen for seen in server.requests if seen.outcome != "left"]
    spans = [span for seen in answered for span in _spans(seen)]
    return sounded_s - released_s, _covered(spans, released_s, sounded_s)


def _spans(seen: Seen) -> list[tuple[float, float]]:
    """From when a request was there to the byte that the kiosk was waiting for."""
    path = seen.request.path
    if path.endswith("/speech"):
        return [(seen.arrived_s, seen.chunks_s[0])]
    if path.endswith("/responses") and asked_by_items(seen.body).outputs:
        pieces = -(-len(FIRST_SENTENCE) // Scenario.piece)
        return [(seen.arrived_s, seen.chunks_s[_BEFORE_TEXT + pieces])]
    if path.endswith("/realtime"):
        return seen.spans_s
    return [(seen.arrived_s, seen.done_s)]


def _covered(spans: list[tuple[float, float]], begin_s: float, end_s: float) -> float:
    """Seconds between begin and end that lie within any of the spans."""
    covered = 0.0
    for start, stop in sorted(spans):
        since_s, until_s = max(start, begin_s), min(stop, end_s)
        if until_s > since_s:
            covered += until_s - since_s
            begin_s = until_s
    return covered


def main() -> None:
    """Measure the named cases, or all."""
    for name in sys.argv[1:]:
        if name not in CASES:
            sys.exit(f"no case {name!r}; there are: {', '.join(CASES)}")
    with tempfile.TemporaryDirectory() as home:
        card = VirtualSoundCard(Path(home) / "card")
        card.start()
        try:
            for name in sys.argv[1:] or CASES:
                _measure(Path(home) / name.replace(" ", "-"), card, name, CASES[name])
        finally:
            card.stop()


if __name__ == "__main__":
    main()
