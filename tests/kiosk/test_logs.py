import json
import logging

import pytest

from kiosk.logs import set_up_logs


@pytest.fixture(autouse=True)
def _logs_as_before():
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def log():
    return logging.getLogger("kiosk.test")


def test_text_names_level_and_place(log, capsys):
    set_up_logs("text", is_verbose=False)
    log.warning("no lamp")
    log.info("not told")
    assert capsys.readouterr().err == "WARNING kiosk.test: no lamp\n"


def test_journald_gets_a_priority_on_every_line(log, capsys, monkeypatch):
    monkeypatch.setenv("JOURNAL_STREAM", "8:12345")
    set_up_logs("auto", is_verbose=True)
    log.error("one\ntwo")
    log.debug("three")
    assert capsys.readouterr().err.splitlines() == [
        "<3>kiosk.test: one",
        "<3>two",
        "<7>kiosk.test: three",
    ]


def test_json_is_an_object_a_line_with_trace_and_traceback(log, capsys):
    set_up_logs("json", is_verbose=True)
    log.info("turn", extra={"trace": {"stages_s": {"hear": 0.5}}})
    try:
        raise ValueError("bad")
    except ValueError:
        log.exception("failed")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first["trace"] == {"stages_s": {"hear": 0.5}}
    assert (first["level"], first["logger"]) == ("info", "kiosk.test")
    assert "ValueError: bad" in second["traceback"]
    assert second["at"].endswith("+00:00")
