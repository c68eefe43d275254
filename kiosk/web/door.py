"""What can be asked of the kiosk over HTTP, on 127.0.0.1 only.

`POST /talk/press`, `/talk/release` and `/talk/stop` are the button, `/talk/mute` and
`/talk/unmute` the microphone, `/talk/voice` turns the voice; `POST /ask` takes
`{"question": …}` and answers when the reply is written; `POST /visit/log-in` and
`/visit/end` begin and end a customer's visit; `GET /events` streams what
happens as server-sent JSON. `GET /healthz` and `/readyz` need no token; `/metrics`
does, and so does OpenAI's chat protocol below `/v1` (see `chat.py`).
"""

import dataclasses
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from catalog import CatalogError, LoginLocked, LoginRefused
from kiosk.bus import Observer
from kiosk.events import Event, Heard, Replied, Trouble, TurnEnded, name_of
from kiosk.host import Host
from kiosk.metrics import CONTENT_TYPE, Metrics
from kiosk.web.chat import Chat

QUESTION_LIMIT = 2_000
"""Characters of a typed question; a customer's longest is far below."""

WISHES = "louder, softer, slower, faster, again"

Endpoint = Callable[[Request], Awaitable[Response]]


def door(
    host: Host,
    token: str,
    *,
    chat: Chat,
    metrics: Metrics,
    staff: Sequence[Route] = (),
) -> Starlette:
    """The application; every route but health asks for the bearer token.

    Args:
        host: Whose button this is.
        token: The machines'.
        chat: OpenAI's protocol.
        metrics: What is counted.
        staff: Routes with a token of their own; see `staff.py`.
    """
    calls = _Calls(host, metrics)

    def locked(endpoint: Endpoint) -> Endpoint:
        async def checked(request: Request) -> Response:
            given = request.headers.get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
                return JSONResponse({"error": "bearer token needed"}, status_code=401)
            return await endpoint(request)

        return checked

    return Starlette(
        routes=[
            Route("/talk/press", locked(calls.press), methods=["POST"]),
            Route("/talk/release", locked(calls.release), methods=["POST"]),
            Route("/talk/stop", locked(calls.stop), methods=["POST"]),
            Route("/talk/mute", locked(calls.mute), methods=["POST"]),
            Route("/talk/unmute", locked(calls.unmute), methods=["POST"]),
            Route("/talk/voice", locked(calls.voice), methods=["POST"]),
            Route("/ask", locked(calls.ask), methods=["POST"]),
            Route("/visit/end", locked(calls.end_visit), methods=["POST"]),
            Route("/visit/log-in", locked(calls.log_in), methods=["POST"]),
            Route("/events", locked(calls.events), methods=["GET"]),
            Route("/healthz", calls.health, methods=["GET"]),
            Route("/readyz", calls.ready, methods=["GET"]),
            Route("/metrics", locked(calls.metrics), methods=["GET"]),
            Route("/v1/models", locked(chat.models), methods=["GET"]),
            Route("/v1/chat/completions", locked(chat.completions), methods=["POST"]),
            *staff,
        ]
    )


class _Calls:
    """What each route does to the host."""

    def __init__(self, host: Host, metrics: Metrics) -> None:
        self._host = host
        self._metrics = metrics

    async def press(self, _: Request) -> Response:
        self._host.switch.press()
        return JSONResponse({"ok": True})

    async def release(self, _: Request) -> Response:
        self._host.switch.release()
        return JSONResponse({"ok": True})

    async def stop(self, _: Request) -> Response:
        self._host.stop()
        return JSONResponse({"ok": True})

    async def mute(self, _: Request) -> Response:
        self._host.mute()
        return JSONResponse({"ok": True})

    async def unmute(self, _: Request) -> Response:
        self._host.unmute()
        return JSONResponse({"ok": True})

    async def voice(self, request: Request) -> Response:
        """Turn the voice by a step, or its volume to a place."""
        match await _content(request):
            case {"wish": "louder" | "softer" | "slower" | "faster" as wish}:
                self._host.turn_voice(wish)
            case {"wish": "again"}:
                self._host.say_again()
            case {"volume": float() | int() as share} if 0 <= share <= 1:
                self._host.set_volume(float(share))
            case _:
                complaint = (
                    f'send {{"wish": one of {WISHES}}} or {{"volume": 0.0 to 1.0}}'
                )
                return JSONResponse({"error": complaint}, status_code=422)
        return JSONResponse({"ok": True})

    async def ask(self, request: Request) -> Response:
        question = await _question(request)
        if question is None:
            complaint = f'send {{"question": 1 to {QUESTION_LIMIT} characters}}'
            return JSONResponse({"error": complaint}, status_code=422)
        observer = self._host.bus.observe()
        try:
            await observer.next()  # the stage before this question
            self._host.ask(question)
            return JSONResponse(await _reply(observer))
        finally:
            self._host.bus.leave(observer)

    async def end_visit(self, _: Request) -> Response:
        self._host.end_visit()
        return JSONResponse({"ok": True})

    async def log_in(self, request: Request) -> Response:
        """The customer's own log-in, from a form or a card reader beside the kiosk."""
        match await _content(request):
            case {"login": str(login), "secret": str(secret)}:
                pass
            case _:
                complaint = 'send {"login": "…", "secret": "…"}'
                return JSONResponse({"error": complaint}, status_code=422)
        try:
            await self._host.log_in(login, secret)
        except LoginLocked as error:
            headers = {"Retry-After": str(error.seconds)}
            return JSONResponse({"error": str(error)}, 429, headers)
        except LoginRefused as error:
            return JSONResponse({"error": str(error)}, 403)
        except CatalogError as error:
            return JSONResponse({"error": str(error)}, 503)
        return JSONResponse({"ok": True})

    async def events(self, _: Request) -> Response:
        return StreamingResponse(
            _server_sent(self._host.bus.events()),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def health(self, _: Request) -> Response:
        return JSONResponse({"ok": self._host.is_well, "busy": self._host.is_busy})

    async def ready(self, _: Request) -> Response:
        is_well = self._host.is_well
        return JSONResponse({"ok": is_well}, status_code=200 if is_well else 503)

    async def metrics(self, _: Request) -> Response:
        return Response(self._metrics.as_text(), media_type=CONTENT_TYPE)


async def _content(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body; empty when there is none fit to be read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > 8 * QUESTION_LIMIT:
            return {}
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


async def _question(request: Request) -> str | None:
    """The question of a request; None when there is none fit to be asked."""
    question = (await _content(request)).get("question")
    if not isinstance(question, str) or not question.strip():
        return None
    return question if len(question) <= QUESTION_LIMIT else None


async def _reply(observer: Observer) -> dict[str, object]:
    """Wait for the turn just begun: its reply, its trouble, or how else it ended."""
    has_begun = False
    trouble: dict[str, object] = {"answer": ""}
    while True:
        match await observer.next():
            case Heard():
                has_begun = True
            case Replied(text, kind):
                return {"answer": text, "kind": kind, "outcome": "answered"}
            case Trouble(code, said):
                trouble = {"answer": said, "error": code}
            case TurnEnded(outcome) if has_begun:
                return {**trouble, "outcome": outcome}


async def _server_sent(events: AsyncIterator[Event]) -> AsyncIterator[str]:
    async for event in events:
        content = {"event": name_of(event), **dataclasses.asdict(event)}
        yield f"data: {json.dumps(content, ensure_ascii=False, default=str)}\n\n"
