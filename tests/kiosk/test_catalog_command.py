"""`kiosk catalog` as an owner types it."""

import io
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.cli import run
from tests.doubles.database_servers import postgres
from tests.doubles.owner_databases import copy_to_server, make_owner_database

SHEET = "código;nombre;precio\n1;Silla;12,50\n2;Mesa;cara\n"


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def kiosk(tmp_path: Path, monkeypatch, capsys):
    state = tmp_path / "state"
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(state))
    monkeypatch.setenv("OPENAI_API_KEY", "")
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def type_in(*arguments: object):
        code = run([str(argument) for argument in arguments])
        return Done(code, *capsys.readouterr())

    type_in.state = state
    return type_in


def test_a_connected_database_answers_by_the_approved_mapping(kiosk, tmp_path):
    owner = make_owner_database("legacy", tmp_path / "owner.db")
    done = kiosk("catalog", "connect", owner, "--map", tmp_path / "m.toml", "--yes")
    assert done.returncode == 0
    assert 'a row of "tb_articulos"' in done.stdout
    settings = done.stdout[done.stdout.index("[catalog]") :]
    assert tomllib.loads(settings)["catalog"] == {
        "shop": str(owner),
        "map_file": str(tmp_path / "m.toml"),
    }
    (tmp_path / "kiosk.toml").write_text(settings, "utf-8")
    done = kiosk("--config", tmp_path / "kiosk.toml", "ask", "cuánto cuesta el taladro")
    assert "Taladro percutor Karu T200" in done.stdout


def test_nothing_is_kept_that_nobody_approved(kiosk, tmp_path):
    owner = make_owner_database("legacy", tmp_path / "owner.db")
    done = kiosk("catalog", "connect", owner)
    assert done.returncode == 1
    assert "nothing is kept; approve it with --yes" in done.stderr
    assert not list(tmp_path.rglob("*.toml"))


def test_a_mapping_that_is_there_is_checked_and_not_replaced(kiosk, tmp_path):
    owner = make_owner_database("legacy", tmp_path / "owner.db")
    assert kiosk("catalog", "connect", owner, "--yes").returncode == 0
    file = kiosk.state / "owner.map.toml"
    file.write_text(file.read_text("utf-8").replace('"pvp"', '"pvpp"'), "utf-8")
    done = kiosk("catalog", "connect", owner, "--yes")
    assert done.returncode == 2
    assert "a column 'pvpp'" in done.stderr
    assert "did you mean 'pvp'?" in done.stderr
    assert '"pvpp"' in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("database", "code", "complaint"),
    [
        ("nowhere.db", 4, "cannot be reached"),
        ("postgresql://owner:s3cret@127.0.0.1:1/shop", 4, "does not answer"),
        ("mysql://owner:s3cret@127.0.0.1:1/shop", 4, "does not answer"),
        ("oracle://x", 4, "not supported"),
        ("/etc", 4, "cannot be read"),
    ],
)
def test_what_cannot_be_connected_is_told_in_one_line(kiosk, database, code, complaint):
    done = kiosk("catalog", "connect", database)
    assert done.returncode == code
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1
    assert "s3cret" not in done.stderr


def test_the_role_that_connect_prints_is_enough_to_sell(kiosk, tmp_path):
    owner = make_owner_database("legacy", tmp_path / "owner.db")
    with postgres() as server:
        url = sa.make_url(copy_to_server(owner, server, "role_shop"))
        secret = url.set(password="s3cret").render_as_string(hide_password=False)
        done = kiosk("catalog", "connect", secret, "--yes", "--role")
        assert "s3cret" not in done.stdout
        assert "KIOSK_CATALOG_SHOP" in done.stdout
        statements = done.stdout[done.stdout.index("CREATE VIEW") :].rstrip()
        with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
            for statement in statements.split(";\n"):
                connection.exec_driver_sql(statement)
        password = statements.partition("PASSWORD '")[2].partition("'")[0]
        reader = url.set(username="kiosk_reader", password=password)
        shop = reader.render_as_string(hide_password=False)
        answer = kiosk("ask", "cuánto cuesta el taladro", "--catalog", shop)
    assert "Taladro percutor Karu T200" in answer.stdout


def test_a_sheet_takes_the_demonstration_shops_place(kiosk, tmp_path):
    (tmp_path / "lista.csv").write_text(SHEET, "utf-8")
    kiosk("catalog", "export", tmp_path / "demo.csv")
    dry = kiosk("catalog", "import", tmp_path / "lista.csv", "--dry-run")
    assert "0 new, 1 changed, 499 removed, 0 unchanged, 1 rejected" in dry.stdout
    assert "line 3 left out: price 'cara' is not a number" in dry.stdout
    assert str(kiosk.state / "shop.db") in dry.stderr
    assert "500" in kiosk("catalog", "export", tmp_path / "still.csv").stdout
    done = kiosk("catalog", "import", tmp_path / "lista.csv")
    assert done.returncode == 0
    assert str(kiosk.state / "shop.db.before") in done.stdout
    assert "12.50" in kiosk("ask", "cuánto cuesta la silla").stdout
    kiosk("catalog", "import", tmp_path / "demo.csv")
    assert "500" in kiosk("catalog", "export", tmp_path / "again.csv").stdout


def test_a_sheet_that_is_refused_leaves_the_demonstration(kiosk, tmp_path):
    (tmp_path / "lista.csv").write_text("nombre;precio\nSilla;-1\n", "utf-8")
    done = kiosk("catalog", "import", tmp_path / "lista.csv")
    assert done.returncode == 1
    assert "no row that can be a product" in done.stderr
    assert "500" in kiosk("catalog", "export", tmp_path / "demo.csv").stdout


def test_a_shop_on_a_server_is_not_imported_into(kiosk, tmp_path, monkeypatch):
    (tmp_path / "lista.csv").write_text(SHEET, "utf-8")
    shop = "postgresql://owner:s3cret@127.0.0.1:1/shop"
    monkeypatch.setenv("KIOSK_CATALOG_SHOP", shop)
    done = kiosk("catalog", "import", tmp_path / "lista.csv")
    assert done.returncode == 1
    assert "stands on a server" in done.stderr


def test_a_folder_that_cannot_be_written_is_named(kiosk):
    done = kiosk("catalog", "export", "/nowhere/x.csv")
    assert done.returncode == 1
    assert "/nowhere/x.csv" in done.stderr
