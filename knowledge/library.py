"""The library: a folder, its index, and answers from it."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

from knowledge.answer import DocumentAnswer
from knowledge.document import Document
from knowledge.index_fts import FileRecord, FtsIndex
from knowledge.passages import Passage
from knowledge.prose import answer_from_prose
from knowledge.refresh import Progress, Report, refresh_index
from knowledge.settings import KnowledgeSettings
from knowledge.words import kin_of, told_words


class Library:
    """The documents of a shop. Any thread may call it."""

    def __init__(
        self, folder: Path, index: FtsIndex, settings: KnowledgeSettings
    ) -> None:
        self.folder = folder
        self.settings = settings
        self._index = index

    def refresh(
        self,
        progress: Progress | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Read what changed in the folder; meanwhile the old index answers.

        Raises:
            IndexBroken: The index cannot be written.
        """
        return refresh_index(
            self.folder, self._index, self.settings, _facts, progress, is_cancelled
        )

    def files(self) -> list[FileRecord]:
        """Give what is known of every file, those that failed included."""
        return self._index.files()

    def search(
        self, question: str, document: str | None = None, limit: int = 5
    ) -> list[Passage]:
        """Give the passages that fit a question best, of one file or of all."""
        groups = [kin_of(word) for word in dict.fromkeys(told_words(question))]
        return self._index.find(groups, document, limit)

    def answer(
        self,
        question: str,
        today: date,  # noqa: ARG002 used by the structures to come
        now: time | None = None,  # noqa: ARG002 the same
        before: DocumentAnswer | None = None,  # noqa: ARG002 the same
    ) -> DocumentAnswer:
        """Answer a question from the documents, or say why not.

        `before` is the answer that the same customer got last, for questions that
        lean on it.
        """
        return answer_from_prose(question, self.search(question, limit=30))

    def close(self) -> None:
        """Close this thread's connection to the index."""
        self._index.close()


def open_library(
    folder: Path, index_path: Path, settings: KnowledgeSettings
) -> Library:
    """Open the shelf over a folder; nothing is read until `refresh`.

    Raises:
        IndexBroken: The index cannot be opened or made.
    """
    return Library(folder, FtsIndex(index_path), settings)


def _facts(_: Document) -> str:
    return ""
