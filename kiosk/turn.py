"""One turn: press, record, transcribe, think with tools, speak.

The program counter is the state machine: read `take_turn` from top to bottom.
Cancelling the task is the interruption; every station stops its work when cancelled.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from functools import partial

from agents import (
    DebtAnswer,
    Language,
    Objected,
    ReplyEvent,
    Run,
    RunOutcome,
    SentenceMade,
    ToolFinished,
    ToolStarted,
    aloud_wish,
    is_private,
)
from audio import AudioError, Block, DeviceMissing, Recorder
from kiosk.camera import CameraTrouble, asks_to_look, take_picture
from kiosk.events import (
    Heard,
    HeardSoFar,
    Interrupted,
    Outcome,
    Rated,
    Replied,
    Sentence,
    SentenceStopped,
    Spoken,
    TakenBack,
    ToolCalled,
    ToolDone,
    Trouble,
    TurnEnded,
)
from kiosk.foresight import Foresight
from kiosk.line import Line, Turn
from kiosk.phrases import saying, trouble_code, trouble_phrase
from kiosk.visit import Visit
from kiosk.voice_dial import turn as turn_dial
from kiosk.voice_words import VoiceWish, voice_wish

log = logging.getLogger(__name__)


async def take_turn(line: Line, visit: Visit, typed: str | None, turn: Turn) -> Outcome:
    """Answer one question, spoken (`typed` is None) or typed.

    Never raises but for being cancelled: one bad turn must not close the shop.
    """
    outcome = Outcome.FAILED
    assistant = visit.assistant
    try:
        question = typed or await _hear(line, visit, turn)
        if question:
            if turn.is_instead and _may_take_back(visit):
                visit.take_back()
                turn.emit(TakenBack())
            visit.hear(question, turn.language)
            turn.emit(Heard(question, visit.language, was_typed=typed is not None))
            outcome = await _respond(line, visit, question, turn)
        else:
            outcome = await _say_not_understood(line, visit, turn)
    except asyncio.CancelledError:
        outcome = Outcome.INTERRUPTED
        turn.emit(Interrupted())
        raise
    except Exception as error:  # noqa: BLE001 - one bad turn must not close the shop
        await _say_trouble(line, visit, error, turn)
    finally:
        waited_s = turn.first_sound_at - turn.asked_at if turn.first_sound_at else 0.0
        turn.emit(TurnEnded(outcome, spoken_s=max(waited_s, 0.0)))
        await assistant.forget_foreseen()
    return outcome


async def take_notice(line: Line, visit: Visit, text: str, turn: Turn) -> None:
    """Show and say a sentence of the kiosk's own; nobody has asked for it."""
    outcome = Outcome.INTERRUPTED
    try:
        outcome = await _say_ready(line, visit, turn, [text])
    finally:
        turn.emit(TurnEnded(outcome))


async def say_aloud(line: Line, text: str, language: Language, turn: Turn) -> None:
    """Say a sentence that nobody need read; without a loudspeaker it is left out."""
    with suppress(AudioError):
        await line.speaker.say(
            _each(text),
            language,
            on_spoken=lambda said: turn.emit(Spoken(said)),
            on_first_sound=turn.sounded,
        )


async def _hear(line: Line, visit: Visit, turn: Turn) -> str:
    """Listen until the release and give back the words, empty if there were none."""
    foresight = Foresight(visit.assistant)

    def on_words(text: str) -> None:
        turn.emit(HeardSoFar(text))
        foresight.note(text)

    blocks = foresight.listening(_until_released(line.recorder.blocks(), turn))
    transcript = await line.transcriber.transcribe(blocks, on_words)
    if line.chime is not None:
        with suppress(AudioError):  # the reply will tell of a missing loudspeaker
            await line.speaker.chime(line.chime)
    turn.language = transcript.language
    return transcript.text.strip()


async def _until_released(
    blocks: AsyncIterator[Block], turn: Turn
) -> AsyncIterator[Block]:
    """The same blocks; a recording that reaches its limit counts as released."""
    async for block in blocks:
        if turn.hold is not None:
            turn.hold.add(block)
        yield block
    turn.released()


async def _respond(line: Line, visit: Visit, question: str, turn: Turn) -> Outcome:
    """Answer, or say aloud what was only shown when that is all that is asked for."""
    if (steered := voice_wish(question)) is not None:
        return await _steer(line, visit, turn, steered)
    wish = aloud_wish(question)
    if wish is not None:
        visit.is_aloud = wish != "quiet"
    if wish == "quiet":
        return await _say_ready(line, visit, turn, [saying("quiet", visit.language)])
    if wish == "only" and visit.withheld:
        return await _say_ready(line, visit, turn, visit.withheld)
    return await _answer(line, visit, question, turn)


async def _steer(line: Line, visit: Visit, turn: Turn, wish: VoiceWish) -> Outcome:
    """Fall silent, say the last reply again, louder or slower, or take a thumb."""
    if wish == "stop":
        return Outcome.ANSWERED
    if wish == "undo" or wish == "retry":
        return await _take_back(line, visit, turn, is_retry=wish == "retry")
    if wish == "helped" or wish == "not_helped":
        if visit.rated():
            turn.emit(Rated(wish == "helped"))
        return await _say_ready(line, visit, turn, [saying(wish, visit.language)])
    if wish != "again":
        turn.emit(turn_dial(line.speaker, wish))
    last = visit.last_reply or saying("nothing_said", visit.language)
    return await _say_ready(line, visit, turn, [last])


def _may_take_back(visit: Visit) -> bool:
    past = visit.assistant.last_turn
    return past is not None and not past.is_final


async def _take_back(
    line: Line, visit: Visit, turn: Turn, *, is_retry: bool
) -> Outcome:
    """Forget the last question and its answer, or ask it again in their place."""
    past = visit.assistant.last_turn
    if past is None or past.is_final:
        code = "nothing_said" if past is None else "is_final"
        return await _say_ready(line, visit, turn, [saying(code, visit.language)])
    visit.take_back()
    turn.emit(TakenBack(questions=2))
    if not is_retry:
        return await _say_ready(line, visit, turn, [saying("undone", visit.language)])
    turn.emit(Heard(past.question, visit.language, was_typed=True))
    return await _answer(line, visit, past.question, turn)


async def _say_ready(
    line: Line, visit: Visit, turn: Turn, sentences: Sequence[str]
) -> Outcome:
    """Show and say sentences that need no thinking."""
    for text in sentences:
        turn.emit(Sentence(text, visit.language))
    turn.emit(Replied(" ".join(sentences), "answer"))
    await _say(line, visit, _each(*sentences), turn)
    return Outcome.ANSWERED


async def _answer(line: Line, visit: Visit, question: str, turn: Turn) -> Outcome:
    """Think and speak at the same time; the memory keeps what was really said."""
    run = Run()
    visit.withheld = []
    sentences: asyncio.Queue[str | None] = asyncio.Queue()
    thinking = asyncio.create_task(_think(line, visit, question, run, turn, sentences))
    was_heard = False
    try:
        await _say(line, visit, _until_none(sentences), turn)
        await thinking
        was_heard = True
    finally:
        thinking.cancel()
        try:
            await asyncio.wait([thinking])
        finally:
            visit.last_reply = " ".join(turn.to_say) or visit.last_reply
            visit.assistant.keep(run, heard=None if was_heard else " ".join(turn.said))
    return Outcome.ANSWERED


async def _think(
    line: Line,
    visit: Visit,
    question: str,
    run: Run,
    turn: Turn,
    sentences: asyncio.Queue[str | None],
) -> None:
    """Let the assistant reply, announcing each step; the queue ends with None."""
    made: list[str] = []

    def voice(text: str) -> None:
        turn.to_say.append(text)
        sentences.put_nowait(text)

    def say(text: str) -> None:
        made.append(text)
        for notice in _notices(visit, turn):
            sentences.put_nowait(notice)
        is_private = _is_withheld(line, visit, text, run)
        turn.emit(Sentence(text, visit.language, is_private))
        if not is_private:
            voice(text)
            return
        if not visit.withheld:
            voice(_stand_in(line, visit))
        visit.withheld.append(text)

    try:
        picture = b""
        if line.camera and asks_to_look(question):
            looking = saying("looking", visit.language)
            turn.emit(Sentence(looking, visit.language))
            voice(looking)
            picture = await take_picture(line.camera)
        tell = partial(_tell, turn, say)
        await visit.assistant.reply(question, run, tell, picture=picture)
        if run.outcome is RunOutcome.STEP_LIMIT:
            say(saying("step_limit", visit.language))
        elif not made:
            say(saying("no_answer", visit.language))
        finding = run.finding
        visit.finding = finding
        visit.may_rate = True
        wish = finding.wish if visit.customer is None else None
        turn.emit(Replied(" ".join(made), finding.kind, finding.subject, wish))
    except CameraTrouble as error:
        log.warning("no picture: %s; check [camera] command", error)
        say(saying("no_camera", visit.language))
        turn.emit(Replied(" ".join(made), "answer"))
    finally:
        _hand_on(line, visit, run)
        sentences.put_nowait(None)


def _hand_on(line: Line, visit: Visit, run: Run) -> None:
    """Give an agreement that was written to the clerk, also of a turn cut short."""
    for record in (found.record for found in run.findings):
        agreement = record.agreement if isinstance(record, DebtAnswer) else None
        if line.clerk is not None and agreement is not None:
            line.clerk.agreed(agreement, visit.language)


def _tell(turn: Turn, say: Callable[[str], None], event: ReplyEvent) -> None:
    match event:
        case ToolStarted(name):
            turn.emit(ToolCalled(name))
        case ToolFinished(name, seconds):
            turn.emit(ToolDone(name, seconds))
        case SentenceMade(text):
            say(text)
        case Objected(why):
            turn.emit(SentenceStopped(why))


def _notices(visit: Visit, turn: Turn) -> list[str]:
    """Show what the kiosk has to tell of itself, and give it to be said."""
    codes = turn.notices.take() if turn.notices else []
    notices = [saying(code, visit.language) for code in codes]
    for text in notices:
        turn.emit(Sentence(text, visit.language))
    return notices


def _is_withheld(line: Line, visit: Visit, text: str, run: Run) -> bool:
    """Whether a sentence is not for other ears.

    Without a screen an agreement is read back aloud all the same: nobody is to confirm
    what they could neither read nor hear.
    """
    if visit.customer is None or visit.is_aloud or line.says_sums:
        return False
    is_read_back = (run.finding.result or {}).get("status") == "read_back"
    if is_read_back and not line.has_screen:
        return False
    return is_private(text, run.findings)


def _stand_in(line: Line, visit: Visit) -> str:
    return saying("shown" if line.has_screen else "not_aloud", visit.language)


async def _until_none(queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
    while (text := await queue.get()) is not None:
        yield text


async def _say(
    line: Line, visit: Visit, sentences: AsyncIterator[str], turn: Turn
) -> None:
    """Speak sentences as they come; without a loudspeaker they are only written."""
    stand_in = _stand_in(line, visit)

    def spoken(text: str) -> None:
        turn.said.extend(visit.withheld if text == stand_in else [text])
        turn.emit(Spoken(text))

    try:
        await line.speaker.say(
            sentences, visit.language, on_spoken=spoken, on_first_sound=turn.sounded
        )
    except AudioError as error:
        code = "no_loudspeaker" if isinstance(error, DeviceMissing) else None
        turn.emit(_trouble(error, visit, code))
        async for text in sentences:
            turn.said.append(text)


async def _say_not_understood(line: Line, visit: Visit, turn: Turn) -> Outcome:
    if line.recorder.was_touched and line.has_screen:
        return Outcome.NOTHING_HEARD
    notices = _notices(visit, turn)
    text = saying(_why_nothing(line.recorder), visit.language)
    turn.emit(Sentence(text, visit.language))
    await _say(line, visit, _each(*notices, text), turn)
    return Outcome.NOTHING_HEARD


def _why_nothing(recorder: Recorder) -> str:
    """What to tell a customer of whom nothing was understood."""
    if recorder.was_touched:
        return "touched"
    return "held_too_long" if recorder.reached_limit else "not_understood"


async def _say_trouble(line: Line, visit: Visit, error: Exception, turn: Turn) -> None:
    trouble = _trouble(error, visit)
    if trouble.code == "failed":
        log.error("the turn failed", exc_info=error)
    turn.emit(trouble)
    turn.emit(Sentence(trouble.said, visit.language))
    await _say(line, visit, _each(trouble.said), turn)


def _trouble(error: Exception, visit: Visit, code: str | None = None) -> Trouble:
    code = code or trouble_code(error)
    said = trouble_phrase(code, visit.language)
    return Trouble(code, said, f"{type(error).__name__}: {error}")


async def _each(*texts: str) -> AsyncIterator[str]:
    for text in texts:
        yield text
