"""What was asked and answered, as the customer reads it."""

from collections.abc import Iterable, Mapping
from typing import Any

from textual.await_remove import AwaitRemove
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from kiosk.events import (
    Event,
    FirstSound,
    Heard,
    HeardSoFar,
    Sentence,
    Spoken,
    TakenBack,
    TurnEnded,
)
from kiosk.tui.plain import one_line, plain
from kiosk.tui.thumbs import Thumbs

PARTS_KEPT = 120
"""Questions, answers and cards that can be scrolled back to."""


class Question(Static):
    """The customer's words."""

    def __init__(self, who: str, text: str) -> None:
        super().__init__(markup=False)
        self._who = who
        self.write(text)

    def write(self, text: str) -> None:
        """Show these words in place of what was heard before."""
        who = (f"{self._who}  ", "bold $accent")
        self.update(Content.assemble(who, one_line(text)))


class Answer(Widget):
    """A reply as it is made; the sentence being said is marked."""

    sentences: reactive[tuple[str, ...]] = reactive((), layout=True)
    said: reactive[int] = reactive(0)
    """How many sentences have been said to their end."""
    is_speaking: reactive[bool] = reactive(default=False)

    def render(self) -> Content:
        """Draw the sentences, the present one underlined."""
        parts = [self._sentence(i, text) for i, text in enumerate(self.sentences)]
        return Content(" ").join(parts)

    def _sentence(self, index: int, text: str) -> Content:
        is_present = self.is_speaking and index == self.said
        return Content.styled(text, "bold underline" if is_present else "")

    def add(self, text: str) -> None:
        """One more sentence has been made."""
        self.sentences = (*self.sentences, plain(text).strip())


class Trouble(Static):
    """Something went wrong; the sign says so without colour."""

    def __init__(self, text: str) -> None:
        super().__init__(f"✗ {one_line(text)}", markup=False)


class Conversation(VerticalScroll, can_focus=False):
    """The turns of a visit, the latest in sight."""

    def __init__(self) -> None:
        super().__init__(id="conversation")
        self._question: Question | None = None
        self._heard: Question | None = None
        self._answer: Answer | None = None
        self._trouble = ""

    def take(self, event: Event, words: Mapping[str, Any]) -> None:
        """Show what an event says."""
        match event:
            case HeardSoFar(text):
                self._hear(words["you"], text)
            case Heard(text):
                self._ask(words["you"], text)
            case Sentence(text):
                self._say(text)
            case FirstSound():
                self._mark(is_speaking=True)
            case Spoken():
                self._mark(is_speaking=True, said=1)
            case TakenBack(questions):
                self._take_back(questions)
            case TurnEnded():
                self._end_turn()

    def _hear(self, who: str, text: str) -> None:
        """Show the words of a question that is still being spoken."""
        if self._heard is None:
            self._heard = Question(who, text)
            self._show(self._heard)
        self._heard.write(f"{text} …")

    def _ask(self, who: str, text: str) -> None:
        """Begin a turn with the customer's words."""
        self._drop_heard()
        self.query("Replies, Thumbs").remove()
        self._question = Question(who, text)
        self._answer = None
        self._show(self._question)

    def _take_back(self, questions: int) -> None:
        """Remove the last questions, and all that was said about them."""
        asked = [
            at for at, part in enumerate(self.children) if isinstance(part, Question)
        ]
        for part in self.children[asked[-questions:][0] :] if asked else ():
            part.remove()
        self._question = self._heard = self._answer = None

    def _say(self, text: str) -> None:
        """Add a sentence to the answer, unless it is the trouble just shown."""
        if text == self._trouble:
            return
        if self._answer is None:
            self._answer = Answer()
            self._show(self._answer)
        self._answer.add(text)

    def show(self, cards: Iterable[Widget]) -> None:
        """Put what the answer rests on below it."""
        mounted = [self._show(card) for card in cards]
        self.call_next(self._reveal_after, mounted)

    def thank(self, text: str) -> None:
        """Show in the place of the thumbs that one was given."""
        for thumbs in self.query(Thumbs):
            thumbs.remove_children()
            thumbs.mount(Static(text, markup=False))

    def _mark(self, *, is_speaking: bool, said: int = 0) -> None:
        """Say whether the answer is being spoken, and one more `said` sentence."""
        if self._answer is not None:
            self._answer.is_speaking = is_speaking
            self._answer.said += said

    def trouble(self, text: str) -> None:
        """Show a trouble where the answer would stand."""
        self._trouble = text
        self._show(Trouble(text))

    def _end_turn(self) -> None:
        """Nothing more belongs to the present answer."""
        self._mark(is_speaking=False)
        self._drop_heard()
        self._answer = None
        self._trouble = ""

    def clear(self) -> AwaitRemove:
        """Forget everything that was said; awaited, it is off the screen."""
        self._end_turn()
        self._question = None
        self._trouble = ""
        return self.remove_children()

    def forget_places(self) -> None:
        """Remember no part that has gone, not even where it stood."""
        self._clear_arrangement_cache()

    def _drop_heard(self) -> None:
        """Words heard in part have been understood, or came to nothing."""
        if self._heard is not None:
            self._heard.remove()
            self._heard = None

    async def _reveal_after(self, mounted: list[AwaitMount]) -> None:
        """Wait until the cards have their parts, and so their heights."""
        for card in mounted:
            await card
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        """Let a reply longer than the screen be read from its beginning."""
        if self._question is None:
            return
        begins_at = self._question.virtual_region.y
        if self.virtual_size.height - begins_at > self.size.height:
            self.release_anchor()
            self.scroll_to(y=begins_at, animate=False)

    def _show(self, part: Widget) -> AwaitMount:
        for old in self.children[:-PARTS_KEPT]:
            old.remove()
        self.anchor()
        return self.mount(part)
