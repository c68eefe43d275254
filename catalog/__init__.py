"""Stockroom and ledger.

In: typed questions, a SELECT from a model, a customer's plain question. Out: frozen
records, a `Table`. The only room that knows business data, its SQL and the words
customers use for it. It refuses to change what it only had to read.
"""

from typing import TYPE_CHECKING

from catalog.amounts import Amount, amounts_in
from catalog.connect import MapProposal, propose_for, role_statements
from catalog.errors import (
    CatalogError,
    DebtNotFound,
    ImportRefused,
    LedgerUnavailable,
    LedgerUnfit,
    MappingInvalid,
    NoShopFound,
    SelectRefused,
    ShopUnavailable,
)
from catalog.exporter import export_shop
from catalog.importer import ImportReport, Rejection, import_sheet
from catalog.ledger import (
    Agreement,
    Customer,
    CustomerId,
    Debt,
    DebtId,
    Instalment,
    LedgerStep,
    open_ledger,
)
from catalog.mapfile import map_as_toml, read_map, write_map
from catalog.products import CANONICAL_COLUMNS, Product, ProductFilter, Table
from catalog.proposal import propose_map
from catalog.questions import CatalogAnswer, Query, Questions
from catalog.questions.sayings import Sayings, sayings
from catalog.sample import make_sample_shop
from catalog.schema import NumberSource, Rule, ShopMap, Source, Step
from catalog.settings import CatalogSettings
from catalog.shop import Shop, open_shop

if TYPE_CHECKING:  # SQLAlchemy is imported when a ledger is opened
    from catalog.ledger_book import Ledger

__all__ = [
    "CANONICAL_COLUMNS",
    "Agreement",
    "Amount",
    "CatalogAnswer",
    "CatalogError",
    "CatalogSettings",
    "Customer",
    "CustomerId",
    "Debt",
    "DebtId",
    "DebtNotFound",
    "ImportRefused",
    "ImportReport",
    "Instalment",
    "Ledger",
    "LedgerStep",
    "LedgerUnavailable",
    "LedgerUnfit",
    "MapProposal",
    "MappingInvalid",
    "NoShopFound",
    "NumberSource",
    "Product",
    "ProductFilter",
    "Query",
    "Questions",
    "Rejection",
    "Rule",
    "Sayings",
    "SelectRefused",
    "Shop",
    "ShopMap",
    "ShopUnavailable",
    "Source",
    "Step",
    "Table",
    "amounts_in",
    "export_shop",
    "import_sheet",
    "make_sample_shop",
    "map_as_toml",
    "open_ledger",
    "open_shop",
    "propose_for",
    "propose_map",
    "read_map",
    "role_statements",
    "sayings",
    "write_map",
]
