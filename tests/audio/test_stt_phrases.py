import asyncio
import re
from pathlib import Path

import numpy as np
import pytest
from pocketsphinx import get_model_path

from audio import (
    AudioSettings,
    PhraseBook,
    UnknownBackend,
    build_recorder,
    build_transcriber,
)
from audio.phrase_book import fingerprint
from audio.phrase_ears import PhraseEars
from audio.pronunciation import pronounce
from audio.sound import resampled
from audio.stt_phrases import folder_of
from tests.audio.shop_phrases import BOOK, ENGLISH, INSIDE, OUTSIDE, SPANISH
from tests.audio.sounds import ESPEAK_RATE_HZ, blocks_of, running, spoken

SETTINGS = AudioSettings(stt="phrases")


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("phrases")


@pytest.fixture
async def ears(cache_dir):
    ears = build_transcriber(SETTINGS, books=lambda: BOOK, cache_dir=cache_dir)
    yield ears
    await ears.close()
    await ears.close()


async def heard_by(ears, voice, text):
    sound = spoken(text, voice)
    return await ears.transcribe(blocks_of(sound, ESPEAK_RATE_HZ))


async def test_what_is_in_the_book_is_understood_in_both_languages(ears):
    heard = [(await heard_by(ears, voice, text)) for voice, text in INSIDE]
    exact = [h.text == text for h, (_, text) in zip(heard, INSIDE, strict=True)]
    assert sum(exact) >= len(INSIDE) - 1
    for transcript, (voice, _) in zip(heard, INSIDE, strict=True):
        assert transcript.language in (voice[:2], None)
        assert transcript.heard_s > 0.5


def test_a_recording_is_understood_the_same_whatever_came_before(tmp_path):
    ears = PhraseEars("", BOOK, folder_of(BOOK, "", tmp_path))
    fits = set()
    for voice, before in (INSIDE[7], OUTSIDE[1], INSIDE[4]):
        ears.understand(resampled(spoken(before, voice), ESPEAK_RATE_HZ, 16_000))
        sound = resampled(spoken(INSIDE[1][1], "es"), ESPEAK_RATE_HZ, 16_000)
        fits.add(ears.understand(sound))
    assert len(fits) == 1
    assert fits.pop().text == INSIDE[1][1]


async def test_what_is_not_in_the_book_is_not_guessed(ears):
    heard = [(await heard_by(ears, voice, text)).text for voice, text in OUTSIDE]
    assert heard == [""] * len(OUTSIDE)


@pytest.mark.parametrize("length_s", [0.0, 0.1, 2.0])
async def test_silence_is_nothing_and_loads_nothing(tmp_path, length_s):
    ears = build_transcriber(SETTINGS, books=lambda: BOOK, cache_dir=tmp_path)
    silence = np.zeros(int(length_s * 48_000), np.int16)
    assert (await ears.transcribe(blocks_of(silence, 48_000))).text == ""
    assert list(tmp_path.iterdir()) == []
    await ears.close()


async def test_a_second_start_needs_no_espeak(ears, cache_dir, monkeypatch):
    await ears.warm()
    monkeypatch.setenv("PATH", "")
    again = build_transcriber(SETTINGS, books=lambda: BOOK, cache_dir=cache_dir)
    before = sorted(path.name for path in cache_dir.iterdir())
    await again.warm()
    assert sorted(path.name for path in cache_dir.iterdir()) == before
    await again.close()


async def test_without_espeak_the_first_start_names_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    ears = build_transcriber(SETTINGS, books=lambda: BOOK, cache_dir=tmp_path)
    with pytest.raises(UnknownBackend, match="apt install espeak-ng"):
        await ears.warm()
    assert list(tmp_path.iterdir()) == []
    await ears.close()


async def test_another_book_is_understood_as_soon_as_it_is_there(tmp_path):
    books = [ENGLISH]
    ears = build_transcriber(SETTINGS, books=lambda: tuple(books), cache_dir=tmp_path)
    assert (await heard_by(ears, "es", "busco un paraguas azul")).text == ""
    books[:] = [PhraseBook("es", ("busco un paraguas azul",))]
    transcript = await heard_by(ears, "es", "busco un paraguas azul")
    assert transcript.text == "busco un paraguas azul"
    await ears.close()


@pytest.mark.sound
async def test_questions_are_understood_through_the_microphone(ears, sound_card):
    await ears.warm()
    right = 0
    async with running(build_recorder(AudioSettings(input="usb mic"))) as recorder:
        for voice, text in (INSIDE[0], INSIDE[3], INSIDE[8]):
            recorder.start()
            hearing = asyncio.create_task(ears.transcribe(recorder.blocks()))
            await asyncio.to_thread(sound_card.say, voice, text)
            recorder.stop()
            right += (await hearing).text == text
    assert right >= 2


@pytest.mark.parametrize("book", [SPANISH, ENGLISH])
def test_a_whole_phrase_is_told_from_a_part(book):
    whole = book.whole_phrase()
    voices = ("es",) if book is SPANISH else ("en",)
    for voice, text in INSIDE:
        if voice[:2] in voices:
            assert whole.fullmatch(text + " ")
            assert not whole.fullmatch(text.rpartition(" ")[0] + " x ")


def test_a_changed_book_has_another_fingerprint():
    changed = PhraseBook("es", SPANISH.phrases, {**SPANISH.slots, "amount": ("uno",)})
    assert fingerprint(BOOK) == fingerprint((SPANISH, ENGLISH))
    assert fingerprint((changed, ENGLISH)) != fingerprint(BOOK)


@pytest.mark.parametrize("book", [SPANISH, ENGLISH])
def test_every_word_has_a_sound(book):
    words = sorted({*book.words(), "ñandú", "wifi", "tv", "x", "s", "smart"})
    dictionary = Path(get_model_path("en-us/cmudict-en-us.dict"))
    ways = pronounce(words, book.language, dictionary)
    assert sorted(ways) == words
    assert all(re.fullmatch(r"[A-Z ]+", way) for w in ways.values() for way in w)


def test_spanish_sounds_between_two_english_ones_are_given_both_ways():
    dictionary = Path(get_model_path("en-us/cmudict-en-us.dict"))
    ways = pronounce(["pero", "cero"], "es", dictionary)
    assert {"P EH R OW", "P EY D OW"} <= set(ways["pero"])
    assert {"TH EH R OW", "S EH R OW"} <= set(ways["cero"])
