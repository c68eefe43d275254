"""Products' pictures: the owner's files, or fetched from where the catalogue says."""

import logging
import re
import time
import urllib.request
from collections import OrderedDict
from collections.abc import Callable
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from catalog import Shop

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger(__name__)

SIDE_PX = 240
"""Longest side of what is kept; a card is no larger."""
MOST_BYTES = 4_000_000
MOST_PIXELS = 25_000_000
DEADLINE_S = 4.0
"""For a picture from the web, all of it."""
KEPT = 24
"""Pictures in memory, about 170 kB each."""
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif")


class NoPicture(Exception):
    """There is none, or it may not or can't be shown; says why."""


class Pictures:
    """Finds, reads and shrinks pictures. Not on the loop; any thread."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        """Know where pictures lie.

        Args:
            shop: Its map may say where a product's picture is.
            folder: The owner's files: named in the catalogue, or as product numbers.
        """
        self._shop = shop
        self._folder = folder
        self._lock = Lock()
        self._kept: OrderedDict[str | int, Image | None] = OrderedDict()

    def picture_of(self, product: str | int) -> "Image | None":
        """Give the picture of a product, small; None when there is none to show.

        Raises:
            CatalogError: The shop does not answer.
        """
        with self._lock:
            if product not in self._kept:
                self._kept[product] = self._found(product)
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return self._kept[product]

    def _found(self, product: str | int) -> "Image | None":
        known = self._shop.products_with([product]).get(product)
        named = known.picture if known else ""
        try:
            if re.match(r"https?://", named):
                return small(fetched(named))
            return small(self._read(named or str(product)))
        except (NoPicture, OSError, ValueError) as error:
            if named:
                log.warning("no picture of product %s: %s", product, error)
            return None

    def _read(self, name: str) -> bytes:
        """The bytes of a file in the folder, or below it."""
        folder = self._folder.resolve()
        names = [name] if name.lower().endswith(SUFFIXES) else []
        names = names or [name + suffix for suffix in SUFFIXES]
        for path in ((folder / each).resolve() for each in names):
            if path.is_relative_to(folder) and path.is_file():
                return _limited(path.read_bytes, path.stat().st_size)
        raise NoPicture(f"{folder} has no {names[0]!r}")


def fetched(url: str) -> bytes:
    """Fetch a picture, within limits of time and size.

    Raises:
        NoPicture: It does not come, or is no picture.
    """
    ends_at = time.monotonic() + DEADLINE_S
    pieces: list[bytes] = []
    try:
        with urllib.request.urlopen(url, timeout=DEADLINE_S) as answer:  # noqa: S310 # https? only, checked
            if not answer.headers.get_content_type().startswith("image/"):
                raise NoPicture(f"{url} is no picture")
            while piece := answer.read(65_536):
                pieces.append(piece)
                if time.monotonic() > ends_at or sum(map(len, pieces)) > MOST_BYTES:
                    raise NoPicture(f"{url} is too large or too slow")
    except (OSError, HTTPException, ValueError) as error:
        raise NoPicture(f"{url}: {error}") from error
    return b"".join(pieces)


def small(data: bytes) -> "Image":
    """Read a picture and shrink it.

    Raises:
        NoPicture: It is not one, or would be too large.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NoPicture(f"{image.width} by {image.height} is too large")
            image.draft("RGB", (SIDE_PX, SIDE_PX))
            picture = image.convert("RGBA")
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError) as error:
        raise NoPicture(f"not a picture: {error}") from error
    except Image.DecompressionBombError as error:
        raise NoPicture("it unfolds into too much") from error
    picture.thumbnail((SIDE_PX, SIDE_PX))
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture)
    return ground


def _limited(read: Callable[[], bytes], size: int) -> bytes:
    if size > MOST_BYTES:
        raise NoPicture(f"{size} bytes are too many")
    return read()
