"""Running text → the sentence that answers, or nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.answer import DocumentAnswer
from knowledge.dates import mentions
from knowledge.passages import Passage
from knowledge.prose_wanted import (
    asks_for_date,
    asks_for_thing,
    holds_what_is_asked,
    words_answered,
    yes_or_no,
)
from knowledge.words import (
    fold,
    is_vague,
    kin_of,
    stem_set,
    stems_of,
    told_words,
    words_of,
)

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡0-9«\"(])|\n+")
_COUNTED = re.compile(r"\b(?:cuant[oa]s|how many) (\w+)")
_ASKS_GOODS = re.compile(
    r"\b(?:tienen?|tienes|hay|venden?|dame|muestra\w*|busco|do you (?:have|sell))\b"
)
_COMMAND = re.compile(
    r"\b(?:ignora|ignore|olvida|disregard|forget)\b.*\b(?:instruccion|instruction|prompt)"
)
"""Text that speaks to a machine instead of to customers is never quoted."""
_VAGUE, _STRONG = 0.25, 1.0
_EXACT, _KIN, _EXACT_ABOVE, _KIN_ABOVE = 1.0, 0.8, 0.7, 0.5
"""What a word counts when the sentence or the headings above have it, or its kin."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of the question that carries meaning."""

    word: str
    stems: frozenset[str]
    kin: frozenset[str]
    weight: float

    def found(self, sentence: frozenset[str], above: frozenset[str]) -> float:
        """How well the term is met, 0 to 1."""
        if self.stems & sentence:
            return _EXACT
        if self.kin & sentence:
            return _KIN
        if self.stems & above:
            return _EXACT_ABOVE
        return _KIN_ABOVE if self.kin & above else 0.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    said: str
    """The words to be quoted."""
    passage: Passage
    met: tuple[float, ...]
    """How well each term of the question is met."""
    score: float


def answer_from_prose(question: str, passages: Sequence[Passage]) -> DocumentAnswer:
    """Answer with the sentence that says most of what was asked."""
    terms = _terms(question)
    candidates = [c for p in passages for c in _candidates(question, p, terms)]
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    if best is None or not _is_enough(question, best, terms):
        return _nothing(best, terms)
    return DocumentAnswer(
        kind="answer",
        confidence=_confidence(question, best, terms),
        yes_no=yes_or_no(question, best.said),
        notes=(best.said,),
        passages=(best.passage,),
        sources=((best.passage.file, best.passage.page),),
        title=best.passage.title,
    )


def _terms(question: str) -> list[_Term]:
    return [
        _Term(
            word,
            frozenset(stems_of(word)),
            kin_of(word),
            _VAGUE if is_vague(word) else _STRONG,
        )
        for word in dict.fromkeys(told_words(question))
    ]


def _nothing(best: _Candidate | None, terms: Sequence[_Term]) -> DocumentAnswer:
    strong = (
        [m for m, t in zip(best.met, terms, strict=True) if t.weight == _STRONG]
        if best
        else []
    )
    near = sum(map(bool, strong)) / len(strong) if strong else 0.0
    if best is None or near < 0.3:
        return DocumentAnswer(gap="nothing")
    return DocumentAnswer(
        gap="not_said", confidence=0.2 * near, title=best.passage.title
    )


def _confidence(question: str, best: _Candidate, terms: Sequence[_Term]) -> float:
    """One strong word alone proves little; several that all are met prove much.

    A row of a table, or a question for what there is, may as well mean the goods.
    """
    strong = sum(t.weight == _STRONG for t in terms)
    whole = sum(t.weight for t in terms)
    met = sum(m * t.weight for m, t in zip(best.met, terms, strict=True)) / whole
    told = 0.58 + 0.1 * min(strong, 3) + 0.15 * met
    is_row = "; " in best.said and ": " in best.said
    if strong < 2 and (is_row or _ASKS_GOODS.search(fold(question))):
        told -= 0.3
    return round(min(0.93, told), 2)


def _is_enough(question: str, best: _Candidate, terms: Sequence[_Term]) -> bool:
    """Every word with a meaning of its own is met; a long question may lack one."""
    if not holds_what_is_asked(question, best.said):
        return False
    counted = _COUNTED.search(fold(question))
    if counted and not kin_of(counted[1]) & stem_set(best.said):
        return False
    strong = [m for m, t in zip(best.met, terms, strict=True) if t.weight == _STRONG]
    if not strong:
        return asks_for_thing(question) and all(best.met)
    missing = sum(not met for met in strong)
    is_yes_no = yes_or_no(question, best.said) is not None
    allowed = 0 if is_yes_no else len(strong) // 4
    return missing <= allowed and max(strong) > _KIN_ABOVE


def _candidates(
    question: str, passage: Passage, terms: Sequence[_Term]
) -> Iterator[_Candidate]:
    like = frozenset(stem[:3] for term in terms for stem in term.kin)
    above = stem_set(f"{passage.heading} {passage.title} {passage.file}", like)
    whole = sum(term.weight for term in terms) or 1.0
    before: frozenset[str] = frozenset()
    for meant, said in _sentences(passage.text):
        stems = stem_set(meant, like)
        if not any(term.kin & stems for term in terms):
            before = stems
            continue
        quote = _dated(question, said, passage.heading)
        given = words_answered(question, quote)
        met = tuple(
            _KIN if term.word in given else term.found(stems, above | before)
            for term in terms
        )
        before = stems
        fits = holds_what_is_asked(question, quote)
        score = sum(m * t.weight for m, t in zip(met, terms, strict=True)) / whole
        score += (0.3 if fits else -0.4) - 0.002 * len(words_of(quote))
        yield _Candidate(_narrowed(quote, terms), passage, met, score)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield what each sentence is about, and its words to quote.

    A question in the text is what the sentence after it is about.
    """
    asked = ""
    for raw in _SENTENCE_END.split(text):
        said = raw.strip("- ").strip()
        if not said or _COMMAND.search(fold(said)):
            continue
        if said.endswith("?"):
            asked = said
            continue
        if asked or _is_sentence(said):
            yield f"{asked} {said}", said
        asked = ""


def _dated(question: str, said: str, heading: str) -> str:
    """Add the heading when a day is asked for and only the heading tells it."""
    last = heading.rpartition(" › ")[2]
    if asks_for_date(question) and mentions(fold(last)) and not mentions(fold(said)):
        return f"{last}: {said}"
    return said


def _narrowed(said: str, terms: Sequence[_Term]) -> str:
    """Of a table's row, keep the name and the one cell whose head was asked for."""
    name, *cells = said.split("; ")
    if len(cells) < 2 or not all(": " in cell for cell in cells):
        return said
    heads = [set(words_of(cell.partition(": ")[0])) for cell in cells]
    fits = [sum(term.word in head for term in terms) for head in heads]
    best = max(fits)
    if best == 0 or fits.count(best) > 1:
        return said
    return f"{name}; {cells[fits.index(best)]}"


def _is_sentence(said: str) -> bool:
    """Names and labels are no answers."""
    return said[-1] in ".!;" or any(c.isdigit() for c in said) or len(said.split()) > 5
