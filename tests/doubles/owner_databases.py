"""The same fourteen products as different owners would keep them."""

import datetime
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import sqlalchemy as sa


class Truth(NamedTuple):
    """A product as it is, whatever the owner's tables look like."""

    id: int
    name: str
    family: str
    price: float | None
    stock: int

    @property
    def has(self) -> bool:
        return self.stock > 0


TRUTH = [
    Truth(1, "Taladro percutor Karu T200", "Herramientas", 249.9, 4),
    Truth(2, "Martillo de uña Karu M16", "Herramientas", 39.5, 20),
    Truth(3, "Juego de llaves Ollanta 12 piezas", "Herramientas", 1289.0, 0),
    Truth(4, "Pintura látex Brisa 4 litros", "Pinturas", 89.9, 12),
    Truth(5, "Brocha Brisa 3 pulgadas", "Pinturas", 12.0, 55),
    Truth(6, "Rodillo Brisa antigota", "Pinturas", 24.75, 0),
    Truth(7, "Foco LED Illari 9W", "Electricidad", 7.5, 200),
    Truth(8, "Extensión eléctrica Illari 5 m", "Electricidad", 31.0, 9),
    Truth(9, "Interruptor doble Illari blanco", "Electricidad", None, 7),
    Truth(10, "Caño de lavatorio Puquio cromado", "Gasfitería", 74.2, 3),
    Truth(11, "Cinta teflón Puquio", "Gasfitería", 1.5, 340),
    Truth(12, "Escalera de aluminio Karu 6 pasos", "Herramientas", 2310.0, 1),
    Truth(13, "Lija al agua 'grano 220'", "Pinturas", 2.2, 80),
    Truth(14, "Sierra caladora Karu S7 \U0001f6e0", "Herramientas", 319.9, 2),
]
FAMILIES = sorted({product.family for product in TRUTH})
CLIENTS = [(1, "Rosa Quispe", "rosa@ejemplo.pe", "999111222", "Av. Uno 1")]

Maker = Callable[[sqlite3.Connection], None]


def family_id(product: Truth) -> int:
    return FAMILIES.index(product.family) + 1


def fill(
    connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[Any]
) -> None:
    """Create a table with declared columns and put rows into it."""
    connection.execute(f"CREATE TABLE {table} ({columns})")
    rows = [tuple(row) for row in rows]
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(
        f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - the tests' own words
        rows,
    )


def comma(price: float | None) -> str:
    """Write 1289.0 as 1.289,00."""
    if price is None:
        return "consultar"
    return f"{price:,.2f}".translate(str.maketrans(",.", ".,"))


def legacy(db: sqlite3.Connection) -> None:
    """Abbreviated Spanish, nothing declared, an old copy and a customer table."""
    columns = "cod_art, desc_art, cod_fam, pvp, pcosto, exist, estado"
    rows = [
        (
            f"A{p.id:03}",
            p.name,
            f"F{family_id(p)}",
            p.price,
            1.0,
            p.stock,
            "AI"[not p.has],
        )
        for p in TRUTH
    ]
    fill(db, "tb_articulos_old", columns, rows[:3] * 9)
    fill(db, "tb_articulos", columns, rows)
    fill(
        db,
        "tb_familias",
        "cod_fam, desc_fam",
        [(f"F{n}", family) for n, family in enumerate(FAMILIES, 1)],
    )
    fill(db, "tb_clientes", "cod_cli, nom_cli, correo, telefono, direccion", CLIENTS)


def online_shop(db: sqlite3.Connection) -> None:
    """English web shop: price and stock stand with the variants."""
    fill(
        db,
        "products",
        "id INTEGER PRIMARY KEY, title TEXT, body_html TEXT, vendor TEXT,"
        " product_type TEXT, handle TEXT, status TEXT, created_at TEXT",
        [
            (
                p.id,
                p.name,
                f"<p>{p.name}, muy bueno</p>",
                "Karu",
                p.family,
                f"p-{p.id}",
                "active",
                "2026-01-02",
            )
            for p in TRUTH
        ]
        + [
            (99, "Producto sin terminar", "", "Karu", "Pinturas", "p-99", "draft", None)
        ],
    )
    fill(
        db,
        "product_variants",
        "id INTEGER PRIMARY KEY, product_id INTEGER REFERENCES products, title TEXT,"
        " price REAL, compare_at_price REAL, sku TEXT, inventory_quantity INT",
        [
            (p.id * 10 + n, p.id, "Default", p.price, 9999, f"S{p.id}{n}", q)
            for p in TRUTH
            for n, q in enumerate((p.stock // 2, p.stock - p.stock // 2))
        ],
    )
    fill(db, "customers", "id, first_name, email, phone, address", CLIENTS)


def odoo(db: sqlite3.Connection) -> None:
    """An ERP: category by key, cost called standard_price, a flag for sale."""
    fill(
        db,
        "product_category",
        "id INTEGER PRIMARY KEY, name TEXT, complete_name TEXT, parent_id INTEGER",
        [(n, f, f"All / {f}", None) for n, f in enumerate(FAMILIES, 1)],
    )
    fill(
        db,
        "product_template",
        "id INTEGER PRIMARY KEY, name TEXT, description_sale TEXT, list_price REAL,"
        " standard_price NUMERIC, categ_id INTEGER REFERENCES product_category(id),"
        " default_code TEXT, active BOOLEAN, qty_available INTEGER, write_date TEXT",
        [
            (
                p.id,
                p.name,
                None,
                p.price,
                0.5,
                family_id(p),
                f"D{p.id}",
                1,
                p.stock,
                "2026-02-03 10:00:00",
            )
            for p in TRUTH
        ],
    )
    fill(db, "res_partner", "id, name, email, phone, street_address", CLIENTS)
    fill(
        db,
        "sale_order_line",
        "id, order_id, product_id INTEGER REFERENCES product_template(id), name,"
        " price_unit, product_uom_qty",
        [(n, n, 1 + n % 14, f"[D] linea {n}", 3.5, 2) for n in range(40)],
    )


def till(db: sqlite3.Connection) -> None:
    """Camel case, the department written out, discontinued Y/N beside the stock."""
    fill(
        db,
        "Item",
        "ItemID INTEGER PRIMARY KEY, ItemName TEXT, Department TEXT, UnitPrice REAL,"
        " CostPrice REAL, QtyOnHand INTEGER, ReorderLevel INTEGER, Discontinued TEXT,"
        " SupplierName TEXT",
        [
            (
                p.id,
                p.name,
                p.family,
                p.price,
                0.1,
                p.stock,
                5,
                "NY"[not p.has],
                "Acme SA",
            )
            for p in TRUTH
        ],
    )


def many_categories(db: sqlite3.Connection) -> None:
    """Prices as text with marks, availability in words, categories many to many."""
    fill(
        db,
        "productos",
        "id INTEGER PRIMARY KEY, nombre TEXT, descripcion TEXT, precio TEXT,"
        " disponible TEXT",
        [
            (
                p.id,
                p.name,
                f"{p.name} de primera",
                "S/ " + format(p.price, ",.2f") if p.price else "consultar",
                "Sí" if p.has else "No",
            )
            for p in TRUTH
        ],
    )
    fill(
        db,
        "categorias",
        "id INTEGER PRIMARY KEY, nombre TEXT",
        enumerate(FAMILIES, 1),
    )
    fill(
        db,
        "producto_categoria",
        "producto_id INTEGER REFERENCES productos, categoria_id INTEGER REFERENCES"
        " categorias, PRIMARY KEY (producto_id, categoria_id)",
        [(p.id, family_id(p)) for p in TRUTH],
    )


def price_lists(db: sqlite3.Connection) -> None:
    """Dated prices in two lists, stock in two warehouses, an undeclared key."""
    fill(db, "rubro", "id INTEGER PRIMARY KEY, nombre TEXT", enumerate(FAMILIES, 1))
    fill(
        db,
        "articulo",
        "id INTEGER PRIMARY KEY, denominacion TEXT, rubro_id INTEGER",
        [(p.id, p.name, family_id(p)) for p in TRUTH],
    )
    fill(
        db,
        "lista_precios",
        "id INTEGER PRIMARY KEY, articulo_id INTEGER, lista TEXT, precio NUMERIC,"
        " desde DATE",
        [
            (None, p.id, name, price, since)
            for p in TRUTH
            if p.price is not None
            for name, price, since in (
                ("PVP", p.price - 1, "2020-01-01"),
                ("PVP", p.price, "2025-06-01"),
                ("PVP", p.price + 500, "2999-01-01"),
                ("Mayorista", p.price / 2, "2025-07-01"),
            )
        ],
    )
    fill(
        db,
        "existencias",
        "id INTEGER PRIMARY KEY, articulo_id INTEGER, almacen TEXT, cantidad INTEGER",
        [
            (None, p.id, place, count)
            for p in TRUTH
            for place, count in (("Lima", p.stock), ("Cusco", 0))
        ],
    )


def cents(db: sqlite3.Connection) -> None:
    """Whole cents, a text key, rows marked as deleted, brands by key."""
    fill(db, "brands", "id INTEGER PRIMARY KEY, name TEXT", [(1, "Karu"), (2, "Brisa")])
    fill(
        db,
        "inventory",
        "sku TEXT PRIMARY KEY, product_name TEXT, category TEXT, brand_id INTEGER"
        " REFERENCES brands(id), price_cents INTEGER, qty INTEGER, deleted_at TEXT",
        [
            (
                f"K-{p.id}",
                p.name,
                p.family,
                1 + p.id % 2,
                None if p.price is None else round(p.price * 100),
                p.stock,
                None,
            )
            for p in TRUTH
        ]
        + [("K-99", "Clavo borrado", "Herramientas", 1, 5, 5, "2026-01-01")],
    )


def spreadsheet(db: sqlite3.Connection) -> None:
    """A sheet put into a table: all text, decimal commas, capitals with blanks."""
    fill(
        db,
        "PRODUCTOS",
        'CODIGO TEXT, DESCRIPCION TEXT, FAMILIA TEXT, "PRECIO VENTA" TEXT,'
        ' "PRECIO COMPRA" TEXT, STOCK TEXT, ACTIVO TEXT',
        [
            (str(p.id), p.name, p.family, comma(p.price), "0,10", str(p.stock), "s")
            for p in TRUTH
        ],
    )


def in_stock_flag(db: sqlite3.Connection) -> None:
    """Only yes or no for the stock, prices in dollars, views, spare tables."""
    rows = [(p.id, p.name, p.family, p.price, 0.3, int(p.has), None) for p in TRUTH]
    columns = (
        "id INTEGER PRIMARY KEY, nombre_producto TEXT, seccion TEXT, precio_usd REAL,"
        " costo_usd NUMERIC, en_stock BOOLEAN, fecha_baja TEXT"
    )
    fill(db, "tmp_productos", columns, rows[:2])
    fill(db, "productos", columns, rows)
    fill(db, "ventas", "id, producto_id, precio, cantidad", [(1, 1, 3.0, 2)] * 30)
    fill(db, "usuarios", "id, nombre, email, telefono, direccion", CLIENTS)
    db.execute("CREATE VIEW v_productos_caros AS SELECT * FROM productos WHERE id < 3")


def names_only(db: sqlite3.Connection) -> None:
    """A leaflet: no prices, no stock, no key."""
    fill(
        db,
        "catalogo",
        "producto TEXT, seccion TEXT",
        [(p.name, p.family) for p in TRUTH],
    )


def bookshop(db: sqlite3.Connection) -> None:
    """A table whose name says nothing of products."""
    fill(
        db,
        "libros",
        "isbn TEXT PRIMARY KEY, titulo TEXT, autor TEXT, editorial TEXT, genero TEXT,"
        " precio NUMERIC, ejemplares INTEGER, idioma TEXT",
        [
            (f"978{p.id}", p.name, "Ana Ruiz", "Sur", p.family, p.price, p.stock, "es")
            for p in TRUTH
        ],
    )


def normalized(db: sqlite3.Connection) -> None:
    """Everything in a table of its own: brand, category, supplier, price, stock."""
    fill(db, "brand", "id INTEGER PRIMARY KEY, name TEXT", [(1, "Karu"), (2, "Brisa")])
    fill(db, "category", "id INTEGER PRIMARY KEY, title TEXT", enumerate(FAMILIES, 1))
    fill(
        db,
        "supplier",
        "id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT",
        [(1, "Acme SA", "a@a.pe", "1")],
    )
    fill(
        db,
        "product",
        "id INTEGER PRIMARY KEY, name TEXT, brand_id INTEGER REFERENCES brand,"
        " category_id INTEGER REFERENCES category, supplier_id INTEGER REFERENCES"
        " supplier",
        [(p.id, p.name, 1 + p.id % 2, family_id(p), 1) for p in TRUTH],
    )
    fill(
        db,
        "product_price",
        "product_id INTEGER PRIMARY KEY REFERENCES product, amount NUMERIC,"
        " currency_code TEXT",
        [(p.id, p.price, "PEN") for p in TRUTH],
    )
    fill(
        db,
        "product_stock",
        "product_id INTEGER PRIMARY KEY REFERENCES product, quantity INTEGER,"
        " min_quantity INTEGER",
        [(p.id, p.stock, 2) for p in TRUTH],
    )
    fill(
        db,
        "purchase_item",
        "id INTEGER PRIMARY KEY, product_id INTEGER REFERENCES product, price NUMERIC,"
        " quantity INTEGER",
        [(None, p.id, 0.5, 100) for p in TRUTH],
    )


OWNERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        legacy,
        online_shop,
        odoo,
        till,
        many_categories,
        price_lists,
        cents,
        spreadsheet,
        in_stock_flag,
        names_only,
        bookshop,
        normalized,
    )
}


def make_owner_database(name: str, path: Path) -> Path:
    """Write one owner's database."""
    connection = sqlite3.connect(path)
    with connection:
        OWNERS[name](connection)
    connection.close()
    return path


def copy_to_server(path: Path, server_url: str, database: str) -> str:
    """Make the same tables in a new database on a server; give its URL."""
    database = f"{database}_{uuid4().hex[:8]}"
    server = sa.create_engine(server_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {database}"))
    server.dispose()
    url = server.url.set(database=database)
    engine = sa.create_engine(url)
    source = sqlite3.connect(path)
    metadata = sa.MetaData()
    tables = [
        name
        for (name,) in source.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
    ]
    for name in tables:
        sa.Table(name, metadata, *map(_server_column, _columns(source, name)))
    metadata.create_all(engine)
    with engine.begin() as connection:
        for table in metadata.tables.values():
            rows = source.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608 - ours
            connection.execute(
                table.insert(),
                [
                    {
                        c.name: _server_cell(c, cell)
                        for c, cell in zip(table.columns, row, strict=True)
                    }
                    for row in rows
                ],
            )
    source.close()
    engine.dispose()
    return url.render_as_string(hide_password=False)


def _columns(source: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return source.execute(f'PRAGMA table_info("{table}")').fetchall()


def _server_column(described: tuple[Any, ...]) -> sa.Column[Any]:
    _, name, declared, _, _, key = described
    kinds: dict[str, sa.types.TypeEngine[Any]] = {
        "INT": sa.Integer(),
        "INTEGER": sa.Integer(),
        "NUMERIC": sa.Numeric(12, 2),
        "REAL": sa.Numeric(12, 2),
        "BOOLEAN": sa.Boolean(),
        "DATE": sa.Date(),
    }
    kind = kinds.get(declared.upper(), sa.String(300))
    return sa.Column(name, kind, primary_key=bool(key), autoincrement=False)


def _server_cell(column: sa.Column[Any], cell: Any) -> Any:
    if cell is None:
        return None
    if isinstance(column.type, sa.Date):
        return datetime.date.fromisoformat(cell)
    if isinstance(column.type, sa.Boolean):
        return bool(cell)
    return str(cell) if isinstance(column.type, sa.String) else cell
