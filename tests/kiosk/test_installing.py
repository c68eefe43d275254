import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib

import pytest

from kiosk.cli import run
from kiosk.installing import (
    UNITS,
    CannotInstall,
    System,
    install_steps,
    remove_steps,
    unit_text,
)


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A machine in a folder; what would be run is written down."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("useradd", "systemctl"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> {tmp_path}/done\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    return System(tmp_path / "machine")


@pytest.fixture
def program(tmp_path):
    place = tmp_path / "opt" / "kiosk"
    place.parent.mkdir()
    place.write_text("#!/bin/sh\n")
    place.chmod(0o755)
    return place


def install(program, system, unit="kiosk.service"):
    steps = list(install_steps(program, unit=unit, system=system))
    for step in steps:
        step.do()
    return [step.told for step in steps]


def test_the_service_is_installed_and_started(program, system, tmp_path):
    told = install(program, system)
    unit = (system.units / "kiosk.service").read_text()
    assert f"ExecStart={program} serve" in unit
    assert told[-1] == "run systemctl enable --now kiosk.service"
    done = (tmp_path / "done").read_text().splitlines()
    assert done[0].endswith("--shell /usr/sbin/nologin kiosk")
    assert done[-2:] == [
        "systemctl daemon-reload",
        "systemctl enable --now kiosk.service",
    ]


def test_secrets_are_for_root_alone_and_settings_are_commented(program, system):
    install(program, system)
    for name in ("openai_api_key", "door_token", "staff_pin", "staff_token"):
        mode = (system.settings / name).stat().st_mode
        assert stat.S_IMODE(mode) == 0o600
    settings = tomllib.loads((system.settings / "kiosk.toml").read_text())
    assert settings["shop"] == {}


def test_installing_again_keeps_what_the_owner_wrote(program, system):
    install(program, system)
    (system.settings / "openai_api_key").write_text("sk-mine")
    install(program, system)
    assert (system.settings / "openai_api_key").read_text() == "sk-mine"


def test_the_screen_takes_the_place_of_the_service_without(program, system):
    install(program, system)
    install(program, system, "kiosk-tui.service")
    assert [name for name in UNITS if (system.units / name).exists()] == [
        "kiosk-tui.service"
    ]


def test_undoing_keeps_the_settings(program, system, tmp_path):
    install(program, system)
    for step in remove_steps("kiosk.service", system):
        step.do()
    assert not (system.units / "kiosk.service").exists()
    assert (system.settings / "kiosk.toml").exists()
    done = (tmp_path / "done").read_text()
    assert "systemctl disable --now kiosk.service" in done
    assert list(remove_steps("kiosk.service", system)) == []


def test_a_program_that_the_service_could_not_see_is_refused(system, tmp_path):
    for place in ("/home/ana/voice-kiosk/.venv/bin/kiosk", "/root/kiosk"):
        with pytest.raises(CannotInstall, match="/opt/voice-kiosk"):
            list(install_steps(type(tmp_path)(place), unit=UNITS[0], system=system))
    with pytest.raises(CannotInstall, match="make setup"):
        list(install_steps(tmp_path / "none", unit=UNITS[0], system=system))


def test_what_systemd_refuses_is_told(program, system, tmp_path):
    (tmp_path / "bin" / "systemctl").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(CannotInstall, match="systemctl daemon-reload"):
        install(program, system)


def test_groups_that_do_not_exist_here_are_left_out(program):
    (line,) = (
        line
        for line in unit_text("kiosk.service", program).splitlines()
        if line.startswith("SupplementaryGroups=")
    )
    groups = line.partition("=")[2].split()
    assert "audio" in groups
    known = subprocess.run(
        ["getent", "group", *groups], capture_output=True, text=True, check=True
    )
    assert len(known.stdout.splitlines()) == len(groups)


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_finds_nothing_wrong_with_the_unit(unit, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    path = tmp_path / unit
    path.write_text(unit_text(unit, type(tmp_path)("/bin/true")))
    done = subprocess.run(
        ["systemd-analyze", "verify", path], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if unit in line]
    assert ours == []
    assert done.returncode == 0


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_finds_the_unit_hardly_exposed(unit, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    path = tmp_path / unit
    path.write_text(unit_text(unit, type(tmp_path)("/bin/true")))
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", path],
        capture_output=True,
        text=True,
        check=False,
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert level is not None, done.stderr
    assert float(level[1]) <= 2.0


def test_a_dry_run_of_the_command_does_nothing(capsys, system, program, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(program.parent / "python"))
    assert run(["install-service", "--dry-run"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == "nothing was done"
    assert "run systemctl enable --now kiosk.service" in told
    assert not (system.root.parent / "done").exists()
