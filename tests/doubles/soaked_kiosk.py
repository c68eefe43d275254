"""A kiosk that is asked thousands of things while all around it fails in turn."""

import contextlib
import os
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from catalog import make_sample_shop, open_ledger
from tests.doubles import jumping_clock
from tests.doubles.database_servers import postgres_server
from tests.doubles.jumping_clock import JumpingClock
from tests.doubles.kiosk_process import KioskProcess
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.openai_scenarios import SERVER_ERROR
from tests.doubles.openai_server import OpenAIServer
from tests.doubles.owner_databases import copy_to_server
from tests.doubles.virtual_sound import VirtualSoundCard

PIN = "482913"
ASKED = (
    "dame laptops",
    "¿cuál es el producto más caro?",
    "what is the cheapest tablet?",
    "agrega dos al carrito",
    "¿a qué hora abren mañana?",
    "cuéntame algo de la vida en el mar",
    "¿cuánto debo?",
)
BARGAIN = ("quiero pagar mi deuda hoy", "acepto", "sí")
DEAL = "Trato hecho"
WARM_UP = 150
"""Turns after which growth is counted."""
JUMPS_S = (-86_400 * 400, 86_400 * 900, -3_600, 3_600, 90, 0)
ANSWERED_WITHIN_S = 60.0


@dataclass
class Soak:
    """How it went."""

    turns: int = 0
    ended: Counter = field(default_factory=Counter)
    """Kinds of replies, and codes of troubles customers were told of."""
    faults: Counter = field(default_factory=Counter)
    left_out: list = field(default_factory=list)
    """Faults this machine cannot make, with the reason."""
    deals: int = 0
    longest_s: float = 0.0
    warm_mb: float = 0.0
    warm_turns: int = 0
    grown_mb: float = 0.0
    more_files: int = 0
    more_threads: int = 0

    @property
    def growth_a_day(self):
        """Share of the warm size by which 500 turns make it grow."""
        return self.grown_mb / self.warm_mb * 500 / (self.turns - self.warm_turns)


class Around:
    """What a kiosk depends on, and each way in which it fails."""

    def __init__(self, folder, stack):
        self.folder = folder
        self.state = folder / "state"
        self.state.mkdir(parents=True)
        self.left_out = []
        self.database = stack.enter_context(postgres_server())
        self.openai = stack.enter_context(OpenAIServer())
        (folder / "sound").mkdir()
        self.card = VirtualSoundCard(folder / "sound")
        self.card.start()
        stack.callback(self.card.stop)
        self.clock = self._clock()
        self.kiosk = None
        self.faults = [
            self.unplugged_microphone,
            self.unplugged_loudspeaker,
            self.crashed_sound,
            self.dead_server,
            self.killed_database,
            self.silent_database,
            self.stopped_kiosk,
        ]
        if self.clock is not None:
            self.faults.append(self.jumped_clock)
        if self._has_small_disk(stack):
            self.faults.append(self.full_disk)

    def _clock(self):
        if (missing := jumping_clock.why_not()) is None:
            return JumpingClock(self.folder)
        self.left_out.append(f"clock jumps: {missing}")
        return None

    def _has_small_disk(self, stack):
        """Put the state directory on a disk that can be filled."""
        command = ["mount", "-t", "tmpfs", "-o", "size=48m", "none", self.state]
        done = subprocess.run(command, check=False, capture_output=True)
        if done.returncode:
            self.left_out.append("full disk: only root may mount one")
            return False
        stack.callback(subprocess.run, ["umount", "-l", self.state], check=True)
        return True

    @contextmanager
    def unplugged_microphone(self, _):
        self.card.unplug("mic")
        yield
        self.card.plug("mic")

    @contextmanager
    def unplugged_loudspeaker(self, _):
        self.card.unplug("speaker")
        yield
        self.card.plug("speaker")

    @contextmanager
    def crashed_sound(self, _):
        self.card.crash()
        yield
        self.card.restore()

    @contextmanager
    def dead_server(self, _):
        self.openai.fails("/responses", *[SERVER_ERROR] * 40)
        yield
        self.openai.works_again()

    @contextmanager
    def killed_database(self, chance):
        self.database.stop(chance.choice((signal.SIGINT, signal.SIGQUIT)))
        yield
        self.database.start()

    @contextmanager
    def silent_database(self, _):
        with self.database.frozen():
            yield

    @contextmanager
    def stopped_kiosk(self, chance):
        os.kill(self.kiosk.pid, signal.SIGSTOP)
        time.sleep(chance.uniform(0.05, 1.0))
        os.kill(self.kiosk.pid, signal.SIGCONT)
        yield

    @contextmanager
    def jumped_clock(self, chance):
        self.clock.jump(chance.choice(JUMPS_S))
        yield

    @contextmanager
    def full_disk(self, _):
        ballast = self.state / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb") as out:
            while True:
                out.write(bytes(65_536))
        yield
        ballast.unlink()


def soak(folder, turns, *, fault_every=40, seed=20261121):
    """Ask so many questions while faults strike; complain of what does not recover.

    Args:
        folder: The kiosk's home.
        turns: How many questions.
        fault_every: Turns from one fault to the next; each lasts a few turns.
        seed: Makes the faults the same each time.
    """
    chance = random.Random(seed)  # noqa: S311 - which fault strikes is no secret
    done = Soak()
    with ExitStack() as stack:
        around = Around(folder, stack)
        done.left_out = around.left_out
        customers = _prepare(around, 1 + turns // fault_every)
        around.kiosk = kiosk = KioskProcess(folder, **_environment(around))
        stack.enter_context(kiosk)
        while done.turns < turns:
            _some_turns(kiosk, done, chance, fault_every)
            with around.dead_server(chance):  # the rules negotiate, the double cannot
                _agree(kiosk, done, next(customers))
            if done.turns >= WARM_UP and not done.warm_mb:
                _note_warm(kiosk, done)
            fault = around.faults[done.faults.total() % len(around.faults)]
            done.faults[fault.__name__] += 1
            with fault(chance):
                _some_turns(kiosk, done, chance, chance.randint(2, 5))
            _must_recover(kiosk, fault.__name__)
        _measure(kiosk, done)
        _must_be_kept(around, done)
    return done


def _environment(around):
    return {
        "KIOSK_AUDIO_INPUT": "USB Mic",
        "KIOSK_AUDIO_OUTPUT": "USB Speaker",
        "KIOSK_AUDIO_STT": "phrases",
        "KIOSK_AUDIO_TTS": "espeak",
        "KIOSK_AGENTS_ENGINE": "responses,offline",
        "KIOSK_AGENTS_TURN_S": "20",
        "KIOSK_LADDER_REST_S": "1",
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": around.openai.base_url,
        "KIOSK_CATALOG_SHOP": around.shop,
        "KIOSK_CATALOG_LEDGER": around.database.url,
        "KIOSK_CATALOG_COPY_EVERY_S": "5",
        **around.card.environment,
        **(around.clock.environment if around.clock else {}),
    }


def _prepare(around, count):
    make_sample_shop(around.folder / "shop.db")
    around.shop = copy_to_server(around.folder / "shop.db", around.database.url, "shop")
    ledger = open_ledger(around.database.url)
    names = [f"c{number}@ejemplo.pe" for number in range(count)]
    for name in names:
        customer = add_customer(ledger, name)
        add_debt(ledger, customer, total_cents=300_000, max_months=10)
    ledger.close()
    return iter(names)


def _some_turns(kiosk, done, chance, count):
    """Ask; now and then press, or go and let another one come."""
    for _ in range(count):
        _turn(kiosk, done, chance.choice(ASKED))
        if done.turns % 10 == 0:
            kiosk.press()
            kiosk.release()
        if done.turns % 25 == 0:
            kiosk.end_visit()


def _note_warm(kiosk, done):
    """What a kiosk holds that has worked for a while."""
    kiosk.end_visit()
    time.sleep(2)  # threads of the last turn end
    done.warm_mb, done.warm_turns = kiosk.resident_mb, done.turns
    done.more_files, done.more_threads = -_files(kiosk), -_threads(kiosk)


def _agree(kiosk, done, customer):
    """Log in and settle a debt; a visit of its own."""
    kiosk.end_visit()
    kiosk.log_in(customer, PIN)
    for words in BARGAIN:
        if DEAL in _turn(kiosk, done, words):
            done.deals += 1
    kiosk.end_visit()


def _turn(kiosk, done, question):
    began = time.monotonic()
    reply = kiosk.ask(question)
    took_s = time.monotonic() - began
    assert reply["answer"], f"turn {done.turns} got no answer: {reply}"
    assert took_s < ANSWERED_WITHIN_S, f"turn {done.turns} took {took_s:.0f} s"
    done.turns += 1
    done.longest_s = max(done.longest_s, took_s)
    done.ended[reply.get("error") or reply["kind"]] += 1
    return reply["answer"]


def _must_recover(kiosk, fault):
    """Products are sold and debts told again, by itself, soon after the fault."""
    deadline = time.monotonic() + 30
    while True:
        reply = kiosk.ask("¿cuál es el producto más caro?")
        if "error" not in reply and kiosk.get("/healthz")["ok"]:
            return
        assert time.monotonic() < deadline, f"{fault}: {reply}\n{kiosk.log[-3000:]}"
        time.sleep(0.1)


def _measure(kiosk, done):
    """What has grown since the warm-up, once everything is quiet."""
    kiosk.end_visit()
    time.sleep(2)  # threads of the last turn end
    done.grown_mb = kiosk.resident_mb - done.warm_mb
    done.more_files += _files(kiosk)
    done.more_threads += _threads(kiosk)


def _must_be_kept(around, done):
    ledger = open_ledger(around.database.url)
    assert len(ledger.agreements()) == done.deals, "a deal was lost or made twice"
    assert ledger.verify_audit() > 0
    ledger.close()


def _files(kiosk):
    return len(list(Path(f"/proc/{kiosk.pid}/fd").iterdir()))


def _threads(kiosk):
    return len(list(Path(f"/proc/{kiosk.pid}/task").iterdir()))
