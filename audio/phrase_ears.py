"""The decoders of the closed recogniser, and whether to believe them.

A recording is decoded by a book's words in each language, and freely by phones. What
came out is believed only if it is a whole phrase of the book, covers what is loud, and
explains the sound nearly as well as free phones do. Anything else is "not understood"
rather than a guess.
"""

import math
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from audio.phrase_book import PhraseBook
from audio.silence import loud_frames
from audio.sound import Samples

if TYPE_CHECKING:
    from pocketsphinx import Decoder, Hypothesis

RATE_HZ = 16_000
"""What the acoustic model was trained on."""

FRAMES_PER_S = 100
"""How the model cuts time."""

NOISE_FLOOR = 30.0
"""Standard deviation of the faint noise that is added; digital silence breaks the
model's normalisation."""

WORST_FIT = -1.8
"""Log-likelihood a frame, of the phrase against free phones; chosen on the half of
`tests/bench/bench_phrases.py` that is not reported."""

MOST_UNCOVERED = 0.2
"""Share of the loud frames that may lie outside of the phrase's words."""

_AROUND_S = 0.25
"""Silence that is left before and behind what is loud: more of it would hide how badly
a phrase fits, and the model wants some."""

_BEAMS = {"beam": 1e-60, "pbeam": 1e-60, "wbeam": 1e-40}
"""How unlikely a path may be and still be followed; the decoder's own beams lose whole
phrases."""

_NOISES = 1e-30
"""How likely a cough is beside a word; the decoder takes soft voices for one."""

_SCORE_UNIT = 1024
"""The decoder keeps scores in 1/1024 of a natural logarithm."""


class Understood(NamedTuple):
    """A phrase of a book, and how well it explains the sound."""

    fit: float
    language: str
    text: str


class PhraseEars:
    """All decoders; belongs to one thread."""

    def __init__(self, name: str, books: tuple[PhraseBook, ...], folder: Path) -> None:
        """Load the decoders.

        Args:
            name: What tells these books from others.
            books: What may be said, a book for each language.
            folder: Where `<language>.dict` and `<language>.arpa` lie.
        """
        from pocketsphinx import Decoder

        self.name = name
        self._readers = [_Reader(book, folder) for book in books if book.words()]
        self._phones = Decoder(
            lm=None,
            dict=None,
            allphone=str(model_dir() / "en-us-phone.lm.bin"),
            lw=2.0,
            pip=0.3,
            beam=1e-20,
            pbeam=1e-20,
            loglevel="FATAL",
        )

    def understand(self, heard: Samples) -> Understood | None:
        """Give the phrase that was said; None when it was none."""
        loud = _loud_part(heard)
        noise = np.random.default_rng(0).normal(0, NOISE_FLOOR, len(loud))
        noisy = np.clip(loud + noise, -32768, 32767).astype(np.int16)
        free = _decode(self._phones, noisy)
        if free is None:
            return None
        readings = [reader.read(noisy, free) for reader in self._readers]
        best = max(filter(None, readings), default=None)
        return best if best and best.fit >= WORST_FIT else None


class _Reader:
    """The decoder of one language."""

    def __init__(self, book: PhraseBook, folder: Path) -> None:
        from pocketsphinx import Decoder

        self._language = book.language
        self._whole = book.whole_phrase()
        self._decoder = Decoder(
            lm=str(folder / f"{book.language}.arpa"),
            dict=str(folder / f"{book.language}.dict"),
            fillprob=_NOISES,
            loglevel="FATAL",
            **_BEAMS,
        )

    def read(self, heard: Samples, free: "Hypothesis") -> Understood | None:
        """Give what was said in this language, if it was a whole phrase of it."""
        best = _decode(self._decoder, heard)
        if best is None:
            return None
        text = re.sub(r"\(\d+\)", "", best.hypstr)
        if not self._whole.fullmatch(f"{text} ") or self._uncovered(heard):
            return None
        return Understood(_fit(best, free, len(heard)), self._language, text)

    def _uncovered(self, heard: Samples) -> bool:
        """Whether too much is loud where no word of the phrase lies."""
        is_loud = loud_frames(heard, RATE_HZ, 1 / FRAMES_PER_S)
        is_word = np.zeros(len(is_loud), bool)
        for segment in self._decoder.seg():
            if segment.word[0] not in "<[":
                is_word[segment.start_frame : segment.end_frame + 1] = True
        return int((is_loud & ~is_word).sum()) > MOST_UNCOVERED * int(is_loud.sum())


def model_dir() -> Path:
    """Where the acoustic model and the English dictionary lie."""
    from pocketsphinx import get_model_path

    return Path(os.fspath(get_model_path())) / "en-us"


def _loud_part(heard: Samples) -> Samples:
    """Give the recording without the silence at its ends."""
    loud = np.flatnonzero(loud_frames(heard, RATE_HZ, 1 / FRAMES_PER_S))
    if not len(loud):
        return heard
    frame, around = RATE_HZ // FRAMES_PER_S, int(RATE_HZ * _AROUND_S)
    begin = max(int(loud[0]) * frame - around, 0)
    return heard[begin : int(loud[-1] + 1) * frame + around]


def _decode(decoder: "Decoder", heard: Samples) -> "Hypothesis | None":
    # Else what one customer says changes how the next is understood.
    decoder.reinit_feat()
    decoder.start_utt()
    decoder.process_raw(heard.tobytes(), full_utt=True)
    decoder.end_utt()
    return decoder.hyp()


def _fit(phrase: Any, free: Any, samples: int) -> float:
    """Tell by how much the phrase explains a frame better than free phones."""
    if not phrase.best_score or not free.best_score:
        return -math.inf
    better = math.log(phrase.best_score) - math.log(free.best_score)
    return better * _SCORE_UNIT * RATE_HZ / (samples * FRAMES_PER_S)
