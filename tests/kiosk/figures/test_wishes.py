"""What was wanted in vain: counted by visits, in words only when several wanted it."""

import asyncio
from datetime import UTC, datetime

import pytest

from agents import Finding
from catalog import Questions, Wish, make_sample_shop, open_shop
from kiosk.bus import Bus
from kiosk.events import Replied, VisitEnded
from kiosk.figures.file import Figures
from kiosk.figures.keeper import keep_figures
from kiosk.figures.wishes import Wishes, drop_wish, read_wishes

UKULELE = Wish("ukelele", "ukelele", "es")
UKULELES = Wish("ukeleles", "ukelele", "es")
DRUM = Wish("tambor", "tambor", "es")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "figures.db"


@pytest.fixture
def wishes(path):
    return Wishes(Figures(path, keep_days=30))


@pytest.fixture(scope="module")
def questions(tmp_path_factory):
    file = tmp_path_factory.mktemp("shop") / "shop.db"
    make_sample_shop(file)
    with open_shop(str(file)) as shop:
        yield Questions(shop)


def visits(wishes, *wanted):
    for wish in wanted:
        wishes.hear(wish)
        wishes.end_visit()


def test_words_are_written_in_the_third_visit_only(wishes, path):
    visits(wishes, UKULELE, UKULELE)
    assert read_wishes(path) == []
    assert b"ukelele" not in path.read_bytes()
    visits(wishes, UKULELES)
    (kept,) = read_wishes(path)
    assert (kept.said, kept.language, kept.visits) == ("ukeleles", "es", 3)
    assert kept.last == datetime.now(UTC).astimezone().date()


def test_one_customer_counts_once(wishes, path):
    for _ in range(9):
        wishes.hear(UKULELE)
    assert read_wishes(path) == []
    assert b"ukelele" not in path.read_bytes()


def test_counting_goes_on_after_a_restart(path):
    for _ in range(3):
        visits(Wishes(Figures(path, keep_days=30)), UKULELE)
    assert [wish.visits for wish in read_wishes(path)] == [3]


def test_what_was_seen_to_is_forgotten_and_counted_anew(wishes, path):
    visits(wishes, *[UKULELE] * 3)
    drop_wish(path, "ukelele")
    visits(wishes, *[UKULELE] * 2)
    assert read_wishes(path) == []


def test_the_most_wanted_comes_first(wishes, path):
    visits(wishes, *[UKULELE] * 3, *[DRUM] * 4)
    assert [wish.said for wish in read_wishes(path)] == ["tambor", "ukelele"]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("¿tienen ukeleles?", "ukeleles"),
        ("busco una guitarra acústica", "guitarra acustica"),
        ("hay drones?", "drones"),
        ("do you sell ukuleles?", "ukuleles"),
        ("¿cuál es el producto más caro?", None),
        ("dame laptops", None),
        ("¿quién ganó el mundial?", None),
        ("¿tienen el 612345678?", None),
    ],
)
def test_only_what_was_looked_for_in_vain_is_a_wish(questions, question, wanted):
    answer = questions.answer(question)
    wish = Finding(record=answer).wish
    assert (wish and wish.said) == wanted


def test_singular_and_plural_are_one_wish(questions):
    one, many = (questions.answer(f"¿tienen {w}?").wish for w in ("dron", "drones"))
    assert one.key == many.key


async def test_the_keeper_counts_by_visits(path):
    bus, loop, third = Bus(), asyncio.get_running_loop(), asyncio.Event()

    class Watched(Wishes):
        def hear(self, wish):
            super().hear(wish)
            if wish is DRUM:
                loop.call_soon_threadsafe(third.set)

    figures = Figures(path, keep_days=30)
    keeping = asyncio.create_task(keep_figures(bus, figures, Watched(figures)))
    await asyncio.sleep(0)
    for _ in range(3):
        bus.emit(Replied("", "unknown", "catalog", UKULELE))
        bus.emit(VisitEnded())
    bus.emit(Replied("", "unknown", "catalog", DRUM))
    async with asyncio.timeout(5):
        await third.wait()
    keeping.cancel()
    assert [wish.said for wish in read_wishes(path)] == ["ukelele"]
