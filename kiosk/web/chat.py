"""OpenAI's chat protocol, so that any of its clients can ask the kiosk.

`POST /v1/chat/completions`, streaming or not, and `GET /v1/models`. Nobody is logged in
here: debts stay private. Parameters that steer a model are accepted and without effect;
the kiosk's own settings hold.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any, Literal
from uuid import uuid4

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from agents import AgentError, Run, SentenceMade
from catalog import CatalogError
from kiosk.phrases import saying, trouble_code, trouble_phrase
from kiosk.visit import Visit
from kiosk.web.callers import Callers, Said

MODEL = "kiosk"
BODY_LIMIT = 256_000
"""Bytes of a request."""
AT_ONCE = 64
"""Callers at the same time; further ones are told to come again."""
THINKING = 2
"""Answers being made at the same time: whoever stands at the kiosk goes first."""


class _Part(BaseModel):
    type: Literal["text"]
    text: str = Field(max_length=8_000)


class _Message(BaseModel):
    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[_Part] = Field(max_length=8_000)

    @property
    def said(self) -> Said:
        content = self.content
        if not isinstance(content, str):
            content = "".join(part.text for part in content)
        return Said(self.role, content.strip())


class _StreamOptions(BaseModel):
    include_usage: bool = False


class ChatRequest(BaseModel):
    """The part of the protocol that means something here."""

    model: str = MODEL
    messages: list[_Message] = Field(min_length=1, max_length=200)
    stream: bool = False
    stream_options: _StreamOptions | None = None
    n: Literal[1] = 1


class Chat:
    """Answers callers, each in a visit of their own."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers
        self._at_once = 0
        self._thinking = asyncio.Semaphore(THINKING)

    async def models(self, _: Request) -> Response:
        """List the one model."""
        listed = {"id": MODEL, "object": "model", "created": 0, "owned_by": "the shop"}
        return JSONResponse({"object": "list", "data": [listed]})

    async def completions(self, request: Request) -> Response:
        """Answer the last message of a conversation."""
        try:
            asked = ChatRequest.model_validate_json(await _body(request))
        except _TooLarge:
            return _error(413, f"more than {BODY_LIMIT} bytes", "request_too_large")
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            return _error(400, f"{where}: {first['msg']}", "invalid_request")
        if asked.model != MODEL:
            told = f"no model {asked.model!r}; there is {MODEL!r}"
            return _error(404, told, "model_not_found")
        said = [m.said for m in asked.messages if m.role in ("user", "assistant")]
        if not said or said[-1].role != "user" or not said[-1].text:
            return _error(400, "the last message must be a user's", "invalid_request")
        if self._at_once >= AT_ONCE:
            return _error(429, "too many at once", "rate_limit", {"Retry-After": "1"})
        answer = self._answer(said)
        if asked.stream:
            return StreamingResponse(
                _as_stream(answer, asked.stream_options),
                media_type="text/event-stream",
                headers={"Cache-Control": "no-store"},
            )
        try:
            text = " ".join([sentence async for sentence in answer])
        except Unanswered as error:
            return _error(503, error.said, error.code)
        return JSONResponse(_whole(text))

    async def _answer(self, said: list[Said]) -> AsyncIterator[str]:
        """Yield the sentences of an answer, and remember the visit."""
        self._at_once += 1
        try:
            visit = self._callers.take(said[:-1])
            sentences: list[str] = []
            async with self._thinking:
                async for sentence in _replied(visit, said[-1].text):
                    sentences.append(sentence)
                    yield sentence
            answer = Said("assistant", " ".join(sentences))
            self._callers.keep([*said, answer], visit)
        finally:
            self._at_once -= 1


class Unanswered(Exception):
    """The question could not be answered; `said` is for the customer."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said


async def _replied(visit: Visit, question: str) -> AsyncIterator[str]:
    """Yield the sentences of a reply as they are made.

    Raises:
        Unanswered: The engine or the shop failed.
    """
    run = Run()
    sentences: asyncio.Queue[str | None] = asyncio.Queue()

    async def think() -> None:
        try:
            visit.hear(question)
            await visit.assistant.reply(
                question,
                run,
                lambda event: (
                    sentences.put_nowait(event.text)
                    if isinstance(event, SentenceMade)
                    else None
                ),
            )
        finally:
            sentences.put_nowait(None)

    thinking = asyncio.create_task(think())
    has_said = False
    try:
        while (sentence := await sentences.get()) is not None:
            has_said = True
            yield sentence
        await thinking
        if not has_said:
            yield saying("no_answer", visit.language)
    except (AgentError, CatalogError) as error:
        code = trouble_code(error)
        raise Unanswered(code, trouble_phrase(code, visit.language)) from error
    finally:
        thinking.cancel()
        await asyncio.wait([thinking])
        visit.assistant.keep(run)


async def _as_stream(
    sentences: AsyncIterator[str], options: _StreamOptions | None
) -> AsyncIterator[str]:
    """Yield server-sent chunks, a sentence each."""
    head = _head("chat.completion.chunk")
    role: dict[str, str] = {"role": "assistant"}
    space = ""
    try:
        async for sentence in sentences:
            delta = {**role, "content": space + sentence}
            yield _chunk({**head, "choices": [_choice(delta=delta)]})
            role, space = {}, " "
    except Unanswered as error:
        yield _chunk(_complaint(error.said, error.code))
        return
    yield _chunk({**head, "choices": [_choice(delta={}, finish_reason="stop")]})
    if options is not None and options.include_usage:
        yield _chunk({**head, "choices": [], "usage": _NO_TOKENS})
    yield "data: [DONE]\n\n"


_NO_TOKENS = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
"""What a caller is billed: the shop pays."""


def _whole(text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    choice = _choice(message=message, finish_reason="stop")
    return {**_head("chat.completion"), "choices": [choice], "usage": _NO_TOKENS}


def _head(kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }


def _choice(finish_reason: str | None = None, **what: object) -> dict[str, object]:
    return {"index": 0, **what, "logprobs": None, "finish_reason": finish_reason}


def _chunk(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"


def _error(
    status: int, told: str, code: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(_complaint(told, code), status_code=status, headers=headers)


def _complaint(told: str, code: str) -> dict[str, Any]:
    return {
        "error": {"message": told, "type": code, "param": None, "code": code},
    }


class _TooLarge(Exception):
    """The body of a request is larger than allowed."""


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_LIMIT:
            raise _TooLarge
    return body
