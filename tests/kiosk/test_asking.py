import io
import json
import os
import subprocess
import sys

import pytest

from kiosk.asking import ask_lines, ask_once
from kiosk.config import load_config

FIELDS = {
    "answer",
    "kind",
    "rows",
    "sql",
    "value",
    "total",
    "sources",
    "result",
    "engine",
    "times",
}


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def config(state):
    return load_config(
        environment={"KIOSK_SHOP_STATE_DIR": str(state)}, system_file=state / "none"
    ).config


@pytest.fixture
def lines(config):
    async def lines(*asked, config=config):
        """Answer to each line; what is not text is written as JSON."""
        texts = [a if isinstance(a, str) else json.dumps(a) for a in asked]
        out = io.StringIO()
        await ask_lines(config, io.StringIO("\n".join(texts)), out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return lines


def run_kiosk(state, *arguments, lines="", **environment):
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        env={
            **os.environ,
            "KIOSK_SHOP_STATE_DIR": str(state),
            "OPENAI_API_KEY": "",
            **environment,
        },
        input=lines,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


async def test_one_question_is_answered_in_words(config):
    out = io.StringIO()
    assert await ask_once(config, "dame laptops", out, as_json=False) == 0
    assert out.getvalue().startswith("Hay 9 productos.")


async def test_as_json_everything_known_of_the_answer_is_given(config):
    out = io.StringIO()
    assert await ask_once(config, "cuántas laptops hay", out, as_json=True) == 0
    answer = json.loads(out.getvalue())
    assert set(answer) == FIELDS
    assert answer["kind"] == "answer"
    assert answer["value"] == 9
    assert "COUNT(*)" in answer["sql"]
    assert answer["engine"] == "offline"
    assert set(answer["times"]) == {"first_sentence_s", "tools_s", "total_s"}


async def test_lines_of_one_session_are_one_visit(lines):
    _, follow_up, stranger = await lines(
        {"question": "dame laptops", "session": "a"},
        {"question": "¿y la más barata?", "session": "a"},
        {"question": "¿y la más barata?", "session": "b"},
    )
    assert follow_up["rows"][0]["family"]
    assert "Laptop" in follow_up["answer"]
    assert "Laptop" not in stranger["answer"]


async def test_lines_without_a_session_stand_for_themselves(lines):
    _, follow_up = await lines(
        {"question": "dame laptops"}, {"question": "¿y la más barata?"}
    )
    assert "Laptop" not in follow_up["answer"]


async def test_today_and_now_are_the_present_of_the_question(lines):
    early, late = await lines(
        {
            "question": "¿está abierta la tienda ahora?",
            "session": "1",
            "today": "2026-11-18",
            "now": "11:00",
        },
        {
            "question": "¿está abierta la tienda ahora?",
            "session": "2",
            "today": "2026-11-18",
            "now": "03:00",
        },
    )
    assert (early["value"], late["value"]) == (True, False)
    assert early["sources"][0]["file"].startswith("horario")


async def test_debts_are_told_only_to_the_user_of_the_line(lines):
    nobody, stranger = await lines(
        {"question": "cuánto debo", "session": "1"},
        {"question": "cuánto debo", "session": "2", "user": "nobody@example.com"},
    )
    assert "identificarse" in nobody["answer"]
    assert "error" not in stranger


async def test_the_sum_of_prices_is_no_debt(lines):
    (answer,) = await lines({"question": "cuánto suman todos los precios"})
    assert answer["value"] > 100_000


@pytest.mark.parametrize(
    "line",
    [
        "not JSON",
        "[]",
        "null",
        "{}",
        '{"question": null}',
        '{"question": "hola", "user": 5}',
        '{"question": "hola", "today": "2026-13-01"}',
        '{"question": "hola", "today": 5}',
        '{"question": "hola", "now": "25:00"}',
    ],
)
async def test_a_bad_line_is_told_and_the_next_is_answered(lines, line):
    bad, good = await lines(line, {"question": "dame laptops"})
    assert bad["error"].startswith("not a question: ")
    assert bad["answer"] == ""
    assert "error" not in good


async def test_empty_lines_are_passed_over(lines):
    assert len(await lines("", "  ", {"question": "hola"}, "")) == 1


def test_a_wrong_engine_is_a_usage_error_that_names_the_choices(state):
    done = run_kiosk(state, "ask", "hola", "--engine", "magic")
    assert done.returncode == 2
    assert done.stdout == ""
    for engine in ("magic", "offline", "responses", "chat"):
        assert engine in done.stderr


def test_without_a_question_an_example_is_given(state):
    done = run_kiosk(state, "ask")
    assert done.returncode == 2
    assert "kiosk ask" in done.stderr


def test_a_missing_shop_is_a_sentence_a_line_and_an_exit_code(state, tmp_path):
    done = run_kiosk(state, "ask", "dame laptops", "--catalog", str(tmp_path / "no.db"))
    assert done.returncode == 4
    assert "no puedo consultar" in done.stdout
    assert f"{tmp_path / 'no.db'} cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("catalog", "fact"),
    [
        ("no.db", "cannot be reached"),
        ("postgresql://u:s3cret@127.0.0.1:1/x", "does not answer"),
        ("empty.db", "no table of"),
    ],
)
async def test_without_the_shop_nothing_is_made_up(
    config, lines, tmp_path, caplog, catalog, fact
):
    (tmp_path / "empty.db").touch()
    shop = catalog if "://" in catalog else str(tmp_path / catalog)
    away = config.catalog.model_copy(update={"shop": shop})
    how_many, hours = await lines(
        {"question": "cuántos productos hay", "session": "1"},
        {"question": "¿a qué hora abren el domingo?", "session": "1"},
        config=config.model_copy(update={"catalog": away}),
    )
    assert how_many["kind"] == "unknown"
    assert how_many["error"].startswith("no_data: ")
    assert fact in how_many["error"]
    assert "s3cret" not in how_many["error"]
    assert "10:00" in hours["answer"]
    assert "error" not in hours
    assert not any(record.exc_info for record in caplog.records)


def test_a_mapping_that_does_not_fit_is_named(state, tmp_path):
    (tmp_path / "m.toml").write_text(
        'table = "products"\n[id]\ncolumn = "id"\n[name]\ncolumn = "nam"\n'
    )
    done = run_kiosk(
        state, "ask", "dame laptops", KIOSK_CATALOG_MAP_FILE=str(tmp_path / "m.toml")
    )
    assert done.returncode == 4
    assert "a column 'nam'" in done.stderr
    assert "did you mean 'name'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_line_among_the_owners_words_is_a_usage_error(state, tmp_path):
    (tmp_path / "words.txt").write_text("[es]\nzapatillas tenis\n")
    done = run_kiosk(
        state, "ask", "hola", KIOSK_CATALOG_LEXICON=str(tmp_path / "words.txt")
    )
    assert done.returncode == 2
    assert done.stderr.startswith("kiosk: catalog.lexicon: ")
    assert "line 2" in done.stderr


def test_a_reader_that_has_read_enough_is_no_error(tmp_path):
    environment = {**os.environ, "KIOSK_SHOP_STATE_DIR": str(tmp_path)}
    lines = "\n".join(['{"question": "hola"}'] * 5)
    command = f"{sys.executable} -m kiosk ask --jsonl | head -n 1"
    done = subprocess.run(  # noqa: S602 - a pipe is what is tested
        command,
        shell=True,
        input=lines,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
