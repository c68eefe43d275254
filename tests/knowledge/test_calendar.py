from datetime import date

import pytest

from knowledge.calendar import when_asked
from knowledge.clock import spans_in, times_in, with_clock_times
from knowledge.dates import YearOf, days_of, mentions, year_of
from knowledge.days import HOLIDAYS, ORDINARY, days_named
from knowledge.figures import with_figures
from knowledge.holidays import OwnHolidays, easter, is_holiday, long_weekend
from knowledge.words import fold

TUESDAY = date(2022, 12, 6)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("¿abre mañana?", date(2022, 12, 7)),
        ("¿abre mañana por la mañana?", date(2022, 12, 7)),
        ("¿abre pasado mañana?", date(2022, 12, 8)),
        ("¿abre este domingo?", date(2022, 12, 11)),
        ("¿abre el próximo martes?", date(2022, 12, 13)),
        ("¿abre este martes?", TUESDAY),
        ("¿abre el domingo que viene?", date(2022, 12, 11)),
        ("¿abre el domingo de la semana que viene?", date(2022, 12, 18)),
        ("¿abre el veinticinco de diciembre?", date(2022, 12, 25)),
        ("¿abre en Navidad?", date(2022, 12, 25)),
        ("¿abre en Reyes?", date(2023, 1, 6)),
        ("¿abrió en Reyes?", date(2022, 1, 6)),
        ("¿abre el 6 de enero?", date(2023, 1, 6)),
        ("¿abre el 06/01/2022?", date(2022, 1, 6)),
        ("¿abre dentro de dos semanas?", date(2022, 12, 20)),
        ("¿abre el primer domingo de enero de 2023?", date(2023, 1, 1)),
        ("¿abre el uno de mayo de dos mil veintitrés?", date(2023, 5, 1)),
        ("¿abre el domingo siguiente al 18 de diciembre?", date(2022, 12, 25)),
        ("is it open next Sunday?", date(2022, 12, 11)),
        ("is it open on Christmas day?", date(2022, 12, 25)),
        ("is it open on January 6th, 2022?", date(2022, 1, 6)),
        ("is it open tomorrow?", date(2022, 12, 7)),
        ("¿abre el viernes santo de 2023?", date(2023, 4, 7)),
    ],
)
def test_a_day_is_worked_out_from_today(text, day):
    assert when_asked(with_figures(text), TUESDAY).days[0] == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("¿qué días de diciembre abre?", date(2022, 12, 1), date(2022, 12, 31)),
        ("¿qué días de abril abre?", date(2023, 4, 1), date(2023, 4, 30)),
        ("¿abre la semana que viene?", date(2022, 12, 12), date(2022, 12, 18)),
        ("¿abre en Semana Santa de 2023?", date(2023, 4, 2), date(2023, 4, 10)),
        ("¿abre del 1 al 15 de agosto?", date(2023, 8, 1), date(2023, 8, 15)),
        ("¿qué domingos abre en 2025?", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_is_worked_out_from_today(text, first, last):
    when = when_asked(with_figures(text), TUESDAY)
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        ("LUNES A VIERNES", 0b0011111_0011111),
        ("Lunes (laborable)", 0b0000001),
        ("LUNES A SÁBADO (FESTIVO)", 0b0111111_0000000),
        ("Domingos y festivos", 0b1000000 | HOLIDAYS),
        ("Sundays and public holidays", 0b1000000 | HOLIDAYS),
        ("SÁBADO (LABORABLE) SATURDAYS - LABOR DAYS", 0b0100000),
        ("L-V", 0b0011111_0011111),
        ("Mon–Fri", 0b0011111_0011111),
        ("Laborables", 0b0111111),
        ("fines de semana", 0b1100000_1100000),
        ("todos los días", ORDINARY | HOLIDAYS),
        ("Las Palmas", 0),
    ],
)
def test_a_label_names_kinds_of_days(label, kinds):
    assert days_named(fold(label)) == kinds


def test_dates_in_a_list_share_their_month_and_year():
    found = mentions(fold("6, 8,11, 18 y 26 de diciembre de 2022"))
    assert [each.day for each in found] == [6, 8, 11, 18, 26]
    assert {each.month for each in found} == {12}
    days = days_of(mentions(fold("del 30 de diciembre al 2 de enero")), YearOf(2024))
    assert days[0] == date(2024, 12, 30)
    assert days[-1] == date(2025, 1, 2)


def test_a_school_year_belongs_to_two_years():
    year = year_of("calendario escolar 2024-2025")
    assert (year(9), year(3)) == (2024, 2025)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("de 10:00 a 21:00 horas", [("10:00", "21:00")]),
        ("9:00-14:00 y 16:30-20:00", [("09:00", "14:00"), ("16:30", "20:00")]),
        ("8:30 am - 9 pm", [("08:30", "21:00")]),
        ("de 10 a 14 h", [("10:00", "14:00")]),
        ("abierto 24 horas", [("00:00", "00:00")]),
        ("de 3 a 5 productos", []),
    ],
)
def test_opening_hours_are_read(text, spans):
    assert [(span.start, span.end) for span in spans_in(fold(text))] == spans


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("a las nueve y media", "09:30"),
        ("a las diez menos cuarto", "09:45"),
        ("a las ocho de la tarde", "20:00"),
        ("a las doce y media de la noche", "00:30"),
        ("a las diez y veinte", "10:20"),
        ("at half past six", "06:30"),
        ("at 7 pm", "19:00"),
    ],
)
def test_a_said_time_is_read(said, at):
    assert times_in(with_clock_times(with_figures(said)))[0][0] == at


def test_easter_holidays_and_bridges():
    assert [easter(year) for year in (2022, 2023, 2026)] == [
        date(2022, 4, 17),
        date(2023, 4, 9),
        date(2026, 4, 5),
    ]
    assert is_holiday(date(2023, 4, 7))
    assert not is_holiday(date(2023, 5, 30))
    assert is_holiday(date(2023, 5, 30), ["canarias"])
    assert is_holiday(date(2023, 9, 8), (), OwnHolidays(frozenset(["09-08"])))
    bridge = long_weekend(date(2024, 12, 5))
    assert (bridge[0], bridge[-1]) == (date(2024, 12, 6), date(2024, 12, 8))
