"""Which kinds of files can be read."""

KINDS = frozenset({".pdf", ".docx", ".md", ".markdown", ".txt", ".html", ".htm"})
"""Suffixes of files that can be read."""
