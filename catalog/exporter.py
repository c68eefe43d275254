"""The shop as a CSV file that spreadsheets open and the importer reads again."""

import csv
from pathlib import Path

from catalog.products import Product
from catalog.shop import Shop

_DANGEROUS_STARTS = ("=", "+", "-", "@", "\t")


def export_shop(shop: Shop, path: Path) -> int:
    """Write every product to a CSV file and give their number; whole or not at all.

    Raises:
        ShopUnavailable: The database does not answer.
        OSError: The file cannot be written.
    """
    fresh = path.with_name(path.name + ".new")
    count = 0
    with fresh.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(shop.columns)
        for product in shop.products():
            writer.writerow(_cells(product))
            count += 1
    fresh.replace(path)
    return count


def _cells(product: Product) -> list[object]:
    price = product.price_cents
    return [
        product.id,
        _inert(product.name),
        _inert(product.family),
        _inert(product.description),
        "" if price is None else f"{price // 100}.{price % 100:02}",
        product.currency,
        "" if product.stock is None else product.stock,
        int(product.is_available),
        *map(_inert, product.attributes.values()),
    ]


def _inert(cell: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    dangerous = isinstance(cell, str) and cell.startswith(_DANGEROUS_STARTS)
    return f"'{cell}" if dangerous else cell
