"""`kiosk web`: the same screen in a browser, through textual-serve.

Each browser gets a screen of its own, which is a process of its own. Nobody is let in
by another site's page: a request must come from our own, and, where a token is set,
show it once (`/?token=…`); a cookie keeps it.
"""

import hmac
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from kiosk.config import KioskConfig
from kiosk.phrases import section
from kiosk.settings import BrowserSettings, is_loopback

COOKIE = "kiosk"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class OpenToAll(ValueError):
    """The screen would be reachable from elsewhere without a token."""


def serve_browsers(config: KioskConfig, arguments: Sequence[str]) -> None:
    """Serve the screen to browsers until interrupted.

    Args:
        config: The configuration; every screen reads its own again.
        arguments: What each screen's `kiosk` is given before `run`.

    Raises:
        OpenToAll: An address beyond this machine without a token.
        OSError: The port can't be had.
    """
    settings = config.browser
    if settings.token is None and not is_loopback(settings.host):
        raise OpenToAll(
            f"browser.host = {settings.host!r} is open to others: set a token in"
            " KIOSK_BROWSER_TOKEN, or use 127.0.0.1"
        )
    command = shlex.join([sys.executable, "-m", "kiosk", *arguments, "run"])
    _Browsers(command, config).serve()


class _Browsers(Server):
    """textual-serve with a door keeper and pages of our own."""

    def __init__(self, command: str, config: KioskConfig) -> None:
        settings = config.browser
        super().__init__(
            command,
            settings.host,
            settings.port,
            title=config.shop.name,
            templates_path=Path(__file__).parent / "pages",
        )
        self._language = config.shop.language
        self._keeper = DoorKeeper(settings)
        self._limit = settings.screens
        self._screens = 0

    def initialize_logging(self) -> None:
        """Leave logging as the command line set it."""

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002 # its own
        """Say where the screen is."""
        sys.stderr.write(f"kiosk: the screen is at {self.public_url}\n")

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._keeper.check)
        return app

    @aiohttp_jinja2.template("app_index.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """Give what the page is made of."""
        size = request.query.get("fontsize", "")
        return {
            "application": {"name": self.title},
            "font_size": int(size) if size.isdecimal() else 18,
            "language": self._language,
            "again": section("screen", self._language)["again"],
        }

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run one more screen, unless there are too many."""
        if self._screens >= self._limit:
            raise web.HTTPServiceUnavailable(text="too many screens are open")
        self._screens += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self._screens -= 1


class DoorKeeper:
    """Decides who may see the screen."""

    def __init__(self, settings: BrowserSettings) -> None:
        self._token = settings.token.get_secret_value() if settings.token else ""

    @web.middleware
    async def check(self, request: web.Request, handler: Answer) -> web.StreamResponse:
        """Answer a request only if it may come in."""
        if not self._is_from_our_page(request):
            raise web.HTTPForbidden(text="this screen opens on its own page only")
        if self._token and self._is_right(request.query.get("token", "")):
            entered = web.HTTPFound(request.path)
            entered.set_cookie(COOKIE, self._token, httponly=True, samesite="Strict")
            raise entered
        if self._token and not self._is_right(request.cookies.get(COOKIE, "")):
            raise web.HTTPUnauthorized(text="token needed: open /?token=…")
        return await handler(request)

    def _is_right(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self._token.encode())

    def _is_from_our_page(self, request: web.Request) -> bool:
        """Refuse other sites' pages, and names that were bent to this machine."""
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.host:
            return False
        return bool(self._token) or is_loopback(request.url.host or "")
