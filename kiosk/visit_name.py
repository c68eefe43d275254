"""The name under which the ledger keeps what a visit negotiates.

It is random and says nothing of anybody. It is written down so that a kiosk that is
started anew in the middle of a visit goes on with the same attempts and offers, once
the customer has logged in again.
"""

import fcntl
import logging
import os
import time
from pathlib import Path
from typing import IO
from uuid import uuid4

log = logging.getLogger(__name__)


class VisitName:
    """The name of the present visit of one kiosk; on the disk while it is locked."""

    def __init__(self, file: Path, *, idle_limit_s: float) -> None:
        """Look for a visit that was cut off.

        Args:
            file: Holds the name of the visit under way. Where another process has it,
                as with several browsers, visits here do not survive a restart.
            idle_limit_s: Seconds after which a silent visit is over.
        """
        self._cut_off = ""
        self._file: IO[str] | None = None
        try:
            self._file = self._locked(file)
            age_s = time.time() - file.stat().st_mtime
            name = self._file.read(64).strip()
        except (OSError, ValueError) as error:
            log.info("a restart will begin a new visit: %s", error)
            return
        if name.isascii() and name.isalnum() and 0 <= age_s < idle_limit_s:
            self._cut_off = name

    def begin(self) -> str:
        """Name the next visit: the one that was cut off, or a new one."""
        name, self._cut_off = self._cut_off or uuid4().hex, ""
        if self._file is not None:
            try:
                os.ftruncate(self._file.fileno(), 0)
                os.pwrite(self._file.fileno(), name.encode(), 0)
            except OSError as error:
                log.info("a restart will begin a new visit: %s", error)
        return name

    def go_on(self) -> None:
        """Somebody is there: the visit is not idle."""
        if self._file is not None:
            os.utime(self._file.fileno())

    def close(self) -> None:
        """Leave the name for the next start."""
        if self._file is not None:
            self._file.close()

    @staticmethod
    def _locked(path: Path) -> IO[str]:
        file = path.open("a+", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise
        file.seek(0)
        return file
