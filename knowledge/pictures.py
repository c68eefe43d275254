"""Whether pages that are pictures can be read here."""

import shutil

TO_INSTALL = "install tesseract-ocr and tesseract-ocr-spa to read them"
"""Part of the warning of a file that waits for it."""


def can_read_pictures() -> bool:
    """Tell whether tesseract is on the PATH."""
    return shutil.which("tesseract") is not None
