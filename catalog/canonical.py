"""The one SELECT that makes `products` out of an owner's tables."""

import re

from catalog.schema import Dialect, NumberSource, Rule, ShopMap, Source

_TEXT = {"sqlite": "TEXT", "postgresql": "TEXT", "mysql": "CHAR"}
_NUMBER = {"sqlite": "NUMERIC", "postgresql": "NUMERIC", "mysql": "DECIMAL(16,4)"}
_NUMBER_WRITTEN = re.compile(r"-?\d+(\.\d+)?\Z")
_MARKS_IN_PRICES = ("S/.", "S/", "US$", "$", "€", "PEN", "USD", "EUR", " ", "\u00a0")
"""What owners write around a price kept as text; longer marks first."""


def canonical_select(shop_map: ShopMap, dialect: Dialect) -> str:
    """Give the SELECT with the canonical columns and then the attributes."""
    return _Writer(shop_map, dialect).select()


def quoted(name: str, dialect: Dialect) -> str:
    """Give an identifier as the database wants it quoted."""
    mark = "`" if dialect == "mysql" else '"'
    return mark + name.replace(mark, mark * 2) + mark


def literal(text: str) -> str:
    """Give a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


class _Writer:
    def __init__(self, shop_map: ShopMap, dialect: Dialect) -> None:
        self._map = shop_map
        self._dialect = dialect
        self._joins: dict[tuple[object, ...], tuple[str, str]] = {}

    def select(self) -> str:
        shop = self._map
        name = self._value(shop.name)
        cells = {
            "id": self._value(shop.id),
            "name": name,
            "family": self._optional(shop.family),
            "description": self._optional(shop.description),
            "price": self._number(shop.price),
            "currency": self._currency(),
            "stock": self._number(shop.stock),
            "available": self._available(),
        }
        cells |= {key: self._value(source) for key, source in shop.attributes.items()}
        if shop.picture is not None:
            cells["picture"] = self._value(shop.picture)
        columns = ", ".join(
            f"{cell} AS {self._quoted(alias)}" for alias, cell in cells.items()
        )
        conditions = [f"{name} <> ''"]
        conditions += [self._holds(rule, "p") for rule in shop.keep]
        joins = "".join(join for _, join in self._joins.values())
        return (
            f"SELECT {columns} FROM {self._table(shop.table)} p{joins} "
            f"WHERE {' AND '.join(conditions)}"
        )

    def _quoted(self, name: str) -> str:
        return quoted(name, self._dialect)

    def _table(self, name: str) -> str:
        # Named with its schema: inside a view called `products`, the plain name of a
        # table called `products` would mean the view itself.
        prefix = "main." if self._dialect == "sqlite" else ""
        return prefix + self._quoted(name)

    def _optional(self, source: Source | None) -> str:
        return "NULL" if source is None else self._value(source)

    def _value(self, source: Source) -> str:
        if not source.path:
            return f"p.{self._quoted(source.column)}"
        if source.several:
            return self._one_of_several(source)
        return f"{self._joined(source)}.{self._quoted(source.column)}"

    def _joined(self, source: Source) -> str:
        alias = "p"
        for depth in range(1, len(source.path) + 1):
            steps = source.path[:depth]
            if steps not in self._joins:
                step, name = steps[-1], f"j{len(self._joins) + 1}"
                self._joins[steps] = (
                    name,
                    f" LEFT JOIN {self._table(step.table)} {name}"
                    f" ON {name}.{self._quoted(step.key)}"
                    f" = {alias}.{self._quoted(step.from_column)}",
                )
            alias = self._joins[steps][0]
        return alias

    def _one_of_several(self, source: Source) -> str:
        first, *rest = source.path
        tables = f"{self._table(first.table)} s1"
        for number, step in enumerate(rest, start=2):
            tables += (
                f" JOIN {self._table(step.table)} s{number} ON"
                f" s{number}.{self._quoted(step.key)}"
                f" = s{number - 1}.{self._quoted(step.from_column)}"
            )
        last = f"s{len(source.path)}"
        conditions = [
            f"s1.{self._quoted(first.key)} = p.{self._quoted(first.from_column)}"
        ]
        conditions += [self._holds(rule, last) for rule in source.only]
        column = f"{last}.{self._quoted(source.column)}"
        order = ""
        match source.several:
            case "sum":
                column = f"SUM({column})"
            case "lowest":
                column = f"MIN({column})"
            case "highest":
                column = f"MAX({column})"
            case "latest":
                by = f"{last}.{self._quoted(source.by)}"
                conditions.append(f"({by} IS NULL OR {by} <= CURRENT_DATE)")
                order = f" ORDER BY {by} IS NULL, {by} DESC LIMIT 1"
        return (
            f"(SELECT {column} FROM {tables} WHERE {' AND '.join(conditions)}{order})"
        )

    def _number(self, source: NumberSource | None) -> str:
        if source is None:
            return "NULL"
        number = self._value(source)
        if source.decimal:
            number = self._number_in(number, source.decimal)
        elif self._dialect == "postgresql":
            number = f"CAST({number} AS NUMERIC)"  # it rounds nothing else
        return f"{number} / 100.0" if source.in_cents else number

    def _number_in(self, text: str, decimal: str) -> str:
        text = f"CAST({text} AS {_TEXT[self._dialect]})"
        for mark in (*_MARKS_IN_PRICES, "," if decimal == "." else "."):
            text = f"REPLACE({text}, {literal(mark)}, '')"
        if decimal == ",":
            text = f"REPLACE({text}, ',', '.')"
        match self._dialect:
            case "sqlite":
                test = f"{text} GLOB '[0-9]*' AND {text} NOT GLOB '*[^0-9.]*'"
            case "postgresql":
                test = f"{text} ~ '^[0-9]+([.][0-9]+)?$'"
            case "mysql":
                test = f"{text} REGEXP '^[0-9]+([.][0-9]+)?$'"
        return f"CASE WHEN {test} THEN CAST({text} AS {_NUMBER[self._dialect]}) END"

    def _currency(self) -> str:
        if self._map.currency is not None:
            return self._value(self._map.currency)
        code = self._map.currency_code
        return literal(code) if code else "NULL"

    def _available(self) -> str:
        rules = self._map.available
        if len(rules) == 1 and rules[0].as_it_is:
            return f"p.{self._quoted(rules[0].column)}"  # indexes on it are used
        tests = [self._holds(rule, "p") for rule in rules]
        return f"CASE WHEN {' AND '.join(tests)} THEN 1 ELSE 0 END" if tests else "1"

    def _holds(self, rule: Rule, alias: str) -> str:
        if rule.column:
            column = f"{alias}.{self._quoted(rule.column)}"
        else:
            column = self._number(self._map.stock)
        if rule.above is not None:
            return f"{column} > {rule.above:g}"
        tests = []
        written = [value for value in rule.values if value]
        if written:
            values = [literal(value) for value in written]
            if self._dialect == "sqlite":  # a column without a type holds either kind
                values += [value for value in written if _NUMBER_WRITTEN.match(value)]
            tests.append(f"{column} IN ({', '.join(values)})")
        if "" in rule.values:
            text = f"CAST({column} AS {_TEXT[self._dialect]})"
            tests.append(f"{column} IS NULL OR {text} = ''")
        return f"({' OR '.join(tests)})"
