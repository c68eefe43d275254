"""The host: waits for a press or a typed question, and takes the turn."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from agents import Language, MadeFile
from audio import trial_tone
from catalog import CatalogError, LoginRefused
from kiosk.back_room import BackRoom
from kiosk.bus import Bus
from kiosk.events import (
    DeviceLost,
    Forgotten,
    IdleWarned,
    Listening,
    Pressed,
    Rated,
    Ready,
    VisitEnded,
)
from kiosk.hold import Hold
from kiosk.idle import Idle
from kiosk.line import Line, Turn
from kiosk.mute import Mute
from kiosk.notices import NoteForStaff
from kiosk.phrases import saying
from kiosk.pictures import NoPicture, Pictures, small
from kiosk.switch import Motion, TalkSwitch
from kiosk.turn import say_aloud, take_notice, take_turn
from kiosk.turns import Take, Turns
from kiosk.visit import Visit
from kiosk.voice_dial import VoiceDial

if TYPE_CHECKING:
    from PIL.Image import Image

LogIn = Callable[[str, str], str]
"""Who and secret → the customer's e-mail; called in a thread of its own."""

OpenBackRoom = Callable[[str], BackRoom]
"""The staff's PIN → their room; called in a thread of its own."""

Ending = Literal["button", "idle", "log_out", "screen", "keypad", "door"]
"""What ended a visit."""


async def _nothing() -> None:
    """Where no room remembers anything."""


class Host:
    """Takes one turn at a time; a press in the middle interrupts it.

    The same object serves the screen, the HTTP door and the wired button. Everything
    here is called on the loop; other threads go through `switch`.
    """

    def __init__(
        self,
        line: Line,
        visit: Visit,
        bus: Bus,
        *,
        idle_limit_s: float,
        log_in: LogIn | None = None,
        forget: Callable[[], Awaitable[None]] = _nothing,
        open_back_room: OpenBackRoom | None = None,
        pictures: Pictures | None = None,
        is_stuck: Callable[[], bool] = lambda: False,
    ) -> None:
        """Join the line and the visit.

        Args:
            line: The stations.
            visit: The customer's visit.
            bus: Where everything that happens is announced.
            idle_limit_s: Seconds without a question after which the visit ends.
            log_in: Checks who a customer is; None when the shop has no ledger.
            forget: Clears what the rooms remember of a customer's words.
            open_back_room: Checks the staff's PIN; None when there is none.
            pictures: Of products, for the screen; None when the owner has none.
            is_stuck: Whether whoever answers for the mind does not move any more.
        """
        self.bus = bus
        self.visit = visit
        self.switch = TalkSwitch(self._moved, loop=asyncio.get_running_loop())
        self._line = line
        self.dial = VoiceDial(line.speaker, bus.emit)
        self.mute = Mute(line.recorder, bus.emit, self._drop_recording)
        self._idle = Idle(idle_limit_s, warn=self._ask_whether_there, end=self._idled)
        self._log_in = log_in
        self._forget = forget
        self._open_back_room = open_back_room
        self._pictures = pictures
        self._is_stuck = is_stuck
        self._turns = Turns()
        self._hold: Hold | None = None
        self._forgetting: set[asyncio.Task[None]] = set()

    @property
    def level(self) -> float:
        """Loudness at the microphone, 0.0 to 1.0, for the meter."""
        return self._line.recorder.level

    @property
    def is_busy(self) -> bool:
        """Whether a turn is under way."""
        return self._turns.is_busy

    @property
    def is_well(self) -> bool:
        """Whether a press would be answered."""
        return not self.why_unwell

    @property
    def why_unwell(self) -> str:
        """What keeps a press from being answered, for the log; empty: nothing."""
        if not self._line.recorder.is_alive:
            return "the microphone's blocks do not advance"
        if not self._line.speaker.is_alive:
            return "the loudspeaker takes no sound"
        if self._is_stuck():
            return "the thread of the tools is stuck"
        if self._turns.is_stuck:
            return "a turn that was cut short does not end"
        return ""

    def ask(self, question: str, *, instead: bool = False) -> None:
        """Take a typed question, interrupting whatever is under way.

        Args:
            question: The customer's words.
            instead: It takes the place of the last one, which is forgotten.
        """
        self.stop()
        self._answer(question.strip(), asked_at=time.monotonic(), instead=instead)

    def tell(self, text: str) -> None:
        """Show and say a sentence of the kiosk's own."""
        self.stop()
        self._begin(
            lambda turn: take_notice(self._line, self.visit, text, turn),
            asked_at=time.monotonic(),
        )

    def stop(self) -> None:
        """Be silent at once and drop the turn; the kiosk waits for the next press."""
        self._let_go()
        self._line.speaker.silence()
        self._line.recorder.stop()
        self.switch.reset()
        self._turns.cancel()

    def rate(self, *, has_helped: bool) -> None:
        """The customer says whether the last answer helped; the first word counts."""
        if self.visit.rated():
            self.bus.emit(Rated(has_helped))

    def say_again(self) -> None:
        """Say the last reply once more."""
        self.tell(self.visit.last_reply or saying("nothing_said", self.visit.language))

    @property
    def knows_customers(self) -> bool:
        """Whether customers can log in here."""
        return self._log_in is not None

    async def log_in(self, login: str, secret: str) -> None:
        """Let the visit be this customer's, if it is still the same visit.

        Who was logged in before is forgotten first, with all they said.

        Raises:
            LoginRefused: The secret is not theirs, or there is no such customer.
            LoginLocked: Too many wrong tries.
            CatalogError: The ledger does not answer.
        """
        if self._log_in is None:
            raise LoginRefused("this shop has no ledger")
        assistant = self.visit.assistant
        email = await asyncio.to_thread(self._log_in, login, secret)
        if self.visit.assistant is not assistant:
            return
        if self.visit.customer is not None:
            self.end_visit("log_out")
        self.visit.customer = email

    def log_out(self) -> None:
        """Who is logged in leaves, and is forgotten with all they said."""
        if self.visit.customer is not None:
            self.end_visit("log_out")

    @property
    def notes_for_staff(self) -> Sequence[NoteForStaff]:
        """What is not as it should be at present."""
        return self._line.notices.for_staff if self._line.notices else ()

    @property
    def knows_staff(self) -> bool:
        """Whether staff can open their pages here."""
        return self._open_back_room is not None

    async def open_back_room(self, pin: str) -> BackRoom:
        """Open the staff's room.

        Raises:
            LoginRefused: It is not their PIN.
            LoginLocked: Too many wrong tries.
            CatalogError: The ledger does not answer.
        """
        if self._open_back_room is None:
            raise LoginRefused("staff have no PIN here")
        return await asyncio.to_thread(self._open_back_room, pin)

    async def try_loudspeaker(self) -> None:
        """Play a tone.

        Raises:
            DeviceMissing: There is no loudspeaker.
        """
        await self._line.speaker.chime(trial_tone())

    async def picture_of(self, product: str | int | MadeFile) -> "Image | None":
        """Give a picture of a product, or a made one, small; None for no picture."""
        if isinstance(product, MadeFile):
            with suppress(NoPicture):
                return await asyncio.to_thread(small, product.data)
        elif self._pictures is not None:
            with suppress(CatalogError):
                return await asyncio.to_thread(self._pictures.picture_of, product)
        return None

    @property
    def idle_left_s(self) -> float | None:
        """Seconds until the visit ends by itself; None while nothing counts them."""
        return None if self.is_busy else self._idle.left_s

    def stay(self) -> None:
        """The customer is still there: count the idle seconds anew."""
        if self._idle.has_warned:
            self.bus.emit(Ready())  # the lamp need not ask any longer
        self._idle.begin()

    def end_visit(self, how: Ending = "screen") -> None:
        """The customer has gone: tell the staff what is left open, and forget them.

        From now on nothing of the visit is shown or used; `forgotten` waits until
        nothing of it is left in memory either.
        """
        began = time.monotonic()
        self.stop()
        self.dial.reset()
        if self._line.clerk is not None:
            self._line.clerk.left_open(self.visit.follow_ups(), self.visit.language)
        self.visit.end()
        self._idle.stop()
        self.bus.emit(VisitEnded(how))
        ended = self._turns.forgetting()
        forgetting = asyncio.create_task(self._forget_all(ended, began))
        self._forgetting.add(forgetting)
        forgetting.add_done_callback(self._forgetting.discard)

    async def forgotten(self) -> None:
        """Wait until nothing is left of the visits that have ended."""
        if self._forgetting:
            await asyncio.wait(self._forgetting)

    async def close(self) -> None:
        """Cut the turn and wait until its stations have closed."""
        self.stop()
        self._idle.stop()
        await self._turns.close()
        await self.forgotten()

    def _drop_recording(self) -> None:
        if self.switch.is_pressed:
            self.stop()

    def _moved(self, motion: Motion) -> None:
        self._let_go()
        if motion == "up":
            if self._turns.present is not None:
                self._turns.present.released()
            self._line.recorder.stop()
            return
        self.bus.emit(Pressed())
        self._line.speaker.silence()
        self._turns.cancel()
        self._line.recorder.start()
        self.bus.emit(Listening())
        if self.switch.is_held and self.visit.has_begun:
            self._hold = Hold(self._leave)
        self._answer(None, asked_at=0.0)

    def _let_go(self) -> None:
        if self._hold is not None:
            self._hold.release()
            self._hold = None

    def _leave(self) -> None:
        """The button was held and nobody spoke."""
        language = self.visit.language
        self.end_visit("button")
        self._say_aloud(saying("left", language), language)

    def _ask_whether_there(self) -> None:
        if not self.is_busy and self.visit.has_begun:
            language = self.visit.language
            self._say_aloud(saying("still_there", language), language)

    def _say_aloud(self, text: str, language: Language) -> None:
        self._begin(
            lambda turn: say_aloud(self._line, text, language, turn),
            asked_at=time.monotonic(),
            is_sign=False,
        )

    def _answer(
        self, typed: str | None, *, asked_at: float, instead: bool = False
    ) -> None:
        self._begin(
            lambda turn: take_turn(self._line, self.visit, typed, turn),
            asked_at=asked_at,
            instead=instead,
        )

    def _begin(
        self,
        take: Take,
        *,
        asked_at: float,
        instead: bool = False,
        is_sign: bool = True,
    ) -> None:
        turn = Turn(
            self.bus.emit,
            asked_at,
            is_instead=instead,
            notices=self._line.notices,
            hold=self._hold,
        )
        visitor = self.visit.assistant

        def over() -> None:
            is_same = self.visit.assistant is visitor
            self._over(is_sign=is_sign and is_same)

        self._turns.begin(turn, take, over=over)

    def _over(self, *, is_sign: bool) -> None:
        """The turn has ended.

        Args:
            is_sign: Whether it shows that the customer is there.
        """
        self.switch.reset()
        self.bus.emit(Ready())
        if is_sign:
            self._idle.begin()
        elif (left_s := self._idle.left_s) is not None:
            self.bus.emit(IdleWarned(left_s))

    async def _forget_all(self, turn_ended: Awaitable[None], began: float) -> None:
        """Let nothing hold what was said in a visit that ended.

        Args:
            turn_ended: Waits for the last turn of the visit.
            began: When the visit ended, in monotonic seconds.
        """
        await turn_ended
        await self._forget()
        self.bus.emit(Forgotten(time.monotonic() - began))

    def _idled(self) -> None:
        if not self.is_busy:
            self.end_visit("idle")


async def tell_of_losses(host: Host) -> None:
    """Say it aloud when the microphone goes while nobody is answered, until cancelled.

    In the middle of a turn the turn tells; without a loudspeaker screen and lamp do.
    """
    began_at = time.monotonic()
    async for event in host.bus.events():
        is_new = event.t > began_at
        if event == DeviceLost("microphone", t=event.t) and is_new and not host.is_busy:
            host.tell(saying("microphone_lost", host.visit.language))
