"""Customers, debts and orders for the staff's own programs, with a token of their own.

Amounts are decimals such as "1234.56". A debt sent again under its `reference` is the
same debt.
"""

import asyncio
import dataclasses
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from catalog import CustomerInvalid
from kiosk.desk import Desk, Owed
from kiosk.web.call import Answer, Call
from kiosk.web.refusals import Refused
from kiosk.web.staff_forms import (
    Change,
    Customers,
    Debts,
    Erasure,
    ImportReport,
    NewCustomer,
    NewDebt,
    Orders,
    Registration,
    ToldDebt,
    ToldOrder,
    told_customer,
    told_debt,
    told_order,
)

if TYPE_CHECKING:
    from catalog import DebtImport

FILE_LIMIT = 10_000_000
"""Bytes of a file of debts."""

_ZIP = b"PK"
"""How an Excel file begins."""


def staff_calls(desk: Desk) -> tuple[Call, ...]:
    """Give the staff's calls; none opens with the machines' token."""
    calls = _Calls(desk)

    def call(method: Any, path: str, answer: Answer, does: str, **more: Any) -> Call:
        fails = (503, *more.pop("fails", ()))
        return Call(
            path=path,
            method=method,
            answer=answer,
            does=does,
            who="staff",
            fails=fails,
            **more,
        )

    return (
        call(
            "GET",
            "/customers",
            calls.customers,
            "List customers.",
            queries={"like": "A part of the number, e-mail or name."},
            gives=Customers,
        ),
        call(
            "POST",
            "/customers",
            calls.register,
            "Register a customer; without a secret a PIN is made up and told once.",
            takes=NewCustomer,
            gives=Registration,
            status=201,
        ),
        call(
            "PATCH",
            "/customers/{who}",
            calls.change,
            "Change a customer, by e-mail or number.",
            takes=Change,
            fails=(404,),
        ),
        call(
            "DELETE",
            "/customers/{who}",
            calls.erase,
            "Erase a customer, by e-mail or number.",
            gives=Erasure,
            fails=(404, 422),
        ),
        call(
            "GET",
            "/debts",
            calls.debts,
            "List debts with what was agreed.",
            queries={
                "customer": "Whose: e-mail or number; all without it.",
                "closed": "1 lists the closed ones too.",
            },
            gives=Debts,
            fails=(404, 422),
        ),
        call(
            "POST",
            "/debts",
            calls.create,
            "Create a debt.",
            takes=NewDebt,
            gives=ToldDebt,
            status=201,
            fails=(404,),
        ),
        call(
            "POST",
            "/debts/import",
            calls.import_,
            "Create all debts of a CSV or Excel file, or none.",
            takes=bytes,
            most_bytes=FILE_LIMIT,
            queries={"dry_run": "1 only says what would be created."},
            gives=ImportReport,
        ),
        call(
            "POST",
            "/debts/{number}/close",
            calls.close,
            "Close a debt: it is no longer negotiated.",
            fails=(404,),
        ),
        call(
            "GET", "/orders", calls.orders, "List orders, newest first.", gives=Orders
        ),
        call(
            "GET",
            "/orders/{number}",
            calls.order,
            "Give one order.",
            gives=ToldOrder,
            fails=(404,),
        ),
    )


class _Calls:
    """What each call does at the desk, in a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def customers(self, request: Request, _: None) -> Response:
        like = request.query_params.get("like", "")
        found = await asyncio.to_thread(self._desk.customers, like)
        return _told(Customers(customers=[told_customer(one) for one in found]))

    async def register(self, _: Request, asked: NewCustomer) -> Response:
        added = await asyncio.to_thread(
            self._desk.register, **asked.model_dump(exclude_unset=True)
        )
        known = told_customer(added.customer).model_dump()
        made_up = {} if added.pin is None else {"pin": added.pin}
        return _told(Registration(**known, **made_up), 201)

    async def change(self, request: Request, asked: Change) -> Response:
        who = request.path_params["who"]
        await asyncio.to_thread(
            self._desk.change, who, **asked.model_dump(exclude_unset=True)
        )
        return JSONResponse({"ok": True})

    async def erase(self, request: Request, _: None) -> Response:
        erased = await asyncio.to_thread(self._desk.erase, request.path_params["who"])
        return _told(Erasure(**dataclasses.asdict(erased)))

    async def debts(self, request: Request, _: None) -> Response:
        asked = request.query_params
        found = await asyncio.to_thread(
            self._desk.debts,
            asked.get("customer", ""),
            with_closed=asked.get("closed") == "1",
        )
        return _told(Debts(debts=[told_debt(one) for one in found]))

    async def create(self, _: Request, asked: NewDebt) -> Response:
        debt = await asyncio.to_thread(
            self._desk.create_debt,
            asked.customer,
            total=asked.total,
            months=asked.months,
            minimum=asked.min_payment,
            currency=asked.currency,
            reference=asked.reference,
        )
        return _told(told_debt(Owed(debt, "", None)), 201)

    async def import_(self, request: Request, content: bytes) -> Response:
        is_dry_run = request.query_params.get("dry_run") == "1"
        found = await asyncio.to_thread(self._import, content, is_dry_run=is_dry_run)
        told = dataclasses.asdict(found)
        report = ImportReport(**told, is_dry_run=is_dry_run)
        return _told(report, 422 if found.problems else 200)

    def _import(self, content: bytes, *, is_dry_run: bool) -> "DebtImport":
        with TemporaryDirectory() as folder:
            kind = "xlsx" if content.startswith(_ZIP) else "csv"
            file = Path(folder) / f"debts.{kind}"
            file.write_bytes(content)
            try:
                return self._desk.import_debts(file, is_dry_run=is_dry_run)
            except CustomerInvalid as error:
                told = str(error).replace(str(file), "the file")
                raise CustomerInvalid(told) from error

    async def close(self, request: Request, _: None) -> Response:
        await asyncio.to_thread(self._desk.close_debt, request.path_params["number"])
        return JSONResponse({"ok": True})

    async def orders(self, _: Request, __: None) -> Response:
        found = await asyncio.to_thread(self._desk.orders)
        return _told(Orders(orders=[told_order(one) for one in found]))

    async def order(self, request: Request, _: None) -> Response:
        number = request.path_params["number"]
        found = await asyncio.to_thread(self._desk.orders, number)
        if not found:
            raise Refused(404, f"there is no order {number!r}", "not_found")
        return _told(told_order(found[0]))


def _told(content: BaseModel, status: int = 200) -> Response:
    return JSONResponse(content.model_dump(exclude_unset=True), status)
