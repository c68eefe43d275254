"""All areas looked at at once, within a limit of time."""

import queue
import threading
import time
from dataclasses import replace

from kiosk.config import LoadedConfig
from kiosk.doctor import (
    document_servers,
    documents,
    files,
    machine,
    pins,
    programs,
    providers,
    service,
    shop,
    sound,
)
from kiosk.doctor.check import Check, Probe, Verdict, failed

LIMIT_S = 7.5
"""What has not answered by then is told as such."""

AREAS: dict[str, Probe] = {
    "machine": machine.checks,
    "programs": programs.checks,
    "files": files.checks,
    "sound": sound.checks,
    "pins": pins.checks,
    "shop": shop.checks,
    "documents": documents.checks,
    "document servers": document_servers.checks,
    "providers": providers.checks,
    "service": service.checks,
}

_Found = queue.SimpleQueue[tuple[str, Check | None]]


def examine(
    loaded: LoadedConfig,
    *,
    areas: dict[str, Probe] | None = None,
    limit_s: float = LIMIT_S,
) -> list[Check]:
    """Look at everything and give the checks, failures first."""
    pending = dict(areas or AREAS)
    order = list(pending)
    found: _Found = queue.SimpleQueue()
    for area, probe in pending.items():
        # A daemon: a driver that hangs must not keep the command from ending.
        threading.Thread(
            target=_look, args=(area, probe, loaded, found), daemon=True
        ).start()
    deadline = time.monotonic() + limit_s
    checks: list[Check] = []
    while pending:
        try:
            area, check = found.get(timeout=max(deadline - time.monotonic(), 0.001))
        except queue.Empty:
            break
        if check is None:
            del pending[area]
        else:
            checks.append(replace(check, area=area))
    checks += [_hung(area, limit_s) for area in pending]
    seriousness = list(Verdict)
    return sorted(
        checks, key=lambda c: (seriousness.index(c.verdict), order.index(c.area))
    )


def _look(area: str, probe: Probe, loaded: LoadedConfig, found: _Found) -> None:
    """Hand over an area's checks as they come; None when it is done."""
    try:
        for check in probe(loaded):
            found.put((area, check))
    except Exception as error:  # noqa: BLE001 - what breaks a probe is a finding, and the other areas go on
        told = f"{type(error).__name__}: {error}"
        found.put((area, failed("the rest", told, "report this with --report")))
    finally:
        found.put((area, None))


def _hung(area: str, limit_s: float) -> Check:
    told = failed(
        "the rest",
        f"no answer within {limit_s:g} s",
        "a device or server hangs; unplug it, or look at the log with "
        "`journalctl -u kiosk`",
    )
    return replace(told, area=area)
