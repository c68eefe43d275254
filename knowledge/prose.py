"""Running text → the sentence that answers, or nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.answer import DocumentAnswer
from knowledge.dates import mentions
from knowledge.passages import Passage
from knowledge.plain_words import plainly, speaks_english
from knowledge.prose_sentences import sentences_of
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

_COUNTED = re.compile(r"\b(?:cuant[oa]s|how many) (\w+)")
_ASKS_GOODS = re.compile(
    r"\b(?:tienen?|tienes|hay|venden?|dame|muestra\w*|busco|do you (?:have|sell))\b"
)
_AGE = re.compile(r"\b\d{1,2} (?:años|anos|years?(?: old)?|kg|kilos)\b")
_WITHOUT = re.compile(r"\b(?:no|sin|not|non|without)\b")
_VAGUE, _STRONG = 0.25, 1.0
_EXACT, _KIN, _EXACT_ABOVE, _KIN_ABOVE = 1.0, 0.8, 0.7, 0.5
"""What a word counts when the sentence or the headings above have it, or its kin."""
_BEFORE, _LINE_BEFORE = 0.4, 0.3
"""What it counts when only the sentence before has it or its kin, in the same line or
in another."""


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
        for word in dict.fromkeys(told_words(_undated(question)))
    ]


def _undated(question: str) -> str:
    """The question without its dates and people's ages: sentences tell ranges."""
    told = plainly(question)
    for each in reversed(mentions(fold(told))):
        told = told[: each.start] + " " + told[each.end :]
    return _AGE.sub(" ", told)


def _is_of_date(question: str, candidate: _Candidate) -> bool:
    """No other dates than the one asked about."""
    asked = mentions(fold(question))
    told = mentions(fold(f"{candidate.passage.heading} {candidate.said}"))
    if not asked or not told:
        return True
    ends = [(each.month, each.day) for each in told]
    at = (asked[0].month, asked[0].day)
    is_range = any(each.is_range_end for each in told)
    return at in ends or (is_range and min(ends) <= at <= max(ends))


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
    if not holds_what_is_asked(question, best.said) or not _is_of_date(question, best):
        return False
    counted = _COUNTED.search(fold(question))
    if counted and not kin_of(counted[1]) & stem_set(best.said):
        return False
    strong = [m for m, t in zip(best.met, terms, strict=True) if t.weight == _STRONG]
    if not strong:
        return asks_for_thing(question) and all(best.met)
    missing = sum(not met for met in strong)
    is_yes_no = yes_or_no(question, best.said) is not None
    if is_yes_no:
        missing = sum(met < _BEFORE for met in strong)
    allowed = 0 if is_yes_no else len(strong) // 4
    return missing <= allowed and max(strong) > _KIN_ABOVE


def _candidates(
    question: str, passage: Passage, terms: Sequence[_Term]
) -> Iterator[_Candidate]:
    like = frozenset(stem[:3] for term in terms for stem in term.kin)
    above = stem_set(f"{passage.heading} {passage.title} {passage.file}", like)
    whole = sum(term.weight for term in terms) or 1.0
    is_english = speaks_english(question)
    before: frozenset[str] = frozenset()
    for meant, said, is_first in sentences_of(passage.text):
        nearness = _LINE_BEFORE if is_first else _BEFORE
        stems = stem_set(plainly(meant), like)
        if not any(term.kin & stems for term in terms):
            before = stems
            continue
        quote = _dated(question, said, passage.heading)
        given = words_answered(question, quote)
        met = tuple(
            _KIN
            if term.word in given
            else term.found(stems, above) or nearness * bool(term.kin & before)
            for term in terms
        )
        before = stems
        fits = holds_what_is_asked(question, quote)
        score = sum(m * t.weight for m, t in zip(met, terms, strict=True)) / whole
        score += (0.3 if fits else -0.4) - 0.002 * len(words_of(quote))
        score -= 0.15 * (speaks_english(meant) is not is_english)
        yield _Candidate(_narrowed(question, quote, terms), passage, met, score)


def _dated(question: str, said: str, heading: str) -> str:
    """Add the heading when a day is asked for and only the heading tells it."""
    last = heading.rpartition(" › ")[2]
    if asks_for_date(question) and mentions(fold(last)) and not mentions(fold(said)):
        return f"{last}: {said}"
    return said


def _is_in(term: _Term, head: set[str]) -> bool:
    return any(term.stems & set(stems_of(word)) for word in head)


def _narrowed(question: str, said: str, terms: Sequence[_Term]) -> str:
    """Of a table's row, keep the name and the one cell whose head was asked for.

    "No abonados" is another head than "abonados".
    """
    name, *cells = said.split("; ")
    if len(cells) < 2 or not all(": " in cell for cell in cells):
        return said
    heads = [set(words_of(cell.partition(": ")[0])) for cell in cells]
    fits = [float(sum(_is_in(term, head) for term in terms)) for head in heads]
    denied = bool(_WITHOUT.search(fold(question)))
    fits = [
        fit + 0.5 * (("no" in head or "non" in head) is denied) if fit else 0.0
        for fit, head in zip(fits, heads, strict=True)
    ]
    best = max(fits)
    if best == 0 or fits.count(best) > 1:
        return said
    return f"{name}; {cells[fits.index(best)]}"
