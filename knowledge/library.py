"""The library: a folder, its index, and answers from it."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from itertools import islice
from pathlib import Path

from knowledge.answer import DocumentAnswer
from knowledge.called import file_called
from knowledge.embedder import build_embedder
from knowledge.errors import IndexBroken
from knowledge.facts import Facts, facts_from_json
from knowledge.folder import is_private
from knowledge.index_fts import FileRecord, FtsIndex
from knowledge.index_vectors import VectorTable
from knowledge.meanings import Meanings, fused
from knowledge.opening_answers import answer_from_openings
from knowledge.opening_scope import names_document
from knowledge.own_holidays import own_holidays
from knowledge.passages import Passage
from knowledge.programme_answers import answer_from_programme
from knowledge.prose import answer_from_prose
from knowledge.question import Asked, joined_with, take_apart
from knowledge.ranking import find
from knowledge.refresh import Progress, Report, refresh_index
from knowledge.settings import KnowledgeSettings
from knowledge.timetable_answers import answer_from_timetables
from knowledge.words import is_vague, kin_of, told_words

_DEPTH = 50
"""How far down each ranking is read before both are joined."""
_NAMED = 0.93
"""How surely a question that names a document is about it."""
_HOW_LONG = re.compile(r"\bcuanto (?:se )?(?:tarda|dura)\b|\bhow long\b|\bcada cuanto")
"""What running text may tell where a timetable does not."""
_SURE = 0.5
"""From here on a calendar or timetable that cannot answer is believed: running text
that happens to use the same words is not asked instead."""


class Library:
    """The documents of a shop. Any thread may call it."""

    def __init__(
        self,
        folder: Path,
        index: FtsIndex,
        settings: KnowledgeSettings,
        meanings: Meanings | None = None,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self._index = index
        self._meanings = meanings
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
            report = refresh_index(
                self.folder, self._index, self.settings, progress, is_cancelled
            )
            if self._meanings:
                self._meanings.refresh(progress, is_cancelled)
        except sqlite3.Error as error:
            raise IndexBroken(f"cannot read the index: {error}") from error
        return report

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
        file = file_called(document, self.files()) if document else None
        words = list(dict.fromkeys(told_words(question)))
        telling = [word for word in words if not is_vague(word)]
        sought = telling if len(telling) > 1 else words
        groups = [kin_of(word) for word in sought]
        if self._meanings is None:
            return self._index.passages_at(find(self._index, groups, file, limit))
        depth = max(limit, _DEPTH)
        by_words = [number for number, _ in find(self._index, groups, file, depth)]
        by_meaning = self._meanings.nearest(question, file, depth)
        both = islice(fused([by_words, by_meaning]), limit)
        return self._index.passages_at(both)

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
        own = own_holidays(shelf, self.settings.holidays)
        told = [
            answer
            for answer in (
                answer_from_timetables(asked, shelf, own),
                answer_from_openings(asked, shelf, own),
                answer_from_programme(asked, shelf),
            )
            if answer is not None
        ]
        best = max(told, key=_worth, default=None)
        if best and (
            best.kind == "answer"
            or (best.gap == "other_years" and best.confidence >= 0.4)
            or (best.confidence >= _SURE and not _HOW_LONG.search(asked.text))
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

    def forget(self) -> None:
        """Let go of what the calling thread last searched for.

        SQLite keeps a connection's last statements with their values.
        """
        self._index.close_own()

    def close(self) -> None:
        """Close the index; it is opened again when needed."""
        self._index.close()
        if self._meanings:
            self._meanings.close()


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
    embedder = build_embedder(settings.openai)
    if embedder is None:
        return Library(folder, index, settings)
    table = VectorTable(index_path)
    meanings = Meanings(index, table, embedder, settings.openai.question_s)
    return Library(folder, index, settings, meanings)
