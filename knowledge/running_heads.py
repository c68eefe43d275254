"""What is printed on every page: its first copy is kept, the rest dropped."""

import re
from collections import Counter
from dataclasses import replace

from knowledge.document import Block, Page

_PAGE_NUMBER = re.compile(
    r"^(?:p[áa]g(?:ina|\.)?|page)?\s*\d{1,4}\s*(?:(?:de|of|/)\s*\d{0,4})?$",
    re.IGNORECASE,
)


def without_running_heads(pages: list[Page]) -> list[Page]:
    """Drop page numbers, and heads and feet after the first page that has them."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(block.text) for block in _margins(page)})
    often = max(3, 0.6 * len(pages))
    running = {shape for shape, count in seen.items() if shape and count >= often}
    told: set[str] = set()
    kept: list[Page] = []
    for page in pages:
        blocks = tuple(
            block
            for block in page.blocks
            if block.kind == "table" or not _is_noise(block, told)
        )
        told |= {_shape(block.text) for block in blocks} & running
        kept.append(replace(page, blocks=blocks))
    return kept


def _is_noise(block: Block, told: set[str]) -> bool:
    return bool(_PAGE_NUMBER.match(block.text.strip())) or _shape(block.text) in told


def _margins(page: Page) -> list[Block]:
    told = [block for block in page.blocks if block.kind != "table"]
    return told if len(told) <= 12 else [*told[:6], *told[-6:]]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip().lower()
