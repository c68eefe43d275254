"""`kiosk ask`: the kiosk's mind without ears and mouth."""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TextIO

from agents import AgentError, Run, SentenceMade
from catalog import CatalogError
from kiosk.config import KioskConfig
from kiosk.mind import Mind, open_mind
from kiosk.phrases import saying, trouble_code, trouble_phrase
from kiosk.visit import Visit

SESSION_LIMIT = 1_000
"""Sessions remembered by one process; the one unused longest is forgotten."""


async def ask_once(
    config: KioskConfig, question: str, out: TextIO, *, as_json: bool
) -> int:
    """Answer one question on `out` and give the exit code: 4 without the service."""
    async with open_mind(config) as mind:
        await mind.read_documents()
        visit = mind.new_visit()
        answer = await _answer(visit, question)
    if as_json:
        out.write(json.dumps(answer, ensure_ascii=False, default=str, indent=2) + "\n")
    else:
        out.write(f"{answer['answer']}\n")
    return 4 if "error" in answer else 0


async def ask_lines(config: KioskConfig, lines: TextIO, out: TextIO) -> None:
    """Answer a JSON question per line with a JSON answer per line, in order.

    In: `question`, `session`, `today` (YYYY-MM-DD), `now` (HH:MM or null), `user`
    (e-mail of the customer who is logged in, or null). Lines with the same session are
    one visit; a line without one stands for itself. Out: the fields of
    `kiosk ask --json`.
    """
    async with open_mind(config) as mind:
        await mind.read_documents()
        sessions: OrderedDict[str, Visit] = OrderedDict()
        while line := await asyncio.to_thread(lines.readline):
            if not line.strip():
                continue
            answer = await _answer_line(mind, sessions, line)
            out.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")
            out.flush()


async def _answer_line(
    mind: Mind, sessions: OrderedDict[str, Visit], line: str
) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        question = _text(asked["question"])
        customer = None if asked.get("user") is None else _text(asked["user"])
        clock = _clock(asked)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {"answer": "", "error": f"not a question: {error!r}"}
    visit = _visit_of(asked.get("session"), mind, sessions)
    visit.now = clock
    visit.customer = customer
    return await _answer(visit, question)


def _visit_of(session: object, mind: Mind, sessions: OrderedDict[str, Visit]) -> Visit:
    """Give the visit of a session; a question without one stands for itself."""
    if session is None:
        return mind.new_visit()
    visit = sessions.pop(str(session), None) or mind.new_visit()
    sessions[str(session)] = visit
    if len(sessions) > SESSION_LIMIT:
        sessions.popitem(last=False)
    return visit


async def _answer(visit: Visit, question: str) -> dict[str, Any]:
    """Everything known of the answer to one question."""
    began = time.monotonic()
    run = Run()
    said: list[str] = []
    first_s: list[float] = []

    def tell(event: object) -> None:
        if isinstance(event, SentenceMade):
            said.append(event.text)
            first_s.append(time.monotonic() - began)

    error: str | None = None
    try:
        visit.hear(question)
        await visit.assistant.reply(question, run, tell)
    except (AgentError, CatalogError, OSError) as failure:
        code = trouble_code(failure)
        said.append(trouble_phrase(code, visit.language))
        error = f"{code}: {failure}"
    visit.assistant.keep(run)
    finding = run.finding
    answer = {
        "answer": " ".join(said) or saying("no_answer", visit.language),
        "kind": finding.kind if error is None else "unknown",
        "rows": list(finding.rows),
        "sql": finding.sql,
        "value": finding.value,
        "total": finding.total,
        "sources": [{"file": s.file, "page": s.page or None} for s in finding.sources],
        "result": finding.result,
        "engine": visit.assistant.engine,
        "times": {
            "first_sentence_s": round(first_s[0], 4) if first_s else None,
            "tools_s": round(run.tools_s, 4),
            "total_s": round(time.monotonic() - began, 4),
        },
    }
    return answer if error is None else {**answer, "error": error}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _clock(asked: Mapping[str, Any]) -> Any:
    """The present that a question was asked in; the real one where it does not say."""
    today, now = asked.get("today"), asked.get("now")
    real = datetime.now().astimezone()
    day = date.fromisoformat(today) if today else real.date()
    at = datetime.strptime(now, "%H:%M").time() if now else real.time()  # noqa: DTZ007 - a time of day has no zone
    moment = datetime.combine(day, at, tzinfo=real.tzinfo)
    return lambda: moment
