"""The owner's settings file, changed value by value with its comments kept."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from kiosk.config import ConfigError, LoadedConfig, load_config
from kiosk.sample_config import sample


class OwnerFile:
    """One settings file; it is changed whole or not at all."""

    def __init__(self, path: Path) -> None:
        """Name the file; it may not be there yet."""
        self.path = path

    def loaded(self) -> LoadedConfig:
        """What it says, over the defaults alone.

        Raises:
            ConfigError: It can't be read, or a value is wrong.
        """
        file = self.path if self.path.exists() else None
        return load_config(file, environment={}, system_file=Path(os.devnull))

    def has(self, key: str) -> bool:
        """Whether it, or a secret beside it, sets a key."""
        return key in self.loaded().origins

    def put(self, values: Mapping[str, Any]) -> None:
        """Set dotted keys; a new file begins with every setting, commented.

        Raises:
            ConfigError: A value is wrong; the file is left as it was.
            OSError: It can't be written.
        """
        text = self.path.read_text("utf-8") if self.path.exists() else sample()
        for key, value in values.items():
            text = _with(text, key, value)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        written = self.path.with_name(f"{self.path.name}.new")
        try:
            written.write_text(text, encoding="utf-8")
            self._accept(written)
            if self.path.exists():
                written.chmod(self.path.stat().st_mode & 0o777)
            written.replace(self.path)
        finally:
            written.unlink(missing_ok=True)

    def _accept(self, written: Path) -> None:
        try:
            load_config(written, environment={}, system_file=Path(os.devnull))
        except ConfigError as error:
            told = str(error).replace(str(written), str(self.path))
            raise ConfigError(told) from error

    def put_secret(self, name: str, secret: str) -> None:
        """Keep a secret in a file of its own that nobody else may read.

        Raises:
            OSError: It can't be written.
        """
        path = self.path.parent / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        written = path.with_name(f".{name}.new")
        written.unlink(missing_ok=True)
        written.touch(0o600)
        written.write_text(f"{secret}\n", encoding="utf-8")
        written.replace(path)


def _with(text: str, key: str, value: object) -> str:
    """The text with one key set: where its comment stands, or at its table's end."""
    table, _, name = key.rpartition(".")
    document: Any = tomlkit.parse(text)
    section = document
    for part in table.split("."):
        section = section.get(part, {})
    line = f"{name} = {tomlkit.item(value).as_string()}"
    if name not in section and (changed := _uncommented(text, table, name, line)):
        return changed
    section = document
    for part in table.split("."):
        section = section.setdefault(part, tomlkit.table())
    section[name] = value
    return tomlkit.dumps(document)


def _uncommented(text: str, table: str, name: str, line: str) -> str | None:
    """The text with a line in the place of its commented default, if that is there."""
    lines = text.split("\n")
    present = ""
    for number, old in enumerate(lines):
        if header := re.match(r"\[([\w.]+)\]", old):
            present = header[1]
        elif present == table and re.match(rf"#\s*{name}\s*=", old):
            lines[number] = line
            return "\n".join(lines)
    return None
