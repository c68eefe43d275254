"""Where an owner's settings lie, and the secrets beside them."""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path


class SecretOpen(OSError):
    """A secret that others may read; the message says how to close it."""


def owner_file(environment: Mapping[str, str]) -> Path | None:
    """The file that counts without `--config`: `$KIOSK_CONFIG`, or the user's own."""
    if named := environment.get("KIOSK_CONFIG"):
        return Path(named)
    settings = environment.get("XDG_CONFIG_HOME")
    home = environment.get("HOME")
    if settings:
        return Path(settings) / "kiosk" / "kiosk.toml"
    return Path(home) / ".config" / "kiosk" / "kiosk.toml" if home else None


def secrets_beside(
    file: Path, names: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yield the secrets in the folder of a settings file: a name, and what it holds.

    One that this user may not read is another's, such as the service's.

    Raises:
        SecretOpen: Others may read it.
    """
    for name in names:
        path = file.parent / name
        try:
            text = path.read_text(encoding="utf-8").strip()
            mode = path.stat().st_mode
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            continue
        if text and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SecretOpen(f"{path} can be read by others: chmod 600 {path}")
        if text:
            yield name, text
