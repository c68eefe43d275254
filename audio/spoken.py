"""What is written becomes what is said: amounts, dates, times, units, phones, codes.

Figures stay figures, without anything that a voice would trip over; voices know how to
say a plain number in their own language.
"""

from audio.spoken_codes import say_codes, say_phones
from audio.spoken_dates import say_dates, say_times
from audio.spoken_numbers import say_numbers, say_ordinals, say_prices
from audio.spoken_words import say_units, say_words

LANGUAGES = ("es", "en")


def spoken_form(text: str, language: str) -> str:
    """Give a sentence as a voice should read it.

    Args:
        text: As it is written on the screen.
        language: `es` or `en`; anything else is taken for Spanish.
    """
    language = language if language in LANGUAGES else "es"
    for say in (
        say_dates,  # before times and phones: 24-12-2026 is neither
        say_prices,
        say_times,
        say_phones,
        say_units,
        say_numbers,
        say_ordinals,
        say_words,
        say_codes,
    ):
        text = say(text, language)
    return text
