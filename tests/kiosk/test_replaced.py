"""A kiosk that is stuck is replaced within 15 s, and the log says what was stuck."""

import os
import re
import signal
from pathlib import Path

import pytest

from tests.doubles import virtual_sound
from tests.doubles.kiosk_inside import record_question
from tests.doubles.supervisor import FaultyKiosk, Supervisor
from tests.doubles.virtual_sound import VirtualSoundCard

WITHIN_S = 15
UNIT = Path(__file__).parents[2] / "systemd" / "kiosk.service"


def of_the_unit(setting):
    return float(re.search(rf"^{setting}=(.+)$", UNIT.read_text(), re.MULTILINE)[1])


def test_a_blocked_loop(tmp_path):
    watchdog_s = 2.0  # the unit's is longer, and nothing else would change
    with supervised(tmp_path, watchdog_s) as manager:
        os.kill(manager.kiosk.pid, signal.SIGUSR1)
        spared_s = of_the_unit("WatchdogSec") - watchdog_s
        assert manager.until_replaced() + spared_s < WITHIN_S
        assert "block_the_loop" in manager.kiosk.log
        manager.until_ready()


def test_a_thread_of_the_tools_that_waits_for_ever(tmp_path):
    with supervised(tmp_path) as manager:
        os.kill(manager.kiosk.pid, signal.SIGUSR2)
        assert manager.until_replaced() < WITHIN_S
        assert "to be replaced: the thread of the tools is stuck" in manager.kiosk.log
        manager.until_ready()


@pytest.mark.sound
def test_a_sound_server_that_gives_no_blocks(tmp_path):
    if (missing := virtual_sound.why_not()) is not None:
        pytest.skip(missing)
    (tmp_path / "sound").mkdir()
    card = VirtualSoundCard(tmp_path / "sound")
    card.start()
    try:
        devices = {
            "KIOSK_AUDIO_INPUT": "USB Mic",
            "KIOSK_AUDIO_OUTPUT": "USB Speaker",
            **card.environment,
        }
        with supervised(tmp_path, **devices) as manager:
            daemon = card._daemon.pid
            os.kill(daemon, signal.SIGSTOP)
            try:
                assert manager.until_replaced() < WITHIN_S
            finally:
                os.kill(daemon, signal.SIGCONT)
            assert "to be replaced: the " in manager.kiosk.log
            manager.until_ready()
    finally:
        card.stop()


def supervised(folder, watchdog_s=0.0, **environment):
    record_question(folder / "question.wav")
    devices = {
        "KIOSK_AUDIO_INPUT": str(folder / "question.wav"),
        "KIOSK_AUDIO_OUTPUT": str(folder / "said.wav"),
    }
    kiosk = FaultyKiosk(folder / "home", **(devices | environment))
    return Supervisor(kiosk, watchdog_s=watchdog_s or of_the_unit("WatchdogSec"))
