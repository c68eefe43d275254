"""Warns of models that their provider is about to switch off, once a day."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date

from pydantic import SecretStr

from agents import (
    AgentError,
    Retirement,
    ask_retirement,
    engines_for,
    retirement_of,
    warns,
)
from kiosk.config import KioskConfig
from kiosk.events import ModelRetiring
from kiosk.notices import Notices

log = logging.getLogger(__name__)

DAY_S = 24 * 3600.0
Served = tuple[str, SecretStr | None, str | None]
"""A model, the key and the address it is asked with."""


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the shop's own day


def served(config: KioskConfig) -> Iterator[Served]:
    """Yield the models in use that OpenAI serves; others announce no ends."""
    agents, audio = config.agents, config.audio
    if set(engines_for(agents)) != {"offline"} and agents.spoken_dialect == "openai":
        yield agents.model, agents.api_key, agents.base_url
    names = [*(f"stt_{ears}" for ears in audio.ears)]
    names += [f"tts_{voice}" for voice in audio.voices]
    for name in names:
        endpoint = getattr(audio, name, None)
        if endpoint is not None and getattr(endpoint, "is_openai", False):
            yield endpoint.model, endpoint.api_key, endpoint.base_url


async def retiring_now(config: KioskConfig, today: date) -> AsyncIterator[Retirement]:
    """Yield the ends that are near; the shipped table answers for a silent provider."""
    for model, key, url in served(config):
        secret = key.get_secret_value() if key else "unused"
        try:
            end = await ask_retirement(model, secret, url)
        except AgentError as error:
            log.debug("%s: not asked when it ends: %s", model, error)
            end = retirement_of(model)
        if end is not None and warns(end, today):
            yield end


async def keep_models(
    config: KioskConfig,
    notices: Notices,
    *,
    today: Callable[[], date] = _today,
    day_s: float = DAY_S,
) -> None:
    """Announce the ends that are near, each day, until cancelled."""
    while True:
        async for end in retiring_now(config, today()):
            notices.retiring(
                ModelRetiring(
                    end.model, end.warning(today()), end.last_day, end.successor or ""
                )
            )
        await asyncio.sleep(day_s)
