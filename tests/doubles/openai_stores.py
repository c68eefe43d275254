"""Files and vector stores of the server double."""

import json
from collections.abc import Mapping
from typing import Any

from tests.doubles.http_double import Exchange
from tests.doubles.openai_rules import Rejected, check_keys, missing, words
from tests.doubles.openai_sound import read_form

STORED_KINDS = words(
    "c cpp cs css doc docx go html java js json md pdf php pptx py rb sh tex ts txt"
)
PURPOSES = words("assistants batch fine-tune vision user_data evals")
STORE_KEYS = words("name description file_ids metadata expires_after chunking_strategy")
PAGE = 2
"""Entries of a page at most, so that readers must turn pages."""


class Stores:
    """Everything uploaded, in memory."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}
        self.stores: dict[str, dict[str, dict[str, Any]]] = {}
        self.made: dict[str, bytes] = {}
        """Files that hosted code has left in its container, by their id."""
        self._count = 0

    def add_store(self, store: str = "vs_test") -> str:
        self.stores[store] = {}
        return store

    def texts(self, store: str) -> dict[str, bytes]:
        """Names and contents of what a store has taken in."""
        return dict(self.files[file] for file in self.stores[store])

    async def handle(self, exchange: Exchange) -> None:
        path = exchange.request.path.removeprefix("/v1/").split("/")
        match exchange.request.method, path:
            case "GET", ["containers", _, "files", file, "content"]:
                data = self._found(self.made, file, "File")
                await exchange.send(200, data, "application/octet-stream")
                return
            case "POST", ["files"]:
                answer = self._upload(exchange)
            case "DELETE", ["files", file]:
                answer = self._delete(self.files, file, "file")
            case "POST", ["vector_stores"]:
                check_keys(_body(exchange), STORE_KEYS, ())
                answer = self._store(self.add_store(self._id("vs")), {})
            case "POST", ["vector_stores", store, "files"]:
                answer = self._attach(self._entries(store), store, _body(exchange))
            case "GET", ["vector_stores", store, *part]:
                answer = self._told(store, part, exchange.request.query)
            case "DELETE", ["vector_stores", store, "files", file]:
                answer = self._delete(self._entries(store), file, "vector_store.file")
            case method, _:
                raise Rejected(
                    f"Invalid URL ({method} {exchange.request.path})", status=404
                )
        await exchange.send_json(200, answer, {"openai-poll-after-ms": "1"})

    def _told(
        self, store: str, part: list[str], query: Mapping[str, list[str]]
    ) -> dict[str, Any]:
        entries = self._entries(store)
        match part:
            case []:
                return self._store(store, entries)
            case ["files"]:
                return self._page(entries, query)
            case ["files", file]:
                return self._polled(entries, file)
        raise Rejected("Invalid URL", status=404)

    def _id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"

    def _upload(self, exchange: Exchange) -> dict[str, Any]:
        request = exchange.request
        form = read_form(request.body, request.headers["content-type"])
        exchange.seen.body = form
        if form.first("purpose") not in PURPOSES:
            raise missing("purpose")
        if not form.file_name or not form.file:
            raise missing("file")
        file = self._id("file")
        self.files[file] = (form.file_name, form.file)
        return {
            "id": file,
            "object": "file",
            "bytes": len(form.file),
            "created_at": 1,
            "filename": form.file_name,
            "purpose": form.first("purpose"),
            "status": "processed",
        }

    def _store(self, store: str, entries: dict[str, dict[str, Any]]) -> dict[str, Any]:
        states = [entry["status"] for entry in entries.values()]
        kinds = words("in_progress completed failed cancelled")
        counts = {kind: states.count(kind) for kind in kinds}
        counts["total"] = len(states)
        return {
            "id": store,
            "object": "vector_store",
            "created_at": 1,
            "name": "kiosk documents",
            "usage_bytes": 0,
            "file_counts": counts,
            "status": "completed",
        }

    def _entries(self, store: str) -> dict[str, dict[str, Any]]:
        return self._found(self.stores, store, "Vector store")

    def _found(self, known: dict[str, Any], name: str, what: str) -> Any:
        if name not in known:
            raise Rejected(f"{what} with id '{name}' not found.", status=404)
        return known[name]

    def _attach(
        self, entries: dict[str, dict[str, Any]], store: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        check_keys(body, words("file_id attributes chunking_strategy"), ("file_id",))
        name, _ = self._found(self.files, body["file_id"], "File")
        attributes = body.get("attributes") or {}
        if len(attributes) > 16 or any(len(key) > 64 for key in attributes):
            raise Rejected("Too many attributes.", param="attributes")
        if any(len(value) > 512 for value in attributes.values()):
            raise Rejected("An attribute is too long.", param="attributes")
        is_known = name.rpartition(".")[2] in STORED_KINDS
        error = {
            "code": "unsupported_file",
            "message": "The file type is not supported.",
        }
        entries[body["file_id"]] = {
            "id": body["file_id"],
            "object": "vector_store.file",
            "created_at": 1,
            "usage_bytes": 0,
            "vector_store_id": store,
            "status": "in_progress",
            "becomes": "completed" if is_known else "failed",
            "last_error": None if is_known else error,
            "attributes": attributes,
        }
        return entries[body["file_id"]]

    def _polled(self, entries: dict[str, dict[str, Any]], file: str) -> dict[str, Any]:
        entry: dict[str, Any] = self._found(entries, file, "File")
        told = dict(entry)
        entry["status"] = entry["becomes"]
        return told

    def _page(
        self, entries: dict[str, dict[str, Any]], query: Mapping[str, list[str]]
    ) -> dict[str, Any]:
        limit = int(query.get("limit", ["20"])[0])
        if not 1 <= limit <= 100:
            raise Rejected("Invalid 'limit': 1 to 100.", param="limit")
        names = list(entries)
        start = names.index(query["after"][0]) + 1 if "after" in query else 0
        page = names[start : start + min(limit, PAGE)]
        return {
            "object": "list",
            "data": [entries[name] for name in page],
            "first_id": page[0] if page else None,
            "last_id": page[-1] if page else None,
            "has_more": start + len(page) < len(names),
        }

    def _delete(self, known: dict[str, Any], name: str, what: str) -> dict[str, Any]:
        self._found(known, name, "File")
        del known[name]
        return {"id": name, "object": f"{what}.deleted", "deleted": True}


def _body(exchange: Exchange) -> dict[str, Any]:
    exchange.seen.body = json.loads(exchange.request.body)
    return dict(exchange.seen.body)
