"""A scenario as the events of the two protocols."""

import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any

from tests.doubles.openai_scenarios import Call, Hosted, Scenario

_numbers = itertools.count(1)


def pieces(text: str, size: int) -> Iterator[str]:
    for start in range(0, len(text), size):
        yield text[start : start + size]


class ResponsesStream:
    """The events of one `/v1/responses` answer, and its body when not streamed."""

    def __init__(
        self,
        scenario: Scenario,
        model: str,
        issued: dict[str, str],
        include: Sequence[str] = (),
    ) -> None:
        self._issued = issued
        self._include = include
        self._scenario = scenario
        self._number = next(_numbers)
        self._output: list[dict[str, Any]] = []
        self._sequence = itertools.count()
        self._response: dict[str, Any] = {
            "id": f"resp_{self._number}",
            "object": "response",
            "created_at": 1_790_000_000,
            "model": model,
            "status": "in_progress",
            "error": None,
            "incomplete_details": None,
            "output": self._output,
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "usage": None,
        }

    def events(self) -> Iterator[dict[str, Any]]:
        yield self._event("response.created", response=self._response)
        yield self._event("response.in_progress", response=self._response)
        if self._scenario.reasoning:
            yield from self._reasoning()
        for number, hosted in enumerate(self._scenario.hosted):
            yield from self._hosted(number, hosted)
        if self._scenario.text or self._scenario.refusal:
            yield from self._message()
        for call in self._scenario.calls:
            yield from self._call(call)
        if self._scenario.ending != "none":
            yield self._end()

    def body(self) -> dict[str, Any]:
        for _ in self.events():
            pass
        return self._response

    def _event(self, kind: str, **fields: Any) -> dict[str, Any]:
        return {"type": kind, "sequence_number": next(self._sequence), **fields}

    def _item(self, item: dict[str, Any], middle: Iterator[dict[str, Any]]) -> Any:
        index = len(self._output)
        opened = {**item, "status": "in_progress"}
        if item["type"] == "message":
            opened["content"] = []
        if item["type"] == "function_call":
            opened["arguments"] = ""
        yield self._event("response.output_item.added", output_index=index, item=opened)
        for event in middle:
            yield {**event, "output_index": index, "item_id": item.get("id")}
        self._output.append({**item, "status": "completed"})
        yield self._event(
            "response.output_item.done", output_index=index, item=self._output[-1]
        )

    def _first_kind(self) -> str:
        """The kind of item that reasoning leads to."""
        if self._scenario.hosted:
            return f"{self._scenario.hosted[0].kind}_call"
        return "message" if self._scenario.text else "function_call"

    def _reasoning(self) -> Iterator[dict[str, Any]]:
        item_id = f"rs_{self._number}"
        self._issued[item_id] = f"sealed-{self._number}-{self._first_kind()}"
        item = {
            "type": "reasoning",
            "id": item_id,
            "summary": [{"type": "summary_text", "text": self._scenario.reasoning}],
            "encrypted_content": self._issued[item_id],
        }
        told = (
            self._event(
                "response.reasoning_summary_text.delta", summary_index=0, delta=piece
            )
            for piece in pieces(self._scenario.reasoning, self._scenario.piece)
        )
        yield from self._item(item, told)

    def _hosted(self, number: int, hosted: Hosted) -> Iterator[dict[str, Any]]:
        kind = f"{hosted.kind}_call"
        item: dict[str, Any] = {"type": kind, "id": f"{kind[:2]}_{number}"}
        if hosted.kind == "code_interpreter":
            is_asked = f"{kind}.outputs" in self._include
            outputs = [{"type": "logs", "logs": hosted.found}] if is_asked else None
            item |= {"code": "1 + 1", "container_id": "cntr_1", "outputs": outputs}
        else:
            is_asked = f"{kind}.results" in self._include
            result = {
                "file_id": f"file_{number}",
                "filename": hosted.file,
                "score": 0.9,
                "text": hosted.found,
                "attributes": {"kiosk_path": f"carpeta/{hosted.file}"},
            }
            item |= {"queries": ["x"], "results": [result] if is_asked else None}
        yield from self._item(item, iter([self._event(f"response.{kind}.in_progress")]))

    def _annotations(self) -> Iterator[dict[str, Any]]:
        for number, hosted in enumerate(self._scenario.hosted):
            if not hosted.file:
                continue
            told = {"file_id": f"file_{number}", "filename": hosted.file}
            if hosted.kind == "code_interpreter":
                place = {"container_id": "cntr_1", "start_index": 0, "end_index": 0}
                yield {"type": "container_file_citation", **told, **place}
            else:
                yield {"type": "file_citation", **told, "index": 0}

    def _message(self) -> Iterator[dict[str, Any]]:
        refusal = self._scenario.refusal
        if refusal:
            part: dict[str, Any] = {"type": "refusal", "refusal": refusal}
            kind = "response.refusal"
        else:
            part = {
                "type": "output_text",
                "text": self._scenario.text,
                "annotations": [],
                "logprobs": [],
            }
            kind = "response.output_text"
        item = {
            "type": "message",
            "id": f"msg_{self._number}",
            "role": "assistant",
            "content": [part],
        }
        yield from self._item(item, self._told(kind, refusal or self._scenario.text))

    def _told(self, kind: str, text: str) -> Iterator[dict[str, Any]]:
        for piece in pieces(text, self._scenario.piece):
            yield self._event(f"{kind}.delta", content_index=0, delta=piece)
        for number, annotation in enumerate(self._annotations()):
            yield self._event(
                "response.output_text.annotation.added",
                content_index=0,
                annotation_index=number,
                annotation=annotation,
            )
        field = "refusal" if kind.endswith("refusal") else "text"
        yield self._event(f"{kind}.done", content_index=0, **{field: text})

    def _call(self, call: Call) -> Iterator[dict[str, Any]]:
        number = next(_numbers)
        call_id = call.call_id if call.call_id is not None else f"call_{number}"
        item = {
            "type": "function_call",
            "id": f"fc_{number}",
            "call_id": call_id,
            "name": call.name,
            "arguments": call.written,
        }
        yield from self._item(item, self._arguments(call))

    def _arguments(self, call: Call) -> Iterator[dict[str, Any]]:
        kind = "response.function_call_arguments"
        for piece in pieces(call.written, self._scenario.piece):
            yield self._event(f"{kind}.delta", delta=piece)
        yield self._event(f"{kind}.done", name=call.name, arguments=call.written)

    def _end(self) -> dict[str, Any]:
        response = self._response
        response["usage"] = {
            "input_tokens": 120,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": 30,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 150,
        }
        ending = self._scenario.ending
        if ending == "failed":
            response["status"] = "failed"
            response["error"] = {
                "code": "server_error",
                "message": "The model failed to generate a response.",
            }
        elif ending == "completed":
            response["status"] = "completed"
        else:
            response["status"] = "incomplete"
            response["incomplete_details"] = {"reason": ending}
        return self._event(f"response.{response['status']}", response=response)


class ChatStream:
    """The chunks of one `/v1/chat/completions` answer, and its body."""

    def __init__(self, scenario: Scenario, model: str, *, with_usage: bool) -> None:
        self._scenario = scenario
        self._with_usage = with_usage
        self._base = {
            "id": f"chatcmpl-{next(_numbers)}",
            "created": 1_790_000_000,
            "model": model,
        }
        self._usage = {
            "prompt_tokens": 120,
            "completion_tokens": 30,
            "total_tokens": 150,
        }

    def events(self) -> Iterator[dict[str, Any]]:
        scenario = self._scenario
        yield self._chunk({"role": "assistant", "content": ""})
        for field in ("reasoning", "refusal", "text"):
            key = {"reasoning": "reasoning_content", "text": "content"}.get(field)
            for piece in pieces(getattr(scenario, field), scenario.piece):
                yield self._chunk({key or field: piece})
        for index, call in enumerate(scenario.calls):
            yield from self._call(index, call)
        if scenario.ending != "none":
            yield self._chunk({}, finish=self._finish_reason())
            if self._with_usage:
                yield self._envelope([], usage=self._usage)

    def body(self) -> dict[str, Any]:
        message: dict[str, Any] = {
            "role": "assistant",
            "content": self._scenario.text or None,
            "refusal": self._scenario.refusal or None,
        }
        calls = [
            {"id": self._id(call), "type": "function", "function": self._whole(call)}
            for call in self._scenario.calls
        ]
        if calls:
            message["tool_calls"] = calls
        choice = {
            "index": 0,
            "message": message,
            "finish_reason": self._finish_reason(),
            "logprobs": None,
        }
        return {
            **self._base,
            "object": "chat.completion",
            "choices": [choice],
            "usage": self._usage,
        }

    def _envelope(self, choices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        return {
            **self._base,
            "object": "chat.completion.chunk",
            "choices": choices,
            **more,
        }

    def _chunk(
        self, delta: dict[str, Any], finish: str | None = None
    ) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return self._envelope([choice])

    def _finish_reason(self) -> str:
        match self._scenario.ending:
            case "max_output_tokens":
                return "length"
            case "content_filter":
                return "content_filter"
            case _:
                return "tool_calls" if self._scenario.calls else "stop"

    def _id(self, call: Call) -> str:
        return call.call_id if call.call_id is not None else f"call_{next(_numbers)}"

    def _whole(self, call: Call) -> dict[str, Any]:
        written = call.arguments if self._scenario.arguments_as_object else call.written
        return {"name": call.name, "arguments": written}

    def _call(self, index: int, call: Call) -> Iterator[dict[str, Any]]:
        shown = 0 if self._scenario.calls_share_index else index
        head: dict[str, Any] = {"index": shown, "type": "function"}
        if call_id := self._id(call):
            head["id"] = call_id
        if self._scenario.arguments_as_object:
            yield self._chunk({"tool_calls": [{**head, "function": self._whole(call)}]})
            return
        opened = {"name": call.name, "arguments": ""}
        yield self._chunk({"tool_calls": [{**head, "function": opened}]})
        for piece in pieces(call.written, self._scenario.piece):
            more = {"index": shown, "function": {"arguments": piece}}
            yield self._chunk({"tool_calls": [more]})


def as_sse(event: dict[str, Any]) -> bytes:
    name = f"event: {event['type']}\n" if "type" in event else ""
    return f"{name}data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
