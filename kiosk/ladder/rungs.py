"""The ladders that the settings mean: of the mind, the ears and the voice."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

from agents import AgentError, ChatModel, OfflineModel, build_model, engines_for
from audio import (
    PhraseBook,
    SpeechServiceError,
    Synthesizer,
    Transcriber,
    UnknownBackend,
    build_synthesizer,
    build_transcriber,
)
from kiosk.budget import FREE, Budget
from kiosk.config import ConfigError, KioskConfig
from kiosk.ladder.ladder import E, Ladder, Rest, Rung, Station, Step
from kiosk.ladder.stations import LadderTranscriber, LadderVoice

log = logging.getLogger(__name__)

OnStep = Callable[[Step], None]


def build_engines(
    config: KioskConfig, on_step: OnStep, budget: Budget
) -> Ladder[ChatModel] | None:
    """Give what thinks, best first; None when the rules do it alone.

    Raises:
        UnknownEngine: One of them does not exist, or lacks its key or address.
    """
    names = engines_for(config.agents)
    if set(names) == {"offline"}:
        return None
    build = partial(build_model, settings=config.agents, offline=OfflineModel)
    rungs = [Rung(name, build(name)) for name in names]
    return _ladder("mind", rungs, (AgentError,), config, on_step, budget)


def build_ears(
    config: KioskConfig,
    books: Callable[[], tuple[PhraseBook, ...]],
    on_step: OnStep,
    budget: Budget,
) -> Transcriber:
    """Give what hears.

    Raises:
        UnknownBackend: One of the ears does not exist.
    """
    build = partial(
        build_transcriber,
        config.audio,
        books=books,
        cache_dir=config.state_dir / "cache",
    )
    names = config.audio.ears
    rungs = _rungs(names, build, is_wish=config.audio.stt == names)
    if rungs[0].name in FREE:
        return rungs[0].engine
    errors = (SpeechServiceError,)
    ladder = _ladder("ears", rungs, errors, config, on_step, budget)
    return LadderTranscriber(ladder, budget)


def build_voice(config: KioskConfig, on_step: OnStep, budget: Budget) -> Synthesizer:
    """Give what speaks.

    Raises:
        UnknownBackend: One of the voices does not exist or is not installed.
    """
    names = config.audio.voices
    build = partial(build_synthesizer, config.audio)
    rungs = _rungs(names, build, is_wish=config.audio.tts == names)
    if rungs[0].name in FREE:
        return rungs[0].engine
    errors = (SpeechServiceError,)
    ladder = _ladder("voice", rungs, errors, config, on_step, budget)
    return LadderVoice(ladder, budget)


def _rungs(
    names: Sequence[str], build: Callable[[str], E], *, is_wish: bool
) -> list[Rung[E]]:
    """Build engines; one that nobody named and that is not installed is left out."""
    rungs: list[Rung[E]] = []
    for name in names:
        try:
            rungs.append(Rung(name, build(name)))
        except UnknownBackend as error:
            if is_wish or not rungs:
                raise
            log.warning("nothing stands behind %r: %s", rungs[-1].name, error)
    return rungs


def _ladder(
    station: Station,
    rungs: list[Rung[E]],
    errors: tuple[type[Exception], ...],
    config: KioskConfig,
    on_step: OnStep,
    budget: Budget,
) -> Ladder[E]:
    if config.budget.daily_cap and rungs[-1].name not in FREE:
        raise ConfigError(
            f"budget.daily_cap: {rungs[-1].name!r} costs as well; put an engine behind "
            f"it that asks no server ({', '.join(sorted(FREE))})"
        )
    settings = config.ladder
    rest = Rest(settings.rest_s, settings.longest_rest_s)
    return Ladder(
        station, rungs, errors, on_step, settings.hedge_s, rest, allows=budget.allows
    )
