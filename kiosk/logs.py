"""Log lines for people, for journald, or for programs."""

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import Literal

LogForm = Literal["auto", "text", "json"]

_PRIORITIES = {
    logging.DEBUG: 7,
    logging.INFO: 6,
    logging.WARNING: 4,
    logging.ERROR: 3,
    logging.CRITICAL: 2,
}
"""Source: sd-daemon(3)."""


def set_up_logs(form: LogForm, *, is_verbose: bool) -> None:
    """Log to stderr: warnings, or everything.

    Args:
        form: `auto` is text, with priorities where journald reads it.
        is_verbose: Whether every step is logged.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(form))
    level = logging.DEBUG if is_verbose else logging.WARNING
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _formatter(form: LogForm) -> logging.Formatter:
    if form == "json":
        return JsonLines()
    if form == "auto" and "JOURNAL_STREAM" in os.environ:
        return JournalLines("%(name)s: %(message)s")
    return logging.Formatter("%(levelname)s %(name)s: %(message)s")


class JournalLines(logging.Formatter):
    """Begins every line with its priority, as journald understands it."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record's lines."""
        level = max((n for n in _PRIORITIES if n <= record.levelno), default=10)
        lines = super().format(record).splitlines() or [""]
        return "\n".join(f"<{_PRIORITIES[level]}>{line}" for line in lines)


class JsonLines(logging.Formatter):
    """An object a line: `at`, `level`, `logger`, `message`, and a turn's trace."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as a line."""
        content = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            content["traceback"] = self.formatException(record.exc_info)
        trace = getattr(record, "trace", None)
        if trace is not None:
            content["trace"] = trace
        return json.dumps(content, ensure_ascii=False, default=str)
