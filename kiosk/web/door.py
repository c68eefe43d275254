"""The HTTP door: every call behind its token, and a description of all of them."""

from collections.abc import Mapping, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.web.call import Call, Who
from kiosk.web.description import description_of
from kiosk.web.entrance import Entrance, Keys
from kiosk.web.limits import Limits
from kiosk.web.refusals import not_here


def door(
    calls: Sequence[Call], tokens: Mapping[Who, str], limits: Limits | None = None
) -> Starlette:
    """Give the application.

    Args:
        calls: What can be asked.
        tokens: What opens them; there is one for each `who` among the calls.
        limits: What is granted to each token; None is the usual.
    """
    keys = Keys(tokens, limits or Limits())
    description = description_of(calls)

    async def described(_: Request) -> Response:
        return JSONResponse(description)

    paths: dict[str, list[Call]] = {}
    for call in calls:
        paths.setdefault(call.path, []).append(call)
    entrances = {path: Entrance(at_path, keys) for path, at_path in paths.items()}
    return Starlette(
        routes=[
            *(Route(path, e, methods=e.methods) for path, e in entrances.items()),
            Route("/openapi.json", described, methods=["GET"]),
        ],
        exception_handlers={HTTPException: not_here},
    )
