"""Stockroom and ledger.

In: typed questions, a SELECT from a model, a customer's plain question. Out: frozen
records, a `Table`. The only room that knows business data, its SQL and the words
customers use for it. It refuses to change what it only had to read.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from catalog.amounts import Amount, amounts_in
from catalog.connect import MapProposal, propose_for, role_statements
from catalog.copying import copy_sqlite
from catalog.errors import (
    AuditBroken,
    CatalogError,
    CustomerInvalid,
    CustomerUnknown,
    DebtNotFound,
    ImportRefused,
    LedgerUnavailable,
    LedgerUnfit,
    LexiconInvalid,
    LoginLocked,
    LoginRefused,
    MappingInvalid,
    NoShopFound,
    SelectRefused,
    ShopUnavailable,
)
from catalog.exporter import export_shop
from catalog.importer import ImportReport, Rejection, import_sheet
from catalog.kept_shop import KeptShop, OnLine, ShopAway, open_kept_shop
from catalog.ledger import (
    AgreedTerms,
    Agreement,
    Before,
    Customer,
    CustomerId,
    Debt,
    DebtId,
    Instalment,
    LedgerStep,
    open_ledger,
)
from catalog.mapfile import map_as_toml, read_map, write_map
from catalog.order import Order, OrderLine, totals_of
from catalog.own_shop import own_file
from catalog.passwords import made_up_pin
from catalog.products import CANONICAL_COLUMNS, Product, ProductFilter, Table
from catalog.proposal import propose_map
from catalog.questions.answer import CatalogAnswer, Wish
from catalog.questions.asking import Questions
from catalog.questions.own_words import OwnWords, read_own_words
from catalog.questions.own_words_file import add_own_word
from catalog.questions.query import Query
from catalog.questions.sayings import Sayings, sayings
from catalog.questions.words import forget_words
from catalog.sample import make_sample_shop
from catalog.schema import NumberSource, Rule, ShopMap, Source, Step
from catalog.settings import CatalogSettings
from catalog.shop import Shop, open_shop
from catalog.staff_figures import cents_written, months_written

if TYPE_CHECKING:
    from catalog.customers import (
        Erased,
        all_customers,
        change_customer,
        erase_customer,
        register_customer,
    )
    from catalog.debt_sheet import DebtImport, import_debts
    from catalog.debts import close_debt, create_debt
    from catalog.ledger_book import Ledger
    from catalog.ledger_notices import (
        PendingNotice,
        notice_handed_on,
        pending_notices,
    )
    from catalog.logins import check_staff_pin, log_in
    from catalog.orders import orders_placed, place_order

__all__ = [
    "CANONICAL_COLUMNS",
    "AgreedTerms",
    "Agreement",
    "Amount",
    "AuditBroken",
    "Before",
    "CatalogAnswer",
    "CatalogError",
    "CatalogSettings",
    "Customer",
    "CustomerId",
    "CustomerInvalid",
    "CustomerUnknown",
    "Debt",
    "DebtId",
    "DebtImport",
    "DebtNotFound",
    "Erased",
    "ImportRefused",
    "ImportReport",
    "Instalment",
    "KeptShop",
    "Ledger",
    "LedgerStep",
    "LedgerUnavailable",
    "LedgerUnfit",
    "LexiconInvalid",
    "LoginLocked",
    "LoginRefused",
    "MapProposal",
    "MappingInvalid",
    "NoShopFound",
    "NumberSource",
    "OnLine",
    "Order",
    "OrderLine",
    "OwnWords",
    "PendingNotice",
    "Product",
    "ProductFilter",
    "Query",
    "Questions",
    "Rejection",
    "Rule",
    "Sayings",
    "SelectRefused",
    "Shop",
    "ShopAway",
    "ShopMap",
    "ShopUnavailable",
    "Source",
    "Step",
    "Table",
    "Wish",
    "add_own_word",
    "all_customers",
    "amounts_in",
    "cents_written",
    "change_customer",
    "check_staff_pin",
    "close_debt",
    "copy_sqlite",
    "create_debt",
    "erase_customer",
    "export_shop",
    "forget_words",
    "import_debts",
    "import_sheet",
    "log_in",
    "made_up_pin",
    "make_sample_shop",
    "map_as_toml",
    "months_written",
    "notice_handed_on",
    "open_kept_shop",
    "open_ledger",
    "open_shop",
    "orders_placed",
    "own_file",
    "pending_notices",
    "place_order",
    "propose_for",
    "propose_map",
    "read_map",
    "read_own_words",
    "register_customer",
    "role_statements",
    "sayings",
    "totals_of",
    "write_map",
]

_WITH_SQLALCHEMY = {
    "PendingNotice": "catalog.ledger_notices",
    "notice_handed_on": "catalog.ledger_notices",
    "orders_placed": "catalog.orders",
    "pending_notices": "catalog.ledger_notices",
    "place_order": "catalog.orders",
    "Ledger": "catalog.ledger_book",
    "check_staff_pin": "catalog.logins",
    "log_in": "catalog.logins",
    "register_customer": "catalog.customers",
    "change_customer": "catalog.customers",
    "erase_customer": "catalog.customers",
    "Erased": "catalog.customers",
    "create_debt": "catalog.debts",
    "close_debt": "catalog.debts",
    "import_debts": "catalog.debt_sheet",
    "DebtImport": "catalog.debt_sheet",
    "all_customers": "catalog.customers",
}


def __getattr__(name: str) -> object:
    """Import the ledger's functions when they are first used."""
    if name not in _WITH_SQLALCHEMY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WITH_SQLALCHEMY[name]), name)
