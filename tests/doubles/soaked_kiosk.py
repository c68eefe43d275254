"""A kiosk that is asked thousands of things while all around it fails in turn."""

import random
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression

from catalog import make_sample_shop, open_ledger
from tests.doubles.around_kiosk import Around
from tests.doubles.kiosk_process import KioskProcess, memory_settings
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.owner_databases import copy_to_server

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
"""Turns after which files and threads are counted."""
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
    sizes: list = field(default_factory=list)
    """Turns so far and resident megabytes, between two visits, after each fault."""
    is_warm: bool = False
    more_files: int = 0
    more_threads: int = 0

    @property
    def settling_mb(self):
        """What the first half of the turns made it grow: caches and pools fill."""
        return self._later[0][1] - self.sizes[0][1]

    @property
    def settled_mb(self):
        return self._later[0][1]

    @property
    def growth_a_day(self):
        """Share by which 500 turns make it grow: a line through the second half."""
        slope, _ = linear_regression(*zip(*self._later, strict=True))
        return slope * 500 / self.settled_mb

    @property
    def _later(self):
        return self.sizes[len(self.sizes) // 2 :]


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
            if done.turns >= WARM_UP and not done.is_warm:
                _note_warm(kiosk, done)
            fault = around.faults[done.faults.total() % len(around.faults)]
            done.faults[fault.__name__] += 1
            with fault(chance):
                _some_turns(kiosk, done, chance, chance.randint(2, 5))
            _must_recover(kiosk, fault.__name__)
            kiosk.end_visit()
            done.sizes.append((done.turns, kiosk.resident_mb))
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
        **memory_settings(),
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
    """What a kiosk has open that has worked for a while."""
    kiosk.end_visit()
    time.sleep(2)  # threads of the last turn end
    done.is_warm = True
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
    """What is open beyond the warm-up, once everything is quiet."""
    time.sleep(2)  # threads of the last turn end
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
