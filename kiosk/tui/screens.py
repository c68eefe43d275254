"""The customer's screen."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual import work
from textual.app import ComposeResult

from agents import Finding, Language
from kiosk.events import (
    Event,
    Forgotten,
    Heard,
    HeardSoFar,
    Replied,
    Sentence,
    TakenBack,
    Trouble,
    TurnEnded,
    VisitEnded,
)
from kiosk.idle import WARNING_S
from kiosk.phrases import known_language, language_after, section
from kiosk.tui.band import StateBand
from kiosk.tui.buying import offers, pieces_in_cart
from kiosk.tui.cards import cards_for
from kiosk.tui.conversation import Conversation
from kiosk.tui.customer_keys import CustomerKeys
from kiosk.tui.dial import VOICE_KEYS
from kiosk.tui.forgetting import forget_drawn
from kiosk.tui.log_in import LogInScreen
from kiosk.tui.messages import Failed, Happened, Opened
from kiosk.tui.picture import Picture
from kiosk.tui.plain import one_line
from kiosk.tui.replies import Replies, replies_to
from kiosk.tui.thumbs import THUMB_KEYS, Thumbs
from kiosk.tui.top import TopLine
from kiosk.tui.welcome import KeyBar, Welcome
from kiosk.tui.widgets import Prompt

log = logging.getLogger(__name__)

KEYS = {"stop": "Esc", "language": "F3", "log_in": "F6", "new": "F4", "help": "F1"}
"""What the bar shows, by action."""


class CustomerScreen(CustomerKeys):
    """Conversation, state, question line and keys.

    Events of the kiosk come in as messages; what the customer does goes to the host
    and its talk switch.
    """

    def __init__(
        self,
        shop: str,
        language: Language,
        examples: Mapping[str, Sequence[str]],
        *,
        draws_pictures: bool,
        logo: str,
    ) -> None:
        """Lay out a screen that waits for its host.

        Args:
            shop: The shop's name.
            language: What is shown until a customer shows otherwise.
            examples: Questions that fit the shop, for each language; where there are
                none, those of the demonstration shop are shown.
            draws_pictures: The terminal can, and the owner has some.
            logo: Picture file of the shop's sign; empty for none.
        """
        super().__init__(shop, language)
        self.title = one_line(shop)
        self._first_language = language
        self._examples = examples
        self._draws_pictures = draws_pictures
        self._logo = logo

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield TopLine(self._shop)
        yield Welcome(self._examples)
        yield Conversation()
        yield StateBand()
        yield Prompt()
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        """Write everything in the first language."""
        self._first_theme = self.app.theme
        self._idle = self.set_interval(1.0, self._warn_of_the_end, pause=True)
        self._begin_visit()
        if self._logo and self._draws_pictures:
            self._show_logo()

    @work(thread=True)
    def _show_logo(self) -> None:
        from kiosk.pictures import NoPicture, small

        try:
            logo = small(Path(self._logo).expanduser().read_bytes())
        except (OSError, NoPicture) as error:
            log.warning("screen.logo: %s", error)
            return
        place = self.query_one("#logo", Picture)
        self.app.call_from_thread(place.show, logo)

    # What the kiosk tells.

    def on_opened(self, message: Opened) -> None:
        """The kiosk can be asked."""
        self._host = message.host
        for note in message.host.notes_for_staff:
            self.query_one(TopLine).take(note)
        self.watch_language()
        self.query_one(StateBand).open(message.host)

    def on_failed(self, message: Failed) -> None:
        """The kiosk can't be asked, and says why to the staff."""
        self.query_one(StateBand).fail(message.detail)
        self._show_conversation().trouble(self._words["start_failed"])

    def on_happened(self, message: Happened) -> None:
        """Show one event."""
        event = message.event
        self._follow(event)
        if isinstance(event, HeardSoFar | Heard | Sentence):
            self._show_conversation()
        self.query_one(TopLine).take(event)
        self.query_one(StateBand).take(event)
        self.query_one(Conversation).take(event, self._words)

    def _follow(self, event: Event) -> None:
        """Do what an event means for the screen as a whole."""
        match event:
            case Heard(text, language):
                self._last_question = one_line(text)
                self._replies = ()
                self.language = known_language(language, self.language)
            case TakenBack():
                self._last_question = ""
            case Replied() if self._host is not None:
                self._show_finding(self._host.visit.finding)
            case Trouble(code, said):
                self._show_trouble(code, said)
            case TurnEnded():
                self._offer_thumbs()
                self.watch_language()  # who is known may have changed
            case VisitEnded():
                self._begin_visit()
            case Forgotten():
                self.call_next(self._forget_drawn)

    async def _forget_drawn(self) -> None:
        """What was said is off the screen: nothing is to remember how it looked.

        Whoever comes next may have asked already; their words stay.
        """
        conversation = self.query_one(Conversation)
        if self.has_class("-fresh"):
            await conversation.clear()
        conversation.forget_places()
        self.call_after_refresh(forget_drawn)

    def _begin_visit(self) -> None:
        """Nothing of the customer before stays visible."""
        self._idle.pause()
        self.app.theme = self._first_theme
        self.query_one(Conversation).clear()
        while self.app.screen is not self:
            self.app.pop_screen()
        self.query_one(Prompt).clear()
        self._last_question = ""
        self._replies = ()
        self._offer_examples()
        self.language = self._first_language
        self.watch_language()
        self.query_one(TopLine).fill_cart(0)

    def _offer_examples(self) -> None:
        self.add_class("-fresh")
        self.query_one(Prompt).focus().commands = frozenset(" 123456") | set(VOICE_KEYS)

    def _show_conversation(self) -> Conversation:
        self.remove_class("-fresh")
        self._idle.resume()
        prompt = self.query_one(Prompt).focus()
        prompt.commands = frozenset(" ") | set(VOICE_KEYS)
        return self.query_one(Conversation)

    def _show_finding(self, finding: Finding) -> None:
        conversation = self.query_one(Conversation)
        self._replies = replies_to(finding, self.language)
        conversation.show(cards_for(finding, self.language))
        if (pieces := pieces_in_cart(finding)) is not None:
            self.query_one(TopLine).fill_cart(pieces)
        if self._replies and not offers(finding, self.language):
            conversation.show([Replies(self._replies)])

    @work
    async def on_picture_wanted(self, message: Picture.Wanted) -> None:
        """Draw a product's picture when it comes; the words do not wait for it."""
        if self._host is not None and self._draws_pictures:
            message.place.show(await self._host.picture_of(message.product))

    def _offer_thumbs(self) -> None:
        """Let the customer say whether an answer helped; nobody has to."""
        if self._host is not None and self._host.visit.may_rate:
            self.query_one(Conversation).show([Thumbs(self._words)])
            self.query_one(Prompt).commands |= THUMB_KEYS.keys()

    def _show_trouble(self, code: str, said: str) -> None:
        """Show a trouble; that there is no loudspeaker is told once, then noted."""
        device = code.removeprefix("no_")
        was_told = device == "loudspeaker" and self.query_one(TopLine).lacks(device)
        if device in ("microphone", "loudspeaker"):
            self.query_one(TopLine).note(device, is_lost=True)
        if not was_told:
            self._show_conversation().trouble(said)
        if device not in ("microphone", "loudspeaker"):
            self._replies = (self._words["retry"],)
            self.query_one(Conversation).show([Replies(self._replies)])

    # What is drawn.

    @property
    def state(self) -> str:
        """What the kiosk is doing, as the band shows it."""
        return self.query_one(StateBand).state

    def watch_language(self) -> None:
        """Write every fixed text anew."""
        words = self._words
        self.query_one(TopLine).speak(words)
        self.query_one(StateBand).speak(words)
        self.query_one(Welcome).speak(words, self.language, is_known=self._is_known)
        self.query_one(Prompt).placeholder = words["prompt"]
        self.query_one(KeyBar).show(
            [
                words["key_stop"],
                section("screen", language_after(self.language))["language_name"],
                self._log_in_label(),
                words["key_new"],
                words["key_help"],
            ]
        )

    def _log_in_label(self) -> str:
        """What the log-in key does; nothing where nobody can log in."""
        if self._host is None or not self._host.knows_customers:
            return ""
        label: str = self._words["key_log_out" if self._is_known else "key_log_in"]
        return label

    def _warn_of_the_end(self) -> None:
        left_s = self._host.idle_left_s if self._host is not None else None
        is_blank = self.has_class("-fresh") and not self.query_one(Prompt).value
        is_nobody = is_blank and not self._is_known
        if left_s is None or left_s > WARNING_S or is_nobody:
            return
        while self.app.screen is not self:
            self.app.pop_screen()
        self.query_one(StateBand).warn(left_s)

    def action_log_in(self) -> None:
        """Ask who the customer is; who is known leaves, and all is erased."""
        if self._host is None or not self._host.knows_customers:
            return
        if self._is_known:
            self._host.log_out()
        else:
            screen = LogInScreen(self._host, self.language)
            self.app.push_screen(screen, self._greet)

    def _greet(self, is_known: bool | None) -> None:  # noqa: FBT001 # Textual's callback
        """Offer what only a known customer can ask."""
        if is_known:
            self._stay()
            self._offer_examples()
            self.watch_language()
