"""What is remembered of words to be quicker, forgotten when a customer has gone."""

from knowledge.places import key_of
from knowledge.stops import stop_key
from knowledge.words import english_stem, is_vague, kin_of, stem


def forget_words() -> None:
    """Forget the forms of words that customers used."""
    for remembering in (stem, english_stem, is_vague, kin_of, stop_key, key_of):
        remembering.cache_clear()
