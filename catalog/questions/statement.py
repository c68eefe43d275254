"""A query as one SELECT over `products`, its values written in."""

from dataclasses import replace
from decimal import Decimal

from catalog.questions.query import Has, Kind, Order, Query, Range, Selection
from catalog.questions.words import root

_FIGURES = {
    "count": "COUNT(*)",
    "sum": "SUM({0})",
    "average": "ROUND(AVG({0}), 2)",
    "lowest": "MIN({0})",
    "highest": "MAX({0})",
}


_MOST_SORTED = 201
"""Rows that are put in order; the database need not sort what nobody will see."""


def rows_statement(query: Query, columns: tuple[str, ...]) -> str:
    """Give the SELECT of the products wanted, in order."""
    listed = ", ".join(_quoted(column) for column in columns)
    sql = f"SELECT {listed} FROM products{_where(query)}"  # noqa: S608 - literals are escaped
    if query.order:
        sql += f" ORDER BY {_order(query.order, is_known=query.limit is not None)}"
    limit = _MOST_SORTED if query.order and query.limit is None else query.limit
    if limit is not None:
        sql += f" LIMIT {limit}"
        sql += f" OFFSET {query.offset}" if query.offset else ""
    return sql


def figure_statement(query: Query) -> str:
    """Give the SELECT of one figure: a count, a sum, an average, an extreme."""
    column = _quoted(query.column)
    figure = _figure(query.intent, column)
    if query.intent == "count" and query.column != "id":
        figure = f"COUNT(DISTINCT {column})"
    return f"SELECT {figure} FROM products{_where(query)}"  # noqa: S608 - as above


def count_statement(query: Query) -> str:
    """Give the SELECT that counts the products wanted."""
    return f"SELECT COUNT(*) FROM products{_where(query)}"  # noqa: S608 - as above


def each_statement(query: Query) -> str:
    """Give the SELECT that counts each of the alternatives, the most first."""
    counts = []
    for one in query.alternatives:
        said = " ".join([kind.said for kind in one.kinds] + list(one.families))
        said += " ".join([*(has.said for has in one.has), *one.absent])
        where = _where(replace(query, alternatives=(one,)))
        counts.append(f"SELECT {literal(said)} AS kind, COUNT(*) AS figure")
        counts[-1] += f" FROM products{where}"
    return " UNION ALL ".join(counts) + " ORDER BY figure DESC"


def group_statement(query: Query) -> str:
    """Give the SELECT of a figure for each value of a column."""
    if query.measure in ("lowest", "highest"):
        return _best_of_each(query)
    group, column = _quoted(query.group_by), _quoted(query.column)
    figure = _figure(query.measure, column)
    order = "" if not query.order else " DESC" if query.order[0].descending else " ASC"
    sql = (
        f"SELECT {group}, {figure} AS figure FROM products"  # noqa: S608 - as above
        f"{_where(query, f'{group} IS NOT NULL')} GROUP BY {group}"
    )
    sql += f" ORDER BY figure{order}" if order else f" ORDER BY {group}"
    return sql + (f" LIMIT {query.limit}" if query.limit else "")


def _best_of_each(query: Query) -> str:
    """The product with the lowest or highest figure in each group."""
    group, column = _quoted(query.group_by), _quoted(query.column)
    down = " DESC" if query.measure == "highest" else ""
    where = _where(query, f"{group} IS NOT NULL", f"{column} IS NOT NULL")
    return (
        f"SELECT {group}, name, figure FROM (SELECT {group}, name, {column} AS figure,"  # noqa: S608 - as above
        f" ROW_NUMBER() OVER (PARTITION BY {group} ORDER BY {column}{down}) AS place"
        f" FROM products{where}) AS ranked WHERE place = 1 ORDER BY {group}"
    )


def _figure(name: str, column: str) -> str:
    figure = _FIGURES[name].format(column)
    return f"ROUND({figure}, 2)" if (name, column) == ("sum", "price") else figure


def values_statement(query: Query) -> str:
    """Give the SELECT of the values a column has."""
    group = _quoted(query.group_by)
    where = _where(query, f"{group} IS NOT NULL")
    return f"SELECT DISTINCT {group} FROM products{where} ORDER BY {group}"  # noqa: S608 - as above


def where_name_has(word: str) -> str:
    """Give the condition for names with a folded word, whatever its accents."""
    stem = "".join("_" if letter in "aeioun" else letter for letter in root(word))
    return f"WHERE name LIKE {literal(f'%{stem}%')}"


def literal(value: str | Decimal | int | float) -> str:
    """Give a value as SQL writes it."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _where(query: Query, *more: str) -> str:
    # Comparisons stand before searches in names: most databases test them in order.
    conditions = [*more]
    if query.availability != "any":
        conditions.append(f"available = {int(query.availability == 'available')}")
    conditions += [_range(limit) for limit in query.ranges]
    conditions += [f"{_quoted(column)} IS NULL" for column in query.missing]
    for order in query.order:
        if order.column not in ("name", "figure") and query.limit is not None:
            conditions.append(f"{_quoted(order.column)} IS NOT NULL")
    chosen = [_selection(one) for one in query.alternatives if not one.is_empty]
    if chosen:
        conditions.append(_any(chosen))
    conditions += [
        f"NOT {_selection(one)}" for one in query.excluded if not one.is_empty
    ]
    return " WHERE " + " AND ".join(conditions) if conditions else ""


def _selection(one: Selection) -> str:
    if one.absent:
        return "(0 = 1)"
    conditions = []
    if one.ids:
        conditions.append(f"id IN ({', '.join(literal(i) for i in one.ids)})")
    if one.kinds:
        conditions.append(_any([_kind(kind) for kind in one.kinds]))
    if one.families:
        listed = ", ".join(literal(family) for family in one.families)
        conditions.append(f"family IN ({listed})")
    conditions += [_has(has) for has in one.has]
    return _all(conditions)


def _kind(kind: Kind) -> str:
    begins = [_like(f"{prefix} %", "name") for prefix in kind.prefixes]
    begins += [f"name = {literal(name)}" for name in kind.exact]
    excluded = [f"NOT {_like(f'{prefix}%', 'name')}" for prefix in kind.but_not]
    return _all([_any(begins), *excluded])


def _has(has: Has) -> str:
    if not has.surfaces:
        return "(0 = 1)"
    if has.column != "name":
        return _one_of(has.column, has.surfaces)
    says = [_like(f"% {s} %", "' ' || name || ' '") for s in has.surfaces]
    column, values = has.also
    return _any([*says, _one_of(column, values)] if column else says)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(literal(value) for value in values)
    return f"{_quoted(column)} IN ({listed})"


def _like(pattern: str, what: str) -> str:
    plain = pattern.replace("%", "")
    if "_" not in plain and pattern.strip("%").count("%") == 0:
        return f"{what} LIKE {literal(pattern)}"
    body = pattern.strip("%").replace("!", "!!").replace("%", "!%").replace("_", "!_")
    start = "%" if pattern.startswith("%") else ""
    end = "%" if pattern.endswith("%") else ""
    return f"{what} LIKE {literal(start + body + end)} ESCAPE '!'"


def _range(limit: Range) -> str:
    column = _quoted(limit.column)
    if limit.low is not None and limit.high is not None:
        if limit.low == limit.high:
            return f"{column} = {literal(limit.low)}"
        if limit.low_included and limit.high_included:
            return f"{column} BETWEEN {literal(limit.low)} AND {literal(limit.high)}"
    tests = []
    if limit.low is not None:
        sign = ">=" if limit.low_included else ">"
        tests.append(f"{column} {sign} {literal(limit.low)}")
    if limit.high is not None:
        sign = "<=" if limit.high_included else "<"
        tests.append(f"{column} {sign} {literal(limit.high)}")
    return _all(tests)


def _order(orders: tuple[Order, ...], *, is_known: bool) -> str:
    parts = []
    for order in orders:
        column = _quoted(order.column)
        if order.column != "name" and not is_known:
            parts.append(f"{column} IS NULL")
        parts.append(f"{column} DESC" if order.descending else column)
    return ", ".join(parts)


def _any(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"({' OR '.join(conditions)})"


def _all(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"({' AND '.join(conditions)})"


def _quoted(column: str) -> str:
    if column.isidentifier() and column.isascii() and column.islower():
        return column
    return '"' + column.replace('"', '""') + '"'
