"""Running text → the sentence that answers, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answer import DocumentAnswer
from knowledge.passages import Passage
from knowledge.prose_wanted import holds_what_is_asked, yes_or_no
from knowledge.words import (
    kin_of,
    stem_set,
    told_words,
    vague_words,
    words_of,
)

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÁÉÍÓÚÑ¿¡0-9«\"(])|\n+")
_ENOUGH = 0.62
"""Share of the question's meaning that must stand in the text for an answer."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    sentence: str
    passage: Passage
    covered: float
    score: float


def answer_from_prose(question: str, passages: Sequence[Passage]) -> DocumentAnswer:
    """Answer with the sentence that says most of what was asked."""
    terms = list(dict.fromkeys(told_words(question)))
    if not terms or not passages:
        return DocumentAnswer(gap="nothing")
    weights = {term: _weight(term) for term in terms}
    best = max(
        (c for p in passages for c in _candidates(question, p, weights)),
        key=lambda candidate: candidate.score,
        default=None,
    )
    if best is None or best.covered < _ENOUGH or not _is_enough(best, weights):
        near = best.covered if best else 0.0
        title = best.passage.title if best and near > 0.3 else ""
        return DocumentAnswer(
            gap="not_said" if title else "nothing", confidence=near * 0.5, title=title
        )
    return DocumentAnswer(
        kind="answer",
        confidence=min(0.95, best.covered),
        yes_no=yes_or_no(question, best.sentence),
        notes=(best.sentence,),
        passages=(best.passage,),
        sources=((best.passage.file, best.passage.page),),
        title=best.passage.title,
    )


def _weight(term: str) -> float:
    if any(stem in vague_words() for stem in kin_of(term)) and not term.isdigit():
        return 0.25
    return 1.0


def _is_enough(best: _Candidate, weights: dict[str, float]) -> bool:
    """At least one word that means something of its own must be there."""
    stems = stem_set(f"{best.sentence} {best.passage.heading} {best.passage.title}")
    strong = [term for term, weight in weights.items() if weight == 1.0]
    missing = [term for term in strong if not kin_of(term) & stems]
    return bool(strong) and len(missing) * 3 <= len(strong)


def _candidates(
    question: str, passage: Passage, weights: dict[str, float]
) -> list[_Candidate]:
    around = stem_set(f"{passage.heading} {passage.title} {passage.file}")
    whole = sum(weights.values())
    found = []
    for sentence in _sentences(passage.text):
        stems = stem_set(sentence)
        inside = sum(w for term, w in weights.items() if kin_of(term) & stems)
        beside = sum(
            w
            for term, w in weights.items()
            if not kin_of(term) & stems and kin_of(term) & around
        )
        if not inside:
            continue
        fits = holds_what_is_asked(question, sentence)
        score = (inside + 0.8 * beside) / whole + (0.4 if fits else -0.3)
        score -= 0.002 * len(words_of(sentence))
        covered = (inside + beside) / whole if fits else 0.0
        found.append(_Candidate(sentence, passage, covered, score))
    return found


def _sentences(text: str) -> list[str]:
    return [
        part.strip("- ").strip() for part in _SENTENCE_END.split(text) if part.strip()
    ]
