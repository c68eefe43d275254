"""A document as read: pages of blocks, free of any file format."""

from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "text", "item", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list, or a table."""

    kind: BlockKind
    text: str = ""
    """Empty for tables."""
    level: int = 0
    """Of a heading: 1 is the highest."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table: cells by row, lines inside a cell parted by newlines."""
    region: int = 0
    """Blocks of one column or side of a page share a number."""

    @property
    def words(self) -> str:
        """All the text, cells included."""
        if self.kind != "table":
            return self.text
        return "\n".join(" | ".join(cells) for cells in self.rows)


@dataclass(frozen=True, slots=True)
class Page:
    """One physical page."""

    number: int
    """From 1, as the file counts, not as printed."""
    blocks: tuple[Block, ...] = ()
    is_image: bool = False
    """No text was found, but pictures."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's whole text."""

    file: str
    """Path inside the folder, with forward slashes."""
    title: str
    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = field(default=())
    """What was left out, for the owner."""


def document_from(data: dict[str, Any]) -> Document:
    """Rebuild a document from `dataclasses.asdict`."""
    pages = tuple(
        Page(
            number=page["number"],
            blocks=tuple(_block_from(block) for block in page["blocks"]),
            is_image=page["is_image"],
        )
        for page in data["pages"]
    )
    return Document(data["file"], data["title"], pages, tuple(data["warnings"]))


def _block_from(data: dict[str, Any]) -> Block:
    rows = tuple(tuple(cells) for cells in data["rows"])
    return Block(data["kind"], data["text"], data["level"], rows, data["region"])
