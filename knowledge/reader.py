"""The reading process: file names come in, what is in them goes out, as JSON lines.

Files may be hostile, so they are opened here, in a process with limited memory that
may be ended at any time. Started by `knowledge.reading`.
"""

import json
import logging
import os
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from knowledge.digest import digest_of
from knowledge.errors import UnreadableFile
from knowledge.formats import Limits, read_document

_TOO_LARGE = "needs more memory than allowed"
_SHARE = 0.8
"""Of a file's time is for reading its pages; the rest, for understanding them."""


def main() -> None:
    """Answer each request line with a result line until the input ends."""
    logging.disable(logging.CRITICAL)
    os.nice(10)  # customers are answered first
    limit = int(sys.argv[1]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for line in sys.stdin:
        request = json.loads(line)
        _limit_processor(request["limit_s"])
        sys.stdout.write(json.dumps(_answer(request)) + "\n")
        sys.stdout.flush()


def _limit_processor(seconds: float) -> None:
    """Bound this file's work, should nobody be left who ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    total = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (total, most))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        limits = Limits(
            pages=request["page_limit"],
            until_s=time.monotonic() + _SHARE * request["limit_s"],
            ocr_language=request["ocr_language"],
        )
        document = read_document(Path(request["path"]), request["file"], limits)
        if request["wanted"] == "document":
            return {"document": asdict(document)}
        return {"digest": asdict(digest_of(document))}
    except MemoryError:
        return {"error": _TOO_LARGE}
    except RecursionError:
        return {"error": "is nested too deeply"}
    except UnreadableFile as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001 a parser may raise anything on a hostile file; it is reported by file
        return {"error": _reason(error)}


def _reason(error: Exception) -> str:
    name = type(error).__name__
    cause = str(error) or str(error.__cause__ or "")
    if "Password" in name or "Password" in repr(error) or "encrypt" in cause.lower():
        return "is encrypted"
    if "allocate" in cause:
        return _TOO_LARGE
    if name == "PdfminerException" or name.startswith("PDF"):
        return f"is damaged ({cause or name})"[:200]
    return f"cannot be read ({name}: {cause})"[:200] if cause else f"fails with {name}"


if __name__ == "__main__":
    main()
