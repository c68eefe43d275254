"""OpenAI's Responses protocol. Nothing is kept at the server: history is ours."""

from collections.abc import Iterator, Sequence
from typing import Any

from agents.client import Event
from agents.client_errors import broken_off
from agents.conversation import (
    AssistantSaid,
    CustomerSaid,
    Message,
    ToolAnswered,
)
from agents.history import picture_url, readable_arguments, settled
from agents.hosted import HostedWork, hosted_tools, wanted_results
from agents.model import ModelDone
from agents.partial_call import PartialCall
from agents.settings import AgentSettings
from agents.tool import Tool

_LAST = {"response.completed", "response.incomplete", "response.failed", "error"}
_BEFORE_CONTENT = {"response.created", "response.in_progress", "response.queued"}


class ResponsesWire:
    """`/v1/responses`."""

    path = "/responses"

    def __init__(self, settings: AgentSettings) -> None:
        self._settings = settings

    def request(
        self,
        _: str,
        instructions: str,
        messages: Sequence[Message],
        tools: Sequence[Tool],
    ) -> dict[str, Any]:
        """Give the body of a request."""
        request: dict[str, Any] = {
            "instructions": instructions,
            "input": list(input_items(messages)),
            "max_output_tokens": self._settings.max_output_tokens,
            "store": False,
            "stream": True,
        }
        declared = [_declared(tool) for tool in tools]
        if self._settings.spoken_dialect == "openai":
            hosted = hosted_tools(self._settings) if tools else []
            declared += hosted
            request |= self._only_for_openai(wanted_results(hosted))
        if declared:
            request["tools"] = declared
        return request

    def has_content(self, event: Event) -> bool:
        """Whether an event shows that the answer has begun."""
        return event["type"] not in _BEFORE_CONTENT

    def is_last(self, event: Event) -> bool:
        """Whether the answer is complete with an event."""
        return event["type"] in _LAST

    def answer(self, url: str) -> "_Answer":
        """Begin to read an answer from an address."""
        return _Answer(url)

    def _only_for_openai(self, include: list[str]) -> dict[str, Any]:
        only: dict[str, Any] = {
            "reasoning": {"effort": self._settings.effort},
            "stream_options": {"include_obfuscation": False},
        }
        if self._settings.effort != "none":
            include = ["reasoning.encrypted_content", *include]
        return {**only, "include": include} if include else only


def input_items(messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """Yield the conversation as input items, reasoning before what it led to."""
    for message in settled(messages):
        match message:
            case CustomerSaid():
                content = _seen(message) if message.picture else message.text
                yield {"type": "message", "role": "user", "content": content}
            case AssistantSaid():
                yield from _assistant_items(message)
            case ToolAnswered():
                yield {
                    "type": "function_call_output",
                    "call_id": message.call_id,
                    "output": message.text,
                }


def _seen(message: CustomerSaid) -> list[dict[str, Any]]:
    """A question with its picture."""
    return [
        {"type": "input_text", "text": message.text},
        {
            "type": "input_image",
            "image_url": picture_url(message.picture),
            "detail": "auto",
        },
    ]


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


class _Answer:
    """What has come of an answer so far."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._calls: list[PartialCall] = []
        self._newest: dict[int, PartialCall] = {}
        self._reasoning: list[Event] = []
        self._led_to: list[tuple[Event, PartialCall | None]] = []
        self._has_text = False
        self._is_refusal = False
        self._end: Event | None = None
        self.hosted = HostedWork()
        """What tools at the server did for it."""

    def take(self, event: Event) -> str:
        """Take in an event; give its text, often none.

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
                self._call(event.get("output_index", 0)).add(event["delta"])
            case "response.output_item.added" | "response.output_item.done" as kind:
                is_whole = kind.endswith("done")
                place = event.get("output_index", 0)
                self._take_item(place, event["item"], is_whole=is_whole)
            case "response.output_text.annotation.added":
                self.hosted.take_annotation(event["annotation"])
            case "response.completed" | "response.incomplete":
                self._end = event["response"]
                return self._take_late_items(event["response"].get("output") or ())
            case "response.failed":
                failure = event["response"].get("error") or {}
                raise broken_off(self._url, failure.get("code"))
            case "error":
                raise broken_off(self._url, event.get("code"))
        return ""

    def done(self) -> ModelDone | None:
        """Give the end of the pass; None when the stream stopped without it."""
        if self._end is None:
            return None
        calls = tuple(call.finished() for call in self._calls)
        usage = self._end.get("usage") or {}
        return ModelDone(
            calls=calls,
            carried=tuple(
                {"led_to": call.call_id if call else "", "item": item}
                for item, call in self._led_to
            ),
            is_refusal=self._is_refusal,
            is_incomplete=self._end.get("status") == "incomplete",
            input_tokens=usage.get("input_tokens", 0),
            output_tokens=usage.get("output_tokens", 0),
        )

    def _say(self, text: str) -> str:
        self._has_text = True
        return text

    def _call(self, place: int, call_id: str = "") -> PartialCall:
        """Give the call at a place; several servers give one place to all."""
        known = {call.call_id: call for call in self._calls if call.call_id}
        call = known.get(call_id) or self._newest.get(place)
        if call is None or (call_id and call.call_id not in {"", call_id}):
            call = self._newest[place] = PartialCall()
            self._calls.append(call)
        return call

    def _take_item(self, place: int, item: Event, *, is_whole: bool) -> None:
        match item["type"]:
            case "function_call":
                call = self._call(place, item.get("call_id") or "")
                call.call_id = call.call_id or item.get("call_id") or ""
                call.name = item["name"]
                if item.get("arguments"):
                    call.arguments = ""
                    call.add(item["arguments"])
                self._place_reasoning(call)
            case "message":
                self._place_reasoning(None)
            case _ if self.hosted.is_call(item):
                self._reasoning = []  # The server wants it back only with the call.
                self.hosted.take_call(item, is_over=is_whole)
            case "reasoning" if is_whole and item.get("encrypted_content"):
                self._reasoning.append(item)

    def _place_reasoning(self, call: PartialCall | None) -> None:
        """Note what the reasoning so far led to: a call, or the text (None)."""
        self._led_to += [(item, call) for item in self._reasoning]
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
        return text
