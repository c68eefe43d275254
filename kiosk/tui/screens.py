"""The customer's screen."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input

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
from kiosk.tui.dial import VOICE_KEYS, steer
from kiosk.tui.forgetting import forget_drawn
from kiosk.tui.help import HelpScreen
from kiosk.tui.log_in import LogInScreen
from kiosk.tui.messages import Failed, Happened, Opened
from kiosk.tui.picture import Picture
from kiosk.tui.plain import one_line
from kiosk.tui.product import ProductPage
from kiosk.tui.replies import REPLY_KEYS, Replies, replies_to
from kiosk.tui.themes import CONTRAST_THEME
from kiosk.tui.thumbs import THUMB_KEYS, Thumbs
from kiosk.tui.top import TopLine
from kiosk.tui.welcome import KeyBar, Welcome
from kiosk.tui.widgets import Prompt

if TYPE_CHECKING:
    from kiosk.host import Host

log = logging.getLogger(__name__)

KEYS = {"stop": "Esc", "language": "F3", "log_in": "F6", "new": "F4", "help": "F1"}
"""What the bar shows, by action."""


class CustomerScreen(Screen[None]):
    """Conversation, state, question line and keys.

    Events of the kiosk come in as messages; what the customer does goes to the host
    and its talk switch.
    """

    AUTO_FOCUS = "#prompt"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,f2", "talk", show=False),
        Binding("escape", "stop", show=False),
        Binding("f1", "help", show=False),
        Binding("f3", "language", show=False),
        Binding("f4", "new", show=False),
        Binding("f5", "contrast", show=False),
        Binding("f6", "log_in", show=False),
        Binding("f10", "staff", show=False),
        Binding("f11", "mute", show=False),
        Binding("f12", "cart", show=False),
        *(
            Binding(key, f"reply({number})", show=False)
            for number, key in enumerate(REPLY_KEYS, start=1)
        ),
        Binding("up", "recall", show=False),
        Binding("ctrl+z", "take_back", show=False),
        Binding("pageup", "scroll_conversation(-1)", show=False),
        Binding("pagedown", "scroll_conversation(1)", show=False),
    ]

    language: reactive[Language] = reactive("es", init=False)

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
        super().__init__()
        self.title = one_line(shop)
        self.set_reactive(CustomerScreen.language, language)
        self._shop = shop
        self._first_language = language
        self._examples = examples
        self._draws_pictures = draws_pictures
        self._logo = logo
        self._host: Host | None = None
        self._last_question = ""
        self._is_recalled = False
        """What is in the question line began as the last question."""
        self._replies: Sequence[str] = ()

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
        """What was said is off the screen: nothing is to remember how it looked."""
        await self.query_one(Conversation).forget()
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

    @property
    def _is_known(self) -> bool:
        return self._host is not None and self._host.visit.customer is not None

    @property
    def _words(self) -> Mapping[str, Any]:
        return section("screen", self.language)

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

    def _stay(self) -> None:
        """Whatever the customer does gives them more time."""
        if self._host is not None:
            self._host.stay()
            self._idle.resume()
        self.query_one(StateBand).stay()

    # What the customer does.

    def on_prompt_struck(self, message: Prompt.Struck) -> None:
        """A key that commands was struck in the empty question line."""
        self._stay()
        self._obey(message.key)

    def _obey(self, key: str) -> None:
        if key == " ":
            self.action_talk()
        elif key in THUMB_KEYS:
            self.action_rate(THUMB_KEYS[key])
        elif key not in VOICE_KEYS:
            self.action_example(int(key))
        elif self._host is not None:
            steer(self._host, key)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Ask what was typed; while the kiosk starts the text stays."""
        question = one_line(message.value)
        if not question:
            self.action_product(0)
        elif self._host is not None:
            message.input.clear()
            self._host.ask(question, instead=self._is_recalled)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Who types is still there."""
        if message.value:
            self._stay()
        else:
            self._is_recalled = False

    def on_mouse_down(self) -> None:
        """Who touches is still there."""
        self._stay()

    def on_key(self, event: events.Key) -> None:
        """Typing anywhere is typing in the question line."""
        self._stay()
        if event.is_printable and event.character and event.character != " ":
            prompt = self.query_one(Prompt).focus()
            if event.character in prompt.commands:
                self._obey(event.character)
            else:
                prompt.insert_text_at_cursor(event.character)

    def action_talk(self) -> None:
        """Begin to speak, or be done with speaking."""
        if self._host is not None:
            self._host.switch.toggle()

    def action_stop(self) -> None:
        """Silence the kiosk; when it is silent, clear what is typed."""
        if self._host is not None and self._host.is_busy:
            self._host.stop()
        else:
            self.query_one(Prompt).clear()

    def action_new(self) -> None:
        """Begin a new conversation; nothing of this one is kept."""
        if self._host is not None:
            self._host.end_visit("screen")

    def action_language(self) -> None:
        """Go on in the next language."""
        self.language = language_after(self.language)
        if self._host is not None:
            self._host.visit.language = self.language

    def action_contrast(self) -> None:
        """Draw in high contrast, or as before, until the visit ends."""
        is_high = self.app.theme == CONTRAST_THEME
        self.app.theme = self._first_theme if is_high else CONTRAST_THEME

    def action_example(self, number: int) -> None:
        """Ask one of the examples."""
        question = self.query_one(Welcome).question(number)
        if self._host is not None and question:
            self._host.ask(question)

    def action_reply(self, number: int) -> None:
        """Say one of the replies that the last answer allows."""
        if self._host is not None and number <= len(self._replies):
            self._host.ask(self._replies[number - 1])

    def action_rate(self, has_helped: bool) -> None:  # noqa: FBT001 # Textual's actions have places only
        """Say whether the last answer helped."""
        if self._host is not None:
            self._host.rate(has_helped=has_helped)
            self.query_one(Conversation).thank(self._words["helped_thanks"])
            self.query_one(Prompt).commands -= THUMB_KEYS.keys()

    def action_mute(self) -> None:
        """Close the microphone, or open it again."""
        if self._host is not None:
            self._host.mute.toggle()

    def action_product(self, place: int) -> None:
        """Show a product of the last answer on a page of its own."""
        finding = self._host.visit.finding if self._host is not None else Finding()
        rows = [row for row in finding.rows if row.get("name")]
        if self._host is None or place >= len(rows):
            return
        page = ProductPage(
            rows,
            place,
            host=self._host,
            language=self.language,
            shop=self._shop,
            can_buy=frozenset(offers(finding, self.language)),
        )
        self.app.push_screen(page, self._buy)

    def _buy(self, place: int | None) -> None:
        if place is not None and self._host is not None:
            offered = list(offers(self._host.visit.finding, self.language))
            self.action_reply(1 + offered.index(place))

    def action_cart(self) -> None:
        """Ask what is in the cart."""
        if self._host is not None:
            self._host.ask(self._words["ask_cart"])

    def action_recall(self) -> None:
        """Take up the last question again: what is sent then takes its place."""
        prompt = self.query_one(Prompt)
        prompt.value = self._last_question
        prompt.cursor_position = len(prompt.value)
        self._is_recalled = bool(prompt.value)

    def action_take_back(self) -> None:
        """Forget the last question and its answer."""
        if self._host is not None:
            self._host.ask(self._words["undo"])

    def action_scroll_conversation(self, pages: int) -> None:
        """Read further up or down."""
        conversation = self.query_one(Conversation)
        conversation.scroll_relative(y=pages * conversation.size.height, animate=False)

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

    def action_staff(self) -> None:
        """Ask for the staff's PIN; what opens are their pages."""
        if self._host is not None and self._host.knows_staff:
            from kiosk.tui.staff import open_staff_pages

            open_staff_pages(self.app, self._host, self.language)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.language))
