"""Buying at a touch or a key: products that can be put in, the cart, the ticket."""

from collections.abc import Mapping
from typing import Any

from textual.content import Content

from agents import CartAnswer, Finding, Language, money, ticket, ticket_code
from kiosk.phrases import section
from kiosk.tui.plain import one_line
from kiosk.tui.qr import qr_code

OFFERED = 3
"""Products of an answer that a key puts into the cart."""

Row = Mapping[str, Any]


def offers(finding: Finding, language: Language) -> dict[int, str]:
    """What to say to put a product into the cart, by its place among the rows."""
    words = section("screen", language)
    if _is_asked_which(finding):
        said = words["replies"]["which"]
        return dict(enumerate(said[: min(len(finding.rows), OFFERED)]))
    if finding.result is not None or finding.kind != "answer":
        return {}
    is_one = len(finding.rows) == 1
    said = [words["add_this"]] if is_one else words["replies"]["add"]
    return {
        place: sentence
        for place, (row, sentence) in enumerate(zip(finding.rows, said, strict=False))
        if _can_be_bought(row)
    }


def cart_card(finding: Finding, language: Language) -> Content | None:
    """The ticket of an order, or the lines of a cart; None when there is neither."""
    record = finding.record
    if not isinstance(record, CartAnswer):
        return None
    if record.order is not None:
        written = ticket(record.order, language).split("\n")
        text = Content("\n".join(map(one_line, written)))
        return Content("\n").join([text, qr_code(ticket_code(record.order))])
    if not record.result.get("cart") or _is_asked_which(finding):
        return None
    shown = [_line(line, language) for line in record.result["cart"]]
    return Content("\n").join([*shown, _total(record.result["totals"], language)])


def pieces_in_cart(finding: Finding) -> int | None:
    """How many pieces the cart holds after an answer; None when it is not about it."""
    result = finding.result or {}
    if "cart" not in result:
        return None
    if result["status"] == "ordered":
        return 0
    return sum(int(line["quantity"]) for line in result["cart"])


def _is_asked_which(finding: Finding) -> bool:
    return (finding.result or {}).get("code") == "which"


def _can_be_bought(row: Row) -> bool:
    is_product = row.get("name") and row.get("id") is not None
    return bool(is_product and row.get("available") and row.get("price") is not None)


def _line(line: Row, language: Language) -> Content:
    amount = money(line["amount"], one_line(line["currency"]), language)
    return Content.assemble(
        (f"{line['quantity']:>3} × ", "$muted"),
        one_line(line["name"]),
        "   ",
        (amount, "bold"),
    )


def _total(totals: list[Row], language: Language) -> Content:
    label = section("screen", language)["cart_total"]
    amounts = (money(t["amount"], one_line(t["currency"]), language) for t in totals)
    return Content.assemble(
        (f"{label}   ", "$muted"), (" + ".join(amounts), "bold $accent")
    )
