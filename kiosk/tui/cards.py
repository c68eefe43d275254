"""What an answer rests on, as cards below it: products, debts, offers, sources."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from textual.containers import Grid, Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from agents import Finding, Language, MadeFile, Source, money, receipt, receipt_code
from kiosk.phrases import section
from kiosk.pictures import SUFFIXES
from kiosk.tui.buying import cart_card, offers
from kiosk.tui.picture import Picture
from kiosk.tui.plain import one_line
from kiosk.tui.qr import qr_code
from kiosk.tui.replies import REPLY_KEYS

CARDS_SHOWN = 4
"""Up to so many products get a card each; more of them get a line each."""
LINES_SHOWN = 12
FILE_LINES = 8
PICTURE_CELLS = 60

Row = Mapping[str, Any]

_FACTS = (
    "total",
    "payment",
    "discount_pct",
    "price",
    "remaining",
    "months",
    "monthly",
    "last",
    "min_payment",
    "max_months",
    "needed",
    "needed_months",
)
"""What a step of a negotiation tells, in the order it is read."""
_COUNTS = ("discount_pct", "months", "max_months", "needed_months")


def cards_for(finding: Finding, language: Language) -> Iterator[Widget]:
    """Yield what is shown below an answer; nothing when its words say it all."""
    words = section("screen", language)
    products = [row for row in finding.rows if row.get("name")]
    keys = dict(zip(offers(finding, language), REPLY_KEYS, strict=False))
    if products and len(products) <= CARDS_SHOWN:
        cards = (
            ProductCard(row, place, language, keys.get(place, ""))
            for place, row in enumerate(products)
        )
        yield Grid(*cards, classes="cards")
    elif products:
        yield Card(_product_lines(products, finding, language, keys))
    cart = cart_card(finding, language)
    if cart is not None:
        yield Card(cart)
    agreement = getattr(finding.record, "agreement", None)
    if agreement is not None:
        text = Content(receipt(agreement, language))
        yield Card(Content("\n").join([text, qr_code(receipt_code(agreement))]))
    elif finding.result is not None and finding.result.get("status") != "error":
        facts = (
            _debts(finding.result, language)
            or _instalments(finding, language)
            or _facts(finding, language)
        )
        if facts:
            yield Card(Content("\n").join(facts))
    for file in finding.files:
        yield FileCard(file, words)
    if finding.sources:
        named = (_source(source, words) for source in finding.sources)
        yield Static(f"{words['source']}: {'; '.join(named)}", classes="source")


def _source(source: Source, words: Mapping[str, Any]) -> str:
    name = one_line(source.file)
    return f"{name}, {words['page']} {source.page}" if source.page else name


def _made(file: MadeFile, words: Mapping[str, Any]) -> Content:
    """A file of the model's, with its first lines where it is text."""
    size = f"{len(file.data) / 1000:.1f} kB"
    title = f"{words['made_file']}: {one_line(file.name)} ({size})"
    try:
        lines = file.data.decode().splitlines()[:FILE_LINES]
    except UnicodeDecodeError:
        lines = []
    return Content("\n").join([Content(title), *(Content(one_line(x)) for x in lines)])


class Card(Static):
    """One framed thing that an answer is about."""

    def __init__(self, content: Content) -> None:
        super().__init__(content, markup=False)


class FileCard(Vertical):
    """A file that a model's code has made: name, and picture or first lines."""

    def __init__(self, file: MadeFile, words: Mapping[str, Any]) -> None:
        is_picture = file.name.lower().endswith(SUFFIXES)
        picture = [Picture(file, width=PICTURE_CELLS)] if is_picture else []
        super().__init__(Static(_made(file, words), markup=False), *picture)


class ProductCard(Horizontal):
    """A product's picture and what a customer asks first; a touch tells more."""

    def __init__(self, row: Row, place: int, language: Language, key: str) -> None:
        """Draw it.

        Args:
            row: The product.
            place: Which of the answer's products it is.
            language: What the customer reads.
            key: What puts it into the cart; empty for none.
        """
        text = Static(_product(row, language, key, is_first=not place), markup=False)
        super().__init__(Picture(row.get("id", ""), width=14), text)
        self._place = place

    async def on_click(self) -> None:
        """The customer touched it."""
        await self.screen.run_action(f"product({self._place})")


def _product(row: Row, language: Language, key: str, *, is_first: bool) -> Content:
    name = Content.styled(one_line(str(row["name"])), "bold")
    parts = [
        part for part in (price_of(row, language), stock_of(row, language)) if part
    ]
    words = section("screen", language)
    keys = [_to_cart(key, language)]
    if is_first:
        keys.append(
            Content.assemble((words["key_enter"], "bold $accent"), f" {words['look']}")
        )
    offered = Content("   ").join([key for key in keys if key])
    lines = [name, Content("   ").join(parts), offered]
    return Content("\n").join([line for line in lines if line])


def _product_lines(
    rows: list[Row], finding: Finding, language: Language, keys: Mapping[int, str]
) -> Content:
    """One product a line; how many more there are is said."""
    lines = []
    for place, row in enumerate(rows[:LINES_SHOWN]):
        name = Content(one_line(str(row["name"])))
        key = _to_cart(keys.get(place, ""), language)
        shown = (name, price_of(row, language), key)
        lines.append(Content("   ").join([part for part in shown if part]))
    more = max(finding.total or 0, len(rows)) - len(lines)
    if more > 0:
        text = section("screen", language)["and_more"].format(n=more)
        lines.append(Content.styled(text, "$muted"))
    return Content("\n").join(lines)


def _to_cart(key: str, language: Language) -> Content | None:
    """The key that puts a product into the cart."""
    if not key:
        return None
    word = section("screen", language)["to_cart"]
    return Content.assemble((key.upper(), "bold $accent"), f" {word}")


def price_of(row: Row, language: Language) -> Content | None:
    """What it costs; None when the row does not say."""
    price = row.get("price")
    if not isinstance(price, int | float | Decimal):
        return None
    currency = one_line(str(row.get("currency") or ""))
    return Content.styled(money(price, currency, language), "bold $accent")


def stock_of(row: Row, language: Language) -> Content | None:
    """Whether it is there, by sign and word; None when the row does not say."""
    if row.get("available") is None:
        return None
    words = section("screen", language)
    if row["available"]:
        return Content(f"●\u00a0{words['available']}")
    return Content.styled(f"✗\u00a0{words['not_available']}", "$muted")


def _debts(result: Row, language: Language) -> list[Content]:
    """A line for each debt of a list of debts."""
    word = section("screen", language)["debt"]
    return [
        Content.assemble(
            (one_line(f"{word} {debt['id']}"), "bold"),
            "   ",
            (
                _amount(debt["total"], debt.get("currency", ""), language),
                "bold $accent",
            ),
        )
        for debt in result.get("debts", ())
    ]


def _instalments(finding: Finding, language: Language) -> list[Content]:
    """A line for each payment of an agreement, as it is read back or kept."""
    words = section("screen", language)
    currency = _currency(finding)
    lines = []
    for part in (finding.result or {}).get("instalments", ()):
        name = _date(str(part["due"]), words) if part["number"] else words["today"]
        amount = _amount(part["amount"], currency, language)
        lines.append(Content.assemble((f"{name:<14}", "$muted"), (amount, "bold")))
    return lines


def _facts(finding: Finding, language: Language) -> list[Content]:
    """A labelled line for each figure of an offer or a plan."""
    result: Row = finding.result or {}
    currency = _currency(finding)
    words = section("screen", language)
    facts = []
    for name in (name for name in _FACTS if name in result):
        value = result[name]
        shown = (
            one_line(str(value)) + (" %" if name == "discount_pct" else "")
            if name in _COUNTS
            else _amount(value, currency, language)
        )
        label = f"{words[f'fact_{name}']:<22}"
        facts.append(Content.assemble((label, "$muted"), (shown, "bold")))
    return facts


def _date(written: str, words: Row) -> str:
    """A date as the language writes it."""
    try:
        return date.fromisoformat(written).strftime(words["date"])
    except ValueError:
        return one_line(written)


def _currency(finding: Finding) -> str:
    """What the debt that is talked about is counted in."""
    currency: str = getattr(getattr(finding.record, "debt", None), "currency", "")
    return currency


def _amount(value: object, currency: str, language: Language) -> str:
    try:
        return money(str(value), currency, language)
    except InvalidOperation:
        return one_line(str(value))
