"""Columns that say whether a product is to be had, however owners write yes and no."""

from dataclasses import dataclass
from typing import Literal

from catalog.folding import fold
from catalog.naming import SENSITIVE, concepts_of
from catalog.products import Cell
from catalog.roles import says_yes_or_no
from catalog.schema import Rule
from catalog.survey import Survey

Says = Literal["available", "gone", "state", "deleted"]

_MOST_VALUES = 8


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in listed.split(","))


_YES = _phrases(
    """1, true, t, s, si, y, yes, x, v, verdadero, a, act, activo, activa, active, alta,
    vigente, disponible, available, ok, habilitado, enabled, publicado, published, on,
    publish, visible, hay, instock, en stock, in stock, en venta, on sale, for sale"""
)
_UNFINISHED = _phrases(
    "borrador, draft, archivado, archived, trash, eliminado, deleted"
)
_NO = _UNFINISHED | _phrases(
    """0, false, f, n, no, falso, i, inactivo, inactiva, inactive, b, baja, off, p, d,
    descontinuado, discontinued, agotado, outofstock, deshabilitado, disabled, oculto,
    hidden, anulado, suspendido, retirado, pendiente, pending, sin stock, out of stock,
    no disponible, not available, no hay, sold out"""
)
_OTHER_SUBJECTS = SENSITIVE | {"price", "file", "code", "quantity", "bound", "tax"}


@dataclass(frozen=True, slots=True)
class Flag:
    """A column that says something about availability, and when it says yes."""

    says: Says
    rule: Rule
    is_about_being_listed: bool
    """Products for which it says no are drafts or rubbish, not merely sold out."""


def says_yes(value: Cell) -> bool | None:
    """Tell yes from no as owners write it; None for anything else."""
    meaning = _meaning(value)
    return True if meaning in _YES else False if meaning in _NO else None


def flags_of(survey: Survey, table: str) -> list[Flag]:
    """Give the flags of a table, in the order of its columns."""
    flags = (_flag(survey, table, column) for column in survey.tables[table].columns)
    return [flag for flag in flags if flag is not None]


def _flag(survey: Survey, table: str, column: str) -> Flag | None:
    says = _subject(survey, table, column)
    if says is None:
        return None
    concepts = concepts_of(column)
    if says in {"gone", "deleted"} and (
        "date" in concepts or _is_dated(survey, table, column)
    ):
        return Flag(says, Rule(column=column, values=("",)), says == "deleted")
    values = survey.distinct(table, column, _MOST_VALUES + 1)
    if not values or len(values) > _MOST_VALUES:
        return None
    wanted = _NO if says in {"gone", "deleted"} else _YES
    fitting = {_written(value) for value in values if _meaning(value) in wanted}
    understood = [v for v in values if _meaning(v) in _YES | _NO | {""}]
    if len(understood) < len(values):
        return None
    if says in {"gone", "deleted"}:
        fitting.add("")
    if not fitting:
        return None
    listed = any(_meaning(value) in _UNFINISHED for value in values)
    # PostgreSQL does not compare its booleans with numbers.
    is_number = "BOOL" not in survey.tables[table].columns[column] or survey.is_loose
    is_plain = says in {"available", "state"} and {0, 1, None}.issuperset(values)
    return Flag(
        says,
        Rule(
            column=column,
            values=tuple(sorted(fitting | _alike(fitting, values))),
            as_it_is=is_plain and is_number,
        ),
        listed or says == "deleted",
    )


def _subject(survey: Survey, table: str, column: str) -> Says | None:
    concepts = concepts_of(column)
    if concepts & _OTHER_SUBJECTS:
        return None
    if "stock" in concepts:
        profile = survey.profiles(table)[column]
        counts = profile.is_number and not says_yes_or_no(profile)
        return None if counts else "available"
    subjects: tuple[Says, ...] = ("deleted", "gone", "available", "state")
    return next((subject for subject in subjects if subject in concepts), None)


def _is_dated(survey: Survey, table: str, column: str) -> bool:
    return survey.profiles(table)[column].is_date


def _meaning(value: Cell) -> str:
    return "" if value is None else fold(_written(value)).strip()


def _written(value: Cell) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _alike(fitting: set[str], values: list[Cell]) -> set[str]:
    """Give the spellings of the other case, which may turn up later."""
    if not any(isinstance(value, str) for value in values):
        return set()
    return {v.upper() for v in fitting} | {v.lower() for v in fitting}
