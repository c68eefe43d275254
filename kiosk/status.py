"""How the owner's kiosks are, read from the metrics at their doors."""

import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from kiosk.config import KioskConfig
from kiosk.settings import is_loopback

LIMIT_S = 3.0
"""A kiosk that has not answered by then is unreachable."""
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Status:
    """One kiosk at this moment."""

    kiosk: str
    """Host and port."""
    unread: str = ""
    """Why nothing is known of it; empty when it told."""
    is_refused: bool = False
    """It is there, and does not take the token."""
    is_ready: bool = False
    """A press would be answered."""
    turns_today: int = 0
    """Questions since midnight at the kiosk."""
    first_sound_s: float | None = None
    """Mean from the question to the first sound since it was started."""
    on_reserve: dict[str, str] = field(default_factory=dict)
    """Stations that a worse engine serves, and its name."""
    missing: tuple[str, ...] = ()
    """Sound devices that are not there."""
    last_trouble: str = ""
    """Code of what failed last."""
    trouble_age_s: float = 0.0


def own_address(config: KioskConfig) -> str:
    """Give the address of this machine's own door."""
    door = config.door
    scheme = "https" if door.certificate else "http"
    host = door.host if is_loopback(door.host) else "127.0.0.1"
    return f"{scheme}://{host}:{door.port}"


def read_all(addresses: Sequence[str], config: KioskConfig) -> list[Status]:
    """Ask kiosks at the same time; none holds up the others for long.

    Args:
        addresses: `http://host:port` or `https://host:port`, in the order wanted.
        config: Whose token opens them all.
    """
    with ThreadPoolExecutor(_AT_ONCE) as executor:
        return list(executor.map(lambda one: read(one, config), addresses))


def read(address: str, config: KioskConfig) -> Status:
    """Ask one kiosk; whatever goes wrong is told in the status."""
    name = urlsplit(address).netloc
    token = config.door.token.get_secret_value() if config.door.token else ""
    request = urllib.request.Request(  # noqa: S310 - the settings take http and https only
        f"{address}/metrics", headers={"Authorization": f"Bearer {token}"}
    )
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=_trust(address, config)),
    )
    try:
        with opener.open(request, timeout=LIMIT_S) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        is_refused = error.code in (401, 403)
        why = "it takes another token" if is_refused else f"it answers {error.code}"
        return Status(name, unread=why, is_refused=is_refused)
    except OSError as error:
        reason = getattr(error, "reason", error)
        told = getattr(reason, "strerror", None) or str(reason)
        return Status(name, unread=f"unreachable: {told}")
    return status_from(name, text)


def status_from(kiosk: str, metrics: str, *, now_s: float | None = None) -> Status:
    """Read a status out of metrics in Prometheus's text format.

    Args:
        kiosk: Its name.
        metrics: The text.
        now_s: The present, in seconds since 1970; None is the clock's.
    """
    found = [s for f in text_string_to_metric_families(metrics) for s in f.samples]
    sounds = _value(found, "kiosk_first_sound_seconds_count")
    trouble = _first(found, "kiosk_last_trouble_timestamp_seconds")
    engines = {
        s.labels["station"]: s.labels["engine"]
        for s in found
        if s.name == "kiosk_engine_info"
    }
    now_s = time.time() if now_s is None else now_s
    return Status(
        kiosk,
        is_ready=_value(found, "kiosk_ready") == 1,
        turns_today=int(_value(found, "kiosk_turns_today")),
        first_sound_s=(
            _value(found, "kiosk_first_sound_seconds_sum") / sounds if sounds else None
        ),
        on_reserve={
            station: engines.get(station, "?")
            for station in _labels(found, "kiosk_on_reserve", 1, "station")
        },
        missing=tuple(_labels(found, "kiosk_device_up", 0, "device")),
        last_trouble=trouble.labels["code"] if trouble else "",
        trouble_age_s=now_s - trouble.value if trouble else 0.0,
    )


def _trust(address: str, config: KioskConfig) -> ssl.SSLContext:
    """What a kiosk's certificate must be: known to the world, or the owner's own."""
    context = ssl.create_default_context()
    if config.door.certificate:
        context.load_verify_locations(config.door.certificate)
    if is_loopback(urlsplit(address).hostname or ""):
        context.check_hostname = False  # this machine; certificates name the other way
    return context


def _labels(
    samples: Iterable[Sample], name: str, value: float, label: str
) -> list[str]:
    """Give the label of every sample of this name and value."""
    return [s.labels[label] for s in samples if s.name == name and s.value == value]


def _first(samples: Iterable[Sample], name: str) -> Sample | None:
    return next((s for s in samples if s.name == name), None)


def _value(samples: Iterable[Sample], name: str) -> float:
    sample = _first(samples, name)
    return sample.value if sample else 0.0
