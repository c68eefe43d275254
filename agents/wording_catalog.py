"""What the catalogue found, as a sentence: short, natural, exact to the cent."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from agents.wording_money import money
from catalog import CatalogAnswer

ALOUD = 5
"""How many products are named; the rest are counted."""

Row = Mapping[str, Any]

_REASONS = {
    "off_topic": "off_topic",
    "no_subject": "off_topic",
    "hostile": "hostile",
    "sensitive": "sensitive",
    "service": "unknown",
    "not_kept": "unknown",
    "no_context": "refer",
    "several_fit": "which",
    "near_miss": "near",
    "not_understood": "again",
    "not_found": "not_found",
    "too_slow": "again",
}


@cache
def _texts(language: str) -> dict[str, str]:
    path = Path(__file__).parent / "prompts" / f"catalog.{language}.toml"
    return {
        key: str(text) for key, text in tomllib.loads(path.read_text("utf-8")).items()
    }


def worded(answer: CatalogAnswer) -> str:
    """Give the sentence for what was found, in the customer's language."""
    return _Wording(answer).sentence()


class _Wording:
    def __init__(self, answer: CatalogAnswer) -> None:
        self._answer = answer
        self._language = answer.language
        self._texts = _texts(answer.language)

    def sentence(self) -> str:
        answer = self._answer
        if answer.kind != "answer":
            return self._no()
        intent = answer.query.intent if answer.query else "list"
        match intent:
            case "count" | "sum" | "average" | "lowest" | "highest":
                return self._figure(intent)
            case "group":
                return self._groups()
            case "count_each":
                return self._counted()
            case "values":
                return self._say("values", names=self._listed(self._values()))
            case "difference" | "spread":
                return self._difference()
            case "lookup" if answer.rows:
                return self._lookup(answer.rows[0])
        return self._products()

    def _say(self, key: str, /, **parts: object) -> str:
        return self._texts[key].format(**parts)

    def _no(self) -> str:
        answer = self._answer
        text = _REASONS.get(answer.reason, "again")
        return self._say(
            text, said=answer.said, names=self._either(list(answer.candidates))
        )

    # -- figures -----------------------------------------------------------------------

    def _figure(self, intent: str) -> str:
        value, query = self._answer.value, self._answer.query
        assert query is not None  # noqa: S101 - an answer with a figure has its query
        if intent == "count":
            return self._say("count" if value else "count_none", value=value)
        if value is None:
            return self._say("no_figure")
        if query.column == "stock" and intent == "sum":
            return self._say("sum_stock", value=value)
        is_money = query.column == "price"
        return self._say(intent, value=self._money(value, {}) if is_money else value)

    def _groups(self) -> str:
        query = self._answer.query
        assert query is not None  # noqa: S101 - as above
        is_money = query.column == "price"
        parts = []
        for row in self._answer.rows:
            group = row[query.group_by]
            figure = row["figure"]
            shown = self._money(figure, row) if is_money else figure
            named = f"{row['name']}, {shown}" if "name" in row else shown
            parts.append((group, named))
        if query.limit == 1 and parts:
            return self._say("best_group", group=parts[0][0], value=parts[0][1])
        if not parts:
            return self._say("none_plain", said=self._said())
        listed = [self._say("group", group=g, value=v) for g, v in parts]
        return "; ".join(listed) + "."

    def _counted(self) -> str:
        """Of which there are more: "Hay más celulares (6) que laptops (3)"."""
        (most, many), *others = [tuple(row.values()) for row in self._answer.rows]
        rest = self._listed([f"{name} ({count})" for name, count in others])
        is_even = others and others[0][1] == many
        text = "as_many" if is_even else "more_of"
        return self._say(text, name=most, count=many, others=rest)

    def _values(self) -> list[str]:
        return [str(next(iter(row.values()))) for row in self._answer.rows]

    def _difference(self) -> str:
        if self._answer.value is None:
            return self._products()
        return self._say(
            "difference",
            value=self._money(self._answer.value, self._answer.rows[0]),
            names=self._listed([self._priced(row) for row in self._answer.rows]),
        )

    # -- products ----------------------------------------------------------------------

    def _lookup(self, row: Row) -> str:
        query = self._answer.query
        assert query is not None  # noqa: S101 - as above
        name, value = row["name"], row.get(query.column)
        if query.column == "price":
            return self._price_of(row)
        if query.column == "stock":
            return self._stock_of(str(name), value)
        if value in (None, ""):
            return self._say("attribute_unknown", name=name)
        return self._say("attribute", name=name, value=str(value).rstrip("."))

    def _price_of(self, row: Row) -> str:
        if row.get("price") is None:
            return self._say("no_price", name=row["name"])
        text = self._say(
            "costs", name=row["name"], price=self._money(row["price"], row)
        )
        return text + "." if row.get("available") else self._say("is_out", text=text)

    def _stock_of(self, name: str, value: object) -> str:
        if value is None:
            return self._say("stock_unknown", name=name)
        if value == 0:
            return self._say("stock_none", name=name)
        return self._say("stock_one" if value == 1 else "stock", name=name, value=value)

    def _products(self) -> str:
        answer = self._answer
        if not answer.rows:
            return self._none()
        shown = [self._priced(row) for row in answer.rows[:ALOUD]]
        total = answer.total or len(answer.rows)
        names = self._listed(shown)
        is_out = answer.query is not None and answer.query.availability == "unavailable"
        if is_out and total > 1:
            text = self._say("out_all", total=total, names=names)
        elif total == 1:
            text = names + "."
        elif total > len(shown):
            text = self._say("more", total=total, names=names)
        else:
            text = self._say("several", total=total, names=names)
        if answer.value is True:
            plain = total == 1 or text.startswith(names)
            return self._texts["yes"] + (text if plain else text[0].lower() + text[1:])
        return text

    def _none(self) -> str:
        answer = self._answer
        gone = [str(row["name"]) for row in answer.elsewhere[:ALOUD]]
        if gone:
            text = "sold_out" if len(gone) == 1 else "sold_out_many"
            return self._say(text, names=self._listed(gone))
        is_asked = answer.value is False
        text = "none" if is_asked else "none_plain"
        if answer.query is not None and answer.query.ranges:
            text += "_such"
        return self._say(text, said=self._said())

    def _said(self) -> str:
        return self._answer.said or self._texts["nothing"]

    def _priced(self, row: Row) -> str:
        price = row.get("price")
        shown = self._texts["without_price"]
        if price is not None:
            shown = self._money(price, row)
        is_out = row.get("available") == 0 and self._speaks_of_all()
        mark = f", {self._texts['sold_out_mark']}" if is_out else ""
        return f"{row['name']} ({shown}{mark})"

    def _speaks_of_all(self) -> bool:
        query = self._answer.query
        return query is not None and query.availability == "any"

    def _money(self, value: Any, row: Row) -> str:
        currency = row.get("currency") or self._currency()
        return money(value, str(currency or ""), self._language)

    def _currency(self) -> str:
        return self._answer.currency

    def _listed(self, names: list[str]) -> str:
        return self._with_last(names, self._texts["and"])

    def _either(self, names: list[str]) -> str:
        return self._with_last(names, self._texts["or"])

    @staticmethod
    def _with_last(names: list[str], joiner: str) -> str:
        if len(names) < 2:
            return "".join(names)
        return ", ".join(names[:-1]) + joiner + names[-1]
