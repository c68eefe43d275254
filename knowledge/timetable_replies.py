"""Replies about one line's timetable, filled in with where they stand."""

from collections.abc import Iterable
from datetime import date

from knowledge.answer import DocumentAnswer, Topic
from knowledge.facts import Facts, Service
from knowledge.holidays import OwnHolidays
from knowledge.question import Asked
from knowledge.timetable_scope import Timetable


class LineReplies:
    """One document's timetables and one question about them."""

    def __init__(self, asked: Asked, facts: Facts, own: OwnHolidays) -> None:
        self.asked = asked
        self.table = Timetable(asked, facts, own)

    def filled(
        self,
        topic: Topic,
        service: Service,
        *,
        times: Iterable[str] = (),
        values: tuple[int | float | str, ...] = (),
        yes_no: bool | None = None,
        notes: tuple[str, ...] = (),
        day: date | None = None,
        sources: tuple[tuple[str, int], ...] = (),
    ) -> DocumentAnswer:
        """Give an answer out of a service; its page is the source if no other is."""
        return DocumentAnswer(
            kind="answer",
            confidence=self.table.confidence,
            topic=topic,
            yes_no=yes_no,
            day=day or self.table.day(),
            days=service.label,
            place=service.line,
            origin=service.origin,
            destination=service.destination,
            times=tuple(times),
            values=values,
            notes=notes,
            sources=sources or ((self.table.facts.file, service.page),),
            title=self.table.facts.title,
        )

    def unknown(self) -> DocumentAnswer:
        """Say that the timetable does not tell."""
        return DocumentAnswer(
            gap="not_said",
            confidence=self.table.confidence,
            title=self.table.facts.title,
            topic="departures",
        )
