"""Files → what is in them, each read in a process of its own with a time limit."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.digest import Digest, digest_from
from knowledge.document import Document, document_from
from knowledge.errors import ReadingStopped, UnreadableFile
from knowledge.settings import KnowledgeSettings

_FILE_LIMIT = 200_000_000


@dataclass(slots=True)
class FileReader:
    """A reading process, started at the first file and again after it had to be ended.

    To be used by one thread at a time, as a context manager.
    """

    settings: KnowledgeSettings
    is_cancelled: Callable[[], bool] = lambda: False
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "FileReader":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, path: Path, file: str) -> Document:
        """Read one file, for those who look at its pages.

        Raises:
            UnreadableFile: It is damaged, encrypted, too slow, too large or empty.
            ReadingStopped: `is_cancelled` said so.
        """
        return document_from(self._ask(path, file, "document"))

    def digest(self, path: Path, file: str) -> Digest:
        """Read one file, understand it and cut it into passages.

        Raises:
            UnreadableFile: It is damaged, encrypted, too slow, too large or empty.
            ReadingStopped: `is_cancelled` said so.
        """
        return digest_from(self._ask(path, file, "digest"))

    def _ask(self, path: Path, file: str, wanted: str) -> dict[str, Any]:
        size = path.stat().st_size
        if size > _FILE_LIMIT:
            raise UnreadableFile(f"{file}: larger than {_FILE_LIMIT // 1_000_000} MB")
        if size == 0:
            raise UnreadableFile(f"{file}: is empty")
        answer = self._exchange(
            {
                "path": str(path),
                "file": file,
                "wanted": wanted,
                "limit_s": self.settings.read_limit_s,
                "page_limit": self.settings.page_limit,
                "ocr_language": self.settings.ocr_language,
            }
        )
        if "error" in answer:
            raise UnreadableFile(f"{file}: {answer['error']}")
        found: dict[str, Any] = answer[wanted]
        return found

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise UnreadableFile("the reading process has no pipes")
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = b"".join(self._until_line_end(process.stdout.fileno()))
        except ReadingStopped:
            self._end()
            raise
        except (BrokenPipeError, TimeoutError, EOFError) as error:
            self._end()
            reason = str(error) or "the reading process ended"
            raise UnreadableFile(f"{request['file']}: {reason}") from error
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _until_line_end(self, descriptor: int) -> Iterator[bytes]:
        deadline = time.monotonic() + self.settings.read_limit_s
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while True:
                if time.monotonic() > deadline:
                    raise TimeoutError(
                        f"not read within {self.settings.read_limit_s:g} s"
                    )
                if self.is_cancelled():
                    raise ReadingStopped("reading was cancelled")
                if not selector.select(timeout=0.2):
                    continue
                part = os.read(descriptor, 1 << 20)
                if not part:
                    raise EOFError("the file broke the reading process")
                yield part
                if part.endswith(b"\n"):
                    return

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            root = Path(__file__).resolve().parent.parent
            self._process = subprocess.Popen(  # noqa: S603 our own module by our own interpreter
                [
                    sys.executable,
                    "-m",
                    "knowledge.reader",
                    str(self.settings.read_limit_mb),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=root,
                start_new_session=True,  # tesseract is ended with it
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()
