import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.bar import Bar
from kiosk.cli import run

HOURS = "# Horario\n\nLunes a viernes: 9:00 - 14:00\n\nCerrado el 25 de diciembre.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "documents"
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("KIOSK_KNOWLEDGE_FOLDER", str(folder))
    return folder


@pytest.fixture
def hours(tmp_path):
    return written(tmp_path / "horario.md", HOURS)


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1e9, 1e9))
    return path


def knowledge(*arguments) -> int:
    return run(["knowledge", *map(str, arguments)])


def test_an_added_file_is_read_at_once_and_found_by_its_words(folder, hours, capsys):
    assert knowledge("add", hours) == 0
    assert capsys.readouterr().out == "horario.md: 1 page, Horario\n"
    assert knowledge("search", "¿cierran en diciembre?") == 0
    assert "1. horario.md, page 1" in capsys.readouterr().out
    assert knowledge("search", "diciembre", "--json", "--document", "Horario") == 0
    (passage,) = json.loads(capsys.readouterr().out)
    assert passage["file"] == "horario.md"
    assert "25 de diciembre" in passage["text"]


def test_a_removed_file_no_longer_answers(folder, hours, capsys):
    knowledge("add", hours)
    assert knowledge("remove", "horario.md") == 0
    capsys.readouterr()
    assert knowledge("search", "diciembre") == 0
    assert capsys.readouterr() == ("", "kiosk: no passage has these words\n")


def test_the_list_says_what_became_of_every_file(folder, hours, capsys, monkeypatch):
    monkeypatch.setenv("KIOSK_KNOWLEDGE_PRIVATE", "*.private.*")
    knowledge("add", hours)
    written(folder / "wages.private.md", "# Nóminas")
    written(folder / "broken.pdf", "no PDF")
    written(folder / "prices.xlsx", "x")
    (folder / "link.md").symlink_to(written(folder.parent / "outside.md", "secret"))
    capsys.readouterr()
    assert knowledge("list") == 0
    out, err = capsys.readouterr()
    assert [line.split(maxsplit=1) for line in out.splitlines()] == [
        [
            "broken.pdf",
            "not read: is damaged (No /Root object! - Is this really a PDF?)",
        ],
        ["horario.md", "1 page, Horario"],
        ["link.md", "a link that leaves the folder"],
        ["prices.xlsx", "a .xlsx file is not read"],
        ["wages.private.md", "private"],
    ]
    assert not err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["add", "missing.pdf"], 1, "kiosk: missing.pdf: no such file"),
        (["add", "HOURS", "--name", "../out.md"], 1, "'../out.md' leaves the folder"),
        (
            ["add", "HOURS", "--name", "x.exe"],
            1,
            "x.exe: unknown kind; known are .docx",
        ),
        (["add", "HOURS", "HOURS", "--name", "x.md"], 2, "--name is for one file"),
        (["add", "HOURS", "HOURS"], 1, "replace it, or name this one other/horario.md"),
        (["remove", "/etc/passwd"], 2, "'/etc/passwd' leaves the folder"),
        (["remove", "horari.md"], 2, "no document 'horari.md' on the shelf"),
        (["search", "x", "--document", "tarifas"], 2, "the shelf is empty"),
        (["check", "nada.md"], 1, ""),
    ],
)
def test_wrong_input_is_told_in_one_line(arguments, code, told, folder, hours, capsys):
    folder.mkdir()
    given = [str(hours) if each == "HOURS" else each for each in arguments]
    assert knowledge(*given) == code
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == bool(told)


def test_a_file_that_is_added_again_is_replaced_only_when_that_is_said(
    folder, hours, capsys
):
    knowledge("add", hours)
    written(hours, HOURS.replace("9:00", "10:00") + "\n")
    assert knowledge("add", hours) == 1
    assert knowledge("add", hours, "--replace") == 0
    assert knowledge("add", hours, "--name", "norte/horario.md") == 0
    capsys.readouterr()
    knowledge("search", "lunes a viernes", "--document", "norte")
    assert "norte/horario.md" in capsys.readouterr().out
    assert knowledge("search", "lunes", "--document", "Horario") == 2
    assert "horario.md or norte/horario.md" in capsys.readouterr().err


def test_a_private_file_is_added_but_never_read(folder, hours, capsys, monkeypatch):
    monkeypatch.setenv("KIOSK_KNOWLEDGE_PRIVATE", "staff/*")
    assert knowledge("add", hours, "--name", "staff/rota.md") == 0
    assert "private; customers never see it" in capsys.readouterr().out
    knowledge("search", "diciembre")
    assert capsys.readouterr().out == ""


def test_check_shows_pages_dates_and_hours_of_each_file(folder, hours, capsys):
    knowledge("add", hours)
    written(folder / "broken.pdf", "no PDF")
    capsys.readouterr()
    assert knowledge("check") == 1
    out = capsys.readouterr().out
    assert out.startswith("broken.pdf: is damaged")
    assert "horario.md: Horario\n  pages       1\n  dates       --12-25\n" in out
    assert "  hours       1\n" in out
    assert knowledge("check", hours, "--json") == 0
    assert json.loads(capsys.readouterr().out)[str(hours)]["dates"] == ["--12-25"]


def test_sync_makes_a_store_and_keeps_it_in_step(
    folder, hours, capsys, monkeypatch, openai_server
):
    monkeypatch.setenv("OPENAI_BASE_URL", openai_server.base_url)
    knowledge("add", hours)
    capsys.readouterr()
    assert knowledge("sync") == 0
    out, err = capsys.readouterr()
    assert out == "horario.md: uploaded\n"
    (store,) = openai_server.stores.stores
    assert f'set [knowledge.openai] vector_store = "{store}"' in err
    monkeypatch.setenv("KIOSK_KNOWLEDGE_OPENAI_VECTOR_STORE", store)
    (folder / "horario.md").unlink()
    assert knowledge("sync") == 0
    assert capsys.readouterr() == ("horario.md: removed\n", "")
    openai_server.api_key = "sk-right"
    assert knowledge("sync") == 4
    assert "check the key" in capsys.readouterr().err


def test_the_demonstration_documents_are_not_changed(
    hours, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path / "state"))
    assert knowledge("add", hours) == 2
    assert "[knowledge] folder" in capsys.readouterr().err
    assert knowledge("list") == 0
    assert "horario-de-la-tienda.md" in capsys.readouterr().out


def test_a_folder_that_is_gone_is_told_and_the_index_answers(folder, hours, capsys):
    knowledge("add", hours)
    shutil.rmtree(folder)
    capsys.readouterr()
    assert knowledge("search", "diciembre") == 0
    out, err = capsys.readouterr()
    assert "horario.md, page 1" in out
    assert err == f"kiosk: {folder} is not there; what was read before still answers\n"


def test_the_bar_is_drawn_on_a_terminal_only(monkeypatch, capsys):
    with Bar() as bar:
        bar.show(1, 2, "x.pdf")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Bar() as bar:
        bar.show(1, 2, "x.pdf")
    drawn = f"\r\033[K[{'#' * 12}{'.' * 12}] 1/2 x.pdf"
    assert capsys.readouterr().err == f"{drawn}\r\033[K"


@pytest.mark.parametrize("limit", ["0", "-1", "dos"])
def test_a_limit_that_is_no_number_is_refused(limit, folder, capsys):
    with pytest.raises(SystemExit):
        knowledge("search", "x", "--limit", limit)
    assert "from 1 on" in capsys.readouterr().err


def test_without_a_verb_the_choices_are_told():
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "knowledge"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "VERB" in done.stderr
