"""Why a SELECT found nothing, in words a model can act on."""

from collections.abc import Callable, Iterator

from rapidfuzz import fuzz, process
from sqlglot import exp

from catalog.database import Rows
from catalog.folding import fold
from catalog.schema import Dialect
from catalog.select import grammar

_MOST_CONDITIONS = 6
_NAMES_LOOKED_AT = 5_000
_NEAR_ENOUGH = 60
_TEXT_COLUMNS = {"name", "family"}

Ask = Callable[[str, int], Rows]
"""Runs a SELECT and gives at most so many rows."""


def why_nothing(tree: exp.Query, ask: Ask, dialect: Dialect) -> str:
    """Say which condition hid how many rows, and what names are near."""
    conditions = _conditions(tree)
    if not conditions or len(conditions) > _MOST_CONDITIONS:
        return "nothing found"
    reasons = [
        *_hiding(conditions, ask, dialect),
        *_misspelt(conditions, ask, dialect),
    ]
    return "; ".join(["nothing found", *(reasons or ["nothing in the shop matches"])])


def _conditions(tree: exp.Query) -> list[exp.Expr]:
    """Give what a simple SELECT demands; nothing where it is not that simple."""
    where = tree.args.get("where")
    simple = isinstance(tree, exp.Select) and not (
        tree.args.get("joins") or tree.args.get("with_") or tree.args.get("group")
    )
    if not simple or where is None or where.find(exp.Query):
        return []
    demanded = where.this.unnest()
    return list(demanded.flatten()) if isinstance(demanded, exp.And) else [demanded]


def _hiding(conditions: list[exp.Expr], ask: Ask, dialect: Dialect) -> Iterator[str]:
    if len(conditions) < 2:
        return
    for hidden_by in conditions:
        rest = [condition for condition in conditions if condition is not hidden_by]
        count = _count(rest, ask, dialect)
        if count:
            yield f"without {hidden_by.sql(grammar(dialect))} there are {count}"


def _misspelt(conditions: list[exp.Expr], ask: Ask, dialect: Dialect) -> Iterator[str]:
    for condition in conditions:
        column = condition.find(exp.Column)
        text = next((t for t in condition.find_all(exp.Literal) if t.is_string), None)
        if column is None or text is None or column.name.lower() not in _TEXT_COLUMNS:
            continue
        if _count([condition], ask, dialect):
            continue
        near = nearest(text.name.strip("%"), column.name.lower(), ask, dialect)
        found = ", ".join(repr(name) for name in near) or "none near"
        has = condition.sql(grammar(dialect))
        yield f"nothing has {has}; nearest {column.name}: {found}"


def nearest(text: str, column: str, ask: Ask, dialect: Dialect) -> list[str]:
    """Give up to five values of a column that resemble a text."""
    query = exp.select(column).distinct().from_("products").limit(_NAMES_LOOKED_AT)
    found = ask(query.sql(grammar(dialect)), _NAMES_LOOKED_AT)
    values = [str(row[0]) for row in found.rows if row[0]]
    matches = process.extract(
        fold(text),
        [fold(value) for value in values],
        scorer=fuzz.WRatio,
        score_cutoff=_NEAR_ENOUGH,
        limit=5,
    )
    return [values[position] for _, _, position in matches]


def _count(conditions: list[exp.Expr], ask: Ask, dialect: Dialect) -> int:
    query = exp.select("COUNT(*)").from_("products").where(*conditions)
    (row,) = ask(query.sql(grammar(dialect), comments=False), 1).rows
    return int(row[0] or 0)
