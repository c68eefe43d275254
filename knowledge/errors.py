"""What can go wrong on the bookshelf, one class per reaction.

KnowledgeError
├── UnreadableFile   this file cannot be used; the others can
├── ReadingStopped   whoever wanted the file no longer waits for it
├── UnknownDocument  no document on the shelf has that name
├── ForbiddenName    a name that leaves the folder, or is already taken
└── IndexBroken      the index cannot be opened or written; the shelf is silent
"""


class KnowledgeError(Exception):
    """Root of this room's errors."""


class UnreadableFile(KnowledgeError, ValueError):
    """A file cannot be read: damaged, encrypted, too large or of an unknown kind."""


class ReadingStopped(KnowledgeError):
    """Reading was cancelled; nothing is known of the file."""


class UnknownDocument(KnowledgeError, LookupError):
    """No document on the shelf has that name."""


class ForbiddenName(KnowledgeError, ValueError):
    """The name leaves the folder, is hidden, or another document has it."""


class IndexBroken(KnowledgeError, OSError):
    """The index cannot be opened or written."""
