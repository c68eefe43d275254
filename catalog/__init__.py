"""Stockroom and ledger.

In: typed questions, a SELECT from a model, a customer's plain question. Out: frozen
records, a `Table`. The only room that knows business data, its SQL and the words
customers use for it. It refuses to change what it only had to read.
"""

from catalog.errors import (
    CatalogError,
    MappingInvalid,
    NoShopFound,
    SelectRefused,
    ShopUnavailable,
)
from catalog.products import CANONICAL_COLUMNS, Product, ProductFilter, Table
from catalog.proposal import propose_map
from catalog.sample import make_sample_shop
from catalog.schema import NumberSource, Rule, ShopMap, Source, Step
from catalog.settings import CatalogSettings
from catalog.shop import Shop, open_shop

__all__ = [
    "CANONICAL_COLUMNS",
    "CatalogError",
    "CatalogSettings",
    "MappingInvalid",
    "NoShopFound",
    "NumberSource",
    "Product",
    "ProductFilter",
    "Rule",
    "SelectRefused",
    "Shop",
    "ShopMap",
    "ShopUnavailable",
    "Source",
    "Step",
    "Table",
    "make_sample_shop",
    "open_shop",
    "propose_map",
]
