"""Words that every reply about documents uses: days, lists, sources."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from knowledge import DocumentAnswer

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


class Words:
    """One answer in one language."""

    def __init__(self, answer: DocumentAnswer, language: Language) -> None:
        self.answer = answer
        self.language: Language = language

    def say(self, spanish: str, english: str) -> str:
        """Give the words of the two that fit the language."""
        return spanish if self.language == "es" else english

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

    def by_month(self, days: Sequence[date]) -> str:
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

    def lead(self) -> str:
        """Yes or no, when that was asked, to begin with."""
        yes_no = self.answer.yes_no
        if yes_no is None:
            return ""
        return self.say("sí, ", "yes, ") if yes_no else "no, "

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
