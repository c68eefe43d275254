"""Walking along the marks of a question: where we are, and what is being gathered."""

from catalog.questions.draft import Draft, Run
from catalog.questions.marks import Mark, Marks
from catalog.questions.query import Has


class Walk:
    """The place in the question, the words gathered so far, the draft they go into."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks.listed
        self.words = marks.words
        self.draft = Draft(marks, marks.ideas)
        self.at = 0
        """Index of the mark being read."""
        self.run: Run | None = None
        self.runs: list[Run] = []
        self.negation = ""
        self.joiner = ""
        self.family_said = False
        self.consumed: set[int] = set()
        """Starts of marks whose idea was used up by another."""

    def open_run(self) -> Run:
        """Give the run being gathered, a new one if need be."""
        if self.run is None:
            self.run = Run(
                joiner=self.joiner,
                negation=self.negation,
                is_family_said=self.family_said,
                start=self.marks[self.at].start if self.at < len(self.marks) else 0,
            )
            self.joiner, self.family_said = "", False
        return self.run

    def close(self, *, joiner: str = "") -> None:
        """End the run; `joiner` says how the next one hangs on it."""
        if self.run is not None:
            self.runs.append(self.run)
        elif not joiner:
            self.joiner = ""
        if self.run is not None:
            self.joiner = joiner
            if not joiner:
                self.negation = ""
        self.run = None

    def add_has(self, has: Has) -> None:
        """Give a measure to the run it stands in, or to one of its own."""
        if self.run is None:
            self.run = Run(joiner=self.joiner, negation=self.negation)
            self.joiner = ""
        self.run.has.append(has)

    def word_before(self, mark: Mark) -> str:
        """Give the word before a mark, or an empty text."""
        return self.words[mark.start - 1] if mark.start else ""

    def following(self, at: int, *, skip_stops: bool = False) -> Mark | None:
        """Give the next mark from an index that is no filler."""
        while at < len(self.marks):
            mark = self.marks[at]
            is_stop = not (mark.ideas or mark.amount or mark.is_word)
            if not (mark.is_filler or (skip_stops and is_stop)):
                return mark
            at += 1
        return None
