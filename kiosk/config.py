"""Files and environment → one frozen configuration, and where each value came from.

Precedence, low to high: defaults, `/etc/kiosk/kiosk.toml`, `--config`, `$KIOSK_CONFIG`,
`~/.config/kiosk/kiosk.toml` (the first of the three), systemd credentials, environment
`KIOSK_<SECTION>_<KEY>`, command line. Beside either file may lie secrets, named as the
credentials are.
The SDK's own `OPENAI_API_KEY` and `OPENAI_BASE_URL` count as environment for every
OpenAI endpoint.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError
from pydantic.fields import FieldInfo

from agents import AgentSettings
from audio import AudioSettings
from catalog import CatalogSettings
from kiosk.mistakes import explain, leaves, nearest
from kiosk.owner_files import SecretOpen, owner_file, secrets_beside
from kiosk.settings import (
    BrowserSettings,
    BudgetSettings,
    CameraSettings,
    DebtSettings,
    DoorSettings,
    GpioSettings,
    KeysSettings,
    LadderSettings,
    ScreenSettings,
    ShopSettings,
    StaffSettings,
)
from knowledge import KnowledgeSettings

SYSTEM_FILE = Path("/etc/kiosk/kiosk.toml")
ENV_PREFIX = "KIOSK_"
NOT_SETTINGS = ("KIOSK_CONFIG", "KIOSK_SHARED", "KIOSK_FUZZ")
"""Variables with our prefix that say something else than a setting."""

OPENAI_ENVIRONMENT = {
    "OPENAI_API_KEY": (
        "agents.api_key",
        "audio.stt_openai.api_key",
        "audio.tts_openai.api_key",
        "audio.stt_realtime.api_key",
        "audio.tts_realtime.api_key",
        "knowledge.openai.api_key",
    ),
    "OPENAI_BASE_URL": (
        "agents.base_url",
        "audio.stt_openai.base_url",
        "audio.tts_openai.base_url",
        "audio.stt_realtime.base_url",
        "audio.tts_realtime.base_url",
        "knowledge.openai.base_url",
    ),
}
CREDENTIALS = {
    "openai_api_key": OPENAI_ENVIRONMENT["OPENAI_API_KEY"],
    "door_token": ("door.token",),
    "staff_pin": ("staff.pin",),
    "staff_token": ("staff.token",),
    "webhook_key": ("debts.webhook_key",),
}


class ConfigError(Exception):
    """The configuration can't be used; the message names file, key and remedy."""


class KioskConfig(BaseModel):
    """Every setting of the house, a section for each room."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shop: ShopSettings = ShopSettings()
    debts: DebtSettings = DebtSettings()
    door: DoorSettings = DoorSettings()
    staff: StaffSettings = StaffSettings()
    screen: ScreenSettings = ScreenSettings()
    camera: CameraSettings = CameraSettings()
    browser: BrowserSettings = BrowserSettings()
    gpio: GpioSettings = GpioSettings()
    keys: KeysSettings = KeysSettings()
    ladder: LadderSettings = LadderSettings()
    budget: BudgetSettings = BudgetSettings()
    audio: AudioSettings = AudioSettings()
    agents: AgentSettings = AgentSettings()
    catalog: CatalogSettings = CatalogSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()

    @property
    def state_dir(self) -> Path:
        """Where databases, index and caches live."""
        chosen = self.shop.state_dir or os.environ.get("STATE_DIRECTORY", "")
        return Path(chosen) if chosen else Path.home() / ".local" / "state" / "kiosk"

    @property
    def ledger_place(self) -> str:
        """Path or URL of customers and debts."""
        return self.catalog.ledger or str(self.state_dir / "ledger.db")


@dataclass(frozen=True, slots=True)
class Setting:
    """One value as `kiosk config` shows it."""

    key: str
    """Dotted, such as `audio.limit_s`."""
    value: object
    origin: str
    """`default`, a file's path, or the variable's name."""


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """The configuration and where each value came from."""

    config: KioskConfig
    origins: Mapping[str, str]

    def settings(self) -> Iterator[Setting]:
        """Yield every setting with its effective value, secrets masked."""
        for key, _ in leaves(KioskConfig):
            value: Any = self.config
            for part in key.split("."):
                value = getattr(value, part)
            shown = "********" if isinstance(value, SecretStr) else value
            yield Setting(key, shown, self.origins.get(key, "default"))


def load_config(
    path: Path | None = None,
    *,
    environment: Mapping[str, str],
    overrides: Mapping[str, object] | None = None,
    system_file: Path = SYSTEM_FILE,
) -> LoadedConfig:
    """Read and join every source.

    Args:
        path: The owner's file; None takes that of the environment, if it is there.
        environment: The process's variables.
        overrides: Dotted keys from the command line.
        system_file: Read first when it exists.

    Raises:
        ConfigError: A file can't be read, or a key or value is wrong.
    """
    path = path or file_in_use(environment)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for file in [system_file if system_file.is_file() else None, path]:
        if file is not None:
            _merge_file(file, values, origins)
            _merge_secrets(file, values, origins)
    sources = [*_from_credentials(environment), *_from_environment(environment)]
    for key, origin, text in sources:
        _put(values, key, text)
        origins[key] = origin
    for key, value in (overrides or {}).items():
        _put(values, key, value)
        origins[key] = "command line"
    _empty_is_none(values)
    try:
        return LoadedConfig(KioskConfig.model_validate(values), origins)
    except ValidationError as error:
        raise ConfigError(explain(error, origins, KioskConfig)) from error


def _merge_file(file: Path, values: dict[str, Any], origins: dict[str, str]) -> None:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not a TOML file: {error}") from error
    _merge(content, values, origins, str(file), "")


def _merge(
    content: Mapping[str, Any],
    values: dict[str, Any],
    origins: dict[str, str],
    origin: str,
    prefix: str,
) -> None:
    for name, value in content.items():
        if isinstance(value, dict):
            inner = values.setdefault(name, {})
            if not isinstance(inner, dict):
                inner = values[name] = {}
            _merge(value, inner, origins, origin, f"{prefix}{name}.")
        else:
            values[name] = value
        origins[f"{prefix}{name}"] = origin


def file_in_use(environment: Mapping[str, str]) -> Path | None:
    """The file that the environment names, or the user's own where there is one."""
    path = owner_file(environment)
    is_named = bool(environment.get("KIOSK_CONFIG"))
    return path if path is not None and (is_named or path.is_file()) else None


def _merge_secrets(file: Path, values: dict[str, Any], origins: dict[str, str]) -> None:
    try:
        for name, secret in secrets_beside(file, CREDENTIALS):
            for key in CREDENTIALS[name]:
                _put(values, key, secret)
                origins[key] = str(file.parent / name)
    except SecretOpen as error:
        raise ConfigError(str(error)) from error


def _from_credentials(
    environment: Mapping[str, str],
) -> Iterator[tuple[str, str, object]]:
    """Yield what systemd's LoadCredential= has laid ready."""
    folder = environment.get("CREDENTIALS_DIRECTORY")
    for name, keys in CREDENTIALS.items() if folder else ():
        file = Path(folder or "") / name
        secret = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
        if secret:
            yield from ((key, f"credential {name}", secret) for key in keys)


def _from_environment(
    environment: Mapping[str, str],
) -> Iterator[tuple[str, str, object]]:
    """Yield key, variable and value for each variable that sets something."""
    known = {
        ENV_PREFIX + key.replace(".", "_").upper(): (key, info)
        for key, info in leaves(KioskConfig)
    }
    for variable, keys in OPENAI_ENVIRONMENT.items():
        if environment.get(variable):
            yield from ((key, variable, environment[variable]) for key in keys)
    for variable, text in environment.items():
        if not variable.startswith(ENV_PREFIX) or variable in NOT_SETTINGS:
            continue
        if variable not in known:
            raise ConfigError(f"{variable}: no such setting{nearest(variable, known)}")
        key, info = known[variable]
        yield key, variable, _parts(text) if _is_list(info) else text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _is_list(info: FieldInfo) -> bool:
    origin = getattr(info.annotation, "__origin__", None)
    return origin in (list, tuple)


def _empty_is_none(values: dict[str, Any]) -> None:
    """Take an empty text for a setting that may be left unset as "not set"."""
    for key, info in leaves(KioskConfig):
        *sections, name = key.split(".")
        section = values
        for part in sections:
            section = section.get(part, {}) if isinstance(section, dict) else {}
        found = section.get(name) if isinstance(section, dict) else None
        is_empty = isinstance(found, str) and not found.strip()
        if is_empty and NoneType in get_args(info.annotation):
            section[name] = None


def _put(values: dict[str, Any], key: str, value: object) -> None:
    *sections, name = key.split(".")
    for section in sections:
        values = values.setdefault(section, {})
        if not isinstance(values, dict):
            return  # a section that is no table: the validation tells it
    values[name] = value
