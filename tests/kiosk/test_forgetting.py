"""What is left of a customer when the visit has ended: nothing."""

import sqlite3
from contextlib import closing

import pytest

from tests.doubles.kiosk_inside import record_question
from tests.doubles.kiosk_process import KioskProcess, field_of, memory_settings

CANARIES = ("zyxquark", "hermenegildaxq")


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    record_question(home / "question.wav")
    with KioskProcess(
        home,
        KIOSK_AUDIO_INPUT=str(home / "question.wav"),
        KIOSK_AUDIO_OUTPUT=str(home / "said.wav"),
        KIOSK_KNOWLEDGE_FOLDER="",
        **memory_settings(),
    ) as running:
        running.ask(f"quiero un {CANARIES[0]} azul barato para {CANARIES[1].title()}")
        running.ask(f"cuando abre la tienda de {CANARIES[0]}s")
        running.ask(f"what is the price of {CANARIES[1]} {CANARIES[0]}?")
        running.before = [running.places_of(word.encode()) for word in CANARIES]
        running.end_visit()
        running.ask(f"¿tienen {CANARIES[0]}s?")
        running.end_visit()
        running.ask("hola")
        running.end_visit()
        running.ended = field_of(running.until("forgotten"), "forgotten", "seconds")
        running.ended += field_of(running.until("forgotten"), "forgotten", "seconds")
        yield running


def test_the_words_were_there_during_the_visit(kiosk):
    assert all(kiosk.before)


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-32-le"])
@pytest.mark.parametrize("word", CANARIES)
def test_no_word_is_left_in_memory(kiosk, word, coding):
    assert kiosk.places_of(word.encode(coding)) == []


def test_all_is_gone_within_half_a_second(kiosk):
    assert len(kiosk.ended) == 2
    assert min(kiosk.ended) < 0.5  # the rest is other people's load


def test_no_word_is_left_in_any_file(kiosk):
    files = [path for path in kiosk.home.rglob("*") if path.is_file()]
    assert len(files) > 2
    for path in files:
        content = path.read_bytes()
        assert not any(word.encode() in content.lower() for word in CANARIES), path


def test_what_was_wanted_in_vain_is_counted_by_a_fingerprint_alone(kiosk):
    with closing(sqlite3.connect(kiosk.home / "state" / "figures.db")) as db:
        wishes = db.execute("SELECT visits, said FROM wishes").fetchall()
    assert wishes
    assert all(visits < 3 and not said for visits, said in wishes)
