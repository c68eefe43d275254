"""Contrast, computed from the themes' own colours."""

import pytest
from textual.color import Color

from kiosk.tui.themes import CONSOLE, CONTRAST, DARK, LIGHT, theme_for, themes

TEXT_PAIRS = [
    *(
        (ink, paper)
        for ink in ("ink", "muted", "accent")
        for paper in ("paper", "card")
    ),
    *(
        ("band-ink", band)
        for band in ("ready", "listening", "thinking", "speaking", "trouble")
    ),
]


def luminance(colour):
    """Source: WCAG 2.2, relative luminance."""
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in Color.parse(colour).normalized
    )
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(ink, paper):
    dark, light = sorted((luminance(ink), luminance(paper)))
    return (light + 0.05) / (dark + 0.05)


def lowest_contrast(theme):
    return min(contrast(theme[ink], theme[paper]) for ink, paper in TEXT_PAIRS)


def test_text_in_the_high_contrast_theme_has_at_least_seven_to_one():
    assert lowest_contrast(CONTRAST) >= 7


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONSOLE], ids="dark light con".split())
def test_text_in_every_theme_has_at_least_the_usual_contrast(theme):
    assert lowest_contrast(theme) >= 4.5


def test_every_theme_names_the_same_colours():
    assert LIGHT.keys() == DARK.keys() == CONTRAST.keys() == CONSOLE.keys()


def test_the_console_theme_uses_the_sixteen_colours_exactly():
    halves = {"00", "80", "c0", "ff"}
    for colour in CONSOLE.values():
        assert {colour[1:3], colour[3:5], colour[5:7]} <= halves


def test_the_theme_follows_the_terminal_unless_the_owner_chose():
    assert theme_for("auto", "linux") == "kiosk-console"
    assert theme_for("auto", "xterm-256color") == "kiosk-dark"
    assert theme_for("light", "linux") == "kiosk-light"
    assert {theme.name for theme in themes()} >= {"kiosk-contrast", "kiosk-light"}


def test_the_shops_own_colour_is_used_where_contrast_is_not_promised():
    accents = {theme.name: theme.accent for theme in themes({"accent": "#ff8800"})}
    assert accents["kiosk-dark"] == accents["kiosk-light"] == "#ff8800"
    assert accents["kiosk-contrast"] == CONTRAST["accent"]
