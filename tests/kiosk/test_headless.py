import os
import signal
import time

from tests.doubles.kiosk_inside import record_question
from tests.doubles.kiosk_process import KioskProcess


def imported(kiosk):
    """Every top-level module the process has imported so far."""
    lines = [line for line in kiosk.log.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_a_served_kiosk_is_lean_and_leaves_when_told(tmp_path):
    record_question(tmp_path / "question.wav")
    with KioskProcess(
        tmp_path / "home",
        KIOSK_AUDIO_INPUT=str(tmp_path / "question.wav"),
        KIOSK_AUDIO_OUTPUT=str(tmp_path / "said.wav"),
        PYTHONPROFILEIMPORTTIME="1",
    ) as kiosk:
        assert kiosk.get("/healthz") == {"ok": True, "busy": False}
        assert "Laptop" in kiosk.ask("dame laptops")["answer"]
        kiosk.until("first_sound")
        assert {"kiosk", "audio"} <= imported(kiosk)
        assert not {"textual", "openai"} & imported(kiosk)
        began = time.monotonic()
        os.kill(kiosk.pid, signal.SIGTERM)
        assert kiosk._process.wait(timeout=10) == 0
        assert time.monotonic() - began < 5
    assert (tmp_path / "said.wav").stat().st_size > 1_000  # written when it is closed
    assert "Traceback" not in kiosk.log
