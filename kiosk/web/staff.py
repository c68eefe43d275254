"""Customers and debts for the staff's own programs, with a token of their own.

`GET /customers?like=…` and `POST /customers`; `PATCH` and `DELETE /customers/{who}`, by
e-mail or number; `GET /debts?customer=…&closed=1` and `POST /debts`; `POST
/debts/{number}/close`; `POST /debts/import?dry_run=1` with a CSV or Excel file as its
body. Amounts are decimals such as "1234.56". A debt sent again under its `reference` is
the same debt.
"""

import asyncio
import dataclasses
import hmac
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from catalog import Customer, CustomerInvalid, DebtNotFound, LedgerUnavailable
from kiosk.desk import Desk, Owed

BODY_LIMIT = 16_000
"""Bytes of a request."""
FILE_LIMIT = 10_000_000
"""Bytes of a file of debts."""

if TYPE_CHECKING:
    from catalog import DebtImport

_ZIP = b"PK"
"""How an Excel file begins."""

Endpoint = Callable[[Request], Awaitable[Response]]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _NewCustomer(_Body):
    email: str
    name: str
    phone: str = ""
    secret: str = ""


class _Change(_Body):
    email: str | None = None
    name: str | None = None
    phone: str | None = None
    secret: str | None = None


class _NewDebt(_Body):
    customer: str
    total: Any
    months: Any
    min_payment: Any = None
    currency: str = "EUR"
    reference: str | None = Field(default=None, max_length=200)


Asked = TypeVar("Asked", bound=_Body)


class _TooLarge(Exception):
    """The request's body is longer than any of ours."""


def staff_routes(desk: Desk, token: str) -> list[Route]:
    """The staff's routes; none opens with the machines' token."""
    calls = _Calls(desk)

    def route(path: str, method: str, endpoint: Endpoint) -> Route:
        return Route(path, _checked(endpoint, token), methods=[method])

    return [
        route("/customers", "GET", calls.customers),
        route("/customers", "POST", calls.register),
        route("/customers/{who}", "PATCH", calls.change),
        route("/customers/{who}", "DELETE", calls.erase),
        route("/debts", "GET", calls.debts),
        route("/debts", "POST", calls.create),
        route("/debts/import", "POST", calls.import_),
        route("/debts/{number}/close", "POST", calls.close),
    ]


def _checked(endpoint: Endpoint, token: str) -> Endpoint:
    """Ask for the token, and turn what cannot be into a status and a sentence."""

    async def checked(request: Request) -> Response:
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return _error(401, "staff's bearer token needed")
        try:
            return await endpoint(request)
        except ValidationError as error:
            mistakes = error.errors(include_url=False, include_input=False)
            said = (f"{'.'.join(map(str, m['loc']))}: {m['msg']}" for m in mistakes)
            return _error(422, "; ".join(said))
        except _TooLarge:
            return _error(413, "longer than anything asked for here")
        except CustomerInvalid as error:
            return _error(422, str(error))
        except DebtNotFound as error:
            return _error(404, str(error))
        except LedgerUnavailable:
            return _error(503, "the ledger does not answer; nothing was changed")

    return checked


class _Calls:
    """What each route does at the desk, in a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def customers(self, request: Request) -> Response:
        like = request.query_params.get("like", "")
        found = await asyncio.to_thread(self._desk.customers, like)
        return JSONResponse({"customers": [_customer(one) for one in found]})

    async def register(self, request: Request) -> Response:
        asked = await _body(request, _NewCustomer)
        added = await asyncio.to_thread(
            self._desk.register, **asked.model_dump(exclude_unset=True)
        )
        made_up = {} if added.pin is None else {"pin": added.pin}
        return JSONResponse({**_customer(added.customer), **made_up}, status_code=201)

    async def change(self, request: Request) -> Response:
        asked = await _body(request, _Change)
        who = request.path_params["who"]
        await asyncio.to_thread(
            self._desk.change, who, **asked.model_dump(exclude_unset=True)
        )
        return JSONResponse({"ok": True})

    async def erase(self, request: Request) -> Response:
        erased = await asyncio.to_thread(self._desk.erase, request.path_params["who"])
        content = {
            "deleted": erased.deleted,
            "kept_without_name": erased.kept_without_name,
            "left_to_the_owner": erased.left_to_the_owner,
        }
        return JSONResponse(content)

    async def debts(self, request: Request) -> Response:
        asked = request.query_params
        found = await asyncio.to_thread(
            self._desk.debts,
            asked.get("customer", ""),
            with_closed=asked.get("closed") == "1",
        )
        return JSONResponse({"debts": [_owed(one) for one in found]})

    async def create(self, request: Request) -> Response:
        asked = await _body(request, _NewDebt)
        debt = await asyncio.to_thread(
            self._desk.create_debt,
            asked.customer,
            total=asked.total,
            months=asked.months,
            minimum=asked.min_payment,
            currency=asked.currency,
            reference=asked.reference,
        )
        return JSONResponse(_owed(Owed(debt, "", None)), status_code=201)

    async def import_(self, request: Request) -> Response:
        content = await _bytes(request, FILE_LIMIT)
        is_dry_run = request.query_params.get("dry_run") == "1"
        report = await asyncio.to_thread(self._import, content, is_dry_run=is_dry_run)
        told = {**dataclasses.asdict(report), "is_dry_run": is_dry_run}
        return JSONResponse(told, status_code=422 if report.problems else 200)

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

    async def close(self, request: Request) -> Response:
        await asyncio.to_thread(self._desk.close_debt, request.path_params["number"])
        return JSONResponse({"ok": True})


async def _body(request: Request, kind: type[Asked]) -> Asked:
    return kind.model_validate_json(await _bytes(request, BODY_LIMIT))


async def _bytes(request: Request, limit: int) -> bytes:
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > limit:
            raise _TooLarge
    return bytes(content)


def _customer(customer: Customer) -> dict[str, str]:
    return {"number": customer.id, "email": customer.email, "name": customer.name}


def _owed(owed: Owed) -> dict[str, Any]:
    debt, agreement = owed.debt, owed.agreement
    return {
        "number": debt.id,
        "customer": debt.customer,
        "total": _decimal(debt.total_cents),
        "months": debt.max_months,
        "min_payment": _decimal(debt.min_payment_cents),
        "currency": debt.currency,
        "is_open": debt.is_open,
        "agreed": agreement
        and {
            "kind": agreement.terms.kind,
            "total": _decimal(agreement.terms.total_cents),
            "at": agreement.made_at.isoformat(),
        },
    }


def _decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _error(status: int, said: str) -> Response:
    return JSONResponse({"error": said}, status_code=status)
