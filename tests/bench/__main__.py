"""`make bench`: the promised figures of the whole kiosk, measured on this machine.

Every figure is a median and a 95th percentile over several runs. Where a server takes
part, its own time stands beside ours. Nothing here passes or fails.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.doubles.kiosk_process import ROOT, KioskProcess
from tests.doubles.openai_scenarios import PROFILES
from tests.doubles.openai_server import OpenAIServer
from tests.doubles.openai_sound import espeak
from tests.doubles.virtual_sound import VirtualSoundCard, why_not

QUESTION = "cuál es el producto más caro"
REPLY = "El producto más caro es una laptop. Está disponible hoy. ¿Le interesa?"
ROUNDS = 10
IDLE_S = 10.0


def main() -> None:
    """Print one table."""
    print(f"{'figure':58}{'median':>10}{'p95':>10}")
    with tempfile.TemporaryDirectory() as home:
        _ask(Path(home))
        if reason := why_not():
            print(f"no sound figures: {reason}")
            return
        card = VirtualSoundCard(Path(home) / "card")
        card.start()
        try:
            _serve(Path(home), card)
            for name in ("zero", "cloud"):
                _spoken_turns(Path(home) / name, card, name)
        finally:
            card.stop()


def _ask(home: Path) -> None:
    """The whole process of `kiosk ask`, offline, beside a bare interpreter."""
    environment = {**os.environ, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}
    ask = [sys.executable, "-m", "kiosk", "ask", "¿Cuál es el producto más caro?"]
    bare = [sys.executable, "-c", "pass"]
    subprocess.run(ask, cwd=ROOT, env=environment, check=True, capture_output=True)
    asked, idle = [], []
    for _ in range(ROUNDS):
        asked.append(_seconds_of(ask, environment))
        idle.append(_seconds_of(bare, environment))
    _row("kiosk ask offline, whole process, s", asked)
    ratios = [a / b for a, b in zip(asked, idle, strict=True)]
    _row("  the same, times a bare Python", ratios)


def _serve(home: Path, card: VirtualSoundCard) -> None:
    """The headless kiosk without a key: start, memory, idling, press, interruption."""
    ready, resident = [], []
    for _ in range(4):
        with KioskProcess(home / "offline", **card.environment) as kiosk:
            ready.append(kiosk.ready_s)
            resident.append(kiosk.resident_mb)
    _row("kiosk serve without key, ready (grammar cached), s", ready[1:])
    _row("  resident, MB", resident)
    with KioskProcess(home / "offline", **card.environment) as kiosk:
        before = kiosk.cpu_s
        time.sleep(IDLE_S)
        _row("  idle, % of a core", [100 * (kiosk.cpu_s - before) / IDLE_S])
        _row(
            "  press to event listening, ms", [_press_ms(kiosk) for _ in range(ROUNDS)]
        )
        silences = [_silence_ms(kiosk, card) for _ in range(ROUNDS)]
        _row("  interrupting press to silence, ms", silences)
        _row("  resident after these turns, MB", [kiosk.resident_mb])


def _press_ms(kiosk: KioskProcess) -> float:
    pressed_at = kiosk.press()
    listening = kiosk.until("listening")[-1]
    time.sleep(0.1)
    kiosk.release()
    kiosk.until("turn_ended")
    return 1000 * (float(listening["t"]) - pressed_at)


def _silence_ms(kiosk: KioskProcess, card: VirtualSoundCard) -> float:
    """From the press, sent while the reply is heard, to the last sound of it."""
    with card.recording() as heard:
        kiosk.ask("dame cinco laptops")
        kiosk.until("first_sound")
        time.sleep(1.0)
        pressed_at = kiosk.press()
        kiosk.until("interrupted")
        time.sleep(0.5)
    kiosk.release()
    kiosk.until("turn_ended")
    return 1000 * max((heard.loud_until() or pressed_at) - pressed_at, 0.0)


def _spoken_turns(home: Path, card: VirtualSoundCard, profile: str) -> None:
    """Release to first sound through OpenAI's protocol, and the server's own share."""
    with _server(profile) as server:
        environment = {
            "OPENAI_API_KEY": "sk-bench",
            "OPENAI_BASE_URL": server.base_url,
            **card.environment,
        }
        waits, shares = [], []
        with KioskProcess(home, **environment) as kiosk:
            for _ in range(ROUNDS):
                seen = len(server.requests)
                waits.append(_turn_s(kiosk, card))
                shares.append(_server_s(server, seen))
            cpu = kiosk.cpu_s
            memory = kiosk.resident_mb
    _row(f"release to first sound, server '{profile}', s", waits)
    _row("  of this the server's own share, s", shares)
    _row("  ours, ms", [1000 * (w - s) for w, s in zip(waits, shares, strict=False)])
    _row("  resident with responses, MB", [memory])
    _row("  processor seconds a turn, start included", [cpu / ROUNDS])


@contextlib.contextmanager
def _server(profile: str) -> Iterator[OpenAIServer]:
    from tests.doubles.openai_scenarios import Scenario

    with OpenAIServer(profile=PROFILES[profile]) as server:
        server.hear = lambda _: QUESTION
        server.speak = espeak
        server.think = lambda _: Scenario(REPLY)
        yield server


def _turn_s(kiosk: KioskProcess, card: VirtualSoundCard) -> float:
    kiosk.press()
    kiosk.until("listening")
    card.say("es", QUESTION)
    kiosk.release()
    released = kiosk.until("released")[-1]
    sounded = kiosk.until("first_sound")[-1]
    kiosk.press()
    time.sleep(0.1)
    kiosk.release()
    kiosk.until("turn_ended")
    kiosk.until("turn_ended")
    return float(sounded["t"]) - float(released["t"])


def _server_s(server: OpenAIServer, seen: int) -> float:
    """What the server took of its own will up to the first byte of speech."""
    share = 0.0
    for request in server.requests[seen:]:
        figures = request.figures()
        path = str(figures["path"])
        if path.endswith("/speech"):
            return share + float(figures["first_byte_s"] - figures["arrived_s"])
        share += float(figures["own_s"])
    return share


def _seconds_of(command: Sequence[str], environment: dict[str, str]) -> float:
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.monotonic() - began


def _row(figure: str, values: Sequence[float]) -> None:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    print(f"{figure:58}{statistics.median(ordered):10.3f}{p95:10.3f}", flush=True)


if __name__ == "__main__":
    main()
