import asyncio
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest

from catalog import AgreedTerms, Agreement, CustomerId, DebtId, Instalment
from kiosk.bus import Bus
from kiosk.cli import run
from kiosk.events import (
    Heard,
    Interrupted,
    Outcome,
    Rated,
    Replied,
    Spent,
    Trouble,
    TurnEnded,
)
from kiosk.figures.file import (
    Figures,
    FiguresBroken,
    Note,
    figures_path,
    read_notes,
    read_turns,
)
from kiosk.figures.gather import Gathered, gather
from kiosk.figures.keeper import keep_figures
from kiosk.figures.page import as_html, bar_chart
from kiosk.figures.report import add_up
from kiosk.figures.shown import Chart, as_text, charts, headlines
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


def alone(report):
    return Gathered(report, {"here": report}, ())


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
    bus.emit(Spent(0.02, 0.5))
    bus.emit(Rated(has_helped=True))
    bus.emit(Interrupted())
    bus.emit(TurnEnded(Outcome.INTERRUPTED))
    async with asyncio.timeout(5):
        await both.wait()
    keeping.cancel()
    first, second = read_turns(path, LONG_AGO)
    assert (first.kind, first.subject, first.language) == ("unknown", "documents", "en")
    assert (first.is_typed, first.first_sound_s, first.trouble) == (True, 0.25, "busy")
    assert (second.outcome, second.language, second.trouble) == ("interrupted", "", "")
    notes = [(note.what, note.value) for note in read_notes(path, LONG_AGO)]
    assert notes == [("cost", 0.02), ("helped", 1.0)]
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


def test_a_kiosk_that_is_never_started_anew_drops_old_turns_too(tmp_path):
    path = tmp_path / "figures.db"
    now = datetime.now(UTC)
    figures = Figures(path, keep_days=30)
    figures.add(turn(at=now - timedelta(days=31)))
    figures._dropped_on -= timedelta(days=1)  # a day has passed
    figures.add(turn(at=now))
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


def test_what_is_due_by_the_last_day_is_told_apart():
    later = DAY + timedelta(days=30)
    parts = (Instalment(0, DAY, 2_000), Instalment(1, later, 8_000))
    terms = AgreedTerms("plan", parts)
    made = Agreement(1, DebtId("1"), CustomerId("a"), "v", terms, "EUR", NOON)
    report = add_up([turn()], [made], DAY, DAY)
    assert (report.agreed_cents, report.due_cents) == ({"EUR": 10_000}, {"EUR": 2_000})
    assert labelled(report)["De ello, vencido"] == "20,00 €"


def test_thumbs_and_costs_of_the_period_are_added_up():
    before = NOON - timedelta(days=3)
    notes = [
        Note(NOON, "helped", 1.0),
        Note(NOON, "helped", 1.0),
        Note(NOON, "helped", 0.0),
        Note(before, "helped", 0.0),
        Note(NOON, "cost", 0.25),
        Note(NOON - timedelta(days=1), "cost", 0.5),
        Note(before, "cost", 9.0),
    ]
    report = add_up([turn()], [], DAY - timedelta(days=1), DAY, notes)
    assert labelled(report)["¿Le ayudó?"] == "2 sí, 1 no"
    assert labelled(report)["Coste de los servidores"] == "0.75"
    assert list(report.cost_by_day.values()) == [0.5, 0.25]


def test_what_was_not_answered_is_a_part_of_its_bar():
    turns = [turn(), turn(kind="unknown"), turn(kind="unknown", subject="documents")]
    report = add_up(turns, [], DAY, DAY)
    by_day, _, by_subject, *_ = charts(report, "es")
    assert (by_day.bars, by_day.marked) == ({"11-20": 3}, {"11-20": 2})
    assert by_subject.bars == {"Productos": 2, "Documentos": 1}
    assert by_subject.marked == {"Productos": 1, "Documentos": 1}
    page = as_html(alone(report), "Ana", "es")
    assert page.count('class="part"') == 3


def test_every_wait_has_its_bar():
    turns = [turn(first_sound_s=s) for s in (0.1, 0.25, 0.9, 7)]
    waits = {c.title: c for c in charts(add_up(turns, [], DAY, DAY), "es")}
    bars = waits["Espera hasta la voz"].bars
    filled = {name: count for name, count in bars.items() if count}
    assert filled == {"<0.25 s": 1, "<0.5 s": 1, "<1 s": 1, "≥5 s": 1}


def test_several_kiosks_are_told_each_and_together(tmp_path):
    for name, count in (("door", 2), ("till", 1)):
        figures = Figures(tmp_path / f"{name}.db", keep_days=4_000)
        for _ in range(count):
            figures.add(turn())
    names = ("door", "till", "new")
    files = {name: tmp_path / f"{name}.db" for name in names}
    gathered = gather(files, [agreement(10_000)], days=2, now=NOON)
    assert gathered.together.questions == 3
    assert gathered.together.agreements == 1
    counts = {name: one.questions for name, one in gathered.each.items()}
    assert counts == {"door": 2, "till": 1, "new": 0}
    assert "door     2" in as_text(gathered, "Ana", "es")
    assert "<td>till</td><td>1</td>" in as_html(gathered, "Ana", "es")


def test_the_text_says_it_in_both_languages():
    report = add_up([turn(), turn(kind="unknown")], [], DAY, DAY)
    spanish, english = (
        as_text(alone(report), "Ana", "es"),
        as_text(alone(report), "Ana", "en"),
    )
    assert spanish.startswith("Cifras de Ana\nDel 2026-11-20 al 2026-11-20")
    assert english.startswith("Figures of Ana")
    assert labelled(report)["Sin respuesta"] == "1"
    assert "Productos" in spanish
    assert "Products" in english


def test_an_empty_period_is_told_and_has_no_charts():
    report = add_up([], [], date(2026, 1, 1), date(2026, 1, 31))
    assert "Todavía no hay preguntas" in as_text(alone(report), "Ana", "es")
    assert "<svg" not in as_html(alone(report), "Ana", "es")
    assert charts(report, "es") == []


def test_the_page_is_whole_needs_nothing_else_and_escapes_names():
    report = add_up([turn(trouble="<script>")], [], DAY, DAY)
    page = as_html(alone(report), "Ana & <b>Co</b>", "en")
    body = page[page.index("<body>") : page.index("</html>")]
    assert len(list(parsed(body).iter("svg"))) == len(charts(report, "en"))
    assert "<b>Co" not in page
    assert "<script>" not in page
    assert "http" not in page


def test_bars_are_as_high_as_their_counts():
    chart = parsed(bar_chart(Chart("t", {"a": 1, "b": 2, "c": 0}, {})))
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
    copied = tmp_path / "copied.db"
    Figures(copied, keep_days=30).add(turn(at=datetime.now(UTC)))
    capsys.readouterr()
    assert run(["report", "--kiosk", f"door={copied}"]) == 0
    assert "Cada quiosco" in capsys.readouterr().out
    assert run(["report", "--days", "0"]) == 2
    assert run(["report", "--html", "/nowhere/r.html"]) == 1


@pytest.mark.parametrize("value", ["door", "=x"])
def test_a_kiosk_needs_a_name_and_a_file(tmp_path, monkeypatch, capsys, value):
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path))
    with pytest.raises(SystemExit) as refused:
        run(["report", "--kiosk", value])
    assert refused.value.code == 2
    assert "is not like: door=door/figures.db" in capsys.readouterr().err
    assert run(["report", "--kiosk", "door=/nowhere/figures.db"]) == 2
    assert "door: there is no file /nowhere" in capsys.readouterr().err
