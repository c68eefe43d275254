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

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from agents import AgentError, Run, SentenceMade
from catalog import CatalogError
from kiosk.phrases import saying, trouble_code, trouble_phrase
from kiosk.visit import Visit
from kiosk.web.call import EVENT_STREAM, Call
from kiosk.web.callers import Callers, Said
from kiosk.web.precedence import Precedence
from kiosk.web.refusals import Refused

MODEL = "kiosk"
BODY_LIMIT = 256_000
"""Bytes of a request."""


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

    model_config = ConfigDict(
        hide_input_in_errors=True,
        cache_strings="keys",  # callers' words must not be kept
    )

    model: str = MODEL
    messages: list[_Message] = Field(min_length=1, max_length=200)
    stream: bool = False
    stream_options: _StreamOptions | None = None
    n: Literal[1] = 1


class _Model(BaseModel):
    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "the shop"


class Models(BaseModel):
    """What can be asked."""

    object: Literal["list"] = "list"
    data: tuple[_Model, ...] = (_Model(),)


class Chat:
    """Answers callers, each in a visit of their own."""

    def __init__(self, callers: Callers, precedence: Precedence) -> None:
        self._callers = callers
        self._precedence = precedence

    def calls(self) -> tuple[Call, ...]:
        """Give what OpenAI's clients call."""
        return (
            Call(
                path="/v1/models",
                answer=self.models,
                does="List the one model.",
                gives=Models,
            ),
            Call(
                path="/v1/chat/completions",
                method="POST",
                answer=self.completions,
                does="Answer the last message of a conversation.",
                takes=ChatRequest,
                most_bytes=BODY_LIMIT,
                gives=("application/json", EVENT_STREAM),
                fails=(404, 503),
                is_long=True,
            ),
        )

    async def models(self, _: Request, __: None) -> Response:
        """List the one model."""
        return JSONResponse(Models().model_dump())

    async def completions(self, _: Request, asked: ChatRequest) -> Response:
        """Answer the last message of a conversation.

        Raises:
            Refused: There is no such model, no question, or no answer.
        """
        if asked.model != MODEL:
            told = f"no model {asked.model!r}; there is {MODEL!r}"
            raise Refused(404, told, "model_not_found")
        said = [m.said for m in asked.messages if m.role in ("user", "assistant")]
        if not said or said[-1].role != "user" or not said[-1].text:
            told = "the last message must be a user's"
            raise Refused(400, told, "invalid_request")
        run = Run()
        answer = self._answer(said, run)
        if asked.stream:
            options = asked.stream_options
            counts = options is not None and options.include_usage
            return StreamingResponse(
                _as_stream(answer, run if counts else None),
                media_type=EVENT_STREAM,
                headers={"Cache-Control": "no-store"},
            )
        text = " ".join([sentence async for sentence in answer])
        return JSONResponse(_whole(text, run))

    async def _answer(self, said: list[Said], run: Run) -> AsyncIterator[str]:
        """Yield the sentences of an answer, and remember the visit."""
        visit = self._callers.take(said[:-1])
        sentences: list[str] = []
        async with self._precedence.granted():
            async for sentence in _replied(visit, said[-1].text, run):
                sentences.append(sentence)
                yield sentence
        answer = Said("assistant", " ".join(sentences))
        self._callers.keep([*said, answer], visit)


async def _replied(visit: Visit, question: str, run: Run) -> AsyncIterator[str]:
    """Yield the sentences of a reply as they are made.

    Raises:
        Refused: The engine or the shop failed; the sentence is for the customer.
    """
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
    except (AgentError, CatalogError, OSError) as error:
        code = trouble_code(error)
        raise Refused(503, trouble_phrase(code, visit.language), code) from error
    finally:
        thinking.cancel()
        await asyncio.wait([thinking])
        visit.assistant.keep(run)


async def _as_stream(
    sentences: AsyncIterator[str], counted: Run | None
) -> AsyncIterator[str]:
    """Yield server-sent chunks, a sentence each, and what was used if that counts."""
    head = _head("chat.completion.chunk")
    role: dict[str, str] = {"role": "assistant"}
    space = ""
    try:
        async for sentence in sentences:
            delta = {**role, "content": space + sentence}
            yield _chunk({**head, "choices": [_choice(delta=delta)]})
            role, space = {}, " "
    except Refused as refused:
        yield _chunk(refused.as_openai().model_dump())
        return
    yield _chunk({**head, "choices": [_choice(delta={}, finish_reason="stop")]})
    if counted is not None:
        yield _chunk({**head, "choices": [], "usage": _usage(counted)})
    yield "data: [DONE]\n\n"


def _usage(run: Run) -> dict[str, int]:
    """What a server's model was given and made; the rules cost no token."""
    return {
        "prompt_tokens": run.input_tokens,
        "completion_tokens": run.output_tokens,
        "total_tokens": run.input_tokens + run.output_tokens,
    }


def _whole(text: str, run: Run) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    choice = _choice(message=message, finish_reason="stop")
    return {**_head("chat.completion"), "choices": [choice], "usage": _usage(run)}


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
