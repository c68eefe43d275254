"""The bookshelf.

In: documents in a folder, a question. Out: `Passage`s with document and page, and
answers that rest on them. The only room that knows documents and the search index. It
refuses to answer what no document says.
"""

from knowledge.answer import DocumentAnswer, Hours
from knowledge.clock import in_figures
from knowledge.embedder import build_embedder
from knowledge.errors import (
    ForbiddenName,
    IndexBroken,
    KnowledgeError,
    UnknownDocument,
    UnreadableFile,
)
from knowledge.folder import files_in, is_private, left_out
from knowledge.forgetting import forget_words
from knowledge.index_fts import FileRecord
from knowledge.kinds import KINDS
from knowledge.library import Library, open_library
from knowledge.passages import Passage
from knowledge.refresh import Report
from knowledge.settings import KnowledgeServer, KnowledgeSettings
from knowledge.shelf import (
    Check,
    add_file,
    check_file,
    remove_file,
    sample_folder,
)
from knowledge.vector_store import (
    StoreAway,
    StoreSeen,
    SyncReport,
    look_at_store,
    make_store,
    sync_store,
)

__all__ = [
    "KINDS",
    "Check",
    "DocumentAnswer",
    "FileRecord",
    "ForbiddenName",
    "Hours",
    "IndexBroken",
    "KnowledgeError",
    "KnowledgeServer",
    "KnowledgeSettings",
    "Library",
    "Passage",
    "Report",
    "StoreAway",
    "StoreSeen",
    "SyncReport",
    "UnknownDocument",
    "UnreadableFile",
    "add_file",
    "build_embedder",
    "check_file",
    "files_in",
    "forget_words",
    "in_figures",
    "is_private",
    "left_out",
    "look_at_store",
    "make_store",
    "open_library",
    "remove_file",
    "sample_folder",
    "sync_store",
]
