"""What is left of a customer on the screen when the visit has ended: nothing."""

import time

from tests.doubles.kiosk_process import memory_settings, places_in
from tests.doubles.tmux import needs_tmux, python, terminal

CANARIES = ("zyxquark", "hermenegildaxq")
READY = "escriba su pregunta y pulse Intro"
LIMIT_S = 20

pytestmark = needs_tmux


def ask(window, question, answer):
    window.type(question)
    window.press("Enter")
    window.until_shown(answer)


def places(pid):
    return [found for word in CANARIES for found in places_in(pid, word.encode())]


def test_no_word_is_left_in_the_screens_memory_nor_to_scroll_back_to(tmp_path):
    settings = {
        "HOME": str(tmp_path),
        "KIOSK_SHOP_STATE_DIR": str(tmp_path / "state"),
        "KIOSK_KNOWLEDGE_FOLDER": "",
        "KIOSK_GPIO_BUTTON": "",
        **memory_settings(),
    }
    with terminal() as window:
        window.start(*python("-m", "kiosk", "run"), environment=settings)
        window.until_shown(READY)
        ask(window, f"tienen {CANARIES[0]} barato", CANARIES[0])
        ask(window, f"quiero un {CANARIES[1]} {CANARIES[0]}", CANARIES[1])
        pid = window.pid
        assert places(pid)
        window.press("F4")
        window.until(lambda: CANARIES[0] not in window.text)
        end = time.monotonic() + LIMIT_S
        while places(pid):
            assert time.monotonic() < end, places(pid)
        assert not any(word in window.history for word in CANARIES)
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert not any(word.encode() in path.read_bytes() for word in CANARIES), path
