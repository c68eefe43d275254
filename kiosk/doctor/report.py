"""Checks as text, as JSON, and as a report that may be shown to strangers."""

import importlib.metadata
import json
import platform
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, SecretStr

from kiosk.config import KioskConfig, LoadedConfig
from kiosk.doctor.check import Check, Verdict

_SIGNS = {
    Verdict.FAILED: "FAILED ",
    Verdict.WARNING: "warning",
    Verdict.FINE: "ok     ",
    Verdict.SKIPPED: "-      ",
}
_URL_PASSWORD = re.compile(r"(://[^:/@\s]+):[^@\s]+@")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PERSONAL = ("shop.name", "shop.state_dir")


def as_text(checks: Sequence[Check]) -> str:
    """Give a line for each check, its remedy below it, and a summary."""
    lines: list[str] = []
    for check in checks:
        what = f"{check.area}: {check.name}"
        lines.append(f"{_SIGNS[check.verdict]}  {what:34}  {check.found}")
        if check.remedy:
            lines.append(f"{'':9}> {check.remedy}")
    counts = Counter(check.verdict for check in checks)
    told = ", ".join(f"{counts[v]} {v}" for v in Verdict if counts[v])
    return "\n".join([*lines, "", f"{len(checks)} checks: {told}"]) + "\n"


def as_json(checks: Sequence[Check]) -> str:
    """Give the checks as a list of objects."""
    listed = [asdict(check) for check in checks]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def as_report(checks: Sequence[Check], loaded: LoadedConfig) -> str:
    """Give versions, settings that differ from the defaults, and the checks."""
    lines = [
        f"voice-kiosk {_version()}",
        f"Python {platform.python_version()}, {platform.platform()}",
        "",
        *(
            f"{setting.key} = {setting.value!r}  # {setting.origin}"
            for setting in loaded.settings()
            if setting.origin != "default" and setting.key not in _PERSONAL
        ),
        "",
    ]
    return "\n".join(lines) + as_text(checks)


def _version() -> str:
    try:
        return importlib.metadata.version("voice-kiosk")
    except importlib.metadata.PackageNotFoundError:
        return "not installed, run from its folder"


def redacted(text: str, config: KioskConfig) -> str:
    """Take secrets, passwords in addresses, e-mails and the home folder out."""
    for secret in _secrets(config):
        text = text.replace(secret, "********")
    text = _URL_PASSWORD.sub(r"\1:********@", text)
    text = _EMAIL.sub("someone@…", text)
    return text.replace(str(Path.home()), "~")


def _secrets(model: BaseModel) -> Iterable[str]:
    for name in type(model).model_fields:
        match getattr(model, name):
            case SecretStr() as secret if secret.get_secret_value():
                yield secret.get_secret_value()
            case BaseModel() as section:
                yield from _secrets(section)
