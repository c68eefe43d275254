"""`python -m tests.guide_pages`: pages of the guide made from the kiosk itself.

`settings.md` from the settings, `troubles.md` from the errors and what customers are
told of them, `wiring.svg` from the pins. A test compares them with what lies there.
"""

import ast
import inspect
import os
from importlib import import_module
from pathlib import Path

from kiosk.config import KioskConfig, leaves
from kiosk.phrases import section
from kiosk.sample_config import descriptions

GUIDE = Path(__file__).parents[1] / "kiosk" / "guide"
ROOMS = ("audio", "catalog", "knowledge", "agents")
REMEDIES = {
    "no_microphone": "plug it in; `kiosk devices` lists what is there, part of the name"
    " goes into `[audio] input`",
    "muted": "somebody switched the microphone off: the mute button or key again",
    "no_loudspeaker": "plug it in; part of its name goes into `[audio] output`",
    "unreachable": "the network or the server: `kiosk doctor` asks each of them",
    "timeout": "a slow server: `[agents] turn_s`, `first_token_s`; put `offline` behind"
    " it in `[agents] engine`",
    "bad_key": "the key in `/etc/kiosk/openai_api_key` is refused; make a new one",
    "no_model": "the server has no model of that name: `[agents] model` and the models"
    " in `[audio.stt_openai]`, `[audio.tts_openai]`",
    "bad_request": "the server refuses what it is asked: `[agents] dialect`, `extra`",
    "no_quota": "the account at the provider is used up: plan and billing",
    "busy": "the provider limits requests; wait, or a higher limit there",
    "server_error": "the provider fails; put `offline` behind it in `[agents] engine`",
    "bad_answer": "the server does not keep to the protocol; `kiosk doctor` names it",
    "no_data": "`[catalog] shop`, the documents' folder or the disk: `kiosk doctor`",
    "no_ledger": "`[catalog] ledger`: start its server, look at the line; products go"
    " on from the copy meanwhile",
    "no_receipt": "the printer, or `[debts] print_command`, run by hand",
    "no_notice": "the disk is full, or the ledger away; it is tried again each minute",
    "failed": "a fault of the kiosk: `journalctl -u kiosk` has the traceback; `kiosk"
    " doctor --report` makes a report to send",
}
"""What to do, for every code that customers are told of."""

HEADER = {17: 11, 18: 12, 9: 21, 10: 19, 11: 23}
"""Pin of the chip (BCM) → pin of the Raspberry Pi's 40-pin connector."""


def settings_page() -> str:
    """Give every setting with its default, its variable and its meaning."""
    meanings = descriptions(KioskConfig)
    lines = [
        "# Settings",
        "",
        "Made from the settings by `make guide`. `kiosk config` shows what is in effect"
        " and where it came from; the environment",
        "variable of a setting is `KIOSK_`, its section and its name.",
    ]
    before = ""
    for key, info in leaves(KioskConfig):
        table, _, name = key.rpartition(".")
        if table != before:
            before = table
            lines += ["", f"## [{table}]", "", "| setting | default | meaning |"]
            lines += ["|---|---|---|"]
        default = _default(info.get_default(call_default_factory=True))
        lines.append(f"| `{name}` | {default} | {_cell(meanings[key])} |")
    return "\n".join(lines) + "\n"


def troubles_page() -> str:
    """Give every trouble customers are told of, and every error by room."""
    lines = [
        "# When something is wrong",
        "",
        "Made from the errors by `make guide`. First `kiosk doctor`: what fails stands"
        " on top, with its remedy. The log,",
        "`journalctl -u kiosk`, has a line `trouble CODE: …` for each of these, with"
        " the precise cause behind the code.",
        "",
        "| code | customers are told | what to do |",
        "|---|---|---|",
    ]
    spanish = section("trouble", "es")
    for code, said in section("trouble", "en").items():
        told = f"{said} / {spanish[code]}"
        lines.append(f"| `{code}` | {_cell(told)} | {_cell(REMEDIES[code])} |")
    lines += ["", "## What stands in the log", "", "| error | means |", "|---|---|"]
    for room in ROOMS:
        for name, meaning in _errors_of(room):
            lines.append(f"| `{name}` | {_cell(meaning)} |")
    lines += [
        "",
        "Exit codes of every command: 0 done, 1 failed, 2 usage or configuration, 3"
        " device missing, 4 service unreachable.",
    ]
    return "\n".join(lines) + "\n"


def wiring_picture() -> str:
    """Draw button and lamps at the connector."""
    rows = [
        ("button, to talk", 17, "GND", 9, ""),
        ("lamp", 18, "GND", 14, "330 Ω"),
        ("RGB lamp, red", 9, "GND", 25, "330 Ω"),
        ("RGB lamp, green", 10, "GND", 25, "330 Ω"),
        ("RGB lamp, blue", 11, "GND", 25, "330 Ω"),
    ]
    height = 70 + 52 * len(rows)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}"'
        ' font-family="sans-serif" font-size="14">',
        "<title>Button and lamps at the Raspberry Pi's 40-pin connector</title>",
        f'<rect width="640" height="{height}" fill="#fff"/>',
        '<text x="20" y="28" font-weight="bold">pin (GPIO)</text>',
        '<text x="520" y="28" font-weight="bold">ground pin</text>',
    ]
    for number, row in enumerate(rows):
        drawn += _wire(60 + 52 * number, *row)
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _wire(y: int, what: str, gpio: int, ground: str, pin: int, ohms: str) -> list[str]:
    """A line from a pin, through a resistor where there is one, to ground."""
    line = '<line x1="{}" y1="{y}" x2="{}" y2="{y}" stroke="#222" stroke-width="2"/>'
    parts = [
        f'<circle cx="30" cy="{y}" r="8" fill="#c8102e"/>',
        f'<text x="46" y="{y + 5}">{HEADER[gpio]} (GPIO {gpio})</text>',
        line.format(150, 220, y=y),
    ]
    if ohms:
        parts += [
            f'<rect x="220" y="{y - 9}" width="60" height="18" fill="none"'
            ' stroke="#222" stroke-width="2"/>',
            f'<text x="227" y="{y + 5}">{ohms}</text>',
            f'<path d="M330 {y - 10} v20 l20 -10 z" fill="#222"/>',
            f'<line x1="350" y1="{y - 10}" x2="350" y2="{y + 10}" stroke="#222"'
            ' stroke-width="2"/>',
            line.format(280, 330, y=y),
            line.format(350, 500, y=y),
        ]
    else:
        parts += [
            line.format(220, 300, y=y),
            f'<path d="M300 {y} l44 -16" stroke="#222" stroke-width="2" fill="none"/>',
            f'<circle cx="350" cy="{y}" r="4" fill="#222"/>',
            line.format(350, 500, y=y),
        ]
    parts += [
        f'<text x="372" y="{y - 8}">{what}</text>',
        f'<circle cx="514" cy="{y}" r="8" fill="#222"/>',
        f'<text x="530" y="{y + 5}">{pin} ({ground})</text>',
    ]
    return parts


def _errors_of(room: str) -> list[tuple[str, str]]:
    """The errors of a room, in order, by the first sentence about each."""
    module = import_module(f"{room}.errors")
    classes = [
        node.name
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef)
    ][1:]  # the first is the root of the others
    return [
        (name, " ".join((getattr(module, name).__doc__ or "").split("\n\n")[0].split()))
        for name in classes
    ]


def _default(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, tuple):
        text = ", ".join(map(str, value))
    return f"`{text}`" if value not in (None, "", (), {}) else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES = {
    "settings.md": settings_page,
    "troubles.md": troubles_page,
    "wiring.svg": wiring_picture,
}


def main() -> None:
    """Write every page."""
    os.environ.clear()  # nothing of this machine belongs into a page
    for name, page in PAGES.items():
        (GUIDE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
