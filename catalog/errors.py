"""What can go wrong with the shop's data, one class per reaction.

CatalogError
├── ShopUnavailable   gone, locked or damaged: say so, try again at the next question
├── SelectRefused     this statement is not run; `reason` tells a model how to mend it
├── NoShopFound       the database has nothing that looks like products
├── ImportRefused     the sheet cannot be read or the shop written: nothing changed
├── MappingInvalid    the mapping names what the database does not have
├── LexiconInvalid    the owner's file of words has a wrong line; the message names it
├── LedgerUnavailable the ledger is gone, locked or cannot be written: try again later
├── LedgerUnfit       the database is no ledger, or a newer one than this kiosk knows
├── DebtNotFound      no such debt of this customer
├── CustomerInvalid   data that cannot be stored; the message says why
│   └── CustomerUnknown   nobody has this number or e-mail
├── LoginRefused      who or secret is wrong; which of them is not told
│   └── LoginLocked   too many wrong tries: wait `seconds`
└── AuditBroken       the audit trail was tampered with
"""


class CatalogError(Exception):
    """Root of this room's errors. Messages are for operators."""


class ShopUnavailable(CatalogError, ConnectionError):
    """The database is gone, locked, damaged or out of reach; it may come back."""


class SelectRefused(CatalogError, ValueError):
    """A statement that is not run, or was stopped; the message tells a model why."""

    @property
    def reason(self) -> str:
        """What is wrong and what exists instead, in words a model can act on."""
        return str(self)


class NoShopFound(CatalogError, LookupError):
    """No table looks like a list of products."""


class ImportRefused(CatalogError, ValueError):
    """An import that did not happen; the old catalogue stands."""


class MappingInvalid(CatalogError, ValueError):
    """The mapping cannot be read, or names a table or column that does not exist."""


class LexiconInvalid(CatalogError, ValueError):
    """A line of the owner's file of words cannot be used, or the file not read."""


class LedgerUnavailable(CatalogError, ConnectionError):
    """The ledger is gone, locked, full or out of reach; nothing was half-written."""


class LedgerUnfit(CatalogError, ValueError):
    """The database has no customers and debts we can read, or is newer than we are."""


class DebtNotFound(CatalogError, LookupError):
    """This customer has no such debt; whose it is otherwise is not told."""


class CustomerInvalid(CatalogError, ValueError):
    """What staff or a customer gave cannot be stored; the message says why."""


class CustomerUnknown(CustomerInvalid, LookupError):
    """Nobody has this number or e-mail."""


class AuditBroken(CatalogError):
    """The audit trail was changed by other hands; call whoever is responsible."""


class LoginRefused(CatalogError, PermissionError):
    """The log-in was wrong; whether the customer exists is not told."""


class LoginLocked(LoginRefused):
    """Too many wrong tries for this log-in; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many wrong tries; wait {seconds} s")
        self.seconds = seconds
