"""Plain questions written by hand, with right answers asked of each shop's truth.

A line of `plain/SHOP.txt` is `question => what is right`; one that begins with `+`
follows up on the line before. What is right:

    list WHERE               those products, in any order
    top N COLUMN [desc]: WHERE   the first N, in that order
    sort COLUMN [DESC]: WHERE    all, in that order
    any N WHERE              N of them, whichever
    rows SELECT, rows2 SELECT    what the SELECT gives, judged by one or two cells
    value EXPRESSION: WHERE  a figure;  price WHERE: a price;  noprice: none is kept
    yes WHERE, no WHERE      whether there are such, or there are none
    vs COLUMN [desc]: WHERE  which of them comes first
    refuse off|hostile|sensitive|nodata, clarify

`unsure` before it: not knowing, or asking back, is right as well.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "plain"
_REASONS = {"off": "offtopic", "hostile": "injection"}
_SPEAKS_OF_STATE = re.compile(r"\b(available|discontinued|estado)\b")
Item = dict[str, Any]


@dataclass(frozen=True)
class Truth:
    """The view of what a shop's products are."""

    connection: sqlite3.Connection

    def both(self, sql: str) -> Item:
        """Of what is available, or else of everything: either count is right."""
        gold, every = (
            [list(row) for row in self.connection.execute(sql.replace("@A", which))]
            for which in ("available", "1=1")
        )
        return {"gold": gold, "alt_gold": [every]}

    def rows(self, sql: str) -> list[list[Any]]:
        return [list(row) for row in self.connection.execute(sql)]


def questions_about(name: str, path: Path, truth: str) -> Iterator[Item]:
    """Yield the questions about one shop, with what is right."""
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TEMP VIEW p AS {truth}")
    visit = 0
    for line in (HERE / f"{name}.txt").read_text("utf-8").splitlines():
        question, _, right = line.partition(" => ")
        visit += not question.startswith("+ ")
        yield {
            "question": question.removeprefix("+ "),
            "visit": f"{name}-{visit}",
            "is_unsure": right.startswith("unsure "),
            "key_cols": 1,
            **_right(Truth(connection), right.removeprefix("unsure ")),
        }
    connection.close()


def _right(truth: Truth, right: str) -> Item:
    kind, _, rest = right.partition(" ")
    match kind:
        case "refuse":
            return {"kind": "refuse", "reason": _REASONS.get(rest, rest)}
        case "clarify":
            return {"kind": "clarify"}
        case "yes" | "no":
            found = truth.rows(f"SELECT name FROM p WHERE available AND ({rest})")
            return {"kind": "exists", "value": bool(found) == (kind == "yes")}
        case "value" | "price" | "noprice":
            return {"kind": "scalar", **_figure(truth, kind, rest)}
    return {"kind": "list", "match": "set", **_listed(truth, kind, rest)}


def _figure(truth: Truth, kind: str, rest: str) -> Item:
    if kind == "noprice":
        return {"gold": [[None]]}
    what, _, where = rest.rpartition(":") if kind == "value" else ("price", "", rest)
    if "(" in what:
        return truth.both(f"SELECT {what} FROM p WHERE @A AND ({where})")
    return {"gold": truth.rows(f"SELECT {what} FROM p WHERE {where} LIMIT 1")}


def _listed(truth: Truth, kind: str, rest: str) -> Item:
    head, _, where = rest.partition(":")
    begin = "SELECT name, price FROM p WHERE"
    match kind:
        case "list":
            state = "1=1" if _SPEAKS_OF_STATE.search(rest) else "@A"
            return truth.both(f"{begin} {state} AND ({rest})")
        case "any":
            count, _, where = rest.partition(" ")
            gold = truth.both(f"{begin} @A AND ({where})")
            return {**gold, "match": "any_n", "n": int(count)}
        case "top":
            count, column, *down = head.split()
            sql = f"{begin} @A AND ({where}) AND {column} IS NOT NULL"
            sql += f" ORDER BY {column} {''.join(down)} LIMIT {count}"
            return {**truth.both(sql), "match": "ordered"}
        case "sort":
            column = head.split()[0]
            sql = f"{begin} @A AND ({where}) ORDER BY {column} IS NULL, {head}"
            return {**truth.both(sql), "match": "ordered"}
        case "vs":
            return {"gold": truth.rows(f"{begin} {where} ORDER BY {head} LIMIT 1")}
        case "rows" | "rows2":
            few = rest.replace("FROM p", "FROM (SELECT * FROM p WHERE available)")
            gold = {"gold": truth.rows(rest), "alt_gold": [truth.rows(few)]}
            return {**gold, "key_cols": 1 + (kind == "rows2")}
    raise ValueError(f"{kind} {rest}")
