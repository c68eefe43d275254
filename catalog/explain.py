"""A proposed mapping in an owner's words: what means what, and why it seems so."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from catalog.naming import concepts_of
from catalog.products import Cell
from catalog.schema import Rule, Source

if TYPE_CHECKING:
    from catalog.connect import MapProposal

_FIELDS = {
    "name": {"name", "product", "describe"},
    "price": {"price", "value"},
    "family": {"family"},
    "description": {"describe"},
    "currency": {"currency"},
    "stock": {"stock", "quantity", "available"},
    "id": {"code"},
}
"""The shop's columns as they are listed, and what a column named for them speaks of."""
_EXAMPLES = 3
_LONGEST = 40


def explained(proposal: "MapProposal") -> Iterator[str]:
    """Yield the lines: columns with their reasons, rules, counts, examples."""
    shop_map = proposal.shop_map
    yield f"{proposal.database}"
    yield f'Every product is a row of "{shop_map.table}".'
    yield ""
    for field, concepts in _FIELDS.items():
        yield f"  {field:<18}{_field(proposal, field, concepts)}"
    for name, source in shop_map.attributes.items():
        yield f"  {name:<18}{_where(source)}: {_seen(proposal, name)}"
    if shop_map.picture:
        yield f"  {'picture':<18}{_where(shop_map.picture)}"
    yield ""
    yield f"Can be bought:  {_when(shop_map.available) or 'always; no column says'}"
    if shop_map.keep:
        yield f"In the shop:    {_when(shop_map.keep)}"
    if shop_map.hidden:
        yield f"Kept secret:    {', '.join(shop_map.hidden)}"
    if proposal.unused:
        yield f"Left aside:     {', '.join(proposal.unused)}"
    yield ""
    yield (
        f"{proposal.product_count} products, {proposal.available_count} available,"
        f" {proposal.without_price_count} without a price; for example:"
    )
    for sample in proposal.samples[:_EXAMPLES]:
        shown = [_short(value) for value in sample.values() if value is not None]
        yield f"  {' | '.join(shown)}"


def _field(proposal: "MapProposal", field: str, concepts: set[str]) -> str:
    source: Source | None = getattr(proposal.shop_map, field)
    if source is not None:
        is_named = bool(concepts_of(source.column) & concepts)
        why = "called so" if is_named else "by its values"
        return f"{_where(source)} ({why}): {_seen(proposal, field)}"
    if field == "currency" and proposal.shop_map.currency_code:
        return f"always {proposal.shop_map.currency_code}, as the prices are written"
    return "nothing says it"


def _seen(proposal: "MapProposal", field: str) -> str:
    """What stands in a column of the first products."""
    cells = [row[field] for row in proposal.samples]
    filled = [cell for cell in cells if cell not in (None, "")]
    if not filled:
        return "empty"
    missing = len(cells) - len(filled)
    without = f"; {missing} of {len(cells)} have none" if missing else ""
    return f"{_values(field, filled)}{without}"


def _values(field: str, filled: Sequence[Cell]) -> str:
    numbers = [cell for cell in filled if isinstance(cell, int | float)]
    if field in ("price", "stock") and numbers:
        return f"{min(numbers):g} to {max(numbers):g}"
    different = list(dict.fromkeys(map(_short, filled)))
    if field == "id" and len(different) == len(filled):
        return f"each its own, {', '.join(different[:2])} …"
    more = len(different) - _EXAMPLES
    rest = f" … and {more} more" if more > 0 else ""
    return ", ".join(different[:_EXAMPLES]) + rest


def _short(cell: Cell) -> str:
    text = str(cell)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _where(source: Source) -> str:
    tables = "".join(f"{step.table}." for step in source.path[-1:])
    how = f", the {source.several} of several" if source.several else ""
    limited = f", where {_when(source.only)}" if source.only else ""
    return f"{tables}{source.column}{how}{limited}"


def _when(rules: Iterable[Rule]) -> str:
    return " and ".join(
        f"{rule.column or 'stock'} > {rule.above:g}"
        if rule.above is not None
        else f"{rule.column} is {' or '.join(v or 'empty' for v in rule.values)}"
        for rule in rules
    )
