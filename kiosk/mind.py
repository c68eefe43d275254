"""What thinks: shop, documents, ledger and engine, opened together for all visits."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

import catalog
import knowledge
from agents import (
    Assistant,
    CartTalk,
    CartTools,
    CatalogTools,
    DebtTalk,
    DebtTools,
    Description,
    KnowledgeTools,
    OfflineModel,
    Policy,
    RoomTools,
    Rules,
    Scope,
    SentenceCheck,
    Thing,
    Tool,
    does_something,
    house_rules,
    instructions_for,
    look_ahead,
    personas_in,
    says_yes,
)
from audio import PhraseBook, split_sentences
from catalog import (
    CatalogError,
    CustomerId,
    OnLine,
    Questions,
    Shop,
    sayings,
)
from kiosk.backup import state_in_use
from kiosk.bar import Bar
from kiosk.bookshelf import open_documents, refresh
from kiosk.budget import Budget
from kiosk.config import KioskConfig
from kiosk.desk import Desk
from kiosk.ladder import LadderModel, Step, build_engines, watching
from kiosk.openings import (
    AtFirstUse,
    ledger_at_first_use,
    log_line,
    make_state_dir,
    own_words_of,
    policy_of,
    shop_at_first_use,
)
from kiosk.pictures import Pictures
from kiosk.pulse import ThreadPulse
from kiosk.visit import Visit
from kiosk.visit_name import VisitName
from knowledge import IndexBroken, Library

if TYPE_CHECKING:
    from agents import ChatModel, Language
    from catalog import Ledger
    from kiosk.ladder import Ladder

log = logging.getLogger(__name__)

_STEERING = {
    "es": ("repite", "otra vez", "más alto", "más bajo", "más despacio", "silencio"),
    "en": ("repeat that", "once more", "louder", "softer", "slower", "be quiet"),
}
"""What steers the voice, for the closed recogniser; see `kiosk.voice_words`."""
_MOST_NAMES = 40
"""Of documents, among the closed phrases; more would only be mistaken for others."""
_SOMETHING = ("¿Cuál es el producto más caro?", "¿A qué hora abren mañana?")
"""Questions that touch what is loaded late, in both rooms."""


@dataclass(frozen=True, slots=True)
class Mind:
    """What assistants are made of; shared by all visits."""

    config: KioskConfig
    shop: Shop
    description: Description
    """Of the shop, for models."""
    questions: Questions
    library: Library
    ledger: "Ledger"
    policy: Policy
    """How far a negotiation may go."""
    engines: "Ladder[ChatModel] | None"
    """None is the offline engine alone, which every visit has for itself."""
    budget: Budget
    executor: ThreadPoolExecutor
    """Where tools run, one at a time."""
    pulse: ThreadPulse
    """Feels whether that thread still moves."""
    visit_name: VisitName
    """Of the visits at the kiosk itself."""
    room: Sequence[Thing] = ()
    """What is wired and may be switched, coloured or read."""

    def new_visit(self, *, needs_read_back: bool = False) -> Visit:
        """A visit with an assistant of its own.

        Args:
            needs_read_back: Whether an agreement is read back to the customer and
                confirmed before it is written.
        """
        build = partial(self._assistant_for, needs_read_back=needs_read_back)
        return Visit(build, language=self.config.shop.language)

    def log_in(self, login: str, secret: str) -> str:
        """Check who a customer is and give their e-mail. Not on the loop.

        Raises:
            LoginRefused: Wrong, or too many wrong tries.
        """
        from catalog import log_in  # brings SQLAlchemy

        return log_in(self.ledger, login, secret).email

    def open_desk(self, pin: str) -> Desk:
        """Check the staff's PIN and open their desk. Not on the loop.

        Raises:
            LoginRefused: Wrong, or too many wrong tries.
        """
        from catalog import check_staff_pin

        kept = self.config.staff.pin
        check_staff_pin(self.ledger, kept.get_secret_value() if kept else "", pin)
        return Desk(self.ledger, by="screen")

    @property
    def pictures(self) -> Pictures | None:
        """Of products, where the owner has any."""
        folder = self.config.screen.pictures
        return Pictures(self.shop, Path(folder).expanduser()) if folder else None

    def warm_up(self) -> None:
        """Load, in the tools' thread, what the first question would have to wait for.

        Data that is away is the trouble of whoever asks for it.
        """
        self.executor.submit(self._ask_something)

    def _ask_something(self) -> None:
        assistant = self.new_visit().assistant
        with suppress(CatalogError, OSError):
            for question in _SOMETHING:
                assistant.rehearse(question)

    async def read_documents(self) -> None:
        """Bring the index in step with the folder, with a bar; trouble is a warning."""
        try:
            with Bar() as bar:
                report = await refresh(self.library, bar.show)
        except IndexBroken as error:
            log.warning("no documents: %s", error)
        else:
            log.debug("documents: %s", report)

    async def forget(self) -> None:
        """Clear what is remembered of customers' words to be quicker."""
        catalog.forget_words()
        knowledge.forget_words()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.executor, self._forget_searches)

    def _forget_searches(self) -> None:
        """On the tools' own thread: the documents may be read on another just now."""
        self.library.forget()
        gc.collect()

    def phrase_books(self) -> tuple[PhraseBook, ...]:
        """What the closed recogniser should know of this shop, in both languages."""
        try:
            said = sayings(self.questions.vocabulary)
        except CatalogError as error:
            log.warning("no products among the closed phrases: %s", error)
            said = sayings(None)
        names = {"name": self._names_in_documents()}
        return tuple(
            PhraseBook(
                s.language, (*s.phrases, *_STEERING[s.language]), {**s.slots, **names}
            )
            for s in said
        )

    def _names_in_documents(self) -> tuple[str, ...]:
        try:
            return tuple(self.library.phrases()[:_MOST_NAMES])
        except IndexBroken as error:
            log.warning("no documents among the closed phrases: %s", error)
            return ()

    def _assistant_for(self, visit: Visit, *, needs_read_back: bool) -> Assistant:
        settings = self.config.agents
        name = self.visit_name.begin() if needs_read_back else uuid4().hex
        catalog = CatalogTools(self.shop, self.questions)
        cart = CartTools(self.shop, self.ledger, is_yes=says_yes)
        debts = DebtTools(
            self.ledger,
            lambda: self._customer_of(visit),
            visit=name,
            policy=self.policy,
            needs_read_back=needs_read_back,
            is_yes=says_yes,
        )
        hearers: list[Callable[[str], None]] = [debts.hear, cart.hear]
        if needs_read_back:
            hearers.append(lambda _: self.visit_name.go_on())
        visit.on_words = partial(_tell, hearers)
        personas = self._personas()
        visit.follow_ups = lambda: debts.follow_ups
        knowledge = KnowledgeTools(self.library, visit.clock)
        tools: list[Tool] = [*catalog.tools(), *knowledge.tools()]
        talk = DebtTalk(
            debts, language=self.config.shop.language, is_sold=self._is_sold
        )
        cart_talk = CartTalk(cart, catalog)
        room = RoomTools(self.room)
        tools += room.tools()
        steps = (room.step, cart_talk.step, talk.step)
        scope = Scope(self.questions, self.library, talk, cart_talk, room)
        offline = OfflineModel(language=self.config.shop.language, steps=steps)
        looks = (catalog.look, knowledge.look)
        check = None
        if self.engines is not None:
            tools += [*debts.tools(), *cart.tools()]
            check = SentenceCheck(
                lambda: self._known(visit, personas), rules=house_rules()
            )
        return Assistant(
            self._model_for(offline),
            tools,
            instructions=lambda: self._instructions(visit, personas),
            split=split_sentences,
            check=check,
            rules=Rules(
                offline,
                [talk.tool(), cart_talk.tool()],
                verdict=scope.verdict,
                acts=partial(does_something, steps),
                look=partial(look_ahead, looks),
                word_what_is_sure=settings.answer_locally == "sure",
            ),
            executor=self.executor,
            starts_early=settings.starts_early,
            step_limit=settings.step_limit,
            turn_limit_s=settings.turn_s,
            memory_tokens=settings.memory_tokens,
            notes=(catalog.note, knowledge.note),
        )

    def _model_for(self, offline: OfflineModel) -> "ChatModel":
        if self.engines is None:
            return offline
        most = self.config.budget.asks_per_minute
        return LadderModel(self.engines, offline, self.budget, asks_per_minute=most)

    def _is_sold(self, word: str) -> bool:
        """Whether a word names something of the shop; not while the shop is away."""
        try:
            return self.questions.vocabulary.knows(word)
        except CatalogError:
            return False

    def _personas(self) -> "dict[Language, str]":
        """The owner's words to models, as they are now."""
        folder = self.config.agents.personas
        try:
            return personas_in(Path(folder)) if folder else {}
        except OSError as error:
            log.warning("agents.personas: %s", error)
            return {}

    def _known(self, visit: Visit, personas: "dict[Language, str]") -> str:
        """What any reply may say without asking a tool."""
        now = f"{visit.clock():%A %Y-%m-%d %H:%M}"
        return "; ".join([self.config.shop.name, now, *personas.values()])

    def _instructions(self, visit: Visit, personas: "dict[Language, str]") -> str:
        if self.engines is None:
            return ""  # the offline engine goes by rules
        return instructions_for(
            visit.language,
            shop_name=self.config.shop.name,
            now=visit.clock(),
            shop_description=self._shop_description(),
            persona=personas.get(visit.language, ""),
        )

    def _shop_description(self) -> str:
        try:
            return self.description.text()
        except CatalogError as error:
            log.warning("the catalogue can't be described: %s", error)
            return ""

    def _customer_of(self, visit: Visit) -> CustomerId | None:
        if visit.customer is None:
            return None
        customer = self.ledger.customer_by_email(visit.customer)
        return customer.id if customer else None


def _tell(hearers: Iterable[Callable[[str], None]], words: str) -> None:
    for hear in hearers:
        hear(words)


@asynccontextmanager
async def open_mind(
    config: KioskConfig,
    on_step: Callable[[Step], None] = lambda _: None,
    on_line: OnLine = log_line,
    room: Sequence[Thing] = (),
) -> AsyncIterator[Mind]:
    """Open shop, documents, ledger and engines for as long as the context lasts.

    Args:
        config: All settings.
        on_step: Told when another engine takes over.
        on_line: Told when the shop's server goes and when it is back, on any thread.
        room: What is wired and may be switched, coloured or read.
    """
    async with AsyncExitStack() as stack:
        make_state_dir(config)
        stack.enter_context(state_in_use(config.state_dir))
        shop = shop_at_first_use(config, on_line)
        stack.callback(shop.close)
        library = AtFirstUse(lambda: open_documents(config))
        stack.callback(library.close)
        try:
            library.open_now()
        except IndexBroken as error:
            log.warning("no documents: %s", error)
        ledger = ledger_at_first_use(config)
        stack.callback(ledger.close)
        executor = ThreadPoolExecutor(1, thread_name_prefix="tools")
        pulse = ThreadPulse(executor)
        stack.callback(executor.shutdown, cancel_futures=True)
        budget = Budget(config.budget, config.state_dir / "costs.json")
        engines = build_engines(config, on_step, budget)
        if engines is not None:
            stack.push_async_callback(engines.close)
            await stack.enter_async_context(watching(engines))
        visit_name = VisitName(
            config.state_dir / "visit", idle_limit_s=config.shop.visit_idle_s
        )
        stack.callback(visit_name.close)
        yield Mind(
            config=config,
            shop=shop,
            description=Description(lambda: shop.describe()),  # noqa: PLW0108 - the shop is opened when it is first used
            questions=Questions(shop, own_words_of(config)),
            library=cast("Library", library),
            ledger=ledger,
            policy=policy_of(config),
            engines=engines,
            budget=budget,
            executor=executor,
            pulse=pulse,
            visit_name=visit_name,
            room=room,
        )
