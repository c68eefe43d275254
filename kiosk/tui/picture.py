"""Pictures where the terminal can show them: as pixels, or as coloured half cells.

`textual-image` asks the terminal what it can, which must happen before Textual reads
the keyboard: call `prepare` first. Consoles of sixteen colours show no pictures.
"""

import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from agents import MadeFile

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger(__name__)

CELL_SHAPE = 0.5
"""Width of a cell by its height, about."""
_PLAIN_TERMINALS = ("linux", "dumb", "vt100", "vt102", "vt220")


def prepare(terminal_type: str) -> bool:
    """Find out how the terminal shows pictures; False: not at all."""
    if terminal_type in _PLAIN_TERMINALS or "NO_COLOR" in os.environ:
        return False
    try:
        import textual_image.widget  # noqa: F401 # asks the terminal when imported
    except ImportError:
        log.warning("no pictures: install voice-kiosk[pictures]")
        return False
    return True


class Picture(Container):
    """A place for a picture; takes no room before it has one."""

    @dataclass
    class Wanted(Message):
        """A product's picture, or one that was made, has a place now."""

        place: "Picture"
        product: str | int | MadeFile

    def __init__(
        self,
        product: str | int | MadeFile = "",
        *,
        width: int,
        id: str | None = None,  # noqa: A002 # Textual's own name for it
    ) -> None:
        """Keep a place free.

        Args:
            product: Whose picture is wanted; empty: it is brought.
            width: In cells; the height follows from the picture.
            id: The widget's name in the style sheet.
        """
        super().__init__(id=id)
        self._product = product
        self._width = width

    def on_mount(self) -> None:
        """Ask for the product's picture."""
        if self._product != "":
            self.post_message(self.Wanted(self, self._product))

    def show(self, image: "Image | None") -> None:
        """Draw a picture, or go on taking no room."""
        if image is None or self.children:
            return
        drawn = _drawn(image)
        drawn.styles.width = self._width
        rows = self._width * image.height / image.width * CELL_SHAPE
        drawn.styles.height = max(round(rows), 1)
        self.mount(drawn)
        self.add_class("-filled")


def _drawn(image: "Image") -> Widget:
    from textual_image.renderable import Image as Chosen
    from textual_image.renderable import SixelImage, TGPImage
    from textual_image.widget import HalfcellImage
    from textual_image.widget import Image as AutoImage

    has_pixels = Chosen in (SixelImage, TGPImage)
    return AutoImage(image) if has_pixels else HalfcellImage(image)
