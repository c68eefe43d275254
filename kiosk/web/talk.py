"""The kiosk itself over HTTP: its button, typed questions, its visit, what happens."""

import dataclasses
import json
from collections.abc import AsyncIterator
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from kiosk.bus import Observer
from kiosk.events import (
    Event,
    Heard,
    Outcome,
    Ready,
    Replied,
    Trouble,
    TurnEnded,
    name_of,
)
from kiosk.host import Host
from kiosk.metrics import CONTENT_TYPE, Metrics
from kiosk.web.call import EVENT_STREAM, Answer, Call, Content, Done
from kiosk.web.refusals import Refused

QUESTION_LIMIT = 2_000
"""Characters of a typed question; a customer's longest is far below."""


class Question(Content):
    """A typed question."""

    question: str = Field(min_length=1, max_length=QUESTION_LIMIT, pattern=r"\S")


class LogIn(Content):
    """Who a customer is."""

    login: str = Field(max_length=320)
    """E-mail or number."""
    secret: str = Field(max_length=1_000)
    """Password or PIN."""


class Turning(Content):
    """One of both: a step, or a place for the volume."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    wish: Literal["louder", "softer", "slower", "faster", "again"] | None = None
    volume: float | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.wish is None) == (self.volume is None):
            raise ValueError("send either a wish or a volume")
        return self


class Reply(BaseModel):
    """What became of a question."""

    answer: str
    outcome: str
    """As in `kiosk.events.Outcome`."""
    kind: str = ""
    """`answer`, `refuse`, `clarify` or `unknown`; not there without a reply."""
    error: str = ""
    """Code of what failed; not there when nothing did."""


class Health(Done):
    """How the kiosk is."""

    busy: bool
    """Whether a turn is under way."""


def talk_calls(host: Host, metrics: Metrics) -> tuple[Call, ...]:
    """Give what machines beside the kiosk call."""
    desk = _Talk(host, metrics)

    def post(path: str, answer: Answer, does: str, **more: Any) -> Call:
        return Call(path=path, method="POST", answer=answer, does=does, **more)

    return (
        post("/talk/press", desk.press, "Hold the talk button down."),
        post("/talk/release", desk.release, "Let the talk button go."),
        post("/talk/stop", desk.stop, "Be silent, and drop the turn."),
        post("/talk/mute", desk.mute, "Switch the microphone off."),
        post("/talk/unmute", desk.unmute, "Switch the microphone on again."),
        post(
            "/talk/voice",
            desk.voice,
            "Turn the voice by a step or its volume to a place; or hear all again.",
            takes=Turning,
        ),
        post(
            "/ask",
            desk.ask,
            "Ask a typed question; answered when the reply is written.",
            takes=Question,
            gives=Reply,
            is_long=True,
        ),
        post(
            "/visit/log-in",
            desk.log_in,
            "Log a customer in at the kiosk.",
            takes=LogIn,
            fails=(403, 503),
        ),
        post("/visit/log-out", desk.log_out, "The customer leaves: forget them."),
        post("/visit/end", desk.end_visit, "The customer has gone: forget them."),
        Call(
            path="/events",
            answer=desk.events,
            does="Stream what happens, a JSON object each.",
            gives=(EVENT_STREAM,),
            is_long=True,
        ),
        Call(
            path="/healthz",
            answer=desk.health,
            does="Tell whether a press would be answered, and whether a turn goes on.",
            who="anybody",
            gives=Health,
        ),
        Call(
            path="/readyz",
            answer=desk.ready,
            does="Tell by the status whether a press would be answered.",
            who="anybody",
            fails=(503,),
        ),
        Call(
            path="/metrics",
            answer=desk.metrics,
            does="Give what is counted, for Prometheus.",
            gives=("text/plain",),
        ),
    )


class _Talk:
    """What each call does to the host."""

    def __init__(self, host: Host, metrics: Metrics) -> None:
        self._host = host
        self._metrics = metrics

    async def press(self, _: Request, __: None) -> Response:
        self._host.switch.press()
        return _done()

    async def release(self, _: Request, __: None) -> Response:
        self._host.switch.release()
        return _done()

    async def stop(self, _: Request, __: None) -> Response:
        self._host.stop()
        return _done()

    async def mute(self, _: Request, __: None) -> Response:
        self._host.mute.on()
        return _done()

    async def unmute(self, _: Request, __: None) -> Response:
        self._host.mute.off()
        return _done()

    async def voice(self, _: Request, asked: Turning) -> Response:
        if asked.volume is not None:
            self._host.dial.set_volume(asked.volume)
        elif asked.wish == "again":
            self._host.say_again()
        elif asked.wish is not None:
            self._host.dial.turn(asked.wish)
        return _done()

    async def ask(self, _: Request, asked: Question) -> Response:
        if not asked.question.strip():
            raise Refused(422, "question: there is nothing in it", "invalid_request")
        observer = self._host.bus.observe()
        try:
            await observer.next()  # the stage before this question
            self._host.ask(asked.question)
            reply = await _reply(observer, asked.question.strip())
            return JSONResponse(reply.model_dump(exclude_defaults=True))
        finally:
            self._host.bus.leave(observer)

    async def end_visit(self, _: Request, __: None) -> Response:
        self._host.end_visit("door")
        await self._host.forgotten()
        return _done()

    async def log_out(self, _: Request, __: None) -> Response:
        self._host.log_out()
        await self._host.forgotten()
        return _done()

    async def log_in(self, _: Request, asked: LogIn) -> Response:
        """The customer's own log-in, from a form or a card reader beside the kiosk."""
        await self._host.log_in(asked.login, asked.secret)
        return _done()

    async def events(self, _: Request, __: None) -> Response:
        return StreamingResponse(
            _server_sent(self._host.bus.events()),
            media_type=EVENT_STREAM,
            headers={"Cache-Control": "no-store"},
        )

    async def health(self, _: Request, __: None) -> Response:
        health = Health(ok=self._host.is_well, busy=self._host.is_busy)
        return JSONResponse(health.model_dump())

    async def ready(self, _: Request, __: None) -> Response:
        if not self._host.is_well:
            raise Refused(503, "the microphone gives nothing", "not_ready")
        return _done()

    async def metrics(self, _: Request, __: None) -> Response:
        text = self._metrics.as_text(is_ready=self._host.is_well)
        return Response(text, media_type=CONTENT_TYPE)


def _done() -> Response:
    return JSONResponse({"ok": True})


async def _reply(observer: Observer, question: str) -> Reply:
    """Wait for the question's own turn: its reply, its trouble, or how it ended."""
    if not await _has_begun(observer, question):
        return Reply(answer="", outcome=Outcome.INTERRUPTED)
    answer, code = "", ""
    while True:
        match await observer.next():
            case Replied(text, kind):
                return Reply(answer=text, kind=kind, outcome="answered")
            case Trouble(error, said):
                answer, code = said, error
            case TurnEnded(outcome):
                return Reply(answer=answer, error=code, outcome=outcome)


async def _has_begun(observer: Observer, question: str) -> bool:
    """Let the turn before end; False when another one took the question's place."""
    while True:
        match await observer.next():
            case Heard(text, was_typed=True) if text == question:
                return True
            case Ready():
                return False


async def _server_sent(events: AsyncIterator[Event]) -> AsyncIterator[str]:
    async for event in events:
        content = {"event": name_of(event), **dataclasses.asdict(event)}
        yield f"data: {json.dumps(content, ensure_ascii=False, default=str)}\n\n"
