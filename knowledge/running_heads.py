"""What is printed on every page: its first copy is kept, the rest dropped."""

import re
from collections import Counter
from dataclasses import replace

from knowledge.days import days_named
from knowledge.document import Block, Page
from knowledge.words import fold

_PAGE_NUMBER = re.compile(
    r"^(?:p[áa]g(?:ina|\.)?|page)?\s*\d{1,4}\s*(?:(?:de|of|/)\s*\d{0,4})?$",
    re.IGNORECASE,
)


def without_running_heads(pages: list[Page]) -> list[Page]:
    """Drop page numbers, and heads and feet after the first page that has them."""
    seen: Counter[tuple[int, str]] = Counter()
    for page in pages:
        seen.update({(at, _shape(block.text, page)) for at, block in _margins(page)})
    often = max(3, 0.6 * len(pages))
    running = {shape for (_, shape), count in seen.items() if count >= often}
    running = {shape for shape in running if _is_head(shape)}
    told: set[str] = set()
    kept: list[Page] = []
    for page in pages:
        blocks = tuple(
            block
            for block in page.blocks
            if block.kind == "table" or not _is_noise(block, page, told)
        )
        told |= {_shape(block.text, page) for block in blocks} & running
        kept.append(replace(page, blocks=blocks))
    return kept


def _is_noise(block: Block, page: Page, told: set[str]) -> bool:
    text = block.text.strip()
    return bool(_PAGE_NUMBER.match(text)) or _shape(text, page) in told


def _margins(page: Page) -> list[tuple[int, Block]]:
    """The first and last blocks with their place, counted from the nearer end."""
    told = [block for block in page.blocks if block.kind != "table"]
    top = list(enumerate(told[:6], start=1))
    return top + [(-at, block) for at, block in enumerate(reversed(told[-6:]), start=1)]


def _is_head(shape: str) -> bool:
    """Words, but not kinds of days, which head many a table."""
    return bool(re.search(r"[^\W\d_]{3}", shape)) and not days_named(fold(shape))


def _shape(text: str, page: Page) -> str:
    """The text without the page's own number; any other number tells something."""
    numbered = re.sub(
        r"\d{1,4}", lambda m: "#" if abs(int(m[0]) - page.number) <= 2 else m[0], text
    )
    return numbered.strip().lower()
