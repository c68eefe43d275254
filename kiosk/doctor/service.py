"""The systemd service, as far as this machine has one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning
from kiosk.doctor.machine import output_of

UNITS = Path("/etc/systemd/system")
NAMES = ("kiosk.service", "kiosk-tui.service")
PROPERTIES = "ActiveState,SubState,UnitFileState,NRestarts,Result"


def checks(_: LoadedConfig) -> Iterator[Check]:
    """Look at the units that are installed."""
    installed = [name for name in NAMES if (UNITS / name).exists()]
    if not installed:
        yield skipped("service", "not installed; started by hand")
        return
    yield fine("service", f"{', '.join(installed)} installed")
    for name in installed:
        yield _same_as_ours(name)
        yield from _state(name)


def _same_as_ours(name: str) -> Check:
    ours = Path(__file__).parents[2] / "systemd" / name
    if ours.exists() and ours.read_bytes() != (UNITS / name).read_bytes():
        remedy = f"compare {ours} with {UNITS / name}"
        return warning(f"{name} as delivered", "differs", remedy)
    return fine(f"{name} as delivered", "unchanged")


def _state(name: str) -> Iterator[Check]:
    if shutil.which("systemctl") is None:
        yield skipped(f"{name} runs", "systemd does not run here")
        return
    lines = output_of("systemctl", "show", name, f"--property={PROPERTIES}")
    found = dict(line.partition("=")[::2] for line in lines.splitlines())
    if not found:
        yield skipped(f"{name} runs", "systemd does not run here")
        return
    told = f"{found.get('ActiveState')} ({found.get('SubState')})"
    log = f"journalctl -u {name} -n 50"
    if found.get("ActiveState") == "active":
        yield fine(f"{name} runs", told)
    else:
        yield failed(f"{name} runs", f"{told}, {found.get('Result')}", log)
    restarts = int(found.get("NRestarts") or 0)
    if restarts:
        yield warning(f"{name} restarts", f"{restarts} since it was started", log)
    else:
        yield fine(f"{name} restarts", "none")
    if found.get("UnitFileState") != "enabled":
        remedy = f"sudo systemctl enable {name}"
        yield warning(f"{name} at boot", "not started", remedy)
    else:
        yield fine(f"{name} at boot", "started")
