"""Keys, servers, and models that are about to end."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from pydantic import SecretStr

from agents import AgentError, ask_retirement, engines_for, retiring
from kiosk.config import KioskConfig, LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning

SLOW_S = 1.5
OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """A server that the settings use for one thing."""

    use: str
    section: str
    url: str | None
    key: SecretStr | None
    model: str

    @property
    def host(self) -> str:
        return urlsplit(self.url or OPENAI_URL).netloc

    @property
    def is_openai(self) -> bool:
        return self.host.endswith("openai.com")


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Ask each server for its model."""
    for use, endpoint in _endpoints(loaded.config).items():
        if endpoint is None:
            yield skipped(use, "on this machine, no server")
            continue
        key = _key(endpoint)
        if key is not None:
            yield key
        yield from asyncio.run(_asked(endpoint))


def _endpoints(config: KioskConfig) -> dict[str, _Endpoint | None]:
    """What thinks, hears and speaks elsewhere; None where this machine does."""
    agents, audio = config.agents, config.audio
    found: dict[str, _Endpoint | None] = {"words": None, "ears": None, "voice": None}
    if set(engines_for(agents)) != {"offline"}:
        found["words"] = _Endpoint(
            "words", "agents", agents.base_url, agents.api_key, agents.model
        )
    for use, section in (
        ("ears", f"stt_{audio.ears[0]}"),
        ("voice", f"tts_{audio.voices[0]}"),
    ):
        server = getattr(audio, section, None)
        if server is not None and hasattr(server, "base_url"):
            found[use] = _Endpoint(
                use, f"audio.{section}", server.base_url, server.api_key, server.model
            )
    return found


def _key(endpoint: _Endpoint) -> Check | None:
    name = f"{endpoint.use}: key"
    if endpoint.key is None:
        if not endpoint.is_openai:
            return skipped(name, "none; local servers need none")
        remedy = f"set OPENAI_API_KEY, or [{endpoint.section}] api_key"
        return failed(name, "OpenAI needs one", remedy)
    key = endpoint.key.get_secret_value()
    if key != key.strip() or (endpoint.is_openai and not key.startswith("sk-")):
        remedy = "copy it again: it begins with sk- and has no spaces"
        return warning(name, "does not look like one", remedy)
    return fine(name, "there")


async def _asked(endpoint: _Endpoint) -> list[Check]:
    """Reach the server, and ask it for the model."""
    name = f"{endpoint.use}: {endpoint.host}"
    key = endpoint.key.get_secret_value() if endpoint.key else "none"
    began = time.monotonic()
    try:
        end = await ask_retirement(endpoint.model, key, endpoint.url)
    except AgentError as error:
        remedy = f"check the network, the key and [{endpoint.section}]"
        return [failed(name, str(error), remedy)]
    took_s = time.monotonic() - began
    told = f"has {endpoint.model}, answered in {took_s * 1000:.0f} ms"
    is_slow = took_s > SLOW_S
    reached = (
        warning(name, told, "customers wait for it; look at the line")
        if is_slow
        else fine(name, told)
    )
    last_day = f"{endpoint.use}: last day of {endpoint.model}"
    today = date.today()  # noqa: DTZ011 - the shop's own day
    if end is None:
        return [reached, fine(last_day, "none announced")]
    if retiring([end.model], today) or (end.last_day - today).days <= 90:
        remedy = f"set [{endpoint.section}] model to {end.successor or 'another'}"
        return [reached, warning(last_day, end.warning(today), remedy)]
    return [reached, fine(last_day, end.last_day.isoformat())]
