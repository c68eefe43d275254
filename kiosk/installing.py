"""Making the kiosk a service of systemd, and undoing it, step by step.

Every step first says what it does; nothing is done that was not said.
"""

import grp
import pwd
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.sample_config import sample

UNITS = ("kiosk.service", "kiosk-tui.service")
OWN = Path(__file__).parents[1] / "systemd"
USER = "kiosk"
GROUPS = ("audio", "gpio", "input")
"""Sound, pins and keys; a group that does not exist here is left out."""
CREDENTIALS = ("openai_api_key", "door_token", "staff_pin", "staff_token")


class CannotInstall(Exception):
    """The service can't be installed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done to the system."""

    told: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class System:
    """The machine that the service is installed on."""

    root: Path = Path("/")
    """Where its file system begins."""

    @property
    def units(self) -> Path:
        """Where the owner's units are."""
        return self.root / "etc/systemd/system"

    @property
    def settings(self) -> Path:
        """Where the configuration and the credentials are."""
        return self.root / "etc/kiosk"


def install_steps(program: Path, *, unit: str, system: System) -> Iterator[Step]:
    """Give what makes `program` start with the machine.

    Args:
        program: The `kiosk` of a virtual environment.
        unit: One of `UNITS`.
        system: The machine.

    Raises:
        CannotInstall: The service's own user could not run the program.
    """
    if program.is_relative_to("/home") or program.is_relative_to("/root"):
        raise CannotInstall(
            f"{program} is in a home folder, which the service cannot see; "
            "move the kiosk to /opt/voice-kiosk, run `make setup` there, then try again"
        )
    if not program.is_file():
        raise CannotInstall(f"{program} is not there; run `make setup` first")
    if not _exists(pwd.getpwnam, USER):
        add = ["useradd", "--system", "--home-dir", "/var/lib/kiosk"]
        yield _command([*add, "--shell", "/usr/sbin/nologin", USER])
    yield _folder(system.settings)
    for name in CREDENTIALS:
        yield from _new_file(system.settings / name, "", 0o600, "empty: none yet")
    yield from _new_file(
        system.settings / "kiosk.toml", sample(), 0o644, "every setting, at its default"
    )
    other = next(name for name in UNITS if name != unit)
    if (system.units / other).exists():
        yield from remove_steps(other, system)
    yield _unit(system.units / unit, program)
    yield _command(["systemctl", "daemon-reload"])
    yield _command(["systemctl", "enable", "--now", unit])


def remove_steps(unit: str, system: System) -> Iterator[Step]:
    """Give what takes the service away; settings and databases stay."""
    file = system.units / unit
    if not file.exists():
        return
    yield _command(["systemctl", "disable", "--now", unit])
    yield Step(f"remove {file}", file.unlink)
    yield _command(["systemctl", "daemon-reload"])


def _command(words: list[str]) -> Step:
    def run() -> None:
        try:
            subprocess.run(words, check=True)  # noqa: S603 - our own words
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotInstall(f"{' '.join(words)}: {error}") from error

    return Step(f"run {' '.join(words)}", run)


def _folder(path: Path) -> Step:
    return Step(f"make {path}", lambda: path.mkdir(parents=True, exist_ok=True))


def _new_file(path: Path, text: str, mode: int, what: str) -> Iterator[Step]:
    if path.exists():
        return

    def write() -> None:
        path.touch(mode)
        path.write_text(text, encoding="utf-8")

    yield Step(f"write {path} ({what})", write)


def _unit(path: Path, program: Path) -> Step:
    def write() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(unit_text(path.name, program), encoding="utf-8")

    return Step(f"write {path}, which starts {program}", write)


def unit_text(unit: str, program: Path) -> str:
    """Give the unit with this program, and with the groups that exist here."""
    text = (OWN / unit).read_text(encoding="utf-8")
    text = re.sub(
        r"^ExecStart=\S+", lambda _: f"ExecStart={program}", text, flags=re.MULTILINE
    )
    groups = " ".join(name for name in GROUPS if _exists(grp.getgrnam, name))
    return re.sub(
        r"^SupplementaryGroups=.*", f"SupplementaryGroups={groups}", text, flags=re.M
    )


def _exists(look: Callable[[str], object], name: str) -> bool:
    try:
        look(name)
    except KeyError:
        return False
    return True
