"""OpenAI's Responses protocol. Nothing is kept at the server: history is ours."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from agents.client import Event, Line
from agents.client_errors import broken_off, reading
from agents.conversation import (
    AssistantSaid,
    CustomerSaid,
    Message,
    ToolAnswered,
)
from agents.errors import ModelBroken
from agents.history import readable_arguments, settled
from agents.model import ModelDone, ModelEvent, TextDelta
from agents.partial_call import PartialCall
from agents.settings import AgentSettings
from agents.tool import Tool
from agents.unspoken import Spoken

_LAST = {"response.completed", "response.incomplete", "response.failed", "error"}
_BEFORE_CONTENT = {"response.created", "response.in_progress", "response.queued"}


class ResponsesModel:
    """A model behind `/v1/responses`."""

    name = "responses"

    def __init__(self, settings: AgentSettings) -> None:
        self._settings = settings
        self._line = Line(
            settings, "/responses", has_content=_has_content, is_last=_is_last
        )

    async def warm(self) -> None:
        """Open the connection, or find out that it still stands."""
        await self._line.warm()

    async def close(self) -> None:
        """Close the connection."""
        await self._line.close()

    async def stream(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> AsyncIterator[ModelEvent]:
        """Yield one pass; closing the iterator hangs up at once.

        Raises:
            AgentError: The model could not be asked, or broke off.
        """
        request = self._request(instructions, messages, tools)
        answer = _Answer(self._line.url)
        events = self._line.events(request)
        async with contextlib.aclosing(events):
            async for event in events:
                with reading(self._line.url):
                    text = answer.take(event)
                if text:
                    yield TextDelta(text)
        if text := answer.rest():
            yield TextDelta(text)
        yield answer.done()

    def _request(
        self, instructions: str, messages: Sequence[Message], tools: Sequence[Tool]
    ) -> dict[str, Any]:
        request: dict[str, Any] = {
            "instructions": instructions,
            "input": list(input_items(messages)),
            "max_output_tokens": self._settings.max_output_tokens,
            "store": False,
            "stream": True,
        }
        if tools:
            request["tools"] = [_declared(tool) for tool in tools]
        if self._settings.spoken_dialect == "openai":
            request |= self._only_for_openai()
        return request

    def _only_for_openai(self) -> dict[str, Any]:
        only: dict[str, Any] = {
            "reasoning": {"effort": self._settings.effort},
            "stream_options": {"include_obfuscation": False},
        }
        if self._settings.effort != "none":
            only["include"] = ["reasoning.encrypted_content"]
        return only


def input_items(messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """Yield the conversation as input items, reasoning before what it led to."""
    for message in settled(messages):
        match message:
            case CustomerSaid():
                yield {"type": "message", "role": "user", "content": message.text}
            case AssistantSaid():
                yield from _assistant_items(message)
            case ToolAnswered():
                yield {
                    "type": "function_call_output",
                    "call_id": message.call_id,
                    "output": message.text,
                }


def _assistant_items(message: AssistantSaid) -> Iterator[dict[str, Any]]:
    if message.text:
        yield from _reasoning_before("", message)
        yield {"type": "message", "role": "assistant", "content": message.text}
    for call in message.calls:
        yield from _reasoning_before(call.call_id, message)
        yield {
            "type": "function_call",
            "call_id": call.call_id,
            "name": call.name,
            "arguments": readable_arguments(call.arguments),
        }


def _reasoning_before(call_id: str, message: AssistantSaid) -> Iterator[dict[str, Any]]:
    """Yield the reasoning that led to a call, or to the text (an empty id).

    The server refuses reasoning whose next item is missing, so it goes with it.
    """
    for carried in message.carried:
        if carried.get("led_to") == call_id:
            yield carried["item"]


def _declared(tool: Tool) -> dict[str, Any]:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
        "strict": True,
    }


def _has_content(event: Event) -> bool:
    return event["type"] not in _BEFORE_CONTENT


def _is_last(event: Event) -> bool:
    return event["type"] in _LAST


class _Answer:
    """What has come of an answer so far."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._spoken = Spoken()
        self._calls: dict[int, PartialCall] = {}
        self._reasoning: list[Event] = []
        self._led_to: list[tuple[Event, int | None]] = []
        self._has_text = False
        self._is_refusal = False
        self._end: Event | None = None

    def take(self, event: Event) -> str:
        """Take in an event; give the text that may be spoken, often none.

        Raises:
            AgentError: The server says that it failed.
        """
        match event["type"]:
            case "response.output_text.delta":
                return self._say(event["delta"])
            case "response.refusal.delta":
                self._is_refusal = True
                return self._say(event["delta"])
            case "response.function_call_arguments.delta":
                self._call(event["output_index"]).add(event["delta"])
            case "response.output_item.added" | "response.output_item.done" as kind:
                is_whole = kind.endswith("done")
                self._take_item(event["output_index"], event["item"], is_whole=is_whole)
            case "response.completed" | "response.incomplete":
                self._end = event["response"]
                return self._take_late_items(event["response"].get("output") or ())
            case "response.failed":
                failure = event["response"].get("error") or {}
                raise broken_off(self._url, failure.get("code"))
            case "error":
                raise broken_off(self._url, event.get("code"))
        return ""

    def rest(self) -> str:
        """Give what was held back of the text."""
        return self._spoken.rest()

    def done(self) -> ModelDone:
        """Give the end of the pass.

        Raises:
            ModelBroken: The stream stopped without its last event.
        """
        if self._end is None:
            raise ModelBroken(
                f"{self._url}: the stream stopped without its last event",
                code="bad_answer",
            )
        calls = {place: call.finished() for place, call in self._calls.items()}
        usage = self._end.get("usage") or {}
        return ModelDone(
            calls=tuple(calls.values()),
            carried=tuple(
                {"led_to": "" if place is None else calls[place].call_id, "item": item}
                for item, place in self._led_to
            ),
            is_refusal=self._is_refusal,
            is_incomplete=self._end.get("status") == "incomplete",
            input_tokens=usage.get("input_tokens", 0),
            output_tokens=usage.get("output_tokens", 0),
        )

    def _say(self, text: str) -> str:
        self._has_text = True
        return self._spoken.feed(text)

    def _call(self, place: int) -> PartialCall:
        return self._calls.setdefault(place, PartialCall())

    def _take_item(self, place: int, item: Event, *, is_whole: bool) -> None:
        match item["type"]:
            case "function_call":
                call = self._call(place)
                call.call_id = item.get("call_id") or call.call_id
                call.name = item["name"]
                if item.get("arguments"):
                    call.arguments = ""
                    call.add(item["arguments"])
                self._place_reasoning(place)
            case "message":
                self._place_reasoning(None)
            case "reasoning" if is_whole and item.get("encrypted_content"):
                self._reasoning.append(item)

    def _place_reasoning(self, place: int | None) -> None:
        """Note what the reasoning so far led to: a call, or the text (None)."""
        self._led_to += [(item, place) for item in self._reasoning]
        self._reasoning = []

    def _take_late_items(self, items: Sequence[Event]) -> str:
        """Give the text of a server that tells its items only at the end."""
        if self._has_text or self._calls:
            return ""
        text = ""
        for place, item in enumerate(items):
            self._take_item(place, item, is_whole=True)
            parts = item.get("content", ()) if item["type"] == "message" else ()
            text += "".join(part.get("text", "") for part in parts)
        return self._spoken.feed(text)
