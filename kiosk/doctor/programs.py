"""Programs and libraries beside the kiosk."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from kiosk.config import KioskConfig, LoadedConfig
from kiosk.doctor.check import Check, failed, fine, skipped, warning
from kiosk.doctor.machine import output_of


def checks(loaded: LoadedConfig) -> Iterator[Check]:
    """Look at programs and libraries."""
    config = loaded.config
    yield from _voices(config)
    yield _sound_library()
    yield _ffmpeg(config)
    yield _reading_machine()
    yield _libraries()
    for name, module, extra, is_needed in (
        ("PostgreSQL driver", "psycopg", "postgres", _uses(config, "postgres")),
        ("MySQL driver", "pymysql", "mysql", _uses(config, "mysql", "mariadb")),
        ("browsers", "textual_serve", "web", config.browser.token is not None),
    ):
        yield _driver(name, module, extra, is_needed=is_needed)


def _voices(config: KioskConfig) -> Iterator[Check]:
    program = shutil.which("espeak-ng")
    speaks = "espeak" in config.audio.voices
    if program is None:
        remedy = "sudo apt install espeak-ng"
        tell = failed if speaks else warning
        yield tell("espeak-ng", "not installed", remedy)
        return
    yield fine("espeak-ng", output_of(program, "--version").partition("Data")[0])
    for language in ("es", "en"):
        wanted = getattr(config.audio.espeak, language)
        listed = output_of(program, f"--voices={language}").split()
        if wanted in listed:
            yield fine(f"espeak voice {language}", wanted)
        else:
            remedy = f"take one that `espeak-ng --voices={language}` lists"
            yield failed(f"espeak voice {language}", f"no voice {wanted!r}", remedy)


def _sound_library() -> Check:
    from audio import DeviceMissing, list_devices

    try:
        list_devices("input")
    except DeviceMissing as error:
        return failed("PortAudio", str(error), "sudo apt install libportaudio2")
    return fine("PortAudio", "installed")


def _ffmpeg(config: KioskConfig) -> Check:
    if shutil.which("ffmpeg"):
        return fine("ffmpeg", "installed")
    if config.audio.chime and not config.audio.chime.endswith(".wav"):
        remedy = "sudo apt install ffmpeg, or give the chime as .wav"
        return failed("ffmpeg", "not installed, and the chime needs it", remedy)
    return skipped("ffmpeg", "not installed; only sound that is not WAV needs it")


def _reading_machine() -> Check:
    if shutil.which("tesseract"):
        return fine("tesseract", "scanned pages can be read")
    return skipped("tesseract", "not installed; only scanned documents need it")


def _libraries() -> Check:
    """Let pip compare what is installed with what the kiosk and its parts ask for."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return fine("libraries", "all as they should be")
    told = "; ".join(done.stdout.splitlines()) or "pip does not answer"
    return failed("libraries", told, "make clean setup")


def _driver(name: str, module: str, extra: str, *, is_needed: bool) -> Check:
    if find_spec(module) is not None:
        return fine(name, "installed")
    if is_needed:
        return failed(name, "missing", f"pip install 'voice-kiosk[{extra}]'")
    return skipped(name, "not installed, not in use")


def _uses(config: KioskConfig, *kinds: str) -> bool:
    places = (config.catalog.shop, config.catalog.ledger)
    return any(str(place).startswith(kinds) for place in places if place)
