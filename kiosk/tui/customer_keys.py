"""What a customer does at the screen: by key, by touch, by typing."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from agents import Finding, Language
from kiosk.phrases import language_after, section
from kiosk.tui.band import StateBand
from kiosk.tui.buying import offers
from kiosk.tui.conversation import Conversation
from kiosk.tui.dial import VOICE_KEYS, steer
from kiosk.tui.help import HelpScreen
from kiosk.tui.plain import one_line
from kiosk.tui.product import ProductPage
from kiosk.tui.replies import REPLY_KEYS
from kiosk.tui.themes import CONTRAST_THEME
from kiosk.tui.thumbs import THUMB_KEYS
from kiosk.tui.welcome import Welcome
from kiosk.tui.widgets import Prompt

if TYPE_CHECKING:
    from kiosk.host import Host


class CustomerKeys(Screen[None]):
    """Hands what the customer does to the host and its talk switch."""

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

    _first_theme: str
    _idle: Timer

    def __init__(self, shop: str, language: Language) -> None:
        """Wait for a host.

        Args:
            shop: The shop's name.
            language: What is shown until a customer shows otherwise.
        """
        super().__init__()
        self.set_reactive(CustomerKeys.language, language)
        self._shop = shop
        self._host: Host | None = None
        self._last_question = ""
        self._is_recalled = False
        """What is in the question line began as the last question."""
        self._replies: Sequence[str] = ()

    @property
    def _is_known(self) -> bool:
        return self._host is not None and self._host.visit.customer is not None

    @property
    def _words(self) -> Mapping[str, Any]:
        return section("screen", self.language)

    def _stay(self) -> None:
        """Whatever the customer does gives them more time."""
        if self._host is not None:
            self._host.stay()
            self._idle.resume()
        self.query_one(StateBand).stay()

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

    def action_staff(self) -> None:
        """Ask for the staff's PIN; what opens are their pages."""
        if self._host is not None and self._host.knows_staff:
            from kiosk.tui.staff import open_staff_pages

            open_staff_pages(self.app, self._host, self.language)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.language))
