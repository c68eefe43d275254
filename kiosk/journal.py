"""What happened, as log lines. Customers' words are never among them."""

import logging
from dataclasses import asdict
from typing import assert_never

from kiosk.bus import Bus
from kiosk.events import (
    DeviceBack,
    DeviceLost,
    DocumentRead,
    DocumentsBack,
    DocumentsLost,
    DocumentsRead,
    Event,
    FirstSound,
    Forgotten,
    Heard,
    HeardSoFar,
    IdleWarned,
    Interrupted,
    Listening,
    Missed,
    ModelRetiring,
    Muted,
    PaceChanged,
    Pressed,
    Rated,
    Ready,
    Released,
    Replied,
    Sentence,
    SentenceStopped,
    ShopBack,
    ShopLost,
    Spent,
    Spoken,
    SteppedDown,
    SteppedUp,
    TakenBack,
    ToolCalled,
    ToolDone,
    Trouble,
    TurnEnded,
    Unmuted,
    VisitEnded,
    VolumeChanged,
)
from kiosk.incidents import Incidents
from kiosk.trace import Tracer

log = logging.getLogger("kiosk")


async def keep_journal(bus: Bus, incidents: Incidents) -> None:
    """Log every event and a trace of every turn until cancelled; note what is wrong."""
    tracer = Tracer()
    async for event in bus.events():
        level, line = line_of(event)
        log.log(level, "%s", line)
        if level >= logging.WARNING:
            incidents.add(line)
        trace = tracer.take(event)
        if trace is not None:
            log.info("%s", trace, extra={"trace": asdict(trace)})


def line_of(event: Event) -> tuple[int, str]:  # noqa: C901 - one arm for each event
    """The level and the line of an event, without anything a customer said or heard."""
    match event:
        case Ready() | Pressed() | Listening() | Released() | FirstSound():
            return logging.DEBUG, type(event).__name__.lower()
        case Heard(text, language, was_typed):
            how = "typed" if was_typed else "heard"
            return logging.INFO, f"question {how}: {len(text)} characters, {language}"
        case ToolCalled(name):
            return logging.DEBUG, f"tool {name} called"
        case ToolDone(name, seconds):
            return logging.DEBUG, f"tool {name} answered in {seconds:.3f} s"
        case HeardSoFar(text) | Sentence(text) | Spoken(text):
            what = type(event).__name__.lower()
            return logging.DEBUG, f"{what}: {len(text)} characters"
        case TakenBack():
            return logging.INFO, "a question was taken back"
        case SentenceStopped(why):
            return logging.WARNING, f"a sentence of the model was stopped: {why}"
        case Replied(text, kind):
            return logging.INFO, f"replied: {kind}, {len(text)} characters"
        case Rated(has_helped):
            return logging.INFO, "it helped" if has_helped else "it did not help"
        case Interrupted():
            return logging.INFO, "interrupted by the customer"
        case Trouble(code, _, detail):
            return logging.WARNING, f"trouble {code}: {detail}"
        case DeviceLost(device):
            return logging.WARNING, f"{device} lost"
        case DeviceBack(device):
            return logging.INFO, f"{device} back"
        case Muted() | Unmuted():
            return logging.INFO, f"microphone {type(event).__name__.lower()}"
        case VolumeChanged(share):
            return logging.DEBUG, f"volume {share:.2f}"
        case PaceChanged(pace):
            return logging.DEBUG, f"pace {pace:.2f}"
        case DocumentRead(file, done, total):
            return logging.DEBUG, f"document {done}/{total}: {file}"
        case DocumentsRead(read, removed, failed):
            told = f"documents: {read} read, {removed} removed, {len(failed)} failed"
            level = logging.WARNING if failed else logging.INFO
            return level, "; ".join([told, *failed])
        case DocumentsLost(detail):
            return logging.WARNING, f"documents lost: {detail}"
        case DocumentsBack():
            return logging.INFO, "documents back"
        case ShopLost(as_of, detail):
            told = f"the copy of {as_of} answers" if as_of else "there is no copy"
            return logging.WARNING, f"shop lost, {told}: {detail}"
        case ShopBack():
            return logging.INFO, "shop back"
        case ModelRetiring(_, warning):
            return logging.WARNING, warning
        case Spent(cost, of_day):
            return logging.INFO, f"the turn cost {cost:.4f}, the day {of_day:.4f}"
        case SteppedDown(station, engine, why):
            return logging.WARNING, f"{station}: {engine} takes over ({why})"
        case SteppedUp(station, engine):
            return logging.INFO, f"{station}: {engine} again"
        case TurnEnded(outcome):
            return logging.DEBUG, f"turn {outcome}"
        case IdleWarned(left_s):
            return logging.DEBUG, f"nobody there? the visit ends in {left_s:.0f} s"
        case VisitEnded(how):
            return logging.INFO, f"visit ended: {how}"
        case Forgotten(seconds):
            return logging.INFO, f"all of it forgotten within {seconds:.3f} s"
        case Missed(count):
            return logging.WARNING, f"the journal missed {count} events"
        case _:
            assert_never(event)
