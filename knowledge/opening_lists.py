"""Dates that a document lists: which, how many, where, and what they are called."""

import re
from dataclasses import replace
from datetime import date

from knowledge.answer import DocumentAnswer, Hours
from knowledge.days import HOLIDAYS
from knowledge.facts import DateList
from knowledge.opening_hours import falls_on, is_stretch
from knowledge.opening_house import SUNDAYS, House
from knowledge.opening_state import place_of
from knowledge.words import is_vague, kin_of, stem_set, stems_of, told_words


class ListReplies:
    """Answers out of lists of dates."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.asked = house.asked

    def places(self) -> DocumentAnswer:
        """Where it is open on a date, or how many days each place has."""
        asked, when = self.asked, self.asked.when
        groups = self.house.groups()
        if when.days and asked.has("holiday"):
            return self._places_off(when.days[0])
        if when.days:
            day = when.days[0]
            states = [
                (name, self.house.rules.state_on(day, lists)) for name, lists in groups
            ]
            wants_closed = asked.has("closed") and not asked.has("open")
            wants_closed |= bool(
                re.search(r"\bno (?:se )?(?:pueden? )?abr", asked.text)
            )
            told = [
                (n, s)
                for n, s in states
                if s.is_open is not None and s.is_open is not wants_closed
            ]
            return self.house.filled(
                topic="places",
                is_open=not wants_closed,
                day=day,
                values=tuple(name for name, _ in told),
                pages=[state.page for _, state in told],
            )
        counts = [
            (name, lists[0].declared or len(self.house.inside(lists)), lists[0].page)
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
            return self.house.unknown("not_said")
        return self.house.filled(
            topic="places",
            values=tuple(name for name, _, _ in counts),
            pages=[page for _, _, page in counts],
        )

    def _places_off(self, day: date) -> DocumentAnswer:
        """Where a date is a holiday."""
        told = [
            each
            for each in self.house.lists
            if each.meaning == "holiday" and each.place and falls_on(each.dates, day)
        ]
        if not told:
            return self.holiday(day)
        return self.house.filled(
            topic="places",
            values=tuple(place_of(each) for each in told),
            pages=[each.page for each in told],
        )

    def count(self) -> DocumentAnswer | None:
        """How many days are listed; None when no days were counted."""
        if not re.search(
            r"\b(?:dias?|domingos?|festivos?|feriados?|fechas|veces|days?"
            r"|sundays?|holidays?|times|dates)\b",
            self.asked.text,
        ):
            return None
        lists = self.house.meant()
        if not lists:
            return self.house.unknown("not_said")
        first = lists[0]
        when = self.asked.when
        whole = not when.first or (when.last and (when.last - when.first).days > 360)
        kinds = when.kinds
        all_kinds = not kinds or bool(kinds & HOLIDAYS & ~SUNDAYS)
        if len({each.place for each in lists}) > 1 and not self.house.scope.places:
            return self.house.unknown("not_said")
        if first.is_every or first.is_free or first.is_unruled:
            return self._text_of(first)
        dates = self.house.inside(lists)
        if (
            whole
            and all_kinds
            and first.declared is not None
            and not self.asked.besides
        ):
            return self.house.filled(
                topic="count", values=(first.declared,), place=place_of(first),
                notes=(first.declared_text,), page=first.page,
            )  # fmt: skip
        return self.house.filled(
            topic="count",
            values=(len(dates),),
            dates=tuple(dates),
            place=place_of(first),
            page=first.page,
        )

    def _text_of(self, listed: DateList) -> DocumentAnswer:
        notes = tuple(listed.notes) or (listed.declared_text,)
        asks_yes_no = self.asked.has("open", "closed") and not self.asked.has(
            "list", "count", "hours"
        )
        is_open = listed.is_free or listed.is_every
        return self.house.filled(
            topic="prose", notes=notes, place=place_of(listed), page=listed.page,
            yes_no=True if asks_yes_no and is_open else None,
            is_open=True if listed.is_free or listed.is_every else None,
        )  # fmt: skip

    def dates(self) -> DocumentAnswer | None:
        """The listed days of the period and kinds asked about."""
        lists = self.house.meant()
        by_place: dict[tuple[str, ...], list[DateList]] = {}
        for each in lists:
            by_place.setdefault(each.place, []).append(each)
        if len(by_place) > 1 and not self.house.scope.places:
            return self.house.unknown("not_said") if len(by_place) > 8 else None
        answers = [self._dates_of(group) for group in by_place.values()]
        first, *others = answers
        return replace(first, others=tuple(others))

    def _printed_open(self, lists: list[DateList]) -> list[date]:
        """Days of the period that are not listed, but have hours of their own."""
        days = self.house.printed_days() if len(self.house.all_places()) < 2 else []
        return [day for day in days if self.house.rules.state_on(day, lists).is_open]

    def _dates_of(self, lists: list[DateList]) -> DocumentAnswer:
        first = lists[0]
        stretch = next((each for each in lists if is_stretch(each.dates)), None)
        if stretch and not self.asked.when.kinds:
            return self._stretch(stretch)
        if not first.dates and (first.is_every or first.is_free or first.is_unruled):
            return self._text_of(first)
        dates = self.house.inside(lists) or self._printed_open(lists)
        dates = self._nearest(dates)
        if closing := self._closing(lists):
            return closing
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
        return self.house.filled(
            topic="dates",
            yes_no=bool(dates) if asks_yes_no else None,
            is_open=first.meaning == "open",
            dates=tuple(dates),
            place=place_of(first),
            notes=notes,
            page=first.page,
        )

    def _nearest(self, dates: list[date]) -> list[date]:
        """Of the dates, the next, the first or the last one when that was asked."""
        asked = self.asked
        if asked.when.days or not re.search(
            r"\b(?:domingo|festivo|feriado|dia|fecha|puente|sunday|holiday|day|date)\b",
            asked.text,
        ):
            return dates
        if re.search(r"\b(?:proxim[oa]|siguiente|next)\b", asked.text):
            return [day for day in dates if day > asked.today][:1]
        if re.search(r"\b(?:ultim[oa]|last)\b", asked.text):
            return dates[-1:]
        return (
            dates[:1] if re.search(r"\b(?:primer[oa]?|first)\b", asked.text) else dates
        )

    def _closing(self, lists: list[DateList]) -> DocumentAnswer | None:
        """Until when it is open on the listed days, where the list says so."""
        closes = next((each for each in lists if each.closes), None)
        if not closes or not self.asked.has("closes") or self.asked.has("opens"):
            return None
        return self.house.filled(
            topic="hours",
            is_open=True,
            hours=(Hours("", (("", closes.closes),)),),
            page=closes.page,
        )

    def _stretch(self, listed: DateList) -> DocumentAnswer:
        """A season: for a month, yes when they overlap; else from when to when."""
        asks_yes_no = self.asked.has("open", "closed") and not self.asked.has("list")
        is_open = bool(self.house.inside([listed])) is (listed.meaning == "open")
        return self.house.filled(
            topic="prose",
            yes_no=is_open if asks_yes_no and self.asked.when.first else None,
            notes=(listed.notes or [listed.label])[:1],
            page=listed.page,
        )

    def holiday(self, day: date) -> DocumentAnswer:
        """Is a date a holiday, and what is it called?"""
        listed = [each for each in self.house.facts.lists if not each.place]
        lists = list({id(each): each for each in (*self.house.lists, *listed)}.values())
        for each in lists:
            if each.meaning == "holiday" and falls_on(each.dates, day):
                name = each.names.get(day.isoformat(), "")
                return self.house.filled(
                    topic="holiday", yes_no=True, day=day, page=each.page,
                    values=(name,) if name else (), place=place_of(each),
                )  # fmt: skip
        whole = [each for each in lists if each.meaning == "holiday"]
        if sum(len(each.dates) for each in whole) > 5:
            return self.house.filled(
                topic="holiday", yes_no=False, day=day, page=whole[0].page
            )
        return self.house.unknown("not_said", day)

    def date_of(self) -> DocumentAnswer | None:
        """When a day with a name falls, as the document's list says."""
        words = [w for w in told_words(self.asked.text) if not is_vague(w)]
        wanted = {stem for word in words for stem in stems_of(word)} - kin_of("fiesta")
        best, chosen = 0, None
        for each in self.house.lists:
            for told, name in each.names.items():
                day = date.fromisoformat(told)
                is_named = falls_on(self.asked.when.days, day)
                fit = 9 if is_named else len(stem_set(name) & wanted)
                if fit > best:
                    best, chosen = fit, (day, name, each.page)
        if chosen is None:
            return None
        day, name, page = chosen
        return self.house.filled(topic="dates", dates=(day,), notes=(name,), page=page)
