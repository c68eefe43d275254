"""Answers about debts → short exact sentences in the customer's language."""

import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from agents.debt_answer import DebtAnswer, decimal_string
from agents.language import Language
from agents.wording_money import money
from catalog import Agreement


def written_date(day: date, language: Language) -> str:
    """A day as the language writes it."""
    return f"{day:%d/%m/%Y}" if language == "es" else f"{day.day} {day:%B %Y}"


def receipt(agreement: Agreement, language: Language) -> str:
    """An agreement as plain text to show, print or encode; names nobody."""
    texts, currency = _texts(language), agreement.currency
    lines = [
        texts["receipt_title"].format(number=agreement.number),
        texts["receipt_debt"].format(debt=agreement.debt),
        texts["receipt_made"].format(made=written_date(agreement.made_at, language)),
    ]
    for part in agreement.terms.instalments:
        amount = money(decimal_string(part.cents), currency, language)
        due = written_date(part.due, language)
        lines.append(texts["receipt_line"].format(due=due, amount=amount))
    total = money(decimal_string(agreement.terms.total_cents), currency, language)
    return "\n".join([*lines, texts["receipt_total"].format(price=total)])


def receipt_code(agreement: Agreement) -> str:
    """An agreement in one short line for a QR code, in any language; names nobody."""
    parts = agreement.terms.instalments
    total = decimal_string(agreement.terms.total_cents)
    return (
        f"AGREEMENT {agreement.number} DEBT {agreement.debt} {total}"
        f" {agreement.currency} {len(parts)}x FIRST {parts[0].due.isoformat()}"
        f" MADE {agreement.made_at.date().isoformat()}"
    )


def debt_words(answer: DebtAnswer, language: Language) -> str:
    """Word an answer in one piece."""
    return " ".join(text for text in _Saying(answer, language).sentences() if text)


class _Saying:
    """One answer on its way into words."""

    def __init__(self, answer: DebtAnswer, language: Language) -> None:
        self._answer = answer
        self._result = dict(answer.result)
        self._language = language
        debt = answer.debt
        self._currency = debt.currency if debt else "EUR"
        self._texts = _texts(language)

    def sentences(self) -> list[str]:
        """The sentences, in order."""
        if not self._answer.introduces:
            return self._answered()
        total = (
            decimal_string(self._answer.debt.total_cents) if self._answer.debt else ""
        )
        said = self._texts["select_debt"].format_map(
            _Figures(debt=self._result["debt"], total=self._money(total))
        )
        return [said, *self._answered()]

    def _answered(self) -> list[str]:
        status = self._result.get("status")
        code = self._result.get("code")
        if status is None:
            return self._talk()
        if code is not None:
            return [self._filled(f"error_{code}")]
        special: dict[str, Callable[[], list[str]]] = {
            "list_debts": self._debts,
            "plan": self._plan,
            "propose_plan": self._plan,
            "partial_payment": self._partial,
            "options": self._options,
        }
        if status == "read_back":
            return [self._read_back(), self._filled("read_back_next")]
        if status == "accepted" and len(self._result.get("instalments", ())) > 1:
            self._result["count"] = len(self._result["instalments"])
            return [self._filled("accepted_plan")]
        if self._answer.tool in special:
            return special[self._answer.tool]()
        name = self._answer.tool if status == "ok" else status
        return [self._filled(name), self._filled(f"{name}_next")]

    def _talk(self) -> list[str]:
        """Words without a result: a question back, or a goodbye to an offer."""
        about = self._result.get("about")
        name = f"clarify_{about}" if about else self._answer.tool
        amounts = self._result.get("amounts", ())
        said = [self._money(amount) for amount in amounts]
        choice = self._texts["or"].join(said) if said else self._texts["that"]
        return [self._texts[name].format(choice=choice)]

    def _debts(self) -> list[str]:
        debts = self._result["debts"]
        if not debts:
            return [self._texts["no_debts"]]
        lines = [
            self._texts["one_debt"].format(
                id=debt["id"],
                total=money(debt["total"], debt["currency"], self._language),
            )
            for debt in debts
        ]
        count = self._texts["debts_one" if len(debts) == 1 else "debts_many"]
        return [
            count.format(n=len(debts), list="; ".join(lines)),
            self._texts["list_debts_next"] if len(debts) > 1 else "",
        ]

    def _plan(self) -> list[str]:
        return [self._filled("plan_intro") + self._payments() + "."]

    def _payments(self) -> str:
        result = self._result
        if result["months"] == 1:
            return self._filled("payments_one")
        even = result["monthly"] == result["last"]
        return self._filled("payments_even" if even else "payments_last")

    def _read_back(self) -> str:
        """Every payment with its day, and what they come to."""
        result = self._result
        said = []
        for part in result["instalments"]:
            name = "payment_now" if part["number"] == 0 else "payment_due"
            name = "payment_at_once" if result["kind"] == "at_once" else name
            due = written_date(date.fromisoformat(part["due"]), self._language)
            amount = self._money(part["amount"])
            said.append(self._texts[name].format(amount=amount, due=due))
        if len(said) > 1:
            said.append(self._filled("payments_total"))
        result["payments"] = "; ".join(said)
        return self._filled("read_back")

    def _partial(self) -> list[str]:
        return [
            self._filled("partial_now"),
            self._filled("partial_rest") + self._payments() + ".",
        ]

    def _options(self) -> list[str]:
        return [
            self._filled("options_total"),
            self._filled("options_now"),
            self._filled("options_plan") + self._payments() + ".",
            self._filled("options_partial"),
        ]

    def _filled(self, name: str) -> str:
        """A text with its figures; empty when there is none of that name."""
        template = self._texts.get(name, "")
        figures: dict[str, Any] = {
            key: self._money(value) if _is_amount(key) else value
            for key, value in self._result.items()
        }
        figures.setdefault("debt", self._answer.debt.id if self._answer.debt else "")
        if "discount_pct" in figures and self._language == "es":
            figures["discount_pct"] = figures["discount_pct"].replace(".", ",")
        return template.format_map(_Figures(figures))

    def _money(self, amount: str) -> str:
        return money(amount, self._currency, self._language)


class _Figures(dict[str, Any]):
    """Figures of a result; one that is missing stays unsaid."""

    def __missing__(self, key: str) -> str:
        return ""


@cache
def _texts(language: Language) -> dict[str, str]:
    file = files("agents") / "prompts" / f"debts.{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _is_amount(key: str) -> bool:
    return key in (
        "price",
        "monthly",
        "last",
        "remaining",
        "total",
        "needed",
        "min_payment",
        "payment",
    )
