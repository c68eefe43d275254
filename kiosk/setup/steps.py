"""The steps of the first start: what is asked, what is kept of it, what is checked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from audio import DeviceMissing, list_devices
from catalog import CatalogError, import_sheet, propose_for, write_map
from kiosk.config import ConfigError, LoadedConfig
from kiosk.doctor import documents, pins, providers, shop, sound
from kiosk.doctor.check import Check, Probe
from kiosk.openings import make_state_dir, own_shop
from kiosk.setup.file import OwnerFile

Given = Mapping[str, str]
"""A field's name → what was chosen or typed."""

SHEETS = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a step."""

    name: str
    """Of its text, and of what is given."""
    now: Callable[[LoadedConfig], str] = lambda _: ""
    """What is answered already, when the step is taken up."""
    choices: Callable[[], Sequence[str]] | None = None
    """What can be chosen; None: it is typed."""
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the wizard."""

    name: str
    fields: Sequence[Field]
    keep: Callable[[OwnerFile, Given], str]
    """Keeps what was given, and says what became of it beyond that, or nothing; raises
    ConfigError, CatalogError or OSError."""
    keys: Sequence[str]
    """Settings of which one shows that the step was done."""
    probe: Probe | None = None
    """Checks what was set."""

    def is_done(self, file: OwnerFile) -> bool:
        """Whether its answer is in the owner's file."""
        return any(file.has(key) for key in self.keys)

    def check(self, loaded: LoadedConfig) -> list[Check]:
        """Look at what was set. Blocks."""
        return list(self.probe(loaded)) if self.probe else []


def devices(way: Literal["input", "output"]) -> Callable[[], Sequence[str]]:
    """Give the names of the sound devices; the first is the system's own choice."""

    def names() -> Sequence[str]:
        try:
            return ["", *dict.fromkeys(device.name for device in list_devices(way))]
        except DeviceMissing:
            return [""]

    return names


def _plain(*keys: str) -> Callable[[OwnerFile, Given], str]:
    """Keep each answer under its setting."""

    def keep(file: OwnerFile, given: Given) -> str:
        file.put({key: given[key.rpartition(".")[2]].strip() for key in keys})
        return ""

    return keep


def _keep_name(file: OwnerFile, given: Given) -> str:
    name = given["name"].strip()
    if not name:
        raise ConfigError("a shop has a name")
    file.put({"shop.name": name})
    return ""


def _value(key: str) -> Callable[[LoadedConfig], str]:
    """Give how a setting is shown in a field."""

    def shown(loaded: LoadedConfig) -> str:
        value: Any = loaded.config
        for part in key.split("."):
            value = getattr(value, part)
        return "" if value is None else str(value)

    return shown


def _lamp(loaded: LoadedConfig) -> str:
    gpio = loaded.config.gpio
    pins = gpio.lamp_rgb or ((gpio.lamp,) if gpio.lamp is not None else ())
    return ", ".join(map(str, pins))


def _who(loaded: LoadedConfig) -> str:
    agents = loaded.config.agents
    if agents.engine == ("offline",):
        return "none"
    return "server" if agents.base_url else "openai"


def _keep_pins(file: OwnerFile, given: Given) -> str:
    lamps = [_pin(part) for part in given["lamp"].split(",") if part.strip()]
    if len(lamps) not in (0, 1, 3):
        raise ConfigError("lamp: one pin, or three for red, green and blue")
    file.put(
        {
            "gpio.button": _pin(given["button"]) if given["button"].strip() else "",
            "gpio.lamp": lamps[0] if len(lamps) == 1 else "",
            "gpio.lamp_rgb": lamps if len(lamps) == 3 else [],
        }
    )
    return ""


def _pin(text: str) -> int:
    if not text.strip().isdecimal():
        raise ConfigError(f"{text.strip()!r} is no pin: BCM numbers go from 0 to 27")
    return int(text)


def _keep_mind(file: OwnerFile, given: Given) -> str:
    key, url, model = (given[name].strip() for name in ("key", "base_url", "model"))
    match given["who"]:
        case "openai":
            if not key and not file.has("agents.api_key"):
                raise ConfigError("a key is needed; it begins with sk-")
            file.put({"agents.engine": "auto", "agents.base_url": ""})
        case "server":
            if not url or not model:
                raise ConfigError("a server needs its address and the model's name")
            file.put(
                {
                    "agents.engine": ["chat", "offline"],
                    "agents.base_url": url,
                    "agents.model": model,
                }
            )
        case _:
            file.put({"agents.engine": "offline"})
    if key:
        file.put_secret("openai_api_key", key)
    return ""


def _keep_shop(file: OwnerFile, given: Given) -> str:
    place = given["place"].strip()
    if not place:
        file.put({"catalog.shop": "", "catalog.map_file": ""})
        return ""
    if place.lower().endswith(SHEETS):
        config = file.loaded().config
        make_state_dir(config)
        report = import_sheet(Path(place).expanduser(), own_shop(config), dry_run=False)
        file.put({"catalog.shop": "", "catalog.map_file": ""})
        return (
            f"{report.new} + {report.changed} + {report.unchanged} products;"
            f" {report.rejected} lines left out"
        )
    if urlsplit(place).password:
        raise ConfigError(
            "keep the password out of the file: put the address into"
            " KIOSK_CATALOG_SHOP instead, and leave this empty"
        )
    proposal = propose_for(place)
    mapping = file.path.parent / "shop.map.toml"
    file.path.parent.mkdir(parents=True, exist_ok=True)
    write_map(proposal.shop_map, mapping)
    file.put({"catalog.shop": place, "catalog.map_file": str(mapping)})
    return proposal.explanation()


def _keep_documents(file: OwnerFile, given: Given) -> str:
    folder = given["folder"].strip()
    if folder and not Path(folder).expanduser().is_dir():
        raise ConfigError(f"{folder} is no folder")
    file.put({"knowledge.folder": str(Path(folder).expanduser()) if folder else ""})
    return ""


def _keep_staff(file: OwnerFile, given: Given) -> str:
    pin = given["pin"].strip()
    if not pin.isdecimal() or len(pin) < 6:
        raise ConfigError("the PIN has six digits or more")
    file.put_secret("staff_pin", pin)
    return ""


STEPS: Sequence[Step] = (
    Step(
        "language",
        [Field("language", _value("shop.language"), lambda: ("es", "en"))],
        _plain("shop.language"),
        ["shop.language"],
    ),
    Step("shop", [Field("name", _value("shop.name"))], _keep_name, ["shop.name"]),
    Step(
        "sound",
        [
            Field("input", _value("audio.input"), devices("input")),
            Field("output", _value("audio.output"), devices("output")),
        ],
        _plain("audio.input", "audio.output"),
        ["audio.input"],
        sound.checks,
    ),
    Step(
        "pins",
        [Field("button", _value("gpio.button")), Field("lamp", _lamp)],
        _keep_pins,
        ["gpio.button"],
        pins.checks,
    ),
    Step(
        "mind",
        [
            Field("who", _who, choices=lambda: ("openai", "server", "none")),
            Field("key", is_secret=True),
            Field("base_url", _value("agents.base_url")),
            Field("model", _value("agents.model")),
        ],
        _keep_mind,
        ["agents.engine"],
        providers.checks,
    ),
    Step(
        "catalog",
        [Field("place", _value("catalog.shop"))],
        _keep_shop,
        ["catalog.shop"],
        shop.checks,
    ),
    Step(
        "documents",
        [Field("folder", _value("knowledge.folder"))],
        _keep_documents,
        ["knowledge.folder"],
        documents.checks,
    ),
    Step("staff", [Field("pin", is_secret=True)], _keep_staff, ["staff.pin"]),
)
"""In the order in which they are asked."""

Failures = (ConfigError, CatalogError, OSError)
"""What keeping an answer may raise; each is told in place."""


def first_open(file: OwnerFile) -> int:
    """The place of the first step without an answer; behind the last: all are done."""
    done = [step.is_done(file) for step in STEPS]
    return done.index(False) if False in done else len(STEPS)
