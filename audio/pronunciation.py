"""How words sound, in the phones of the English acoustic model.

Spanish words take espeak-ng's IPA, mapped to English phones; English words stand in
the model's own dictionary, and take espeak's IPA as well. A Spanish sound that lies
between English ones is given in several ways: as a phonetician would write it, and as
the model hears it, found by letting it choose among likely phones in 400 sentences of
everyday words, some of which the shop's phrases use as well.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from audio.errors import UnknownBackend

_VOICES = {"es": ("es", "es-419"), "en": ("en-us", "en-gb")}
"""Accents that are understood; each may add a pronunciation."""

_VOWELS = frozenset(("AA", "EH", "IY", "OW", "UW", "IH", "AO"))

_PHONES = {
    language: dict(pair.split(" ", 1) for pair in pairs.split("|"))
    for language, pairs in (
        (
            "es",
            "tʃ CH|ɾɾ R|rr R|ɣ G|β B|ð D|ɲ N Y|ʎ Y|ʝ Y|x HH|θ TH|ŋ NG|ɟ Y|ɡ G|r R|ɾ R"
            "|a AA|e EH|i IY|o OW|u UW|j Y|w W|ʊ W|ɪ Y|b B|d D|f F|k K|l L|m M|n N|p P"
            "|s S|t T|v V|z Z|ʃ SH|ɛ EH|ɔ OW",
        ),
        (
            "en",
            "tʃ CH|dʒ JH|aɪ AY|aʊ AW|eɪ EY|oʊ OW|əʊ OW|eə EH R|ʊə UH R|ɪə IH R|ɔɪ OY"
            "|ɜ ER|ɚ ER|iə IY AH|ʌ AH|æ AE|ɒ AA|ɑ AA|ɐ AH|ɔ AO|ə AH|ɛ EH|ɪ IH|ᵻ IH|i IY"
            "|ʊ UH|u UW|o OW|e EY|a AE|b B|d D|ð DH|f F|ɡ G|h HH|j Y|k K|l L|m M|n N"
            "|ŋ NG|p P|ɹ R|r R|s S|ʃ SH|t T|ɾ T|θ TH|v V|w W|z Z|ʒ ZH|x K",
        ),
    )
}
_SIGN = {
    language: re.compile("|".join(sorted(table, key=len, reverse=True)))
    for language, table in _PHONES.items()
}
_HEARD = {"e": "IH", "o": "AO", "β": "W", "ð": "DH", "x": "K"}
_AS_HEARD = ((_HEARD, "N"), (_HEARD | {"t": "DH"}, "D"))
"""What the model hears for Spanish sounds, and for an r between vowels."""
_SOFT = {"b": "β", "d": "ð", "ɡ": "ɣ"}
"""What begins a word is softer behind another word than alone."""


def pronounce(
    words: Iterable[str], language: str, dictionary: Path
) -> dict[str, list[str]]:
    """Give each word's pronunciations, phones parted by spaces.

    Args:
        words: Plain words.
        language: `es` or `en`.
        dictionary: The English model's dictionary, a word and its phones a line.

    Raises:
        UnknownBackend: espeak-ng is not installed.
    """
    wanted = sorted(set(words))
    known = _from_dictionary(set(wanted), dictionary) if language == "en" else {}
    for voice in _VOICES[language]:
        for word, ipa in zip(wanted, _ipa(wanted, voice), strict=True):
            ways = _ways_to_say(ipa, language)
            known.setdefault(word, []).extend(" ".join(way) for way in ways if way)
    return {word: list(dict.fromkeys(ways)) for word, ways in known.items() if ways}


def _from_dictionary(words: set[str], dictionary: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with dictionary.open(encoding="utf-8") as lines:
        for line in lines:
            name, _, phones = line.strip().partition(" ")
            word = name.partition("(")[0]
            if word in words:
                found.setdefault(word, []).append(phones)
    return found


def _ipa(words: list[str], voice: str) -> list[str]:
    """Give espeak's IPA for each word, all in one run of the program."""
    if not words:
        return []
    program = shutil.which("espeak-ng")
    if program is None:
        raise UnknownBackend(
            "the closed phrases need espeak-ng; install it: apt install espeak-ng"
        )
    done = subprocess.run(  # noqa: S603 - our own arguments, the words go to stdin
        [program, "-q", "-v", voice, "--ipa"],
        input="\n".join(f"{word}." for word in words),
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line.strip()]


def _ways_to_say(ipa: str, language: str) -> list[list[str]]:
    """Give the phones of a word, each way that it may be said."""
    signs = _signs(ipa, language)
    plain = _phones(signs, _PHONES[language])
    if language == "en":
        return [plain]
    ways = [plain, _with_taps(plain, "D")]
    ways += [["EY" if phone == "EH" else phone for phone in way] for way in ways]
    for heard, tap in _AS_HEARD:
        for form in (
            signs,
            [*(_SOFT.get(sign, sign) for sign in signs[:1]), *signs[1:]],
        ):
            phones = _phones(form, _PHONES[language] | heard)
            ways.append(_with_taps(phones, tap))
    return ways


def _signs(ipa: str, language: str) -> list[str]:
    """Cut IPA into the signs that have a phone; others are left out."""
    rest = re.sub(r"\([a-z-]+\)|[ˈˌː_\s]", "", ipa)
    return _SIGN[language].findall(rest)


def _phones(signs: list[str], table: Mapping[str, str]) -> list[str]:
    return [phone for sign in signs for phone in table[sign].split()]


def _with_taps(phones: list[str], tap: str) -> list[str]:
    """Give a Spanish r between vowels another sound, such as English d in "ladder"."""
    around = zip(["", *phones], phones, [*phones[1:], ""], strict=False)
    return [
        tap if phone == "R" and {before, after} <= _VOWELS else phone
        for before, phone, after in around
    ]
