"""What of an answer is between kiosk and customer, and how a customer has it spoken."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from agents.debt_answer import DebtAnswer
from agents.finding import Finding
from catalog import amounts_in

_COUNTS_UP_TO = 12
"""A bare number up to here is a count of something ("dos deudas"), not a sum."""
_FILLERS = re.compile(
    r"\b(?:por favor|porfa|si|pues|vale|ok|please|yes|entonces|ahora|can you|could you"
    r"|puedes?|podria[ns]?|quiero que|me lo|me la|me|lo|la|todo|it|that|then|now|to me"
    r"|the (?:amounts?|sums?|answer)|(?:los |el )(?:importes?|montos?))\b"
)
_VERBS = (
    r"(?:dime|diga|digas|dilo|dimelo|digamelo|decir|decirmelo|lee|lea|leas|leer|leelo"
    r"|leeme|leemelo|leame|leamelo|leermelo|hablame|say|read|tell)"
)
_BARE = re.compile(
    r"(?:dimelo|digamelo|dilo|leemelo|leamelo|leelo|leeme|leame|read|say)"
)
_ALOUD = re.compile(rf"(?:{_VERBS} )*(?:(?:en )?voz alta|en alto|aloud|out loud)")
_QUIET = re.compile(
    r"(?:no (?:digas|diga|leas|lea|hables)(?: mas)?|not aloud|don't (?:say|read)"
    r"|(?:solo )?en (?:la )?pantalla|en voz baja|en silencio|keep quiet|keep private"
    r"|on the screen(?: only)?)(?: en (?:voz alta|alto)| aloud| out loud)?"
)
Wish = Literal["only", "too", "quiet"]
"""To hear the last answer aloud and `only` that; to hear what is asked for aloud `too`;
to have sums shown and not spoken."""


def is_private(sentence: str, findings: Sequence[Finding]) -> bool:
    """Whether a sentence names a sum and does not come from shop and documents alone.

    Args:
        sentence: What a customer who is logged in is told.
        findings: What the tools of this turn found.
    """
    is_of_debts = any(isinstance(found.record, DebtAnswer) for found in findings)
    if findings and not is_of_debts:
        return False
    return any(
        amount.value > _COUNTS_UP_TO if amount.unit == "number" else True
        for amount in amounts_in(sentence)
        if amount.unit != "months"
    )


def aloud_wish(words: str) -> Wish | None:
    """What a customer's words say of being read to; None when nothing."""
    plain = unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
    plain = plain.encode("ascii", "ignore").decode()
    rest = " ".join(re.sub(r"[^a-z']+", " ", _FILLERS.sub(" ", plain)).split())
    if _QUIET.fullmatch(rest):
        return "quiet"
    if _ALOUD.fullmatch(rest) or _BARE.fullmatch(rest):
        return "only"
    return (
        "too" if _ALOUD.search(rest) and not re.search(r"\bno\b|don't", rest) else None
    )
