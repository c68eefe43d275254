"""Many kiosks, each a process of its own, on one PostgreSQL that is started again."""

import signal
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field

from catalog import make_sample_shop, open_ledger
from tests.doubles.database_servers import postgres_server
from tests.doubles.kiosk_inside import record_question
from tests.doubles.kiosk_process import KioskProcess
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.owner_databases import copy_to_server

PIN = "482913"
PRODUCTS = ("dame laptops", "¿cuál es el producto más caro?", "what is the cheapest?")
BARGAIN = ("¿cuánto debo?", "quiero pagar mi deuda hoy", "acepto", "sí")
DEAL = "Trato hecho"
THINKS_S = 0.5
"""Between a customer's questions."""


@dataclass
class FleetDay:
    """What customers of all kiosks were told."""

    replies: Counter = field(default_factory=Counter)
    """Kinds of replies."""
    errors: list = field(default_factory=list)
    """What customers were told instead of an answer: second, question, reply."""
    deals: int = 0
    longest_s: float = 0.0
    began: float = 0.0


def run_fleet(folder, kiosks, seconds, *, restarts=2):
    """Let customers ask at every kiosk while the server is started again.

    Args:
        folder: Where the kiosks have their homes.
        kiosks: How many.
        seconds: For how long they are asked.
        restarts: How often the server is stopped and started, evenly spread.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record_question(folder / "question.wav")
    make_sample_shop(folder / "shop.db")
    day, is_over = FleetDay(), threading.Event()
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server())
        shop = copy_to_server(folder / "shop.db", server.url, "shop")
        _add_customers(server.url, kiosks, per_kiosk=max(2, int(seconds / 10)))
        customers = []
        for number in range(kiosks):
            kiosk = KioskProcess(
                folder / f"kiosk{number}",
                KIOSK_AUDIO_INPUT=str(folder / "question.wav"),
                KIOSK_AUDIO_OUTPUT=str(folder / f"said{number}.wav"),
                KIOSK_CATALOG_SHOP=shop,
                KIOSK_CATALOG_LEDGER=server.url,
            )
            stack.enter_context(kiosk)
            asking = threading.Thread(
                target=_be_customers, args=(kiosk, number, day, is_over)
            )
            customers.append(asking)
        began = day.began = time.monotonic()
        for asking in customers:
            asking.start()
        for turn in range(1, restarts + 1):
            _sleep_until(began + seconds * turn / (restarts + 1))
            server.stop(signal.SIGINT if turn % 2 else signal.SIGQUIT)
            server.start()
        _sleep_until(began + seconds)
        is_over.set()
        for asking in customers:
            asking.join()
        ledger = open_ledger(server.url)
        assert len(ledger.agreements()) == day.deals, "a deal was lost or made twice"
        assert ledger.verify_audit() > 0
        ledger.close()
    return day


def _sleep_until(moment):
    time.sleep(max(0.0, moment - time.monotonic()))


def _add_customers(url, kiosks, *, per_kiosk):
    """Give each kiosk customers of its own, all with the same PIN."""
    ledger = open_ledger(url)
    for number in range(kiosks):
        for one in range(per_kiosk):
            customer = add_customer(ledger, f"c{number}-{one}@ejemplo.pe")
            add_debt(ledger, customer, total_cents=300_000, max_months=10)
    ledger.close()


def _be_customers(kiosk, number, day, is_over):
    """Ask for products, and now and then log in and settle a debt."""
    count = visits = 0
    while not is_over.is_set():
        count += 1
        if count % 10 == 5:
            _settle(kiosk, f"c{number}-{visits}@ejemplo.pe", day)
            visits += 1
        else:
            _ask(kiosk, PRODUCTS[count % len(PRODUCTS)], day)
        is_over.wait(THINKS_S)


def _settle(kiosk, customer, day):
    try:
        kiosk.log_in(customer, PIN)
    except OSError as error:  # 403: there are no customers left; 503 is an error
        if getattr(error, "code", 0) != 403:
            day.errors.append((time.monotonic() - day.began, "log in", repr(error)))
        return
    for words in BARGAIN:
        if DEAL in _ask(kiosk, words, day):
            day.deals += 1
    kiosk.end_visit()


def _ask(kiosk, question, day):
    began = time.monotonic()
    reply = kiosk.ask(question)
    day.longest_s = max(day.longest_s, time.monotonic() - began)
    if "error" in reply or not reply["answer"]:
        day.errors.append((began - day.began, question, reply))
    else:
        day.replies[reply["kind"]] += 1
    return reply["answer"]
