"""The one place where the mind, the stations and the faces are chosen and joined."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pydantic import SecretStr

from agents import AgentError
from audio import (
    AudioError,
    Clip,
    DeviceMissing,
    DeviceNotice,
    Speaker,
    Transcriber,
    UnknownBackend,
    build_player,
    build_recorder,
    read_chime,
)
from catalog import ShopAway
from kiosk.back_room import BackRoom
from kiosk.budget import keep_budget
from kiosk.bus import Bus
from kiosk.clerk import Clerk
from kiosk.config import ConfigError, KioskConfig
from kiosk.connections import keep_connections
from kiosk.desk import Desk
from kiosk.documents import keep_documents
from kiosk.events import DeviceBack, DeviceLost
from kiosk.figures.file import Figures, FiguresBroken, figures_path, read_turns
from kiosk.figures.keeper import keep_figures
from kiosk.figures.wishes import Wishes
from kiosk.gpio import light, things_on, wired
from kiosk.host import Host, tell_of_losses
from kiosk.incidents import Incidents
from kiosk.journal import keep_journal
from kiosk.keyboard import watched
from kiosk.keypad import keys_of
from kiosk.ladder import (
    Ladder,
    LadderTranscriber,
    LadderVoice,
    build_ears,
    build_voice,
)
from kiosk.line import Line
from kiosk.mind import Mind, open_mind
from kiosk.notices import Notices
from kiosk.openings import keeps_copy
from kiosk.retiring import keep_models
from kiosk.shop_line import keep_shop
from kiosk.signals import keep_signals
from kiosk.trace import Trace
from kiosk.watchdog import keep_watchdog

if TYPE_CHECKING:
    from catalog import KeptShop, Ledger

log = logging.getLogger(__name__)

_SWITCH_S = 0.001
"""How long a busy thread may keep the loudspeaker's from starting; 5 ms is usual."""


@asynccontextmanager
async def open_kiosk(
    config: KioskConfig, *, has_screen: bool = True
) -> AsyncIterator[Host]:
    """Open everything, warmed, ready for a press; stopped in reverse at the end.

    Args:
        config: The owner's.
        has_screen: Customers can read here what is not said aloud.
    """
    sys.setswitchinterval(_SWITCH_S)
    async with AsyncExitStack() as stack:
        bus = Bus()
        notices = Notices(bus)
        loop = asyncio.get_running_loop()

        def on_line(away: ShopAway | None) -> None:
            loop.call_soon_threadsafe(notices.shop, away)

        room = stack.enter_context(things_on(config.gpio.things))
        mind = await stack.enter_async_context(
            open_mind(config, notices.step, on_line, room)
        )
        line = await _open_line(
            config, mind, bus, notices, stack, has_screen=has_screen
        )
        incidents = Incidents()

        def back_room(pin: str) -> BackRoom:
            return BackRoom(mind.open_desk(pin), mind, line, incidents)

        # What is here before the first visit holds nothing of any: looking for what a
        # visit left behind takes a tenth of the time without it.
        gc.freeze()
        stack.callback(gc.unfreeze)
        host = Host(
            line,
            mind.new_visit(needs_read_back=True),
            bus,
            idle_limit_s=config.shop.visit_idle_s,
            log_in=mind.log_in,
            forget=mind.forget,
            open_back_room=back_room if config.staff.pin else None,
            pictures=mind.pictures,
            is_stuck=lambda: mind.pulse.is_stuck,
        )
        stack.push_async_callback(host.close)
        _keep(stack, tell_of_losses(host))
        lamp = await stack.enter_async_context(wired(config.gpio, host))
        stack.enter_context(watched(keys_of(config.keys, host)))
        _keep(stack, keep_journal(bus, incidents))
        _keep(stack, keep_models(config, notices))
        _keep(stack, keep_budget(bus, mind.budget))
        await _keep_figures(config, bus, stack)
        _keep(stack, keep_documents(mind.library, bus))
        if keeps_copy(config):
            kept = cast("KeptShop", mind.shop)
            _keep(stack, keep_shop(kept, notices))
        if wanted := config.audio.signals:
            _keep(stack, keep_signals(line.speaker, bus, wanted))
        if lamp is not None:
            _keep(stack, light(lamp, bus))
        if config.door.token is not None:
            await _open_door(config, mind, host, stack)
        stack.callback(bus.close)
        _keep(stack, keep_watchdog(host))
        yield host


async def _keep_figures(config: KioskConfig, bus: Bus, stack: AsyncExitStack) -> None:
    """Keep the owner's figures; without room for them the kiosk goes on."""
    path = figures_path(config.state_dir)
    days = config.shop.keep_figures_days
    try:
        figures = await asyncio.to_thread(Figures, path, keep_days=days)
    except FiguresBroken as error:
        log.warning("%s", error)
        return
    wishes = Wishes(figures) if config.shop.keep_wishes else None
    _keep(stack, keep_figures(bus, figures, wishes))


async def _open_door(
    config: KioskConfig, mind: Mind, host: Host, stack: AsyncExitStack
) -> None:
    from kiosk.metrics import Metrics
    from kiosk.web import (
        Callers,
        Chat,
        Precedence,
        Who,
        door,
        open_door,
        staff_calls,
        talk_calls,
        visit_calls,
    )

    metrics = Metrics(await asyncio.to_thread(_turns_today, config))
    _keep(stack, metrics.count(host.bus))
    precedence = Precedence(host.bus)
    _keep(stack, precedence.watch())
    callers = Callers(mind.new_visit, idle_limit_s=config.shop.visit_idle_s)
    chat = Chat(callers, precedence)
    calls = [*talk_calls(host, metrics), *chat.calls()]
    tokens: dict[Who, str] = {"machines": _secret(config.door.token)}
    if config.staff.token is not None:
        if config.staff.token == config.door.token:
            raise ConfigError("staff.token must be another than door.token")
        tokens["staff"] = _secret(config.staff.token)
        calls += staff_calls(Desk(mind.ledger, by="door"))
        calls += visit_calls(host) if config.staff.exports_visits else ()
    await stack.enter_async_context(open_door(door(calls, tokens), config.door))


def _turns_today(config: KioskConfig) -> list[Trace]:
    """Today's turns before this start; none when the figures can't be read."""
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0)
    try:
        return read_turns(figures_path(config.state_dir), midnight)
    except FiguresBroken:
        return []


def _secret(token: SecretStr | None) -> str:
    return token.get_secret_value() if token else ""


async def _open_line(
    config: KioskConfig,
    mind: Mind,
    bus: Bus,
    notices: Notices,
    stack: AsyncExitStack,
    *,
    has_screen: bool,
) -> Line:
    """Microphone, ears, voice and loudspeaker; what is missing is said, not fatal."""

    def on_device(notice: DeviceNotice) -> None:
        bus.emit(
            DeviceBack(notice.device) if notice.is_there else DeviceLost(notice.device)
        )

    recorder = build_recorder(config.audio, on_device)
    player = build_player(config.audio, on_device)
    for device in (recorder, player):
        stack.push_async_callback(device.close)
        try:
            await device.open()
        except DeviceMissing as error:
            log.warning("%s", error)
            name = "microphone" if device is recorder else "loudspeaker"
            bus.emit(DeviceLost(name))
    transcriber = build_ears(config, mind.phrase_books, notices.step, mind.budget)
    synthesizer = build_voice(config, notices.step, mind.budget)
    for station in (transcriber, synthesizer):
        stack.push_async_callback(station.close)
        if isinstance(station, LadderTranscriber | LadderVoice):
            await stack.enter_async_context(station.watching())
    speaker = Speaker(synthesizer, player)
    await _warm(transcriber, speaker, mind)
    ladders: list[Ladder[Any]] = [mind.engines] if mind.engines else []
    for station in (transcriber, synthesizer):
        if isinstance(station, LadderTranscriber | LadderVoice):
            ladders.append(station.ladder)
    _keep(stack, keep_connections(bus, ladders))
    return Line(
        recorder,
        transcriber,
        speaker,
        await _chime(config),
        notices,
        has_screen=has_screen,
        clerk=await _open_clerk(config, mind.ledger, bus, stack),
        camera=config.camera.command,
        says_sums=config.debts.says_sums == "always",
    )


async def _open_clerk(
    config: KioskConfig, ledger: "Ledger", bus: Bus, stack: AsyncExitStack
) -> Clerk | None:
    """Whoever hands on receipts and notices, if the owner wants any."""
    debts = config.debts
    outbox = None
    if debts.webhook and debts.webhook_key is not None:
        key = debts.webhook_key.get_secret_value().encode()
        from kiosk.outbox import Outbox

        outbox = Outbox(config.state_dir / "notices", debts.webhook, key)
        _keep(stack, outbox.deliver())
    if outbox is None and not debts.print_command:
        return None
    clerk = Clerk(
        bus.emit,
        print_command=debts.print_command,
        print_limit_s=debts.print_limit_s,
        outbox=outbox,
        ledger=ledger,
    )
    stack.push_async_callback(clerk.close)
    if outbox is not None:
        _keep(stack, clerk.keep_notices())
    return clerk


async def _chime(config: KioskConfig) -> Clip | None:
    """The owner's sound; one that can't be decoded is a warning."""
    if not config.audio.chime:
        return None
    try:
        return await asyncio.to_thread(read_chime, Path(config.audio.chime))
    except UnknownBackend as error:
        log.warning("%s", error)
        return None


async def _warm(transcriber: Transcriber, speaker: Speaker, mind: Mind) -> None:
    """Make the first turn as quick as the others; a dead server is not fatal."""
    mind.warm_up()
    stations = [transcriber.warm(), speaker.warm()]
    if mind.engines is not None:
        stations.append(mind.engines.check())
    for problem in await asyncio.gather(*stations, return_exceptions=True):
        if isinstance(problem, AudioError | AgentError):
            log.warning("not warm: %s", problem)
        elif isinstance(problem, BaseException):
            raise problem


def _keep(stack: AsyncExitStack, work: Coroutine[Any, Any, None]) -> None:
    """Let something go on until the stack is closed."""
    stack.push_async_callback(_ended, asyncio.create_task(work))


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
