"""Tools that run at OpenAI, when the owner turns them on: code, and search in files.

The code interpreter works in a container of its own, which ends after some minutes:
what it makes is fetched at once, and kept for the visit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.finding import Source
from agents.model import HostedAnswer, HostedCalled
from agents.settings import AgentSettings

_MOST_FOUND = 6
"""Passages that file search gives the model."""
_MOST_MADE = 4
"""Files of one answer that are fetched."""
_RESULTS = {
    "code_interpreter_call": "code_interpreter_call.outputs",
    "file_search_call": "file_search_call.results",
}

Cited = tuple[str, str, str]
"""Container, id and name of a file that was made there."""


def hosted_tools(settings: AgentSettings) -> list[dict[str, Any]]:
    """Give the declarations of those that are on; none elsewhere than at OpenAI."""
    tools: list[dict[str, Any]] = []
    if settings.spoken_dialect != "openai":
        return tools
    if settings.code_interpreter:
        tools.append({"type": "code_interpreter", "container": {"type": "auto"}})
    if settings.file_search:
        stores = [settings.file_search]
        search = {"type": "file_search", "vector_store_ids": stores}
        tools.append({**search, "max_num_results": _MOST_FOUND})
    return tools


def wanted_results(tools: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give what is to be included in the answer, so that sentences can be checked."""
    return [_RESULTS[f"{tool['type']}_call"] for tool in tools]


class HostedWork:
    """What hosted tools did in one answer."""

    def __init__(self) -> None:
        self._new: list[HostedCalled | HostedAnswer] = []
        self._cited: dict[str, Source] = {}
        self._paths: dict[str, str] = {}
        self._made: dict[str, Cited] = {}

    def is_call(self, item: Mapping[str, Any]) -> bool:
        """Whether an item is a hosted tool's."""
        return item["type"] in _RESULTS

    def take_call(self, item: Mapping[str, Any], *, is_over: bool) -> None:
        """Take in a call that begins or is over."""
        tool = item["type"].removesuffix("_call")
        if not is_over:
            self._new.append(HostedCalled(tool))
            return
        if item["type"] == "file_search_call":
            results = item.get("results") or ()
            self._paths |= {r["file_id"]: _path_of(r) for r in results}
            texts = [r.get("text") or "" for r in results]
        else:
            outputs = item.get("outputs") or ()
            texts = [o.get("logs") or "" for o in outputs]
        self._new.append(HostedAnswer(tool, "\n".join(texts)))

    def take_annotation(self, annotation: Mapping[str, Any]) -> None:
        """Take in what the text refers to."""
        file_id = annotation.get("file_id", "")
        match annotation["type"]:
            case "file_citation":
                path = self._paths.get(file_id, annotation["filename"])
                self._cited[file_id] = Source(path, 0)
            case "container_file_citation":
                container = annotation["container_id"]
                self._made[file_id] = (container, file_id, annotation["filename"])

    def news(self) -> list[HostedCalled | HostedAnswer]:
        """Give what is new since the last call."""
        new, self._new = self._new, []
        return new

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files that the text cites."""
        return tuple(self._cited.values())

    @property
    def made(self) -> tuple[Cited, ...]:
        """The files made that the text refers to."""
        return tuple(self._made.values())[:_MOST_MADE]


def _path_of(result: Mapping[str, Any]) -> str:
    """The file's place in the owner's folder, as `kiosk knowledge sync` noted it."""
    path = (result.get("attributes") or {}).get("kiosk_path")
    return str(path or result.get("filename") or result["file_id"])
