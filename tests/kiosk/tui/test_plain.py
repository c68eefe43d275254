import pytest

from kiosk.tui.plain import one_line, plain


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("a\x1b[31mb\x1b[0mc", "abc"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\b", "ab"),
        ("a\x1bPq#0;2\x1b\\b", "ab"),
        ("a\x1b(0b", "ab"),
        ("a\x1bcb", "ab"),
        ("a\x9b2Jb", "ab"),
        ("a\x00\x07\x08\x7f\x85b", "ab"),
        ("a\x1b", "a"),
        ("a\u202eb\u2066c\u200bd", "abcd"),
        ("a\ud800b", "ab"),
        ("línea 1\r\nlínea 2\tñ€", "línea 1\nlínea 2 ñ€"),
    ],
)
def test_nothing_that_steers_a_terminal_is_left(hostile, harmless):
    assert plain(hostile) == harmless


def test_a_text_too_long_is_cut_and_marked():
    assert plain("x" * 10, limit=5) == "xxxx…"


def test_one_line_has_no_line_ends():
    assert one_line(" a\n b\t\tc ") == "a b c"
