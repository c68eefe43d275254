"""Questions to documents with what must be said, and a judge of the answers.

A line of a questions file is `question | today [now] | expected | pages or file`.
Expected is `yes`, `no`, `unknown`, or what must be said, parted by `;`: a time HH:MM,
a date `d:day-month`, a number `n:7`, an amount `m:5.60`, or words. `!` stands before
what must not be said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from agents.wording_documents import word_document_answer
from knowledge import DocumentAnswer, Library
from knowledge.dates import mentions
from knowledge.words import fold

_ENGLISH = re.compile(r"\b(the|is|does|what|when|how|can|do|are|where|which|was)\b")


@dataclass(frozen=True)
class Case:
    question: str
    today: date
    now: time | None
    expected: tuple[str, ...]
    places: tuple[str, ...]

    def __str__(self) -> str:
        return self.question


def cases_in(path: Path) -> Iterator[Case]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        question, when, expected, places = (part.strip() for part in line.split("|"))
        day, _, clock = (when or "2026-11-21").partition(" ")
        yield Case(
            question,
            date.fromisoformat(day),
            time.fromisoformat(clock) if clock else None,
            tuple(part.strip() for part in expected.split(";")),
            tuple(part.strip() for part in places.split(",") if part.strip()),
        )


def complaint(case: Case, library: Library) -> str:
    """Say what is wrong with the answer to a case; empty when nothing is."""
    answer = library.answer(case.question, case.today, case.now)
    is_english = _ENGLISH.search(case.question.lower())
    text = word_document_answer(answer, "en" if is_english else "es")
    if case.expected == ("unknown",):
        return "" if answer.kind == "unknown" else f"should not know: {text}"
    if answer.kind != "answer":
        return f"does not know: {text}"
    for expected in case.expected:
        if not _is_met(expected, answer, text):
            return f"{expected!r} is not met by: {text}"
    told = {str(page) for _, page in answer.sources}
    told |= {file for file, _ in answer.sources}
    if case.places and not told & set(case.places):
        return f"stands in {case.places}, not in {answer.sources}"
    return ""


def _is_met(expected: str, answer: DocumentAnswer, text: str) -> bool:
    if expected in ("yes", "no"):
        return answer.yes_no is (expected == "yes")
    if expected.startswith("!"):
        return not _is_said(expected[1:], text)
    return _is_said(expected, text)


def _is_said(token: str, text: str) -> bool:
    if match := re.fullmatch(r"d:(\d+)-(\d+)", token):
        found = [(m.day, m.month) for m in mentions(fold(text))]
        return (int(match[1]), int(match[2])) in found
    if re.fullmatch(r"\d\d:\d\d", token):
        return bool(re.search(rf"(?<!\d)0?{token.removeprefix('0')}(?!\d)", text))
    if match := re.fullmatch(r"n:(\d+)", token):
        return bool(re.search(rf"(?<![\d:.,]){match[1]}(?![\d:])", text))
    if token.startswith("m:"):
        told = [
            float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", text)
        ]
        return float(token[2:]) in told
    return fold(token) in fold(text)
