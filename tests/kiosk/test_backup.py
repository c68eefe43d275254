import json
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing

import pytest

from catalog import ShopUnavailable, make_sample_shop, open_ledger
from kiosk.backup import (
    BackupUnfit,
    KioskRuns,
    back_up,
    on_servers,
    restore,
    state_in_use,
)
from kiosk.cli import run
from kiosk.config import load_config
from tests.doubles.ledgers import add_customer, add_debt


class Machine:
    """A kiosk's folders on one machine."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        (folder / "papers" / "sub").mkdir(parents=True)
        self.settings = folder / "kiosk.toml"

    def write_settings(self):
        self.settings.write_text(
            f'[shop]\nstate_dir = "{self.folder / "state"}"\n'
            f'[knowledge]\nfolder = "{self.folder / "papers"}"\n'
        )

    @property
    def config(self):
        return load_config(
            self.settings, environment={}, system_file=self.folder / "none"
        ).config


@pytest.fixture
def shop(tmp_path):
    """A kiosk with a shop, a debt and two documents."""
    machine = Machine(tmp_path / "first")
    machine.write_settings()
    make_sample_shop(machine.folder / "state" / "shop.db")
    ledger = open_ledger(machine.folder / "state" / "ledger.db")
    customer = add_customer(ledger, "ana@example.com")
    add_debt(ledger, customer, total_cents=9_000, max_months=3)
    ledger.close()
    (machine.folder / "papers" / "hours.md").write_text("Abierto de 9 a 21.")
    (machine.folder / "papers" / "sub" / "more.txt").write_text("Más.")
    return machine


def restored_on(machine, archive):
    """Restore onto a machine whose settings are those of the backup, moved."""

    def load():
        text = machine.settings.read_text().replace(
            "/first/", f"/{machine.folder.name}/"
        )
        machine.settings.write_text(text)
        return machine.config

    return restore(archive, machine.settings, load)


def test_everything_comes_back_on_another_machine(shop, tmp_path):
    archive = tmp_path / "backup.zip"
    names = back_up(shop.config, shop.settings, archive)
    assert names == [
        "kiosk.toml",
        "shop.db",
        "ledger.db",
        "documents/hours.md",
        "documents/sub/more.txt",
    ]
    other = Machine(tmp_path / "other")
    restored_on(other, archive)
    ledger = open_ledger(other.folder / "state" / "ledger.db")
    (debt,) = ledger.all_debts()
    assert debt.total_cents == 9_000
    assert ledger.verify_audit() > 0
    ledger.close()
    assert (other.folder / "papers" / "sub" / "more.txt").read_text() == "Más."


def test_a_backup_is_for_its_owner_alone(shop, tmp_path):
    archive = tmp_path / "backup.zip"
    back_up(shop.config, shop.settings, archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_a_backup_of_a_ledger_that_is_being_written_is_of_one_moment(shop, tmp_path):
    place = shop.folder / "state" / "ledger.db"
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE pairs (one INTEGER, two INTEGER)")
    enough = threading.Event()

    def write():
        with closing(sqlite3.connect(place, timeout=10)) as connection:
            number = 0
            while not enough.is_set():
                number += 1
                with connection:
                    connection.execute("INSERT INTO pairs VALUES (?, NULL)", (number,))
                    connection.execute("UPDATE pairs SET two = one WHERE two IS NULL")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(shop.config, None, tmp_path / f"{number}.zip")
    finally:
        enough.set()
        writer.join()
    for number in range(3):
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as archive:
            archive.extract("ledger.db", tmp_path)
        with closing(sqlite3.connect(tmp_path / "ledger.db")) as connection:
            halves = connection.execute("SELECT count(*) FROM pairs WHERE two IS NULL")
            assert halves.fetchone() == (0,)


def test_what_was_there_before_is_kept_beside_it(shop, tmp_path):
    archive = tmp_path / "backup.zip"
    back_up(shop.config, shop.settings, archive)
    paper = shop.folder / "papers" / "hours.md"
    paper.write_text("Cerrado.")
    restore(archive, shop.settings, lambda: shop.config)
    assert paper.read_text() == "Abierto de 9 a 21."
    assert paper.with_name("hours.md.before-restore").read_text() == "Cerrado."


def test_a_dead_databases_journal_is_not_played_into_the_restored_one(shop, tmp_path):
    archive = tmp_path / "backup.zip"
    back_up(shop.config, shop.settings, archive)
    journal = shop.folder / "state" / "ledger.db-journal"
    journal.write_bytes(b"left over")
    restore(archive, shop.settings, lambda: shop.config)
    assert not journal.exists()


def test_nothing_is_restored_while_a_kiosk_runs(shop, tmp_path):
    archive = tmp_path / "backup.zip"
    back_up(shop.config, shop.settings, archive)
    in_use = state_in_use(shop.folder / "state")
    with in_use, pytest.raises(KioskRuns, match="a kiosk runs"):
        restore(archive, shop.settings, lambda: shop.config)


def test_the_second_of_two_kiosks_keeps_a_restore_away_as_well(shop, tmp_path):
    archive = tmp_path / "backup.zip"
    back_up(shop.config, shop.settings, archive)
    with state_in_use(shop.folder / "state"):
        with state_in_use(shop.folder / "state"):
            pass
        with pytest.raises(KioskRuns, match="a kiosk runs"):
            restore(archive, shop.settings, lambda: shop.config)


@pytest.mark.parametrize(
    "damage", ["no zip", "no manifest", "changed", "newer", "away"]
)
def test_a_file_that_is_no_sound_backup_is_refused(shop, tmp_path, damage):
    archive = tmp_path / "backup.zip"
    before = shop.settings.read_bytes()
    if damage == "no zip":
        archive.write_text("hola")
    elif damage != "away":
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("kiosk.toml", "other")
            form = 99 if damage == "newer" else 1
            manifest = {"form": form, "parts": {"kiosk.toml": "0" * 64}}
            if damage != "no manifest":
                file.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(BackupUnfit):
        restore(archive, shop.settings, lambda: shop.config)
    assert shop.settings.read_bytes() == before


def test_a_damaged_database_is_no_backup(shop, tmp_path):
    (shop.folder / "state" / "ledger.db").write_bytes(b"x" * 5_000)
    with pytest.raises(ShopUnavailable, match=r"ledger\.db"):
        back_up(shop.config, None, tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


def test_databases_on_a_server_are_named(tmp_path):
    config = load_config(
        environment={},
        overrides={"catalog.ledger": "postgresql://127.0.0.1/ledger"},
        system_file=tmp_path / "none",
    ).config
    assert on_servers(config) == ["catalog.ledger"]


def test_the_commands_do_the_same(shop, tmp_path, capsys):
    archive = str(tmp_path / "backup.zip")
    assert run(["--config", str(shop.settings), "backup", archive]) == 0
    assert "ledger.db" in capsys.readouterr().out
    assert run(["--config", str(shop.settings), "restore", archive]) == 0
    assert str(shop.settings) in capsys.readouterr().out
    assert run(["--config", str(shop.settings), "restore", "/nowhere.zip"]) == 1
    assert "nothing restored" in capsys.readouterr().err
    assert run(["--config", str(shop.settings), "backup", "/nowhere/b.zip"]) == 1
    assert "no backup" in capsys.readouterr().err
