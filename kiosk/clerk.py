"""Paperwork of agreements: the receipt to the printer, the notice to the staff.

Nobody waits for it: the turn goes on, and what fails is announced as a trouble.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from agents import FollowUp, Language, receipt, terms_result
from catalog import Agreement, CatalogError
from kiosk.events import Event, Trouble
from kiosk.phrases import trouble_phrase

if TYPE_CHECKING:
    from catalog import Ledger, PendingNotice
    from kiosk.outbox import Outbox

log = logging.getLogger(__name__)

_LOOK_S = 60.0
"""Seconds between two looks for what was left behind."""


class PrintFailed(Exception):
    """The owner's print command did not take the receipt."""


class Clerk:
    """Hands on what was agreed, and what was left open. Called on the loop."""

    def __init__(
        self,
        emit: Callable[[Event], None],
        *,
        print_command: Sequence[str] = (),
        print_limit_s: float = 10.0,
        outbox: "Outbox | None" = None,
        ledger: "Ledger | None" = None,
    ) -> None:
        """Join printer and outbox.

        Args:
            emit: Told of what failed.
            print_command: Program and arguments, without a shell; the receipt is its
                standard input. Empty: nothing is printed.
            print_limit_s: Seconds after which it is stopped.
            outbox: Takes notices for the staff; None when nobody wants them.
            ledger: Knows which agreements the staff were not told of.
        """
        self._emit = emit
        self._print_command = tuple(print_command)
        self._print_limit_s = print_limit_s
        self._outbox = outbox
        self._ledger = ledger
        self._tasks: set[asyncio.Task[None]] = set()

    def agreed(self, agreement: Agreement, language: Language) -> None:
        """Print the receipt, and tell the staff."""
        if self._print_command:
            self._begin(self._print(agreement, language))
        if self._outbox is not None:
            self._begin(self._tell_of(agreement, language))

    async def keep_notices(self, *, look_s: float = _LOOK_S) -> None:
        """Tell the staff of agreements whose kiosk died before it could, for ever."""
        while True:
            try:
                await self._hand_on(None)
            except (CatalogError, OSError) as error:
                log.warning("agreements are not looked for: %s", error)
            await asyncio.sleep(look_s)

    def left_open(self, matters: Sequence[FollowUp], language: Language) -> None:
        """Tell the staff what a visit negotiated and did not agree on."""
        if self._outbox is not None and matters:
            facts = [matter.facts for matter in matters]
            self._begin(self._follow_up(self._outbox, facts, language))

    async def close(self) -> None:
        """Wait for the paperwork under way; printing is bounded in time."""
        await asyncio.gather(*self._tasks)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _print(self, agreement: Agreement, language: Language) -> None:
        try:
            text = receipt(agreement, language)
            await print_text(text, self._print_command, self._print_limit_s)
        except PrintFailed as error:
            self._fail("no_receipt", str(error), language)

    async def _tell_of(self, agreement: Agreement, language: Language) -> None:
        try:
            await self._hand_on(agreement.number)
        except (CatalogError, OSError) as error:
            self._fail("no_notice", f"not handed on yet: {error}", language)

    async def _hand_on(self, own: int | None) -> None:
        """Put notices into the outbox; what fails is tried again in the next round."""
        if self._outbox is None or self._ledger is None:
            return
        for notice in await asyncio.to_thread(_pending, self._ledger, own):
            facts = _facts_of(notice.agreement)
            await self._outbox.put("agreement", facts, known_as=notice.id)
            await asyncio.to_thread(_handed_on, self._ledger, notice)

    async def _follow_up(
        self, outbox: "Outbox", facts: Sequence[Mapping[str, Any]], language: Language
    ) -> None:
        try:
            for each in facts:
                await outbox.put("follow_up", each)
        except OSError as error:
            self._fail("no_notice", f"follow_up not kept: {error}", language)

    def _fail(self, code: str, detail: str, language: Language) -> None:
        self._emit(Trouble(code, trouble_phrase(code, language), detail))


def _pending(ledger: "Ledger", own: int | None) -> "list[PendingNotice]":
    from catalog import pending_notices  # brings SQLAlchemy

    return pending_notices(ledger, own)


def _handed_on(ledger: "Ledger", notice: "PendingNotice") -> None:
    from catalog import notice_handed_on

    notice_handed_on(ledger, notice)


def _facts_of(agreement: Agreement) -> dict[str, Any]:
    return {
        "agreement": agreement.number,
        "debt": agreement.debt,
        "currency": agreement.currency,
        "terms": terms_result(agreement.terms),
    }


async def print_text(text: str, command: Sequence[str], limit_s: float) -> None:
    """Hand a text to a program's standard input, as UTF-8, and wait for its end.

    Raises:
        PrintFailed: It could not be started, took too long, or ended with an error.
    """
    name = command[0]
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        program = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=nothing, stderr=pipe
        )
    except (OSError, ValueError) as error:
        raise PrintFailed(f"{name} cannot be started: {error}") from error
    try:
        async with asyncio.timeout(limit_s):
            _, complaint = await program.communicate(f"{text}\n".encode())
    except TimeoutError as error:
        raise PrintFailed(f"{name} took longer than {limit_s:g} s") from error
    finally:
        if program.returncode is None:
            with suppress(ProcessLookupError):
                program.kill()
            await program.wait()
    if program.returncode:
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        raise PrintFailed(f"{name} ended with {program.returncode}: {last[:200]}")
