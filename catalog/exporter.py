"""The shop as a sheet that spreadsheets open and the importer reads again."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from catalog.products import Product
from catalog.shop import Shop

_DANGEROUS_STARTS = ("=", "+", "-", "@", "\t")

Cells = list[object]


def export_shop(shop: Shop, path: Path) -> int:
    """Write every product to a sheet and give their number; whole or not at all.

    Args:
        shop: Where the products are.
        path: `.xlsx` is written for Excel, anything else as CSV.

    Raises:
        ShopUnavailable: The database does not answer.
        OSError: The file cannot be written.
    """
    fresh = path.with_name(path.name + ".new")
    write = _write_excel if path.suffix.lower() == ".xlsx" else _write_csv
    fresh.touch()
    try:
        count = write(fresh, _rows(shop))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return count - 1


def _write_csv(path: Path, rows: Iterable[Cells]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _write_excel(path: Path, rows: Iterable[Cells]) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet()
    count = 0
    for row in rows:
        page.append(row)
        count += 1
    book.save(path)
    return count


def _rows(shop: Shop) -> Iterator[Cells]:
    """Give the headings and then the products."""
    yield list(shop.columns)
    for product in shop.products():
        yield _cells(product, tuple(shop.map.attributes))


def _cells(product: Product, attributes: tuple[str, ...]) -> Cells:
    price = product.price_cents
    return [
        product.id,
        _inert(product.name),
        _inert(product.family),
        _inert(product.description),
        None if price is None else Decimal(price).scaleb(-2),
        product.currency,
        product.stock,
        int(product.is_available),
        *(_inert(product.attributes[name]) for name in attributes),
    ]


def _inert(cell: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    dangerous = isinstance(cell, str) and cell.startswith(_DANGEROUS_STARTS)
    return f"'{cell}" if dangerous else cell
