"""A `DocumentAnswer` → what the customer hears, in Spanish or English."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal

from knowledge import DocumentAnswer, Hours

Language = Literal["es", "en"]
_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre".split(),
    "en": "January February March April May June July August September October "
    "November December".split(),
}
_WEEKDAYS = {
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_LIST_LIMIT = 30
"""Times or stops said at most in one reply."""


def word_document_answer(answer: DocumentAnswer, language: Language) -> str:
    """Give the reply: short, with the exact figures, and where it stands."""
    words = _Words(answer, language)
    if answer.kind != "answer":
        return words.unknown()
    sentences = [words.sentence()]
    sentences += [_Words(other, language).sentence() for other in answer.others[:6]]
    told = " ".join(f"{_capital(each)}." for each in dict.fromkeys(sentences) if each)
    return f"{told[:-1]}, {words.where()}."


class _Words:
    """One answer in one language."""

    def __init__(self, answer: DocumentAnswer, language: Language) -> None:
        self.answer = answer
        self.language: Language = language

    def say(self, spanish: str, english: str) -> str:
        return spanish if self.language == "es" else english

    def sentence(self) -> str:
        """The answer itself, without its source and without a full stop."""
        topic = self.answer.topic
        wordings: dict[str, Callable[[], str]] = {
            "prose": self._prose,
            "open": self._open,
            "hours": self._hours,
            "dates": self._dates,
            "count": self._count,
            "places": self._places,
            "holiday": self._holiday,
            "runs_at": self._runs_at,
            "often": self._often,
            "journey": self._journey,
            "stops": self._stops,
            "stops_at": self._stops_at,
            "terminal": self._terminal,
        }
        return wordings.get(topic, self._departures)()

    def where(self) -> str:
        """The document and page, briefly."""
        a = self.answer
        pages = list(dict.fromkeys(page for _, page in a.sources))
        page = self.listed([str(page) for page in pages[:4]])
        name = (
            self.say("página", "page")
            if len(pages) == 1
            else self.say("páginas", "pages")
        )
        if a.origin and a.place:
            return self.say(
                f"según el horario de la línea {a.place}, {name} {page}",
                f"according to the timetable of line {a.place}, {name} {page}",
            )
        title = a.title.capitalize() if a.title.isupper() else a.title
        return self.say(
            f"según «{title}», {name} {page}", f"according to “{title}”, {name} {page}"
        )

    def unknown(self) -> str:
        """Why there is no answer, in words that help."""
        a = self.answer
        title = a.title.capitalize() if a.title.isupper() else a.title
        if a.gap == "other_years" and a.years:
            years = self.listed([str(year) for year in a.years])
            return self.say(
                f"No tengo información de ese año: «{title}» solo cubre {years}.",
                f"I have no information about that year: “{title}” only"
                f" covers {years}.",
            )
        if title:
            return self.say(
                f"No tengo información sobre eso: «{title}» no lo indica.",
                f"I have no information about that: “{title}” does not say.",
            )
        return self.say(
            "No tengo información sobre eso en los documentos de la tienda.",
            "I have no information about that in the shop's documents.",
        )

    def listed(self, told: Sequence[str]) -> str:
        """Join words with commas and a last "and"."""
        if len(told) < 2:
            return "".join(told)
        last = told[-1]
        joint = self.say("e" if last[:1].lower() == "i" else "y", "and")
        return f"{', '.join(told[:-1])} {joint} {last}"

    def day(self, day: date, *, full: bool = True) -> str:
        """A date in words: "domingo 11 de diciembre de 2022"."""
        month = _MONTHS[self.language][day.month - 1]
        if not full:
            return self.say(f"{day.day} de {month}", f"{day.day} {month}")
        name = _WEEKDAYS[self.language][day.weekday()]
        return self.say(
            f"{name} {day.day} de {month} de {day.year}",
            f"{name} {day.day} {month} {day.year}",
        )

    def _lead(self) -> str:
        yes_no = self.answer.yes_no
        if yes_no is None:
            return ""
        return self.say("sí, ", "yes, ") if yes_no else "no, "

    def _prose(self) -> str:
        a = self.answer
        lead = {True: self.say("Sí: ", "Yes: "), False: "No: ", None: ""}[a.yes_no]
        place = f"{a.place}: " if a.place and a.place not in " ".join(a.notes) else ""
        return lead + place + " ".join(a.notes).rstrip(". ")

    def _subject(self) -> str:
        a = self.answer
        when = (
            self.say(f"el {self.day(a.day)}", f"on {self.day(a.day)}") if a.day else ""
        )
        if not a.place:
            return when
        where = self.say(f"en {a.place}", f"in {a.place}")
        return f"{when} {where}".strip()

    def _open(self) -> str:
        a = self.answer
        subject = self._subject()
        if "partly" in a.notes and a.hours:
            only = self._spans(a.hours)
            return self._lead() + self.say(
                f"{subject} solo abre {only}", f"{subject} only {only} opens"
            )
        if a.is_open:
            verb = self.say(f"{subject} abre", f"{subject} it is open")
        else:
            verb = self.say(f"{subject} no abre", f"{subject} it is closed")
        text = self._lead() + verb.strip()
        if a.is_open and "workday" in a.notes:
            text += self.say(
                ": es día laborable y el calendario solo limita domingos y festivos",
                ": it is a working day; only Sundays and holidays are restricted",
            )
        elif a.hours and (a.is_open or a.values):
            text += f": {self._spans(a.hours)}"
        if a.notes and a.is_open and a.notes[0] not in ("workday", "partly"):
            text += f" ({' '.join(a.notes).rstrip('. ')})"
        return text

    def _hours(self) -> str:
        a = self.answer
        if a.hours:
            subject = self._subject()
            lead = f"{subject}, " if subject else ""
            return f"{lead}{self._spans(a.hours)}"
        return "; ".join(note.rstrip(". ") for note in a.notes)

    def _spans(self, hours: Iterable[Hours]) -> str:
        told = []
        for each in hours:
            if each.is_closed:
                spans = self.say("cerrado", "closed")
            else:
                spans = self.listed(
                    [self._span(start, end) for start, end in each.spans]
                )
            told.append(f"{each.part}: {spans}" if each.part else spans)
        return "; ".join(told)

    def _span(self, start: str, end: str) -> str:
        if not start:
            return self.say(f"cierra a las {end}", f"it closes at {end}")
        if not end:
            return self.say(f"desde las {start}", f"from {start}")
        return self.say(f"de {start} a {end}", f"from {start} to {end}")

    def _dates(self) -> str:
        a = self.answer
        place = self.say(f"en {a.place} ", f"in {a.place} ") if a.place else ""
        if not a.dates:
            verb = self.say("no abre ningún día", "it opens on no day")
            if a.is_open is False:
                verb = self.say("no cierra ningún día", "it closes on no day")
            return f"{self._lead()}{place}{verb}"
        years = {day.year for day in a.dates if day.year > 1900}
        only = years.pop() if len(years) == 1 else 0
        year = self.say(f" de {only}", f" {only}") if only else ""
        verb = (
            self.say("abre", "it opens")
            if a.is_open
            else self.say("cierra", "it closes")
        )
        if a.is_open is None:
            verb = self.say("son", "they are")
        extra = " ".join(a.notes).rstrip(". ")
        text = (
            f"{self._lead()}{place}{verb} {self.say('el', 'on')}"
            f" {self._by_month(a.dates)}{year}"
        )
        return f"{text}. {extra}" if extra else text

    def _by_month(self, days: Sequence[date]) -> str:
        """Dates by month: 2 de enero; 6 y 8 de diciembre."""
        groups: list[list[date]] = []
        for day in days:
            if groups and (groups[-1][0].year, groups[-1][0].month) == (
                day.year,
                day.month,
            ):
                groups[-1].append(day)
            else:
                groups.append([day])
        told = []
        for group in groups:
            numbers = self.listed([str(day.day) for day in group])
            month = _MONTHS[self.language][group[0].month - 1]
            told.append(self.say(f"{numbers} de {month}", f"{numbers} {month}"))
        return "; ".join(told) if len(told) > 1 else "".join(told)

    def _count(self) -> str:
        a = self.answer
        if a.times or a.origin:
            way = self._way()
            return self.say(
                f"{way} hay {a.values[0]} salidas",
                f"{way} there are {a.values[0]} departures",
            )
        place = self.say(f"en {a.place} ", f"in {a.place} ") if a.place else ""
        text = place + self.say(
            f"son {a.values[0]} días", f"there are {a.values[0]} days"
        )
        if a.dates:
            text += f": {self._by_month(a.dates)}"
        elif a.notes and a.notes[0]:
            text += f" ({a.notes[0].strip('. ')})"
        return text

    def _places(self) -> str:
        a = self.answer
        names = self.listed([str(value) for value in a.values])
        if not a.day:
            return names
        verb = (
            self.say("abre", "it is open")
            if a.is_open
            else self.say("no abre", "it is closed")
        )
        subject = self.say(f"el {self.day(a.day)}", f"on {self.day(a.day)}")
        if not a.values:
            none = self.say("ningún sitio de la lista", "none of the listed places")
            return f"{subject} {none}"
        text = f"{subject} {verb} {self.say('en', 'in')} {names}"
        if a.notes and a.notes[0] == "closed":
            rest = self.listed(list(a.notes[1:]))
            text += self.say(f", pero no en {rest}", f", but not in {rest}")
        return text

    def _holiday(self) -> str:
        a = self.answer
        subject = self.say(f"el {self.day(a.day)}", self.day(a.day)) if a.day else ""
        if not a.yes_no:
            return self.say(
                f"no, {subject} no es festivo", f"no, {subject} is not a holiday"
            )
        name = f" ({a.values[0]})" if a.values else ""
        return self.say(
            f"sí, {subject} es festivo{name}", f"yes, {subject} is a holiday{name}"
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
            return self.say(f"{way}: no hay salidas", f"{way}: no departures")
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
        return self._lead() + told

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
            return self.say(
                f"sí, {way} sale una a las {at}", f"yes, {way}, one leaves at {at}"
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short_label(label: str) -> str:
    """The Spanish half of a label printed in two languages, in small letters."""
    for mark in (" FROM ", " MONDAY", " TUESDAY", " SATURDAY", " SUNDAY"):
        if mark in label:
            label = label.partition(mark)[0]
    return label.lower() if label.isupper() else label
