"""What reaches the terminal, byte for byte."""

import pytest

from tests.doubles.pty_process import OnTerminal

SCREEN = ("-m", "tests.doubles.live_screen")


@pytest.fixture
def screen(tmp_path):
    """Give a function that starts the screen on a terminal."""

    def start(*script, **how):
        return OnTerminal(*SCREEN, str(tmp_path / "log"), *script, **how)

    return start


def test_control_sequences_in_what_is_heard_said_and_sold_never_reach_it(screen):
    with screen("hostile") as kiosk:
        kiosk.until_drawn("5,00")
        kiosk.rest(0.5)
        assert kiosk.drawn.count("[red]x[/red]") >= 3
        assert "pwned" not in kiosk.drawn
        assert not {"\x90", "\x9b", "\x9c"} & set(kiosk.drawn)
        assert b"\x1b[31;5m" not in kiosk.written
        assert b"\x1b[?1049l" not in kiosk.written


@pytest.mark.parametrize("how", [{"TERM": "dumb"}, {"columns": 20, "rows": 12}])
def test_a_poor_terminal_asks_and_answers(screen, how):
    with screen(**how) as kiosk:
        kiosk.until_drawn("Pregunte")
        kiosk.rest(0.5)
        kiosk.write(b"pan\r")
        kiosk.until_drawn("«ñandú»")
