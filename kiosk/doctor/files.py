"""Folders, rights, and secrets in the wrong places."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from kiosk.config import SYSTEM_FILE, KioskConfig, LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning
from kiosk.mistakes import leaves
from kiosk.settings import is_loopback

SHORT_TOKEN = 20
"""Characters below which a token can be guessed."""


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Look at folders, rights and secrets."""
    config = loaded.config
    yield _config_files(loaded)
    yield _secrets_in_files(loaded)
    yield _can_write(config.state_dir)
    yield from (
        _private("state folder's rights", config.state_dir),
        _private("ledger's rights", config.state_dir / "ledger.db"),
    )
    yield _token("HTTP door's token", config.door.token)
    yield _token("browsers' token", config.browser.token)
    yield _browser_address(config)


def _config_files(loaded: LoadedConfig) -> Check:
    read = {o for o in loaded.origins.values() if Path(o).is_file()}
    if not read:
        remedy = "kiosk config --sample > kiosk.toml"
        return skipped(
            "configuration", f"no file, all defaults; to begin one: {remedy}"
        )
    return fine("configuration", ", ".join(sorted(read)))


def _secrets_in_files(loaded: LoadedConfig) -> Check:
    secret = [
        key for key, info in leaves(KioskConfig) if "SecretStr" in str(info.annotation)
    ]
    in_files = {
        key: origin
        for key, origin in loaded.origins.items()
        if key in secret and Path(origin).is_file()
    }
    if not in_files:
        return fine("secrets", "none in a configuration file")
    told = ", ".join(f"{key} in {origin}" for key, origin in in_files.items())
    remedy = f"move it to the environment, or to a credential beside {SYSTEM_FILE}"
    is_open = any(Path(o).stat().st_mode & stat.S_IROTH for o in in_files.values())
    return (failed if is_open else warning)("secrets", told, remedy)


def _can_write(folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"kiosk")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        remedy = f"sudo chown -R $(whoami) {folder}, or set [shop] state_dir"
        return failed("state folder", f"{folder}: {error.strerror}", remedy)
    return fine("state folder", f"{folder} can be written")


def _private(name: str, place: Path) -> Check:
    if not place.exists():
        return skipped(name, "not there yet")
    mode = stat.S_IMODE(place.stat().st_mode)
    told = f"{mode:o}"
    if mode & 0o007:
        return warning(name, f"{told}: anybody may look", f"chmod o-rwx {place}")
    return fine(name, told)


def _token(name: str, token: SecretStr | None) -> Check:
    if token is None:
        return skipped(name, "none, so it stays shut")
    length = len(token.get_secret_value())
    if length < SHORT_TOKEN:
        remedy = "python3 -c 'import secrets; print(secrets.token_urlsafe())'"
        return warning(name, f"{length} characters can be guessed", remedy)
    return fine(name, f"{length} characters")


def _browser_address(config: KioskConfig) -> Check:
    host = config.browser.host
    if is_loopback(host):
        return fine("browsers' address", f"{host}: this machine only")
    if config.browser.token is None:
        remedy = 'set KIOSK_BROWSER_TOKEN, or [browser] host = "127.0.0.1"'
        return failed("browsers' address", f"{host} without a token", remedy)
    return fine("browsers' address", f"{host}, with a token")
