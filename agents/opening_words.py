"""Calendars and opening hours in words."""

from collections.abc import Callable, Iterable

from agents.document_words import Words
from knowledge import Hours


class OpeningWords(Words):
    """An answer about days, hours or places, or a sentence quoted."""

    def sentence(self) -> str:
        """The answer itself, without its source and without a full stop."""
        wordings: dict[str, Callable[[], str]] = {
            "open": self._open,
            "hours": self._hours,
            "dates": self._dates,
            "count": self._count,
            "places": self._places,
            "holiday": self._holiday,
            "programme": self._programme,
        }
        return wordings.get(self.answer.topic, self._prose)()

    def _programme(self) -> str:
        a = self.answer
        when = self.day(a.day) if a.day else ""
        if not a.notes:
            return self.say(f"no, el {when} no hay nada", f"no, nothing on {when}")
        acts = "; ".join(a.notes)
        return self.say(f"el {when}: {acts}", f"on {when}: {acts}")

    def _prose(self) -> str:
        a = self.answer
        lead = {True: self.say("Sí: ", "Yes: "), False: "No: ", None: ""}[a.yes_no]
        if a.notes and a.notes[0].lower().startswith(("no,", "sí,", "yes,", "no.")):
            lead = ""
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
            return self.lead() + self.say(
                f"{subject} solo abre {only}", f"{subject} only {only} opens"
            )
        if a.is_open:
            verb = self.say(f"{subject} abre", f"{subject} it is open")
        else:
            verb = self.say(f"{subject} no abre", f"{subject} it is closed")
        text = self.lead() + verb.strip()
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
            return f"{self.lead()}{place}{verb}"
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
            f"{self.lead()}{place}{verb} {self.say('el', 'on')}"
            f" {self.by_month(a.dates)}{year}"
        )
        return f"{text}. {extra}" if extra else text

    def _count(self) -> str:
        a = self.answer
        place = self.say(f"en {a.place} ", f"in {a.place} ") if a.place else ""
        text = place + self.say(
            f"son {a.values[0]} días", f"there are {a.values[0]} days"
        )
        if a.values[0] == 1:
            text = place + self.say("es 1 día", "there is 1 day")
        if a.dates:
            text += f": {self.by_month(a.dates)}"
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
