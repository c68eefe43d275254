"""The library: a folder, its index, and answers from it."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from difflib import get_close_matches
from pathlib import Path

from knowledge.answer import DocumentAnswer
from knowledge.errors import IndexBroken, UnknownDocument
from knowledge.facts import Facts, facts_from_json
from knowledge.folder import is_private
from knowledge.index_fts import FileRecord, FtsIndex
from knowledge.opening_answers import answer_from_openings
from knowledge.opening_scope import names_document
from knowledge.passages import Passage
from knowledge.prose import answer_from_prose
from knowledge.question import Asked, joined_with, take_apart
from knowledge.refresh import Progress, Report, refresh_index
from knowledge.settings import KnowledgeSettings
from knowledge.timetable_answers import answer_from_timetables
from knowledge.words import fold, is_vague, kin_of, told_words

_NAMED = 0.93
"""How surely a question that names a document is about it."""
_SURE = 0.5
"""From here on a calendar or timetable that cannot answer is believed: running text
that happens to use the same words is not asked instead."""


class Library:
    """The documents of a shop. Any thread may call it."""

    def __init__(
        self, folder: Path, index: FtsIndex, settings: KnowledgeSettings
    ) -> None:
        self.folder = folder
        self.settings = settings
        self._index = index
        self._facts: tuple[object, list[Facts]] = (None, [])

    def refresh(
        self,
        progress: Progress | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Read what changed in the folder; meanwhile the old index answers.

        Raises:
            IndexBroken: The index cannot be read or written.
        """
        try:
            return refresh_index(
                self.folder, self._index, self.settings, progress, is_cancelled
            )
        except sqlite3.Error as error:
            raise IndexBroken(f"cannot read the index: {error}") from error

    def files(self) -> list[FileRecord]:
        """Give what is known of every file, those that failed included."""
        return self._index.files()

    def facts(self) -> list[Facts]:
        """Give the calendars, hours and timetables of every document."""
        now = self._index.generation()
        known, facts = self._facts
        if known != now:
            facts = [facts_from_json(text) for text in self._index.facts()]
            self._facts = (now, facts)
        return facts

    def search(
        self, question: str, document: str | None = None, limit: int = 5
    ) -> list[Passage]:
        """Give the passages that fit a question best, of one document or of all.

        Raises:
            UnknownDocument: `document` is neither a file nor a title of the shelf.
        """
        file = self.file_called(document) if document else None
        words = list(dict.fromkeys(told_words(question)))
        telling = [word for word in words if not is_vague(word)]
        sought = telling if len(telling) > 1 else words
        return self._index.find([kin_of(word) for word in sought], file, limit)

    def file_called(self, name: str) -> str:
        """Give the file that a path, a name or a title means, or a part of one.

        Raises:
            UnknownDocument: None does, or more than one; the message names some.
        """
        records = [each for each in self.files() if not each.error]
        if any(each.file == name for each in records):
            return name
        wanted = fold(name)
        names = {each.file: fold(f"{each.file}\n{each.title}") for each in records}
        exact = {
            file
            for file, told in names.items()
            if wanted in (*told.split("\n"), told.split("\n")[0].rpartition("/")[2])
        }
        called = exact or {file for file, told in names.items() if wanted in told}
        if len(called) == 1:
            return called.pop()
        if called:
            several = " or ".join(sorted(called)[:5])
            raise UnknownDocument(f"{name!r} may be {several}; name the whole path")
        near = get_close_matches(name, [each.file for each in records], cutoff=0.4)
        some = near or [each.file for each in records[:5]]
        known = f"; there is {', '.join(some)}" if some else "; the shelf is empty"
        raise UnknownDocument(f"no document {name!r}{known}")

    def answer(
        self,
        question: str,
        today: date,
        now: time | None = None,
        before: DocumentAnswer | None = None,
    ) -> DocumentAnswer:
        """Answer a question from the documents, or say why not.

        `before` is the answer that the same customer got last, for questions that
        lean on it.
        """
        answer = self._answer(question, today, now)
        if before and before.question and answer.kind != "answer":
            whole = joined_with(question, before.question, today)
            if whole:
                leaning = self._answer(whole, today, now)
                return leaning if leaning.kind == "answer" else answer
        return answer

    def _answer(self, question: str, today: date, now: time | None) -> DocumentAnswer:
        asked = take_apart(question, today, now)
        shelf = [facts for facts in self.facts() if facts]
        local = self.settings.holidays
        told = [
            answer
            for answer in (
                answer_from_timetables(asked, shelf, local),
                answer_from_openings(asked, shelf, local),
            )
            if answer is not None
        ]
        best = max(told, key=_worth, default=None)
        if best and (
            best.kind == "answer"
            or (best.gap == "other_years" and best.confidence >= 0.4)
            or best.confidence >= _SURE
        ):
            sure = round(0.8 + 0.2 * best.confidence, 2)
            return replace(best, question=question, confidence=sure)
        beyond = {f.file for f in self.facts() if asked.when.is_beyond(f.years)}
        passages = self.search(question, limit=30)
        prose = answer_from_prose(
            question, [each for each in passages if each.file not in beyond]
        )
        if prose.kind == "answer":
            return replace(prose, question=question)
        return replace(best or self._nothing(asked, prose), question=question)

    def _nothing(self, asked: Asked, prose: DocumentAnswer) -> DocumentAnswer:
        """A question that names a document is about it, even if it does not say."""
        for facts in self.facts():
            if names_document(asked.text, f"{facts.title} {facts.file}"):
                return replace(
                    prose, gap="not_said", title=facts.title, confidence=_NAMED
                )
        return prose

    def phrases(self) -> list[str]:
        """Give titles, lines, stops, regions and parts: names customers may say."""
        names: dict[str, None] = {}
        for facts in self.facts():
            names[facts.title] = None
            for service in facts.services:
                names |= dict.fromkeys(
                    (service.origin, service.destination, *service.route)
                )
            for listed in facts.lists:
                names |= dict.fromkeys(listed.place)
            for opening in facts.openings:
                names[opening.part] = None
        return [name for name in names if name]

    def close(self) -> None:
        """Close the index; it is opened again when needed."""
        self._index.close()


def _worth(answer: DocumentAnswer) -> float:
    return answer.confidence + (0.3 if answer.kind == "answer" else 0.0)


def open_library(
    folder: Path, index_path: Path, settings: KnowledgeSettings
) -> Library:
    """Open the shelf over a folder; nothing is read until `refresh`.

    What has become private is forgotten at once.

    Raises:
        IndexBroken: The index cannot be opened, made or changed.
    """
    index = FtsIndex(index_path)
    for file in index.stamps():
        if is_private(file, settings.private):
            index.remove(file)
    return Library(folder, index, settings)
