"""May a model's sentence be said? The rules that stand behind every prompt.

Figures and names must rest on something that was told in this visit, a deal on a tool
that made it, and the house's own rules are not read out.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from agents.cart_answer import CartAnswer
from agents.debt_answer import DebtAnswer
from agents.finding import Finding
from agents.grounding import Evidence

_RECITED = 8
"""So many words in the order of the house's rules are no coincidence."""
_DEAL = re.compile(
    r"\b(?:trato hecho|(?:queda|quedan|esta|estan|ha sido|han sido) (?:\w+ )?"
    r"(?:cancelad|perdonad|condonad|saldad|liquidad|anulad|borrad|eliminad|modificad"
    r"|actualizad|acordad|escrit|registrad)[oa]s?"
    r"|(?:le )?(?:he|hemos) (?:cancelad|perdonad|condonad|saldad|anulad|borrad|eliminad"
    r"|modificad|actualizad|registrad|cambiad)o|(?:le )?perdono|no debe nada"
    r"|ya no debe|(?:it's|it is) a deal|(?:is|are|has been|have been|was)(?: now)? "
    r"(?:cancell?ed|forgiven|waived|settled|written off|deleted|erased|updated|modified"
    r"|recorded)|(?:i have|i've|we have) (?:cancell?ed|forgiven|waived|settled|deleted"
    r"|erased|updated|changed|recorded)|you owe nothing|no longer owe)\b"
)
"""Words by which something would be done or promised."""
_ORDER = re.compile(
    r"\b(?:pedido (?:\w+ )?(?:hecho|confirmado|realizado|registrado|enviado)"
    r"|order (?:\w+ ){0,2}(?:placed|confirmed|made|sent)|ordered)\b"
)
"""Words by which an order would be placed."""
_DECLINES = re.compile(
    r"\b(?:solo (?:le )?(?:puedo|se|atiendo|conozco|trato|me ocupo|estoy)"
    r"|(?:no|tampoco) (?:le )?puedo (?:ayudar|atender|responder|contestar|hablar|opinar"
    r"|hacer|dar|decir|recomendar|aconsejar|comentar|tratar)"
    r"|no (?:lo )?se\b|no (?:tengo|dispongo de|hay) (?:informacion|datos)|no consta"
    r"|fuera de (?:mi|lo que|nuestr)|no es (?:mi|un) tema"
    r"|soy (?:el|la|un|una) (?:asistente|inteligencia|quiosco)"
    r"|(?:i )?can only|only (?:help|able)|(?:can't|cannot|can not|unable to) (?:help"
    r"|answer|talk|discuss|do|give|tell|advise|assist)|i don't (?:know|have)"
    r"|outside (?:of )?(?:my|what)|not something i|i'?a?m (?:the|an?) (?:shop|store"
    r"|assistant|artificial|kiosk))"
)
"""Words that turn a question away."""
_COURTESY = re.compile(
    r"\b(?:de nada|gracias|con (?:mucho )?gusto|hola|buen[oa]?s?|adios|hasta (?:luego"
    r"|pronto)|bienvenid[oa]s?|encantad[oa]|me alegr\w+|lo siento|disculpe|que tenga"
    r"|welcome|pleasure|hello|hi|goodbye|bye|good|nice|glad|thank(?:s| you)|sorry)\b"
)
_FEW_WORDS = 10
"""So short is a courtesy."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a sentence must not be said."""

    kind: Literal["figures", "deal", "rules", "subject"]
    parts: tuple[str, ...] = ()
    """What rests on nothing."""

    def complaint(self, said: str) -> str:
        """Tell the model, for its second and last try.

        Args:
            said: What the customer has already been told of this reply.
        """
        reason = {
            "figures": f"no tool has answered, and no customer said: {self._named()}",
            "deal": "no tool has done or agreed what it claims",
            "rules": "it reads out these instructions",
            "subject": "it is not about the shop, and no tool has found it; decline in "
            "one kind sentence, or call a tool",
        }[self.kind]
        already = f" Already said, do not repeat it: «{said}»" if said else ""
        return (
            f"Your last reply was stopped before one of its sentences: {reason}. "
            f"Answer once more from the tools' answers alone; call a tool if you need "
            f"one.{already}"
        )

    def _named(self) -> str:
        return ", ".join(f"«{part}»" for part in self.parts)


class SentenceCheck:
    """The check of one visit."""

    def __init__(self, known: Callable[[], str], *, rules: str = "") -> None:
        """Begin with nothing told.

        Args:
            known: What the house itself vouches for at this moment: its name, its
                hours as the owner wrote them, the date.
            rules: What is never read out.
        """
        self._known = known
        self._told = ""
        self._evidence = Evidence()
        self._recitable = set(_runs_of(_words(rules)))
        self.is_elsewhere = False
        """The question is about nothing of the house."""

    def begin(self, question: str) -> None:
        """A customer has spoken."""
        self.is_elsewhere = False
        self._evidence.add_words(question)
        if (known := self._known()) != self._told:
            self._told = known
            self._evidence.add_answer(known)

    def add_answers(self, answers: Iterable[str]) -> None:
        """Tools have answered."""
        for answer in answers:
            self._evidence.add_answer(answer)

    def add_said(self, sentence: str) -> None:
        """A sentence is being said; the next may build on it."""
        self._evidence.add_words(sentence, is_checked=True)

    def objection(
        self, sentence: str, said: Sequence[str], findings: Iterable[Finding]
    ) -> Objection | None:
        """Give what speaks against a sentence, if anything does.

        Args:
            sentence: What the model would say.
            said: The sentences before it in this reply.
            findings: What the tools found in this run.
        """
        if strange := self._evidence.unsupported(sentence):
            return Objection("figures", strange)
        found, folded = list(findings), _folded(sentence)
        if _DEAL.search(folded) and not any(map(_is_deal, found)):
            return Objection("deal")
        if _ORDER.search(folded) and not any(map(_is_order, found)):
            return Objection("deal")
        has_found = any(finding.kind == "answer" for finding in found)
        if self.is_elsewhere and not has_found and not _turns_away(folded):
            return Objection("subject")
        before = _words(" ".join(said))[1 - _RECITED :]
        if not self._recitable.isdisjoint(_runs_of([*before, *_words(sentence)])):
            return Objection("rules")
        return None


def _turns_away(folded: str) -> bool:
    """Whether a sentence declines, asks back, or is only polite."""
    is_polite = len(folded.split()) <= _FEW_WORDS and bool(_COURTESY.search(folded))
    return is_polite or folded.endswith("?") or bool(_DECLINES.search(folded))


def _is_deal(finding: Finding) -> bool:
    """Whether a finding may carry words of a deal: what changed something does."""
    match finding.record:
        case DebtAnswer(result=result) | CartAnswer(result=result):
            return result.get("status") != "error"
    return False


def _is_order(finding: Finding) -> bool:
    return isinstance(finding.record, CartAnswer) and finding.record.order is not None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _folded(text))


def _folded(text: str) -> str:
    return text.casefold().translate(_PLAIN)


_PLAIN = str.maketrans("áéíóúü’", "aeiouu'")


def _runs_of(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + _RECITED]) for at in range(len(words) - _RECITED + 1))
