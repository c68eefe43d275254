"""From a request to its answer: token, limits, body, refusals."""

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kiosk.web.call import Call, Who
from kiosk.web.limits import STRANGERS, Gate, Limits
from kiosk.web.refusals import Refused, refusal_of

BODY_S = 10.0
"""A body that takes longer to come is given up."""


class Keys:
    """The tokens, and how often each was shown."""

    def __init__(self, tokens: Mapping[Who, str], limits: Limits) -> None:
        self._tokens = tokens
        self._gates = {who: Gate(limits) for who in tokens}
        self._strangers = Gate(STRANGERS)

    def gate(self, request: Request, who: Who) -> Gate:
        """Give the gate that the caller's token opens.

        Raises:
            Refused: The token is not this one, or was shown too often.
        """
        given = request.headers.get("authorization", "").encode()
        wanted = f"Bearer {self._tokens[who]}".encode()
        if hmac.compare_digest(given, wanted):
            gate = self._gates[who]
            gate.count()
            return gate
        self._strangers.count()
        ask = {"WWW-Authenticate": "Bearer"}
        raise Refused(401, f"bearer token of the {who} needed", "invalid_token", ask)


class Entrance:
    """The calls of one path, as Starlette routes them."""

    def __init__(self, calls: Sequence[Call], keys: Keys) -> None:
        self._calls: dict[str, Call] = {call.method: call for call in calls}
        self._keys = keys

    @property
    def methods(self) -> list[str]:
        """What can be done at the path."""
        return list(self._calls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; Starlette lets only known methods in, and HEAD as GET."""
        request = Request(scope, receive)
        call = self._calls["GET" if request.method == "HEAD" else request.method]
        try:
            with self._held(call, request):
                response = await _response(call, request)
                await response(scope, receive, send)
        except Refused as refused:
            await refused.answer_to(call.path)(scope, receive, send)

    def _held(self, call: Call, request: Request) -> AbstractContextManager[None]:
        if call.who == "anybody":
            return nullcontext()
        gate = self._keys.gate(request, call.who)
        return gate.held() if call.is_long else nullcontext()


async def _response(call: Call, request: Request) -> Response:
    try:
        return await call.answer(request, await _taken(call, request))
    except Exception as error:
        raise refusal_of(error, call.path) from error


async def _taken(call: Call, request: Request) -> BaseModel | bytes | None:
    takes = call.takes
    if takes is None:
        return None
    body = await _body(request, call.most_bytes)
    if issubclass(takes, BaseModel):
        return takes.model_validate_json(body)
    return body


async def _body(request: Request, most: int) -> bytes:
    too_large = Refused(413, f"more than {most} bytes", "request_too_large")
    if int(request.headers.get("content-length", "0")) > most:
        raise too_large
    content = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                content += part
                if len(content) > most:
                    raise too_large
    except TimeoutError as error:
        raise Refused(408, "the body never came", "timeout") from error
    return bytes(content)
