import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kiosk.cli import parser
from kiosk.config import KioskConfig
from kiosk.mistakes import leaves
from kiosk.sample_config import descriptions, sample

ROOT = Path(__file__).parents[2]


def test_the_imports_keep_to_the_house():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_every_setting_says_what_it_means():
    described = descriptions(KioskConfig)
    assert [key for key, _ in leaves(KioskConfig) if not described.get(key)] == []


def test_the_sample_configuration_is_the_one_the_settings_give():
    written = (ROOT / "kiosk" / "kiosk.sample.toml").read_text(encoding="utf-8")
    assert written == sample()


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    actions = [a for a in parser()._actions if hasattr(a, "choices") and a.choices]
    for command in actions[0].choices:
        assert f"kiosk {command}" in readme


def test_every_direct_dependency_has_its_line_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("## What it is built on") :]
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = pyproject[: pyproject.index("[dependency-groups]")]
    listed = listed[listed.index("dependencies = [") :]
    for name in re.findall(r'^(?:\w+ = \[)?\s*"([A-Za-z0-9-]+)', listed, re.MULTILINE):
        assert name in table, f"{name} is not explained in the README"


def test_no_lock_names_an_address():
    for lock in ROOT.glob("requirements*.txt"):
        assert "://" not in lock.read_text(encoding="utf-8")


def test_the_sample_configuration_is_toml_when_its_comment_signs_are_taken_away():
    written = (ROOT / "kiosk" / "kiosk.sample.toml").read_text(encoding="utf-8")
    settings = re.sub(r"^# (?=\w+ = )", "", written, flags=re.MULTILINE)
    assert tomllib.loads(settings)["audio"]["stt_openai"]["extra"] == {}


@pytest.mark.parametrize(
    "page", ["README.md", "kiosk/guide/es.md", "kiosk/guide/en.md"]
)
def test_every_command_in_the_docs_can_be_typed(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    lines = "\n".join(blocks).splitlines()
    typed = [
        shlex.split(match[1], comments=True)
        for line in lines
        if (match := re.match(r" {0,3}(?:sudo )?(?:\S*/)?kiosk ([^>|]*)", line))
    ]
    is_form = re.compile(r"[A-Z]{3,}|…")  # what stands for something else
    commands = [words for words in typed if not is_form.search(" ".join(words))]
    assert len(commands) > 3
    for words in commands:
        parser().parse_args(words)
