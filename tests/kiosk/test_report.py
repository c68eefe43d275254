import asyncio
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog import AgreedTerms, Agreement, CustomerId, DebtId, Instalment
from kiosk.bus import Bus
from kiosk.cli import run
from kiosk.events import Heard, Interrupted, Outcome, Replied, Trouble, TurnEnded
from kiosk.figures import (
    Figures,
    FiguresBroken,
    figures_path,
    keep_figures,
    read_turns,
)
from kiosk.report import add_up, as_text, charts, headlines
from kiosk.report_html import as_html, bar_chart
from kiosk.trace import Trace

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 12, 30).astimezone()
DAY = NOON.date()


def turn(**known):
    usual = {
        "at": NOON,
        "outcome": "answered",
        "kind": "answer",
        "subject": "catalog",
        "language": "es",
        "first_sound_s": 0.5,
    }
    return Trace(**usual | known)


def agreement(cents, currency="EUR"):
    terms = AgreedTerms("at_once", (Instalment(0, DAY, cents),))
    return Agreement(1, DebtId("1"), CustomerId("a"), "v", terms, currency, NOON)


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 - our own page


def labelled(report, language="es"):
    return dict(headlines(report, language))


async def test_a_turn_is_kept_without_a_word_of_it(tmp_path):
    path = tmp_path / "figures.db"
    bus, loop, both = Bus(), asyncio.get_running_loop(), asyncio.Event()

    class Watched(Figures):
        def add(self, trace):
            super().add(trace)
            if trace.outcome == "interrupted":
                loop.call_soon_threadsafe(both.set)

    keeping = asyncio.create_task(keep_figures(bus, Watched(path, keep_days=30)))
    await asyncio.sleep(0)
    bus.emit(Heard("mi secreto", "en", was_typed=True))
    bus.emit(Replied("la respuesta", "unknown", "documents"))
    bus.emit(Trouble("busy", "dicho", "detalle"))
    bus.emit(TurnEnded(Outcome.ANSWERED, spoken_s=0.25))
    bus.emit(Interrupted())
    bus.emit(TurnEnded(Outcome.INTERRUPTED))
    async with asyncio.timeout(5):
        await both.wait()
    keeping.cancel()
    first, second = read_turns(path, LONG_AGO)
    assert (first.kind, first.subject, first.language) == ("unknown", "documents", "en")
    assert (first.is_typed, first.first_sound_s, first.trouble) == (True, 0.25, "busy")
    assert (second.outcome, second.language, second.trouble) == ("interrupted", "", "")
    for word in (b"secreto", b"respuesta", b"dicho", b"detalle"):
        assert word not in path.read_bytes()


def test_old_turns_are_dropped_at_the_start(tmp_path):
    path = tmp_path / "figures.db"
    now = datetime.now(UTC)
    figures = Figures(path, keep_days=30)
    figures.add(turn(at=now - timedelta(days=31)))
    figures.add(turn(at=now - timedelta(days=29)))
    Figures(path, keep_days=30)
    assert len(read_turns(path, LONG_AGO)) == 1


def test_a_broken_file_is_told(tmp_path):
    path = tmp_path / "figures.db"
    path.write_bytes(b"x" * 5_000)
    with pytest.raises(FiguresBroken):
        Figures(path, keep_days=30)
    with pytest.raises(FiguresBroken):
        read_turns(path, LONG_AGO)


def test_no_file_means_no_turns(tmp_path):
    assert read_turns(tmp_path / "none.db", LONG_AGO) == []


def test_questions_are_counted_by_day_and_hour_quiet_days_included():
    turns = [turn(), turn(at=NOON - timedelta(days=2)), turn(at=NOON)]
    report = add_up(turns, [], DAY - timedelta(days=2), DAY)
    assert list(report.by_day.values()) == [1, 0, 2]
    assert report.by_hour[12] == 3
    assert sum(report.by_hour) == report.questions == 3


def test_a_turn_in_which_nothing_was_asked_is_no_question():
    report = add_up(
        [turn(outcome="nothing_heard", kind="", subject="", language="")], [], DAY, DAY
    )
    assert report.questions == 0
    assert report.outcomes["nothing_heard"] == 1


def test_turns_outside_the_period_do_not_count():
    report = add_up([turn(at=NOON - timedelta(days=1))], [], DAY, DAY)
    assert report.questions == 0


def test_waiting_is_told_by_median_and_by_what_most_do_not_exceed():
    turns = [turn(first_sound_s=n / 100) for n in range(1, 101)] + [
        turn(first_sound_s=0)
    ]
    report = add_up(turns, [], DAY, DAY)
    assert report.waited_s == pytest.approx(0.505)
    assert report.waited_most_s == pytest.approx(0.95)


def test_agreements_are_added_up_by_currency():
    made = [agreement(10_001), agreement(5_000), agreement(700, "PEN")]
    report = add_up([turn()], made, DAY, DAY)
    assert report.agreements == 3
    assert report.agreed_cents == {"EUR": 15_001, "PEN": 700}


def test_the_text_says_it_in_both_languages():
    report = add_up([turn(), turn(kind="unknown")], [], DAY, DAY)
    spanish, english = as_text(report, "Ana", "es"), as_text(report, "Ana", "en")
    assert spanish.startswith("Cifras de Ana\nDel 2026-11-20 al 2026-11-20")
    assert english.startswith("Figures of Ana")
    assert labelled(report)["Sin respuesta"] == "1"
    assert "Productos" in spanish
    assert "Products" in english


def test_an_empty_period_is_told_and_has_no_charts():
    report = add_up([], [], date(2026, 1, 1), date(2026, 1, 31))
    assert "Todavía no hay preguntas" in as_text(report, "Ana", "es")
    assert "<svg" not in as_html(report, "Ana", "es")
    assert charts(report, "es") == []


def test_the_page_is_whole_needs_nothing_else_and_escapes_names():
    report = add_up([turn(trouble="<script>")], [], DAY, DAY)
    page = as_html(report, "Ana & <b>Co</b>", "en")
    body = page[page.index("<body>") : page.index("</html>")]
    assert len(list(parsed(body).iter("svg"))) == len(charts(report, "en"))
    assert "<b>Co" not in page
    assert "<script>" not in page
    assert "http" not in page


def test_bars_are_as_high_as_their_counts():
    chart = parsed(bar_chart("t", {"a": 1, "b": 2, "c": 0}))
    low, high, none = (float(bar.get("height")) for bar in chart.iter("rect"))
    assert high == pytest.approx(2 * low)
    assert none == 0


def test_the_command_writes_text_and_a_page(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path))
    figures = Figures(figures_path(tmp_path), keep_days=30)
    figures.add(turn(at=datetime.now(UTC)))
    assert run(["report"]) == 0
    assert "Preguntas" in capsys.readouterr().out
    assert run(["report", "--days", "7", "--html", str(tmp_path / "r.html")]) == 0
    assert "<svg" in (tmp_path / "r.html").read_text()
    assert run(["report", "--days", "0"]) == 2
    assert run(["report", "--html", "/nowhere/r.html"]) == 1
