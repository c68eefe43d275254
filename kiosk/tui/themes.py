"""The screen's colours: dark, light, high contrast, and the Pi's own console.

A theme is a handful of named colours; the style sheet uses no others. On the console
only the sixteen colours exist, so its theme names them exactly: nothing is blended.
"""

from collections.abc import Mapping

from textual.theme import Theme


def _theme(name: str, colours: Mapping[str, str], *, is_dark: bool) -> Theme:
    return Theme(
        name=f"kiosk-{name}",
        primary=colours["accent"],
        accent=colours["accent"],
        foreground=colours["ink"],
        background=colours["paper"],
        surface=colours["paper"],
        panel=colours["card"],
        error=colours["trouble"],
        dark=is_dark,
        text_alpha=1.0,
        variables={
            **colours,
            "border": colours["accent"],
            "border-blurred": colours["line"],
            "scrollbar": colours["line"],
            "scrollbar-hover": colours["accent"],
            "scrollbar-active": colours["accent"],
            "scrollbar-background": colours["paper"],
            "scrollbar-background-hover": colours["paper"],
            "scrollbar-background-active": colours["paper"],
            "scrollbar-corner-color": colours["paper"],
            "input-cursor-background": colours["accent"],
            "input-cursor-foreground": colours["paper"],
            "input-selection-background": colours["accent"],
            "input-selection-foreground": colours["paper"],
        },
    )


DARK = {
    "paper": "#10151c",
    "ink": "#eef2f6",
    "muted": "#a3b0be",
    "card": "#1c2530",
    "line": "#3f4f60",
    "accent": "#7cc4ff",
    "band-ink": "#ffffff",
    "ready": "#1d4f7c",
    "listening": "#1b6b3c",
    "thinking": "#6a4a08",
    "speaking": "#5b3a8c",
    "trouble": "#9b2c2c",
}
LIGHT = {
    "paper": "#fbfaf7",
    "ink": "#16202a",
    "muted": "#4d5a67",
    "card": "#ebe8e1",
    "line": "#a9a69e",
    "accent": "#0b5394",
    "band-ink": "#ffffff",
    "ready": "#0b5394",
    "listening": "#17663a",
    "thinking": "#7a5200",
    "speaking": "#5b3a8c",
    "trouble": "#a32020",
}
CONTRAST = {
    "paper": "#000000",
    "ink": "#ffffff",
    "muted": "#e0e0e0",
    "card": "#000000",
    "line": "#ffffff",
    "accent": "#ffe94a",
    "band-ink": "#ffffff",
    "ready": "#003a75",
    "listening": "#00491f",
    "thinking": "#5c3a00",
    "speaking": "#4a1d80",
    "trouble": "#8a0000",
}
CONSOLE = {
    "paper": "#000000",
    "ink": "#ffffff",
    "muted": "#c0c0c0",
    "card": "#000000",
    "line": "#808080",
    "accent": "#00ffff",
    "band-ink": "#ffffff",
    "ready": "#000080",
    "listening": "#008000",
    "thinking": "#800080",
    "speaking": "#000080",
    "trouble": "#800000",
}
"""Rich maps these onto the standard colours 0 to 15 without a remainder."""

CONTRAST_THEME = "kiosk-contrast"
CONSOLE_THEME = "kiosk-console"


def themes(own: Mapping[str, str] = {}) -> tuple[Theme, ...]:
    """Every theme; dark and light with the shop's own colours.

    Args:
        own: #rrggbb by the colour's name.
    """
    return (
        _theme("dark", {**DARK, **own}, is_dark=True),
        _theme("light", {**LIGHT, **own}, is_dark=False),
        _theme("contrast", CONTRAST, is_dark=True),
        _theme("console", CONSOLE, is_dark=True),
    )


def theme_for(chosen: str, terminal_type: str) -> str:
    """The name of the theme for the owner's choice and this terminal.

    Args:
        chosen: auto, dark, light, contrast or console.
        terminal_type: What the terminal calls itself (`TERM`).
    """
    if chosen != "auto":
        return f"kiosk-{chosen}"
    is_console = terminal_type in ("linux", "vt100", "vt220")
    return "kiosk-console" if is_console else "kiosk-dark"
