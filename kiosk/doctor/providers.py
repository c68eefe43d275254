"""Keys, servers, and models that are about to end."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from pydantic import SecretStr

import agents
import audio
from agents import AgentError, Served, ask_server, engines_for, retirement_of, warns
from kiosk.config import KioskConfig, LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning

SLOW_S = 1.5
OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that the settings use for one thing."""

    use: str
    section: str
    url: str | None
    key: SecretStr | None
    model: str
    dialect: str

    @property
    def host(self) -> str:
        """Name and port of the server."""
        return urlsplit(self.url or OPENAI_URL).netloc

    @property
    def is_openai(self) -> bool:
        """Whether it is OpenAI's own."""
        return self.host.endswith("openai.com")


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Ask each server for its model."""
    for use, endpoint in _endpoints(loaded.config).items():
        if endpoint is None:
            yield skipped(use, "on this machine, no server")
            continue
        yield key_of(endpoint)
        yield from asyncio.run(_asked(endpoint))


def _endpoints(config: KioskConfig) -> dict[str, Endpoint | None]:
    """What thinks, hears and speaks elsewhere; None where this machine does."""
    mind, sound = config.agents, config.audio
    found: dict[str, Endpoint | None] = {"words": None, "ears": None, "voice": None}
    if set(engines_for(mind)) != {"offline"}:
        found["words"] = Endpoint(
            "words", "agents", mind.base_url, mind.api_key, mind.model, mind.dialect
        )
    for use, section in (
        ("ears", f"stt_{sound.ears[0]}"),
        ("voice", f"tts_{sound.voices[0]}"),
    ):
        at = getattr(sound, section, None)
        if at is not None and hasattr(at, "base_url"):
            found[use] = Endpoint(
                use, f"audio.{section}", at.base_url, at.api_key, at.model, at.dialect
            )
    return found


def key_of(endpoint: Endpoint) -> Check:
    """Look whether there is a key, and whether it looks like one."""
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


async def _asked(endpoint: Endpoint) -> list[Check]:
    """Reach the server, and ask it for the model."""
    key = endpoint.key.get_secret_value() if endpoint.key else "none"
    url = endpoint.url or OPENAI_URL
    began = time.monotonic()
    try:
        served = await ask_server(endpoint.model, key, url)
    except AgentError as error:
        remedy = f"check the network, the key and [{endpoint.section}]"
        return [failed(f"{endpoint.use}: {endpoint.host}", str(error), remedy)]
    reached = _reached(endpoint, served, time.monotonic() - began)
    server = _known_server(endpoint, served)
    return [reached, _able(endpoint, server) if server else _last_day(endpoint, served)]


def _reached(endpoint: Endpoint, served: Served, took_s: float) -> Check:
    name = f"{endpoint.use}: {endpoint.host}"
    has = [str(model.get("id")) for model in served.models]
    if has and endpoint.model not in has:
        told = f"does not have {endpoint.model}; it has {', '.join(has[:5])}"
        return failed(name, told, f"set [{endpoint.section}] model to one of them")
    told = f"has {endpoint.model}, answered in {took_s * 1000:.0f} ms"
    if took_s > SLOW_S:
        return warning(name, told, "customers wait for it; look at the line")
    return fine(name, told)


def _known_server(endpoint: Endpoint, served: Served) -> str:
    """The server's name, by the settings or by what it says; empty for others."""
    if endpoint.dialect == "auto":
        if endpoint.use == "words":
            return agents.server_named(served.told, served.models)
        return audio.server_named(served.told, served.models)
    return "" if endpoint.dialect in {"openai", "compatible"} else endpoint.dialect


def _able(endpoint: Endpoint, server: str) -> Check:
    """Whether a server that we know can do what it is used for."""
    name = f"{endpoint.use}: server"
    if endpoint.use == "words":
        advice = agents.SERVERS[server].advice
    else:
        known = audio.SERVERS[server]
        advice = known.advice
        if not (known.hears if endpoint.use == "ears" else known.speaks):
            remedy = f"name another in [{endpoint.section}] base_url"
            return failed(name, f"{server} has no {endpoint.use}", remedy)
    return fine(name, f"{server}; {advice}" if advice else server)


def _last_day(endpoint: Endpoint, served: Served) -> Check:
    """When the model ends, by what the provider says or the table."""
    model = endpoint.model
    name = f"{endpoint.use}: last day of {model}"
    told = (
        said.get("shutdown_date") for said in served.models if said.get("id") == model
    )
    end = retirement_of(model, told=next(told, None))
    if end is None:
        return fine(name, "none announced")
    today = date.today()  # noqa: DTZ011 - the shop's own day
    if warns(end, today):
        remedy = f"set [{endpoint.section}] model to {end.successor or 'another'}"
        return warning(name, end.warning(today), remedy)
    return fine(name, end.last_day.isoformat())
