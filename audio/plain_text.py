"""Leaves out of a text what is meant for eyes or for nobody."""

import re
import unicodedata

_FENCE = re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{3,}.*$", re.MULTILINE)
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$", re.MULTILINE)
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+•◦▪–]\s+)", re.MULTILINE)
_IMAGE_OR_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_CITATION = re.compile(r"【[^】]*】|\[\^?\d+\]")
_HTML = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_STRONG = re.compile(r"(\*{1,3}|(?<!\w)_{1,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_LEFT_OVER = re.compile(r"\*{2,}|`+|~~")
_UNUSUAL = re.compile(r"[^ -~\n¡-¥§-ſ€“”‘’–—…]")
"""What may be meant for eyes; the rest is what people write."""
_CELL = re.compile(r"\s*\|\s*")


def plain(text: str) -> str:
    """Give a text without Markdown, emoji and control characters, on one line."""
    for mark in (_FENCE, _TABLE_RULE, _RULE, _LINE_MARK, _CITATION, _HTML):
        text = mark.sub("", text)
    text = _IMAGE_OR_LINK.sub(r"\1", text)
    text = _STRONG.sub(r"\2", _STRONG.sub(r"\2", text))
    text = _LEFT_OVER.sub("", text)
    if "|" in text:
        text = _CELL.sub(", ", text.strip().strip("|"))
    if _UNUSUAL.search(text):
        text = "".join(character for character in text if not _is_for_eyes(character))
    text = re.sub(r"\s+([,.;:!?…])", r"\1", " ".join(text.split()))
    return text if any(character.isalnum() for character in text) else ""


def _is_for_eyes(character: str) -> bool:
    if character in "°©®™":
        return False
    code = ord(character)
    if 0x200B <= code <= 0x200F or 0xFE00 <= code <= 0xFE0F or code == 0x20E3:
        return True
    kind = unicodedata.category(character)
    if kind == "So" or (kind == "Sk" and code > 0xFFFF):
        return True
    return kind in ("Cc", "Cs", "Co") and not character.isspace()
