"""What goes with a product: things that say they are for it."""

from collections.abc import Collection, Mapping
from typing import Any

from catalog import Product, ProductFilter, SelectRefused, Shop

_FOR = ("para", "for")
_LOOKED_AT = 5


def companion_of(
    product: Product, shop: Shop, without: Collection[str | int]
) -> Mapping[str, Any] | None:
    """Give the cheapest available thing made for a product: "Funda para laptop".

    Args:
        product: What is being bought.
        shop: Where it is from.
        without: Ids of what is in the cart already.

    Raises:
        ShopUnavailable: The shop does not answer.
    """
    kind = product.name.partition(" ")[0]
    if not kind.isalpha():
        return None
    for word in _FOR:
        wanted = ProductFilter(
            words=(f"{word} {kind}",), order="cheapest", limit=_LOOKED_AT
        )
        try:
            found = shop.find_products(wanted).records()
        except SelectRefused:  # a shop so large need not be searched for a hint
            return None
        for row in found:
            is_priced = row["price"] is not None
            if is_priced and row["id"] not in without:
                return {key: row[key] for key in ("name", "price", "currency")}
    return None
