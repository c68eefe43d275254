"""The application: opens the kiosk behind its screen, and closes it."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import TYPE_CHECKING

from textual import work
from textual.app import App
from textual.scrollbar import ScrollBar
from textual.worker import Worker, WorkerError, WorkerState

from agents import Language
from kiosk.tui.messages import Failed, Happened, Opened
from kiosk.tui.plain import one_line
from kiosk.tui.screens import CustomerScreen
from kiosk.tui.terminal import is_gone
from kiosk.tui.themes import themes
from kiosk.tui.widgets import PlainScrollBar

if TYPE_CHECKING:
    from kiosk.host import Host

log = logging.getLogger(__name__)

OpenHost = Callable[[], AbstractAsyncContextManager["Host"]]

TERMINAL_CHECK_S = 2.0


class KioskApp(App[None]):
    """The screen and its one worker, which turns the kiosk's events into messages."""

    CSS_PATH = [  # noqa: RUF012 # Textual's own declaration
        "kiosk.tcss",
        "staff/staff.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 # Textual's own declaration
        (0, "-narrow"),
        (60, "-normal"),
        (130, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall"), (30, "-high")]  # noqa: RUF012 # as above

    def __init__(
        self,
        open_host: OpenHost,
        *,
        shop: str,
        language: Language,
        theme: str = "kiosk-dark",
        colours: Mapping[str, str] | None = None,
        examples: Mapping[str, Sequence[str]] | None = None,
        draws_pictures: bool = False,
        logo: str = "",
    ) -> None:
        """Prepare the screen; nothing is opened before it is drawn.

        Args:
            open_host: Opens the kiosk and closes it when the screen ends.
            shop: The shop's name.
            language: What is shown until a customer shows otherwise.
            theme: One of the names in `kiosk.tui.themes`.
            colours: The shop's own, #rrggbb by the colour's name.
            examples: Questions that fit the shop, for each language.
            draws_pictures: The terminal can show pictures, and there are some.
            logo: Picture file of the shop's sign; empty for none.
        """
        super().__init__()
        self.title = one_line(shop)
        for known in themes(colours or {}):
            self.register_theme(known)
        self.theme = theme
        self._open_host = open_host
        self._customer_screen = CustomerScreen(
            shop, language, examples or {}, draws_pictures=draws_pictures, logo=logo
        )

    def get_default_screen(self) -> CustomerScreen:
        """The customer's screen is always below all others."""
        return self._customer_screen

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the style sheet its own colours before a theme of ours is set."""
        return themes()[0].variables

    def on_load(self) -> None:
        """Use signs that console fonts have."""
        ScrollBar.renderer = PlainScrollBar

    def on_mount(self) -> None:
        """Leave in order when told to, and when nobody can see the screen."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit)
        if not self.is_headless:
            self.set_interval(TERMINAL_CHECK_S, self._leave_a_dead_terminal)
        self._running_host = self._run_host()

    async def on_unmount(self) -> None:
        """Wait until the kiosk is closed before the terminal is given back."""
        with suppress(WorkerError):
            await self._running_host.wait()

    @work(exit_on_error=False)
    async def _run_host(self) -> None:
        async with self._open_host() as host:
            self._customer_screen.post_message(Opened(host))
            async for event in host.bus.events():
                self._customer_screen.post_message(Happened(event))

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """A kiosk that can't be opened says so instead of leaving a dead screen."""
        error = message.worker.error
        if message.state is WorkerState.ERROR and error is not None:
            log.error("the kiosk stopped", exc_info=error)
            detail = one_line(f"{type(error).__name__}: {error}", 200)
            self._customer_screen.post_message(Failed(detail))

    def _leave_a_dead_terminal(self) -> None:
        stdin = sys.__stdin__
        if stdin is None or is_gone(stdin.fileno()):
            self.exit()
