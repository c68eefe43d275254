"""Timetables in words."""

from collections.abc import Callable

from agents.document_words import Words

_LIST_LIMIT = 30
"""Times or stops said at most in one reply."""


class TripWords(Words):
    """An answer about departures, stops or journeys."""

    def sentence(self) -> str:
        """The answer itself, without its source and without a full stop."""
        wordings: dict[str, Callable[[], str]] = {
            "count": self._count,
            "runs_at": self._runs_at,
            "often": self._often,
            "journey": self._journey,
            "stops": self._stops,
            "stops_at": self._stops_at,
            "terminal": self._terminal,
        }
        return wordings.get(self.answer.topic, self._departures)()

    def _count(self) -> str:
        count = self.answer.values[0]
        way = self._way()
        return self.say(
            f"{way} hay {count} salidas", f"{way} there are {count} departures"
        )

    def _way(self) -> str:
        a = self.answer
        if a.origin and a.destination:
            way = self.say(
                f"de {a.origin} a {a.destination}",
                f"from {a.origin} to {a.destination}",
            )
        else:
            end = a.destination or a.origin
            way = self.say(f"hacia {end}", f"to {end}") if end else ""
        if a.day:
            when = self.say(f"el {self.day(a.day)}", f"on {self.day(a.day)}")
        else:
            when = _short_label(a.days)
        return ", ".join(part for part in (way, when) if part)

    def _departures(self) -> str:
        a = self.answer
        way = self._way()
        if not a.times:
            none = self.say(f"{way}: no hay salidas", f"{way}: no departures")
            return self.lead() + none
        times = self.listed(a.times[:_LIST_LIMIT])
        if a.topic == "first" and len(a.times) == 2:
            first, morning = a.times
            return (
                self.say(
                    f"{way}: la primera sale a las {first} y, ya por la"
                    f" mañana, a las {morning}",
                    f"{way}: the first leaves at {first} and, in the"
                    f" morning, at {morning}",
                )
                + self._notes()
            )
        names = {
            "next": ("la próxima sale a las", "the next leaves at"),
            "first": ("la primera sale a las", "the first leaves at"),
            "last": ("la última sale a las", "the last leaves at"),
        }
        spanish, english = names.get(a.topic, ("sale a las", "departures at"))
        if a.topic == "next" and len(a.times) > 1:
            spanish, english = "las próximas salen a las", "the next leave at"
        told = f"{way}: {self.say(spanish, english)} {times}{self._notes()}"
        return self.lead() + told

    def _notes(self) -> str:
        notes = list(dict.fromkeys(self.answer.notes))
        return f" ({'; '.join(notes)})" if notes else ""

    def _runs_at(self) -> str:
        a = self.answer
        at = a.values[0]
        way = self._way()
        if a.notes and not a.yes_no:
            return self.say(
                f"no, la de las {at} ({_short_label(a.days)}): {a.notes[0]}",
                f"no, the one at {at} ({_short_label(a.days)}): {a.notes[0]}",
            )
        if a.yes_no:
            return (
                self.say(
                    f"sí, {way} sale una a las {at}", f"yes, {way}, one leaves at {at}"
                )
                + self._notes()
            )
        near = self.listed(a.times)
        text = self.say(
            f"no, {way} no sale ninguna a las {at}", f"no, {way}, none leaves at {at}"
        )
        return text + self.say(
            f"; las más cercanas, a las {near}", f"; the nearest leave at {near}"
        )

    def _often(self) -> str:
        usual, least, most = self.answer.values
        first, last = self.answer.times
        text = self.say(
            f"{self._way()}: cada {usual} minutos, de {first} a {last}",
            f"{self._way()}: every {usual} minutes, from {first} to {last}",
        )
        if least == most:
            return text
        return text + self.say(
            f" (entre {least} y {most})", f" (between {least} and {most})"
        )

    def _journey(self) -> str:
        a = self.answer
        start, end = a.times
        return self.say(
            f"tarda {a.values[0]} minutos: sale a las {start} y llega a las {end}",
            f"it takes {a.values[0]} minutes: it leaves at {start} and"
            f" arrives at {end}",
        )

    def _stops(self) -> str:
        a = self.answer
        way = self.say(
            f"de {a.origin} a {a.destination}", f"from {a.origin} to {a.destination}"
        )
        if len(a.values) == 1 and isinstance(a.values[0], int):
            return self.say(
                f"{way} hay {a.values[0]} paradas",
                f"{way} there are {a.values[0]} stops",
            )
        names = self.listed([str(value) for value in a.values])
        return self.say(f"{way} para en {names}", f"{way} it stops at {names}")

    def _stops_at(self) -> str:
        a = self.answer
        return self.say(
            f"sí, la línea {a.place} para en {a.values[0]}",
            f"yes, line {a.place} stops at {a.values[0]}",
        )

    def _terminal(self) -> str:
        a = self.answer
        way = self._way()
        return f"{way}: {self.listed([str(value) for value in a.values])}"


def _short_label(label: str) -> str:
    """The Spanish half of a label printed in two languages, in small letters."""
    for mark in (" FROM ", " MONDAY", " TUESDAY", " SATURDAY", " SUNDAY"):
        if mark in label:
            label = label.partition(mark)[0]
    return label.lower() if label.isupper() else label
