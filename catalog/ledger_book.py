"""The ledger: customers, debts, and every step and agreement of a negotiation."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from catalog import ledger_audit
from catalog.errors import CatalogError, DebtNotFound, LedgerUnavailable
from catalog.ledger import (
    Agreement,
    Before,
    Customer,
    CustomerId,
    Debt,
    DebtId,
    LedgerStep,
)
from catalog.ledger_accounts import Accounts, own_accounts
from catalog.ledger_adoption import adopt
from catalog.ledger_engine import LedgerEngine, once_more
from catalog.ledger_records import (
    AGREEMENTS,
    STEPS,
    agreements_where,
    insert_agreement,
    insert_step,
    note_agreement,
    step_from,
)
from catalog.migrations import migrate

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Decide = Callable[[Before], LedgerStep]
"""What happens next, given what stands; called with every other writer waiting."""


class Ledger:
    """Customers, debts and what was negotiated. Any thread may call it.

    Every method that writes is one transaction. Where the owner's database may not be
    written, steps are kept in memory only, `is_kept` says so, and nothing can be
    agreed but in a rehearsal.
    """

    def __init__(
        self,
        path_or_url: str,
        clock: Clock | None = None,
        *,
        keeps_notices: bool = False,
    ) -> None:
        """Open, adopt the owner's tables if there are any, and migrate our own.

        Args:
            path_or_url: SQLite file, or URL of SQLite or PostgreSQL.
            clock: Gives the present, with its zone; None is the system's.
            keeps_notices: The staff are told of agreements, see `ledger_notices`.
        """
        self._keeps_notices = keeps_notices
        self.clock: Clock = clock or (lambda: datetime.now(UTC))
        self._engine = LedgerEngine(path_or_url)
        self._own = self._engine
        self.is_kept = True
        try:
            self.accounts = self._prepare()
        except CatalogError:
            self.close()
            raise

    def _prepare(self) -> Accounts:
        """Adopt, migrate, and say where customers and debts are."""
        with self._engine.reading() as connection:
            theirs = adopt(connection)
        try:
            migrate(self._engine)
        except LedgerUnavailable:
            if theirs is None:
                raise
            log.warning("%s cannot be written: nothing is kept", self._engine.name)
            self._own, self.is_kept = LedgerEngine("sqlite://"), False
            migrate(self._own)
        return theirs or own_accounts()

    @property
    def name(self) -> str:
        """Path or URL without its password, for messages."""
        return self._engine.name

    @once_more
    def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this address, in capitals or not."""
        with self._engine.reading() as connection:
            return self.accounts.customer_by(connection, "email", email)

    @once_more
    def customer_by_login(self, login: str) -> Customer | None:
        """The customer with this e-mail or customer number."""
        with self._engine.reading() as connection:
            return self.accounts.customer_by(
                connection, "email", login
            ) or self.accounts.customer_by(connection, "number", login)

    @once_more
    def debts_of(self, customer: CustomerId) -> tuple[Debt, ...]:
        """A customer's open debts, in the order of their numbers."""
        with self._engine.reading() as connection:
            debts = self.accounts.debts_where(connection, customer)
        return tuple(debt for debt in debts if debt.is_open)

    @once_more
    def all_debts(self, customer: CustomerId | None = None) -> tuple[Debt, ...]:
        """One customer's or everybody's debts, open and closed; for staff."""
        with self._engine.reading() as connection:
            return self.accounts.debts_where(connection, customer)

    @once_more
    def debt_of(self, customer: CustomerId, debt_id: str) -> Debt:
        """One open debt of this customer.

        Raises:
            DebtNotFound: There is none such, or it is somebody else's.
        """
        with self._engine.reading() as connection:
            return self._open_debt(connection, customer, debt_id.strip())

    @once_more
    def before(self, visit: str, debt: DebtId, *, is_alone: bool = False) -> Before:
        """What stands for a debt at this moment; see `take_step`."""
        with self._own.reading() as connection:
            return _before(connection, visit, debt, is_alone=is_alone)

    @once_more
    def last_debt(self, visit: str) -> DebtId | None:
        """The debt this visit last worked with."""
        query = (
            sa.select(STEPS.c.debt)
            .where(STEPS.c.visit == visit)
            .order_by(STEPS.c.number.desc())
            .limit(1)
        )
        with self._own.reading() as connection:
            return connection.execute(query).scalar()

    @once_more
    def take_step(
        self,
        visit: str,
        debt: Debt,
        decide: Decide,
        *,
        request: str,
        is_alone: bool = False,
    ) -> LedgerStep:
        """Decide and keep one step, with its agreement, in one transaction.

        Args:
            visit: Whose negotiation it is.
            debt: What it is about.
            decide: The rules.
            request: Names the step: sent again, the first answer is given again.
            is_alone: The visit stands for itself, as in a rehearsal: agreements of
                other visits neither bind it nor are bound by its own.

        Raises:
            DebtNotFound: Staff closed the debt meanwhile.
            LedgerUnavailable: Nothing was kept.
        """
        with self._own.writing() as connection:
            ledger_audit.lock(connection)
            again = _step_of(connection, request)
            if again is not None:
                return again
            self._must_be_open(connection, debt)
            step = decide(_before(connection, visit, debt.id, is_alone=is_alone))
            if step.agreed is not None and not (self.is_kept or is_alone):
                raise LedgerUnavailable(f"{self.name} cannot be written: not agreed")
            at = self.clock().isoformat(timespec="seconds")
            whose = {
                "request": request,
                "visit": visit,
                "customer": debt.customer,
                "debt": debt.id,
            }
            insert_step(connection, step, whose, at)
            if (agreed := step.agreed) is not None:
                held_by = visit if is_alone else ""
                made = insert_agreement(connection, agreed, debt, whose, held_by, at)
                if self._keeps_notices and not is_alone:
                    note_agreement(connection, made)
            detail = {
                "visit": visit,
                "who": ledger_audit.pseudonym(debt.customer),
                "debt": debt.id,
                "step": step.name,
                "result": json.loads(step.result),
            }
            ledger_audit.append(connection, at, "step", detail)
        return step

    @once_more
    def agreements(self, debt: DebtId | None = None) -> list[Agreement]:
        """What binds, oldest first, for receipts and staff; no rehearsals."""
        conditions = [AGREEMENTS.c.held_by == ""]
        if debt is not None:
            conditions.append(AGREEMENTS.c.debt == debt)
        with self._own.reading() as connection:
            return agreements_where(connection, *conditions)

    def verify_audit(self) -> int:
        """Check the whole audit trail; give how many entries it has.

        Raises:
            AuditBroken: It was changed by other hands.
        """
        with self._own.reading() as connection:
            return ledger_audit.verify(connection)

    def _open_debt(
        self, connection: sa.Connection, customer: CustomerId, debt_id: str
    ) -> Debt:
        for debt in self.accounts.debts_where(connection, customer, debt_id):
            if debt.is_open:
                return debt
        raise DebtNotFound(f"this customer has no open debt {debt_id!r}")

    def _must_be_open(self, connection: sa.Connection, debt: Debt) -> None:
        """See the debt as it stands while every other writer waits."""
        if self._own is self._engine:
            self._open_debt(connection, debt.customer, debt.id)
        else:
            self.debt_of(debt.customer, debt.id)

    @property
    def own(self) -> LedgerEngine:
        """Where the kiosk's own tables are; for this room's other modules."""
        return self._own

    @property
    def engine(self) -> LedgerEngine:
        """Where customers and debts are; for this room's other modules."""
        return self._engine

    def close(self) -> None:
        """Give the connections back; may be called twice."""
        self._engine.close()
        self._own.close()


def _step_of(connection: sa.Connection, request: str) -> LedgerStep | None:
    row = connection.execute(sa.select(STEPS).where(STEPS.c.request == request)).first()
    return None if row is None else step_from(row)


def _before(
    connection: sa.Connection, visit: str, debt: DebtId, *, is_alone: bool
) -> Before:
    row = connection.execute(
        sa.select(STEPS)
        .where(STEPS.c.visit == visit, STEPS.c.debt == debt)
        .order_by(STEPS.c.number.desc())
        .limit(1)
    ).first()
    held_by = visit if is_alone else ""
    found = agreements_where(
        connection, AGREEMENTS.c.debt == debt, AGREEMENTS.c.held_by == held_by
    )
    last = None if row is None else step_from(row)
    return Before(last, found[-1] if found else None)
