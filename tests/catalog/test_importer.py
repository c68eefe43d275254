import csv
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalog import (
    ImportRefused,
    ShopUnavailable,
    export_shop,
    import_sheet,
    make_sample_shop,
    open_shop,
    own_file,
)

SPANISH = """Código;Descripción;Familia;Precio venta;Costo;Existencias;Activo
1;Silla de madera;Hogar;1.234,50;9;3;S
2;Mesa plegable;Hogar;S/ 89,90;9;0;N
3;"Lámpara ""Luz""; grande";Hogar;45;9;7;S
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return tmp_path / "state" / "shop.db"


def sheet(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "lista.csv"
    path.write_bytes(text.encode(encoding))
    return path


def rows(shop: Path):
    with open_shop(shop) as opened:
        return opened.rows("SELECT * FROM products ORDER BY id").rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_spanish_csv_is_read_whatever_its_encoding(
    tmp_path: Path, shop: Path, encoding: str
):
    report = import_sheet(sheet(tmp_path, SPANISH, encoding), shop, dry_run=False)
    assert (report.new, report.rejected) == (3, 0)
    assert [(r[0], r[1], r[4], r[6], r[7]) for r in rows(shop)] == [
        (1, "Silla de madera", 1234.5, 3, 1),
        (2, "Mesa plegable", 89.9, 0, 0),
        (3, 'Lámpara "Luz"; grande', 45, 7, 1),
    ]


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ('name,price\nChair,"1,234.50"\nDesk,20.00', 1234.5),
        ("name\tprice\nChair\t1234.5\nDesk\t$20", 1234.5),
        ("nombre|precio\nSilla|1.234\nMesa|2.500", 1234),
        ("nombre;precio\nSilla;1234,5\nMesa;20", 1234.5),
    ],
)
def test_delimiter_and_decimal_sign_are_found_out(
    tmp_path: Path, shop: Path, text: str, price: float
):
    import_sheet(sheet(tmp_path, text), shop, dry_run=False)
    assert rows(shop)[0][4] == price


def test_every_price_keeps_the_currency_it_is_written_in(tmp_path: Path, shop: Path):
    text = "nombre;precio\nSilla;S/ 10,50\nMesa;US$ 20\nCama;30\nBanco;€ 5\n"
    import_sheet(sheet(tmp_path, text), shop, dry_run=False)
    assert [(row[4], row[5]) for row in rows(shop)] == [
        (10.5, "PEN"),
        (20, "USD"),
        (30, None),
        (5, "EUR"),
    ]


def test_an_excel_file_is_read(tmp_path: Path, shop: Path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["Producto", "Precio", "Stock"], ["Silla", 12.5, 3], ["Mesa", None, 4]):
        book.active.append(row)
    book.save(tmp_path / "lista.xlsx")
    report = import_sheet(tmp_path / "lista.xlsx", shop, dry_run=False)
    assert report.new == 2
    assert [(r[1], r[4], r[6]) for r in rows(shop)] == [
        ("Silla", 12.5, 3),
        ("Mesa", None, 4),
    ]


def test_broken_rows_are_rejected_with_line_and_reason(tmp_path: Path, shop: Path):
    text = (
        "id,name,price,stock\n1,Silla,10,2\n2,,10,2\n3,Mesa,consultar,2\n"
        "4,Banco,-5,1\n5,Cama,10,muchas\n1,Silla otra,9,1\n7,Ropero,9,1,sobra\n8,Baúl\n"
    )
    report = import_sheet(sheet(tmp_path, text), shop, dry_run=False)
    assert (report.new, report.rejected) == (2, 6)
    assert [(r.line, r.reason) for r in report.rejections] == [
        (3, "there is no name"),
        (4, "price 'consultar' is not a number"),
        (5, "price -5 is below zero"),
        (6, "stock 'muchas' is not a whole number"),
        (7, "1 is in line 2 already"),
        (8, "5 cells under 4 headings"),
    ]


def test_a_dry_run_counts_what_would_change_and_changes_nothing(
    tmp_path: Path, shop: Path
):
    import_sheet(sheet(tmp_path, SPANISH), shop, dry_run=False)
    before = shop.read_bytes()
    changed = SPANISH.replace("45", "46").replace("1;Silla", "9;Sillón")
    report = import_sheet(sheet(tmp_path, changed), shop, dry_run=True)
    assert (report.new, report.changed, report.removed, report.unchanged) == (
        1,
        1,
        1,
        1,
    )
    assert shop.read_bytes() == before


def test_a_dry_run_without_a_shop_makes_none(tmp_path: Path, shop: Path):
    assert import_sheet(sheet(tmp_path, SPANISH), shop, dry_run=True).new == 3
    assert not shop.exists()


def test_without_numbers_products_are_known_by_their_names(tmp_path: Path, shop: Path):
    import_sheet(sheet(tmp_path, "nombre,precio\nSilla,1\nMesa,2"), shop, dry_run=False)
    report = import_sheet(
        sheet(tmp_path, "nombre,precio\nMesa,3\nCama,4"), shop, dry_run=False
    )
    assert (report.new, report.changed, report.removed) == (1, 1, 1)
    assert [(r[0], r[1]) for r in rows(shop)] == [(2, "Mesa"), (4, "Cama")]


def test_what_is_exported_is_imported_unchanged(tmp_path: Path, shop: Path):
    make_sample_shop(shop)
    with sqlite3.connect(shop) as connection:
        connection.execute("UPDATE products SET name = '=1+1 🛠' WHERE id = 5")
    connection.close()
    with open_shop(shop) as opened:
        assert export_shop(opened, tmp_path / "out.csv") == 500
    report = import_sheet(tmp_path / "out.csv", shop, dry_run=True)
    assert (report.unchanged, report.rejected) == (500, 0)
    assert "'=1+1" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_an_excel_file_is_exported_and_imported_unchanged(tmp_path: Path, shop: Path):
    make_sample_shop(shop)
    with open_shop(shop) as opened:
        assert export_shop(opened, tmp_path / "out.xlsx") == 500
    report = import_sheet(tmp_path / "out.xlsx", shop, dry_run=True)
    assert (report.unchanged, report.rejected) == (500, 0)


def test_an_export_that_fails_leaves_the_file_before(tmp_path: Path, shop: Path):
    make_sample_shop(shop)
    (tmp_path / "out.csv").write_text("kept")
    with open_shop(shop) as opened:
        shop.rename(tmp_path / "away.db")
        with pytest.raises(ShopUnavailable):
            export_shop(opened, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "kept"
    assert not (tmp_path / "out.csv.new").exists()


def test_the_catalogue_before_is_kept_beside_the_new_one(tmp_path: Path, shop: Path):
    make_sample_shop(shop)
    before = rows(shop)
    report = import_sheet(sheet(tmp_path, SPANISH), shop, dry_run=False)
    assert report.kept is not None
    assert rows(report.kept) == before
    assert import_sheet(tmp_path / "lista.csv", shop, dry_run=True).kept is None


@pytest.mark.parametrize("is_dry", [True, False])
def test_a_sheet_without_one_good_row_never_empties_the_shop(
    tmp_path: Path, shop: Path, is_dry: bool
):
    make_sample_shop(shop)
    bad = sheet(tmp_path, "nombre;precio\nSilla;-5\nMesa;-6\n")
    with pytest.raises(ImportRefused, match="line 2: price -5 is below zero"):
        import_sheet(bad, shop, dry_run=is_dry)
    assert len(rows(shop)) == 200  # as many as one query gives


def test_columns_that_are_not_used_are_named(tmp_path: Path, shop: Path):
    text = "nombre;precio;costo\nSilla;consultar;3\nMesa;pronto;4\n"
    report = import_sheet(sheet(tmp_path, text), shop, dry_run=False)
    assert report.reading.endswith("left aside: 'precio', 'costo'")
    assert rows(shop)[0][4] is None


@pytest.mark.parametrize(
    ("place", "path"),
    [("/shop.db", "/shop.db"), ("sqlite:////x/shop.db", "/x/shop.db")],
)
def test_a_file_of_a_shop_can_be_written(place: str, path: str):
    assert own_file(place) == Path(path)


def test_a_shop_on_a_server_is_its_owners_to_write():
    with pytest.raises(ImportRefused, match="stands on a server"):
        own_file("postgresql://owner:s3cret@127.0.0.1/shop")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("empty.csv", b"", "is empty"),
        ("odd.csv", b"a,b\n1,2\n", "no column looks like names"),
        ("odd.xlsx", b"PK not really", "not an Excel file"),
    ],
)
def test_a_file_that_is_no_list_of_products_is_refused(
    tmp_path: Path, shop: Path, name: str, content: bytes, complaint: str
):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefused, match=complaint):
        import_sheet(tmp_path / name, shop, dry_run=False)


def test_a_missing_file_is_refused(tmp_path: Path, shop: Path):
    with pytest.raises(ImportRefused, match="cannot be read"):
        import_sheet(tmp_path / "nowhere.csv", shop, dry_run=False)


def test_an_owners_own_database_is_never_written(tmp_path: Path):
    theirs = tmp_path / "owner.db"
    with sqlite3.connect(theirs) as connection:
        connection.execute("CREATE TABLE articulos (id, nombre)")
    connection.close()
    with pytest.raises(ImportRefused, match="not a shop of the kiosk's own"):
        import_sheet(sheet(tmp_path, SPANISH), theirs, dry_run=False)


@pytest.mark.parametrize("step", ["_stage", "_compare", "_apply"])
def test_an_import_killed_half_way_leaves_the_old_catalogue(
    tmp_path: Path, shop: Path, step: str
):
    make_sample_shop(shop)
    before = rows(shop)
    lines = [f"{n},Producto {n},1.5" for n in range(1, 5_001)]
    path = sheet(tmp_path, "id,name,price\n" + "\n".join(lines))
    program = (
        "import os, sys; from pathlib import Path; from catalog import importer\n"
        f"real = importer.{step}\n"
        "def die(connection, *more, **named):\n"
        "    connection.execute('PRAGMA cache_size = 1')\n"
        "    real(connection, *more, **named)\n"
        "    os._exit(9)\n"
        f"importer.{step} = die\n"
        "importer.import_sheet(*map(Path, sys.argv[1:]), dry_run=False)"
    )
    died = subprocess.run(
        [sys.executable, "-c", program, str(path), str(shop)],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert died.returncode == 9
    assert rows(shop) == before


def test_a_hundred_thousand_rows_take_less_than_twenty_seconds(
    tmp_path: Path, shop: Path
):
    roll = random.Random(1)  # noqa: S311 - a test
    path = tmp_path / "big.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["codigo", "nombre", "familia", "precio", "stock"])
        for n in range(100_000):
            writer.writerow(
                [
                    n,
                    f"Producto {n} modelo {n % 97}",
                    f"F{n % 12}",
                    f"{roll.random() * 900:.2f}".replace(".", ","),
                    n % 5,
                ]
            )
    told: list[float] = []
    began = time.process_time()
    report = import_sheet(path, shop, dry_run=False, progress=told.append)
    assert time.process_time() - began < 20
    assert report.new == 100_000
    assert told == sorted(told)
    assert len(told) > 50
    assert told[-1] == 1.0
