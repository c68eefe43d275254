"""Questions about open days and hours → answers from calendars on the shelf."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from knowledge.answer import DocumentAnswer
from knowledge.dates import EVERY_YEAR
from knowledge.days import HOLIDAYS, ORDINARY
from knowledge.facts import DateList, Facts, Opening
from knowledge.opening_hours import (
    falls_on,
    hours_of,
    in_week,
    is_in_season,
    tells_holidays,
    tells_weekdays,
)
from knowledge.opening_scope import Scope, scope_asked
from knowledge.opening_state import DayRules, State, place_of
from knowledge.places import spelled
from knowledge.question import Asked
from knowledge.words import is_vague, kin_of, stem_set, stems_of, told_words

_WHAT_OPENS = re.compile(
    r"\bque (?:cosas |partes |zonas |locales )?(?:abre[n]?|abria[n]?|abrio"
    r"|abrieron|esta[n]? abiert|hay abiert|estaba abiert|podia)|\bwhat(?:'s|"
    r" is| was| opens| opened)\b.*\bopen|\bquien abre"
)
_SUNDAY = 1 << 6 | 1 << 13


def answer_from_openings(
    asked: Asked, shelf: Sequence[Facts], local_holidays: Sequence[str]
) -> DocumentAnswer | None:
    """Answer, or None when the question is not about days or hours on this shelf."""
    answers = []
    for facts in shelf:
        if facts.lists or facts.openings:
            scope = scope_asked(asked, facts)
            if scope.confidence >= 0.4:
                answers.append(_House(asked, facts, scope, local_holidays).answer())
    told = [answer for answer in answers if answer is not None]
    return max(told, key=_worth, default=None)


def _worth(answer: DocumentAnswer) -> float:
    return answer.confidence + (0.3 if answer.kind == "answer" else 0.0)


class _House:
    """What one document says of its house or regions, asked one question."""

    def __init__(
        self, asked: Asked, facts: Facts, scope: Scope, local: Sequence[str]
    ) -> None:
        self.asked = asked
        self.facts = facts
        self.scope = scope
        self.rules = DayRules(asked, scope, local)
        self.lists = scope.lists
        self.openings = scope.openings
        self.years = sorted(
            {y for each in facts.lists for y in each.years}
            | {
                d.year
                for each in facts.openings
                for d in each.dates
                if d.year != EVERY_YEAR
            }
        )

    def answer(self) -> DocumentAnswer | None:
        """Answer what was asked, or None when it was about something else."""
        asked, when = self.asked, self.asked.when
        if self._is_beyond():
            return self._unknown("other_years")
        if asked.has("holiday") and when.days:
            return self._holiday(when.days[0])
        if asked.has("date_of") and not asked.has("open", "closed"):
            return self._date_of()
        if (
            asked.has("places")
            and len(self._all_places()) > 1
            and not self.scope.places
        ):
            return self._places()
        if when.days:
            return self._on_days(when.days)
        if (
            asked.has("open", "closed")
            and not asked.has("hours", "list", "count")
            and self.rules.is_about_now()
        ):
            return self._on_days([asked.today])
        if asked.has("count"):
            return self._count()
        if when.first and self._wants_hours() and (days := self._printed_days()):
            return self._on_days(days)
        if when.first or self._wants_dates():
            return self._dates()
        return self._by_week()

    def _is_beyond(self) -> bool:
        """Another year than those covered is asked about."""
        when = self.asked.when
        if not when.is_beyond(self.years):
            return False
        return not tells_weekdays(self.openings) or when.year is not None

    def _wants_hours(self) -> bool:
        """Hours, not the days meant by "when does it open in November?"."""
        text = self.asked.text
        is_when = re.search(r"\bcuando\b|\bwhen\b", text)
        return self.asked.has("hours") and not (
            is_when and not re.search(r"\bhora|\bhours?\b|\btime\b", text)
        )

    def _wants_dates(self) -> bool:
        return bool(self.lists) and (
            self.asked.has("list") or not self.openings or not self.asked.has("hours")
        )

    def _printed_days(self) -> list[date]:
        """The days of the period asked about for which hours are printed."""
        when = self.asked.when
        days = sorted({d for each in self.openings for d in each.dates})
        if not when.first or not when.last:
            return []
        return [d for d in days if self._within(d, when.first, when.last)]

    def _all_places(self) -> list[str]:
        return list(
            dict.fromkeys(p for each in self.facts.lists for p in each.place[-1:])
        )

    def _on_days(self, days: list[date]) -> DocumentAnswer:
        answers = [self._on_day(day) for day in days[:7]]
        known = [answer for answer in answers if answer.kind == "answer"]
        if not known:
            return answers[0]
        first, *others = known
        return replace(first, others=tuple(others)) if others else first

    def _on_day(self, day: date) -> DocumentAnswer:
        groups = self._groups()
        states = [(name, self.rules.state_on(day, lists)) for name, lists in groups]
        known = [(name, state) for name, state in states if state.is_open is not None]
        if not known:
            return self._unknown("not_said", day)
        if len(known) > 1 and len({state.is_open for _, state in known}) > 1:
            return self._split(day, known)
        name, state = known[0]
        if self.asked.has("hours") and not self.asked.has("places"):
            return self._hours_on(day, state)
        return self._open_on(day, state, name)

    def _groups(self) -> list[tuple[str, list[DateList]]]:
        """The lists of each place in question; one group when there are none."""
        groups: dict[tuple[str, ...], list[DateList]] = {}
        for each in self.lists:
            groups.setdefault(each.place, []).append(each)
        told = [
            (spelled(place[-1]) if place else "", lists)
            for place, lists in groups.items()
        ]
        return told or [("", [])]

    def _open_on(self, day: date, state: State, place: str) -> DocumentAnswer:
        asked = self.asked
        is_open = bool(state.is_open)
        if is_open and state.hours:
            is_open = self.rules.is_open_then(state.hours)
        asks_closed = asked.has("closed") and not asked.has("open")
        is_what = bool(_WHAT_OPENS.search(asked.text)) and bool(state.hours)
        return self._filled(
            topic="hours" if is_what else "open",
            yes_no=None if is_what else is_open is not asks_closed,
            is_open=bool(state.hours) if is_what else is_open,
            day=day,
            place=state.place or place,
            hours=state.hours,
            values=(asked.at,) if asked.at else (),
            notes=state.notes,
            page=state.page,
        )

    def _hours_on(self, day: date, state: State) -> DocumentAnswer:
        if not state.is_open:
            return self._filled(
                topic="open",
                yes_no=False,
                is_open=False,
                day=day,
                place=state.place,
                hours=state.hours,
                notes=state.notes,
                page=state.page,
            )
        starts = any(start for each in state.hours for start, _ in each.spans)
        wants_start = self.asked.has("opens") and not self.asked.has("closes")
        if not state.hours or (wants_start and not starts):
            return self._unknown("not_said", day)
        return self._filled(
            topic="hours",
            is_open=True,
            day=day,
            place=state.place,
            hours=state.hours,
            page=state.page,
        )

    def _split(self, day: date, known: list[tuple[str, State]]) -> DocumentAnswer:
        """Open in some of the places asked about, closed in others."""
        open_in = [name for name, state in known if state.is_open]
        closed = [name for name, state in known if not state.is_open]
        return self._filled(
            topic="places",
            is_open=True,
            day=day,
            values=tuple(open_in),
            notes=() if self.asked.has("places") else ("closed", *closed),
            page=next(state.page for _, state in known if state.is_open),
        )

    def _places(self) -> DocumentAnswer:
        asked, when = self.asked, self.asked.when
        groups = self._groups()
        if when.days:
            day = when.days[0]
            states = [(name, self.rules.state_on(day, lists)) for name, lists in groups]
            wants_closed = asked.has("closed") and not asked.has("open")
            wants_closed |= bool(
                re.search(r"\bno (?:se )?(?:pueden? )?abr", asked.text)
            )
            told = [
                (n, s)
                for n, s in states
                if s.is_open is not None and s.is_open is not wants_closed
            ]
            return self._filled(
                topic="places",
                is_open=not wants_closed,
                day=day,
                values=tuple(name for name, _ in told),
                pages=[state.page for _, state in told],
            )
        counts = [
            (name, lists[0].declared or len(self._inside(lists)), lists[0].page)
            for name, lists in groups
        ]
        counts = [each for each in counts if each[1]]
        if match := re.search(r"\b(\d{1,2})\b", asked.text):
            counts = [each for each in counts if each[1] == int(match[1])]
        elif re.search(r"\bmenos\b|\bfewest\b|\bleast\b", asked.text):
            counts = [
                each for each in counts if each[1] == min(c for _, c, _ in counts)
            ]
        elif re.search(r"\bmas\b|\bmost\b", asked.text):
            counts = [
                each for each in counts if each[1] == max(c for _, c, _ in counts)
            ]
        if not counts:
            return self._unknown("not_said")
        return self._filled(
            topic="places",
            values=tuple(name for name, _, _ in counts),
            pages=[page for _, _, page in counts],
        )

    def _inside(self, lists: Iterable[DateList]) -> list[date]:
        """The listed dates of the period and kinds asked about."""
        when = self.asked.when
        dates = sorted({d for each in lists for d in each.dates})
        if when.first and when.last:
            dates = [d for d in dates if self._within(d, when.first, when.last)]
        only_sundays = bool(when.kinds) and not when.kinds & ~_SUNDAY
        if only_sundays:
            dates = [d for d in dates if d.weekday() == 6]
        elif when.kinds and not when.kinds & _SUNDAY and when.kinds & ORDINARY:
            dates = [d for d in dates if when.kinds & (1 << d.weekday())]
        if self.asked.besides:
            dates = [d for d in dates if d.day not in self.asked.besides]
        return dates

    @staticmethod
    def _within(day: date, first: date, last: date) -> bool:
        if day.year != EVERY_YEAR:
            return first <= day <= last
        return any(
            first <= date(year, day.month, day.day) <= last
            for year in {first.year, last.year}
            if (day.month, day.day) != (2, 29)
        )

    def _meant(self) -> list[DateList]:
        """The lists with the meaning asked about."""
        if self.asked.has("closed") and not self.asked.has("open"):
            wanted = "closed"
        else:
            wanted = "open"
        lists = [each for each in self.lists if each.meaning == wanted]
        if not lists and not self.asked.has("open", "closed"):
            lists = [each for each in self.lists if each.meaning == "holiday"]
        return lists

    def _count(self) -> DocumentAnswer | None:
        if not re.search(
            r"\b(?:dias?|domingos?|festivos?|feriados?|fechas|veces|days?"
            r"|sundays?|holidays?|times|dates)\b",
            self.asked.text,
        ):
            return None
        lists = self._meant()
        if not lists:
            return self._unknown("not_said")
        first = lists[0]
        when = self.asked.when
        whole = not when.first or (when.last and (when.last - when.first).days > 360)
        kinds = when.kinds
        all_kinds = not kinds or bool(kinds & HOLIDAYS & ~_SUNDAY)
        if len({each.place for each in lists}) > 1 and not self.scope.places:
            return self._unknown("not_said")
        if first.is_every or first.is_free or first.is_unruled:
            return self._text_of(first)
        dates = self._inside([first])
        if (
            whole
            and all_kinds
            and first.declared is not None
            and not self.asked.besides
        ):
            return self._filled(
                topic="count", values=(first.declared,), place=place_of(first),
                notes=(first.declared_text,), page=first.page,
            )  # fmt: skip
        return self._filled(
            topic="count",
            values=(len(dates),),
            dates=tuple(dates),
            place=place_of(first),
            page=first.page,
        )

    def _text_of(self, listed: DateList) -> DocumentAnswer:
        notes = tuple(listed.notes) or (listed.declared_text,)
        return self._filled(
            topic="prose", notes=notes, place=place_of(listed), page=listed.page,
            is_open=True if listed.is_free or listed.is_every else None,
        )  # fmt: skip

    def _dates(self) -> DocumentAnswer | None:
        lists = self._meant()
        if not lists:
            return self._in_period()
        by_place: dict[tuple[str, ...], list[DateList]] = {}
        for each in lists:
            by_place.setdefault(each.place, []).append(each)
        if len(by_place) > 1 and not self.scope.places:
            return self._unknown("not_said") if len(by_place) > 8 else None
        answers = [self._dates_of(group) for group in by_place.values()]
        first, *others = answers
        return replace(first, others=tuple(others))

    def _printed_open(self, lists: list[DateList]) -> list[date]:
        """Days of the period that are not listed, but have hours of their own."""
        days = self._printed_days() if len(self._all_places()) < 2 else []
        return [day for day in days if self.rules.state_on(day, lists).is_open]

    def _dates_of(self, lists: list[DateList]) -> DocumentAnswer:
        first = lists[0]
        if not first.dates and (first.is_every or first.is_free or first.is_unruled):
            return self._text_of(first)
        dates = self._inside(lists) or self._printed_open(lists)
        asks_yes_no = not self.asked.has("list", "count", "hours") and self.asked.has(
            "open", "closed"
        )
        extra = [d for each in lists for d in each.conditional]
        notes = tuple(
            note for each in lists for note in each.notes if note != each.label
        )
        when = self.asked.when
        if when.first and when.last and (when.last - when.first).days < 360:
            extra = [d for d in extra if when.first <= d <= when.last]
            notes = notes if extra else ()
        return self._filled(
            topic="dates",
            yes_no=bool(dates) if asks_yes_no else None,
            is_open=first.meaning == "open",
            dates=tuple(dates),
            place=place_of(first),
            notes=notes,
            page=first.page,
        )

    def _in_period(self) -> DocumentAnswer | None:
        """A week or a long weekend, day by day, where only hours are printed."""
        when = self.asked.when
        if not when.first or not when.last or (when.last - when.first).days > 14:
            return self._by_week()
        days = [
            when.first + timedelta(days=n)
            for n in range((when.last - when.first).days + 1)
        ]
        return self._on_days(days)

    def _by_week(self) -> DocumentAnswer | None:
        """Hours by the week, for a kind of day or all of it."""
        if not self.asked.has("open", "closed", "hours"):
            return None
        kinds = self.asked.when.kinds
        openings = self._in_season([e for e in self.rules.asked_parts() if not e.dates])
        if not openings:
            return self._dates() if self._meant() and kinds else None
        if not kinds:
            return self._whole_week(openings)
        ordinary = (
            kinds & ORDINARY if (kinds & HOLIDAYS) >> 7 == kinds & ORDINARY else kinds
        )
        found: list[Opening] = []
        for bit in (1 << n for n in range(14) if ordinary & (1 << n)):
            found += [
                each for each in in_week(openings, bit, None) if each not in found
            ]
        hours = hours_of(found, many_places=self.scope.has_many_places)
        is_open = any(not each.is_closed for each in hours)
        if not found and ordinary & HOLIDAYS and not tells_holidays(openings):
            return self._unknown("not_said")
        is_open = is_open and self.rules.is_open_then(hours)
        asks_yes_no = self.asked.has("open", "closed") and not self.asked.has(
            "hours", "list"
        )
        asks_closed = self.asked.has("closed") and not self.asked.has("open")
        return self._filled(
            topic="open" if asks_yes_no or not is_open else "hours",
            yes_no=(is_open is not asks_closed)
            if asks_yes_no
            else (None if is_open else False),
            is_open=is_open,
            days=found[0].text if found else "",
            hours=hours,
            page=found[0].page if found else openings[0].page,
        )

    def _in_season(self, openings: list[Opening]) -> list[Opening]:
        """Those of the season asked about, when there is one."""
        first = self.asked.when.first
        fitting = [each for each in openings if first and is_in_season(each, first)]
        return fitting or openings

    def _whole_week(self, openings: Sequence[Opening]) -> DocumentAnswer | None:
        if not self.asked.has("hours", "open", "closed"):
            return None
        return self._filled(
            topic="hours",
            is_open=True,
            notes=tuple(dict.fromkeys(each.text for each in openings))[:8],
            page=openings[0].page,
        )

    def _holiday(self, day: date) -> DocumentAnswer:
        for each in self.lists:
            if each.meaning == "holiday" and falls_on(each.dates, day):
                name = each.names.get(day.isoformat(), "")
                return self._filled(
                    topic="holiday", yes_no=True, day=day, page=each.page,
                    values=(name,) if name else (), place=place_of(each),
                )  # fmt: skip
        whole = [
            each
            for each in self.lists
            if each.meaning == "holiday" and len(each.dates) > 5
        ]
        if whole:
            return self._filled(
                topic="holiday", yes_no=False, day=day, page=whole[0].page
            )
        return self._unknown("not_said", day)

    def _date_of(self) -> DocumentAnswer | None:
        """When a day with a name falls, as the document's list says."""
        words = [w for w in told_words(self.asked.text) if not is_vague(w)]
        wanted = {stem for word in words for stem in stems_of(word)} - kin_of("fiesta")
        best, chosen = 0, None
        for each in self.lists:
            for told, name in each.names.items():
                day = date.fromisoformat(told)
                is_named = falls_on(self.asked.when.days, day)
                fit = 9 if is_named else len(stem_set(name) & wanted)
                if fit > best:
                    best, chosen = fit, (day, name, each.page)
        if chosen is None:
            return None
        day, name, page = chosen
        return self._filled(topic="dates", dates=(day,), notes=(name,), page=page)

    def _unknown(self, gap: str, day: date | None = None) -> DocumentAnswer:
        is_guess = gap == "other_years" and not self.scope.is_named
        return DocumentAnswer(
            gap="other_years" if gap == "other_years" else "not_said",
            confidence=min(self.scope.confidence, 0.45 if is_guess else 1.0),
            topic="open",
            day=day,
            title=self.facts.title,
            years=tuple(self.years),
        )

    def _filled(
        self, *, page: int = 0, pages: Sequence[int] = (), **fields: object
    ) -> DocumentAnswer:
        told = dict.fromkeys(pages or (page,))
        return DocumentAnswer(
            kind="answer",
            confidence=self.scope.confidence,
            sources=tuple((self.facts.file, number) for number in told),
            title=self.facts.title,
            years=tuple(self.years),
            **fields,  # type: ignore[arg-type]  # the names are checked by the callers above
        )
