"""The Chat Completions protocol, spoken by nearly every server there is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agents.client import Event
from agents.conversation import (
    AssistantSaid,
    CustomerSaid,
    Message,
    ToolAnswered,
)
from agents.history import picture_url, readable_arguments, settled
from agents.hosted import HostedWork
from agents.model import ModelDone
from agents.partial_call import PartialCall
from agents.servers import SERVERS
from agents.settings import AgentSettings
from agents.tool import Tool


class ChatWire:
    """`/v1/chat/completions`."""

    path = "/chat/completions"

    def __init__(self, settings: AgentSettings) -> None:
        self._settings = settings

    def request(
        self,
        server: str,
        instructions: str,
        messages: Sequence[Message],
        tools: Sequence[Tool],
    ) -> dict[str, Any]:
        """Give the body of a request."""
        request: dict[str, Any] = {
            "messages": [
                {"role": "system", "content": instructions},
                *chat_messages(messages),
            ],
            "stream": True,
        }
        if tools:
            request["tools"] = [_declared(tool) for tool in tools]
        if self._settings.spoken_dialect == "openai":
            request |= {
                "max_completion_tokens": self._settings.max_output_tokens,
                # OpenAI takes tools here only from models that do not reason.
                "reasoning_effort": "none" if tools else self._settings.effort,
                "store": False,
                "stream_options": {"include_usage": True},
            }
        else:
            request["max_tokens"] = self._settings.max_output_tokens
            known = SERVERS.get(server)
            if known is not None and known.takes_effort:
                request["reasoning_effort"] = self._settings.effort
            if known is not None and known.calls_one_by_one:
                request["parallel_tool_calls"] = True
        return request

    def has_content(self, chunk: Event) -> bool:
        """Whether a chunk shows that the answer has begun."""
        choice = _choice_in(chunk)
        told = {**(choice.get("delta") or {}), "role": None}
        # Whatever it is called: several servers have own fields for the reasoning.
        return bool(choice.get("finish_reason")) or any(told.values())

    def is_last(self, chunk: Event) -> bool:
        """Whether the answer is complete with a chunk."""
        return bool(_choice_in(chunk).get("finish_reason"))

    def answer(self, _: str) -> "_Answer":
        """Begin to read an answer."""
        return _Answer()


def chat_messages(messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    """Yield the conversation in the protocol's own messages."""
    for message in settled(messages):
        match message:
            case CustomerSaid():
                content = _seen(message) if message.picture else message.text
                yield {"role": "user", "content": content}
            case AssistantSaid():
                yield _assistant_message(message)
            case ToolAnswered():
                yield {
                    "role": "tool",
                    "tool_call_id": message.call_id,
                    "content": message.text,
                }


def _seen(message: CustomerSaid) -> list[dict[str, Any]]:
    """A question with its picture."""
    return [
        {"type": "text", "text": message.text},
        {"type": "image_url", "image_url": {"url": picture_url(message.picture)}},
    ]


def _assistant_message(message: AssistantSaid) -> dict[str, Any]:
    told: dict[str, Any] = {"role": "assistant", "content": message.text or None}
    if message.calls:
        told["tool_calls"] = [
            {
                "id": call.call_id,
                "type": "function",
                "function": {
                    "name": call.name,
                    "arguments": readable_arguments(call.arguments),
                },
            }
            for call in message.calls
        ]
    return told


def _declared(tool: Tool) -> dict[str, Any]:
    return {
        "type": "function",
        "function": {
            "name": tool.name,
            "description": tool.description,
            "parameters": tool.parameters,
        },
    }


def _choice_in(chunk: Event) -> Event:
    """Give the only choice; chunks that only count tokens have none."""
    choices = chunk.get("choices")
    return choices[0] if choices else {}


class _Answer:
    """What has come of an answer so far."""

    def __init__(self) -> None:
        self._calls: list[PartialCall] = []
        self._newest: dict[int, PartialCall] = {}
        self._is_refusal = False
        self._finish_reason: str | None = None
        self._usage: Mapping[str, int] = {}
        self.hosted = HostedWork()
        """Nothing: this protocol has no hosted tools."""

    def take(self, chunk: Event) -> str:
        """Take in a chunk; give its text, often none."""
        self._usage = chunk.get("usage") or self._usage
        choice = _choice_in(chunk)
        self._finish_reason = choice.get("finish_reason") or self._finish_reason
        delta = choice.get("delta") or {}
        for fragment in delta.get("tool_calls") or ():
            self._take_call(fragment)
        refusal = delta.get("refusal") or ""
        self._is_refusal = self._is_refusal or bool(refusal)
        return delta.get("content") or refusal

    def done(self) -> ModelDone | None:
        """Give the end of the pass; None when the stream did not say why it ended."""
        if self._finish_reason is None:
            return None
        return ModelDone(
            calls=tuple(call.finished() for call in self._calls),
            is_refusal=self._is_refusal,
            is_incomplete=self._finish_reason in {"length", "content_filter"},
            input_tokens=self._usage.get("prompt_tokens", 0),
            output_tokens=self._usage.get("completion_tokens", 0),
        )

    def _take_call(self, fragment: Event) -> None:
        index = fragment.get("index", 0)
        call_id = fragment.get("id") or ""
        function = fragment.get("function") or {}
        name = function.get("name") or ""
        call = self._newest.get(index)
        if call is None or _starts_another(call, call_id, name):
            call = self._newest[index] = PartialCall()
            self._calls.append(call)
        call.call_id = call.call_id or call_id
        call.name = call.name or name
        call.add(function.get("arguments"))


def _starts_another(call: PartialCall, call_id: str, name: str) -> bool:
    """Whether a fragment begins a new call although its index is in use.

    Several servers number all parallel calls 0; some give no ids.
    """
    if call_id and call.call_id:
        return call_id != call.call_id
    return bool(name) and (name != call.name or call.is_complete)
