"""A shop on a server, with a copy that answers while the server does not."""

import logging
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock
from typing import TypeVar

from catalog.database import Parameters
from catalog.errors import ShopUnavailable
from catalog.products import Cell, Product, ProductFilter, Table
from catalog.schema import ShopMap
from catalog.settings import CatalogSettings
from catalog.shop import Shop, open_shop
from catalog.shop_copy import CopyFailed, Kept, ShopCopy

log = logging.getLogger(__name__)

_Found = TypeVar("_Found")
SHARE_OF_TIME = 0.01
"""Of the server's, that looking for changes may take: a large shop is looked at less
often than the settings say."""
TRY_AGAIN_S = 15.0
"""After which a question tries a server that was away, where nobody looks after it."""


@dataclass(frozen=True, slots=True)
class ShopAway:
    """The server does not answer."""

    why: str
    copied_at: datetime | None
    """What customers are told is of this moment; None: there is no copy."""


OnLine = Callable[[ShopAway | None], None]
"""Told when the server goes away, and None when it is back; on any thread."""


class KeptShop(Shop):
    """The server's shop while it answers, the copy while it does not. Any thread."""

    def __init__(
        self, place: str, copy: ShopCopy, settings: CatalogSettings, on_line: OnLine
    ) -> None:
        """Open the server's shop, or the copy if the server is away.

        Raises:
            ShopUnavailable: The server does not answer, and there is no copy.
            NoShopFound: Nothing in it looks like products.
            MappingInvalid: The map does not fit the database.
        """
        self._place = place
        self._copy = copy
        self._settings = settings
        self._on_line = on_line
        self._lock = Lock()
        self._is_over = Event()
        self._server: Shop | None = None
        self._kept: Kept | None = copy.opened(settings)
        self._is_away = False
        self._why = ""
        self._try_again_at = 0.0
        self._look_at = 0.0
        self._as_of = self._kept.at if self._kept else None
        self._known: dict[str, Hashable] = {}
        self._asked(lambda _: None)
        self.map = self._server.map if self._server else self._kept_now().map
        self.columns = (self._server or self._kept_now().shop).columns

    def keep_up(self) -> None:
        """Look whether the server answers, and bring the copy in step with it.

        Raises:
            ShopUnavailable: It does not answer.
        """
        try:
            server = _reached(self._opened())
            self._is_back()
            if time.monotonic() >= self._look_at:
                self._look(server)
        except ShopUnavailable as error:
            if not self._is_over.is_set():
                self._lose(error)
            raise

    def products(self) -> Iterator[Product]:
        """See `Shop`."""
        yield from self._streamed(lambda shop: shop.products())

    def everything(self) -> Iterator[tuple[Cell, ...]]:
        """See `Shop`."""
        yield from self._streamed(lambda shop: shop.everything())

    def items(self, where: str = "") -> Iterator[tuple[Cell, ...]]:
        """See `Shop`."""
        yield from self._streamed(lambda shop: shop.items(where))

    def products_with(self, ids: Sequence[str | int]) -> dict[str | int, Product]:
        """See `Shop`."""
        return self._asked(lambda shop: shop.products_with(ids))

    def products_called(self, name: str) -> list[Product]:
        """See `Shop`."""
        return self._asked(lambda shop: shop.products_called(name))

    def fingerprint(self) -> str:
        """See `Shop`."""
        return self._asked(lambda shop: shop.fingerprint())

    def stamp(self) -> Hashable:
        """See `Shop`; as it was last, while the server is away."""
        return self._as_before("stamp", lambda shop: shop.stamp())

    def version(self) -> Hashable:
        """See `Shop`; as it was last, while the server is away."""
        return self._as_before("version", lambda shop: shop.version())

    def rows(self, sql: str, parameters: Parameters | None = None) -> Table:
        """See `Shop`."""
        return self._asked(lambda shop: shop.rows(sql, parameters))

    def select(self, sql: str) -> Table:
        """See `Shop`."""
        return self._asked(lambda shop: shop.select(sql))

    def standalone(self, sql: str) -> str:
        """See `Shop`."""
        return self._answering().standalone(sql)

    def describe(self) -> str:
        """See `Shop`."""
        return self._asked(lambda shop: shop.describe())

    def find_products(self, wanted: ProductFilter) -> Table:
        """See `Shop`."""
        return self._asked(lambda shop: shop.find_products(wanted))

    def stop_copying(self) -> None:
        """Give up the copying that is under way; the copy stays as it was."""
        self._is_over.set()

    def close(self) -> None:
        """Close both; may be called twice."""
        self.stop_copying()
        with self._lock:
            if self._server is not None:
                self._server.close()
        if self._kept is not None:
            self._kept.shop.close()

    def _asked(self, use: Callable[[Shop], _Found]) -> _Found:
        """Ask the server, or the copy if it does not answer."""
        if not self._is_away or time.monotonic() >= self._try_again_at:
            try:
                found = use(self._opened())
                self._is_back()
            except ShopUnavailable as error:
                self._lose(error)
            else:
                return found
        return use(self._kept_now().shop)

    def _streamed(self, read: Callable[[Shop], Iterator[_Found]]) -> Iterator[_Found]:
        """Stream; one that breaks off is an error, the next is the copy's."""
        shop = self._asked(_reached)
        try:
            yield from read(shop)
        except ShopUnavailable as error:
            if shop is self._server:
                self._lose(error)
            raise

    def _as_before(self, name: str, read: Callable[[Shop], Hashable]) -> Hashable:
        """What is remembered while the server is away, so that it seems unchanged."""
        found = read(self._answering()) if self._is_away else self._asked(read)
        if not self._is_away:
            self._known[name] = found
        return self._known.get(name, found)

    def _answering(self) -> Shop:
        """Give the one that answers now, without asking either."""
        if self._server is None or self._is_away:
            return self._kept_now().shop
        return self._server

    def _opened(self) -> Shop:
        with self._lock:
            if self._server is None:
                self._server = open_shop(self._place, settings=self._settings)
            return self._server

    def _kept_now(self) -> Kept:
        kept = self._kept
        if kept is None:
            raise ShopUnavailable(f"{self._why}; there is no copy of it yet")
        return kept

    def _look(self, server: Shop) -> None:
        """Bring the copy in step, and say when to look again."""
        began = time.monotonic()
        try:
            self._copy.refresh(server, server.map, self._is_over.is_set)
        except CopyFailed as error:
            log.warning("the copy of the shop is not refreshed: %s", error)
        else:
            self._take(server.map)
        now = time.monotonic()
        rest_s = max(self._settings.copy_every_s, (now - began) / SHARE_OF_TIME)
        self._look_at = now + rest_s

    def _take(self, shop_map: ShopMap) -> None:
        """The copy is as the server is now."""
        self._as_of = datetime.now().astimezone()
        old = self._kept
        if old is None or old.map != shop_map:
            self._kept = self._copy.opened(self._settings)
            if old is not None:
                old.shop.close()

    def _lose(self, error: ShopUnavailable) -> None:
        self._try_again_at = time.monotonic() + TRY_AGAIN_S
        with self._lock:
            was_away, self._is_away = self._is_away, True
            self._why = str(error)
        if not was_away:
            self._on_line(ShopAway(str(error), self._as_of))

    def _is_back(self) -> None:
        with self._lock:
            was_away, self._is_away = self._is_away, False
        if was_away:
            self._on_line(None)


def _reached(shop: Shop) -> Shop:
    """Give a shop that has answered just now."""
    shop.rows("SELECT 1 FROM products LIMIT 1")
    return shop


def open_kept_shop(
    place: str, path: Path, settings: CatalogSettings, on_line: OnLine
) -> KeptShop:
    """Open a shop on a server with its copy in a file.

    Args:
        place: SQLAlchemy URL of the shop's database.
        path: The copy.
        settings: What a question may cost, and how often the copy is refreshed.
        on_line: Told when the server goes and when it comes back.

    Raises:
        ShopUnavailable: The server does not answer, and there is no copy.
        NoShopFound: Nothing in it looks like products.
        MappingInvalid: The map does not fit the database.
    """
    from sqlalchemy import make_url  # heavy, and only shops on servers need it
    from sqlalchemy.exc import ArgumentError

    try:
        source = make_url(place).render_as_string(hide_password=True)
    except ArgumentError as error:
        raise ShopUnavailable("`[catalog] shop` is no database address") from error
    return KeptShop(place, ShopCopy(path, source), settings, on_line)
