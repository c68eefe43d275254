"""Everything an owner would miss, in one file, and back again.

Databases are copied as one moment saw them, also while the kiosk runs. What is made
again by itself (the documents' index, caches) is left out; databases on a server are
the server's to keep.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from catalog import copy_sqlite
from kiosk.config import ConfigError, KioskConfig

MANIFEST = "manifest.json"
FORM = 1
"""Raised when older kiosks could not read the file any more."""
SETTINGS = "kiosk.toml"
DOCUMENTS = "documents"
_HELD = "in-use"


class BackupUnfit(Exception):
    """The file can't be restored; the message says why."""


class KioskRuns(Exception):
    """A kiosk has its state open."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup."""

    name: str
    """In the backup, with slashes."""
    path: Path
    """On this machine."""
    is_database: bool = False


def parts_of(config: KioskConfig, settings: Path | None) -> Iterator[Part]:
    """Give what belongs into a backup, whether it is there or not."""
    if settings is not None:
        yield Part(SETTINGS, settings)
    shop = config.catalog.shop or str(config.state_dir / "shop.db")
    ledger = config.catalog.ledger or str(config.state_dir / "ledger.db")
    for name, place in (("shop.db", shop), ("ledger.db", ledger)):
        if "://" not in place:
            yield Part(name, Path(place), is_database=True)
    if config.catalog.map_file:
        yield Part("tables.toml", Path(config.catalog.map_file).expanduser())
    folder = config.knowledge.folder
    for file in sorted(folder.rglob("*")) if folder else ():
        if folder and file.is_file():
            yield Part(f"{DOCUMENTS}/{file.relative_to(folder).as_posix()}", file)


def on_servers(config: KioskConfig) -> list[str]:
    """Give the settings whose databases are on a server, and so not in a backup."""
    places = {"shop": config.catalog.shop, "ledger": config.catalog.ledger}
    return [f"catalog.{name}" for name, place in places.items() if "://" in place]


def back_up(config: KioskConfig, settings: Path | None, target: Path) -> list[str]:
    """Write a backup and give the names of its parts.

    Readable by its owner alone: it holds what the ledger holds.

    Raises:
        CatalogError: A database can't be copied.
        OSError: The file can't be written.
    """
    sums: dict[str, str] = {}
    unfinished = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for part in parts_of(config, settings):
                if not part.path.is_file():
                    continue
                source = part.path
                if part.is_database:
                    source = Path(folder) / part.name
                    copy_sqlite(part.path, source)
                archive.write(source, part.name)
                sums[part.name] = _sum(source)
            archive.writestr(MANIFEST, json.dumps({"form": FORM, "parts": sums}))
            file.flush()
    unfinished.replace(target)
    return list(sums)


def restore(
    source: Path, settings: Path, load: Callable[[], KioskConfig]
) -> list[Path]:
    """Put everything of a backup into its place and give the files written.

    What was there before is kept beside it as `….before-restore`. Settings are put back
    first: they say where the rest belongs.

    Args:
        source: The backup.
        settings: Where the settings belong.
        load: Reads the configuration, after the settings were put back.

    Raises:
        BackupUnfit: No backup, damaged, or of a newer kiosk.
        KioskRuns: The kiosk must be stopped first.
        ConfigError: The settings in it can't be used.
    """
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder)
        names = _unpack(source, unpacked)
        written = []
        if SETTINGS in names:
            written.append(_put(unpacked / SETTINGS, settings))
        config = load()
        config.state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with state_held_alone(config.state_dir):
            for name in names:
                target = _place_of(name, config)
                if target is not None:
                    written.append(_put(unpacked / name, target))
    return written


@contextmanager
def state_in_use(state_dir: Path) -> Iterator[None]:
    """Hold the state directory beside other kiosks, after any restoring has ended.

    Raises:
        ConfigError: It can't be written.
    """
    try:
        file = (state_dir / _HELD).open("a")
    except OSError as error:
        raise ConfigError(
            f"shop.state_dir: {state_dir} can't be written ({error.strerror}); name a "
            "folder that can"
        ) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def state_held_alone(state_dir: Path) -> Iterator[None]:
    """Hold the state directory against every kiosk.

    Raises:
        KioskRuns: One has it in use.
    """
    with (state_dir / _HELD).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            told = f"a kiosk runs with {state_dir}; stop it: sudo systemctl stop kiosk"
            raise KioskRuns(told) from error
        yield


def _unpack(source: Path, folder: Path) -> list[str]:
    """Unpack and check a backup; give the names of its parts."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            sums: dict[str, str] = dict(manifest["parts"])
            if manifest["form"] > FORM:
                raise BackupUnfit(f"{source} was made by a newer kiosk")
            for name in sums:
                archive.extract(name, folder)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BackupUnfit(f"{source} is no backup of a kiosk: {error}") from error
    for name, expected in sums.items():
        if ".." in PurePosixPath(name).parts or _sum(folder / name) != expected:
            raise BackupUnfit(f"{source} is damaged: {name}")
    return list(sums)


def _place_of(name: str, config: KioskConfig) -> Path | None:
    folder = config.knowledge.folder
    if name.startswith(f"{DOCUMENTS}/"):
        return folder / name.partition("/")[2] if folder else None
    return next((p.path for p in parts_of(config, None) if p.name == name), None)


def _put(source: Path, target: Path) -> Path:
    """Replace a file in one step, keeping the one before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.copy2(target, target.with_name(target.name + ".before-restore"))
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    for leftover in ("-journal", "-wal", "-shm"):
        # SQLite would play a dead database's journal into the restored one.
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    Path(file.name).replace(target)
    return target


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
