"""Notices for the staff's web server: kept until they are delivered, signed.

Each is a file in the state directory, so that a dead line or a restart loses none. A
notice that was answered with 2xx is never sent again; one that was not is sent again
under the same id, by which the receiver can tell that it has it already.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

log = logging.getLogger(__name__)

SIGNATURE = "X-Kiosk-Signature"
"""`sha256=` and the HMAC of time, a dot and the body, in hexadecimal."""
_LONGEST_WAIT_S = 300.0
_TRY_LATER = frozenset((408, 425, 429))


class Outbox:
    """Notices on their way, oldest first."""

    def __init__(
        self,
        folder: Path,
        url: str,
        key: bytes,
        *,
        limit_s: float = 10.0,
        first_wait_s: float = 1.0,
    ) -> None:
        """Take up what an earlier run left in the folder.

        Args:
            folder: Where notices wait; made when needed.
            url: Where they are posted.
            key: Signs them.
            limit_s: Seconds that one delivery may take.
            first_wait_s: Seconds after a failure, doubled by each further one.
        """
        self._folder = folder
        self._url = url
        self._key = key
        self._limit_s = limit_s
        self._first_wait_s = first_wait_s
        self._news = asyncio.Event()

    async def put(
        self, kind: str, facts: Mapping[str, Any], *, known_as: str = ""
    ) -> None:
        """Keep a notice; it is safe on the disk when this returns.

        Args:
            kind: What it tells.
            facts: What the receiver is told.
            known_as: Its id where it has one already; empty: a new one.
        """
        name, at = known_as or uuid4().hex, int(time.time())
        notice = {"id": name, "kind": kind, "at": at, **facts}
        await asyncio.to_thread(self._write, notice)
        self._news.set()

    async def deliver(self) -> None:
        """Post notices as they come, until cancelled."""
        async with httpx2.AsyncClient(timeout=self._limit_s) as client:
            failures = 0
            while True:
                self._news.clear()
                waiting = await asyncio.to_thread(self._waiting)
                if not waiting:
                    await self._news.wait()
                elif await self._post(client, waiting[0]):
                    failures = 0
                else:
                    wait_s = self._first_wait_s * 2**failures
                    failures = min(failures + 1, 20)
                    await asyncio.sleep(min(wait_s, _LONGEST_WAIT_S))

    async def _post(self, client: httpx2.AsyncClient, file: Path) -> bool:
        """Whether the notice is done with: delivered, or refused for good."""
        body = await asyncio.to_thread(file.read_bytes)
        try:
            async with asyncio.timeout(self._limit_s):
                reply = await client.post(
                    self._url, content=body, headers=self._headers(body, file)
                )
        except (httpx2.HTTPError, TimeoutError) as error:
            log.info("notice not delivered, kept for later: %r", error)
            return False
        if not reply.is_success and not 400 <= reply.status_code < 500:
            log.info("notice not delivered, kept for later: %s", reply.status_code)
            return False
        if reply.status_code in _TRY_LATER:
            return False
        if not reply.is_success:
            log.warning("notice refused for good: %s, %s", reply.status_code, file.stem)
        await asyncio.to_thread(file.unlink)
        return True

    def _headers(self, body: bytes, file: Path) -> dict[str, str]:
        at = str(int(time.time()))
        signed = hmac.new(self._key, at.encode() + b"." + body, hashlib.sha256)
        return {
            "Content-Type": "application/json",
            "X-Kiosk-Id": file.stem.partition("-")[2],
            "X-Kiosk-Time": at,
            SIGNATURE: f"sha256={signed.hexdigest()}",
        }

    def _write(self, notice: Mapping[str, Any]) -> None:
        """Write it whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self._folder / f"{time.time_ns()}-{notice['id']}.json"
        half = file.with_suffix(".half")
        with half.open("w", encoding="utf-8") as out:
            json.dump(notice, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())  # losing the power now loses nothing
        half.replace(file)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _waiting(self) -> list[Path]:
        return sorted(self._folder.glob("*.json"))
