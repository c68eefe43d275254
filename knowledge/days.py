"""Kinds of days: weekdays, each as a working day and as a public holiday.

A set of 14 bits: bit 0 is Monday … bit 6 Sunday on ordinary days, bits 7 to 13 the same
weekdays when they are public holidays.
"""

import re
from datetime import date

_NAMES = (
    (r"lunes|lun|lu|mondays?|mon", 0),
    (r"martes|mar|ma|tuesdays?|tues?", 1),
    (r"miercoles|mie|mier|mi|wednesdays?|wed", 2),
    (r"jueves|jue|ju|thursdays?|thurs?|thu", 3),
    (r"viernes|vie|vi|fridays?|fri", 4),
    (r"sabados?|sab|sa|saturdays?|sat", 5),
    (r"domingos?|dom|do|sundays?|sun", 6),
)
_LETTERS = {"l": 0, "m": 1, "x": 2, "j": 3, "v": 4, "s": 5, "d": 6}
_DAY = "|".join(names for names, _ in _NAMES)
_LETTER_RANGE = re.compile(r"\b([lmxjvsd])(?:\s?[-–]\s?| a )([lmxjvsd])\b")
_RANGE = re.compile(
    rf"\b({_DAY})\b\.?\s*(?:a|al|[-–—/]|to|through|hasta)\s*(?:los\s+)?({_DAY})\b"
)
_ONE = re.compile(rf"\b({_DAY})\b")
_WORKING = (
    r"laborables?|lectivos?|habil(?:es)?|labou?r days?|working"
    r" days?|workdays?|work days?"
    r"|(?:excepto|salvo|menos|sin|no|excluidos|except(?: on| for)?|excluding|not)"
    r" (?:los |en |dias )*(?:festivos?|feriados?|(?:public |bank )?holidays?)"
)
_HOLIDAY = (
    r"festivos?|feriados?|(?:public|bank)?\s*holidays?|days? off|fiestas|asuetos?"
)
_EVERY = (
    r"todos los dias|diari[oa]s?(?:mente)?|cada dia|every ?day|daily|all week|7 dias"
)
_WEEKEND = r"fin(?:es)? de semana|weekends?"
_WEEKDAYS = r"entre semana|weekdays?|dias de diario"
_TOKEN = re.compile(
    rf"(?P<range>{_RANGE.pattern})|(?P<letters>{_LETTER_RANGE.pattern})"
    rf"|(?P<every>\b(?:{_EVERY})\b)|(?P<weekend>\b(?:{_WEEKEND})\b)"
    rf"|(?P<weekdays>\b(?:{_WEEKDAYS})\b)|(?P<working>\b(?:{_WORKING})\b)"
    rf"|(?P<holiday>\b(?:{_HOLIDAY})\b)|(?P<one>{_ONE.pattern})"
)
KIND_WORDS = rf"\b(?:{_DAY}|{_WORKING}|{_HOLIDAY}|{_WEEKEND}|{_WEEKDAYS})\b"
"""A pattern of every word that names a kind of day."""
_EVES = re.compile(
    r"\bvisperas? de (?:los )?(?:dias )?(?:festivos?|feriados?)"
    r"|\b(?:the )?eves? of (?:public |bank )?holidays?|\bholiday eves?"
)
_FALL_ON = re.compile(
    r"^(?: (?:que )?(?:caen|cae|caigan|sean|fall))?(?: (?:en|de|on|a))?(?: un)? $"
)
_BUT_NOT = re.compile(
    r"\b(?:excepto|salvo|menos|except|excluding)(?: (?:los|las|el|on|for))*\s*$"
)
_SCHOOL = re.compile(r"\b(?:escolar(?:es)?|lectivos?|school|colegio|curso)\b")
_UNION = re.compile(r"(?:\by\b|\be\b|\bo\b|\band\b|\bor\b|&|,|/|\+|;)\s*(?:dias?\s+)?$")

ORDINARY = 0b0000000_1111111
HOLIDAYS = 0b1111111_0000000
EVERY_DAY = ORDINARY | HOLIDAYS


def kind_of(day: date, *, is_holiday: bool) -> int:
    """Give the one bit of a date."""
    return 1 << (day.weekday() + (7 if is_holiday else 0))


def weekday_named(word: str) -> int | None:
    """Give the number of a folded weekday's name, Monday is 0."""
    for names, number in _NAMES:
        if re.fullmatch(names, word):
            return number
    return None


def days_named(text: str) -> int:
    """Give the kinds of days that a folded label names; 0 when it names none.

    "Domingos y festivos" are two kinds together, "lunes a sábado (festivo)" only those
    that are both.
    """
    text = _EVES.sub(lambda match: " " * len(match[0]), text)
    kinds = 0
    group = 0
    end = 0
    for match in _TOKEN.finditer(text):
        joined = bool(_UNION.search(text[end : match.start()]))
        if _BUT_NOT.search(text[end : match.start()]) and match["one"]:
            kinds, group = kinds & ~_days_of(match), group & ~_days_of(match)
            end = match.end()
            continue
        if match["holiday"] or match["working"]:
            mask = HOLIDAYS if match["holiday"] else ORDINARY
            if group and not (joined and match["holiday"]):
                group &= mask
            elif match["holiday"]:
                group |= mask
            else:
                group = 0b0111111
        else:
            if group == HOLIDAYS and _FALL_ON.match(text[end : match.start()]):
                group &= _days_of(match)
                end = match.end()
                continue
            if not joined:
                kinds |= group
                group = 0
            group |= _days_of(match)
        end = match.end()
    return kinds | group


def is_school_label(text: str) -> bool:
    """Tell whether a folded label is about school days only."""
    return bool(_SCHOOL.search(text))


def _days_of(match: re.Match[str]) -> int:
    if match["every"]:
        return EVERY_DAY
    if match["weekend"]:
        return _twice(0b1100000)
    if match["weekdays"]:
        return _twice(0b0011111)
    found = _RANGE.fullmatch(match[0])
    if found:
        first, last = (weekday_named(name) for name in found.groups())
        return _span(first or 0, last or 0)
    letters = _LETTER_RANGE.fullmatch(match[0])
    if letters:
        return _span(_LETTERS[letters[1]], _LETTERS[letters[2]])
    return _twice(1 << (weekday_named(match[0]) or 0))


def _span(first: int, last: int) -> int:
    number, mask = first, 0
    while True:
        mask |= 1 << number
        if number == last:
            return _twice(mask)
        number = (number + 1) % 7


def _twice(week: int) -> int:
    return week | (week << 7)
