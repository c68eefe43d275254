"""Owners' databases put together by chance from how owners really name things."""

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.doubles.owner_databases import FAMILIES, TRUTH, comma, family_id, fill

TABLES = (
    *(
        "productos",
        "producto",
        "articulos",
        "tb_articulo",
        "TBL_PRODUCTOS",
        "mercaderia",
    ),
    *(
        "products",
        "product",
        "items",
        "Item",
        "inventory",
        "catalog_items",
        "tblProducts",
    ),
    *("maestro_articulos", "inv_productos", "stock_items", "ProductMaster", "ART"),
    *("repuestos", "vinos", "juguetes", "books", "Hoja1", "data", "lista_productos"),
    *("oc_product", "shop_item", "PRODUCTOS2024", "equipos", "menu_items", "bienes"),
)
IDS = (
    *(
        "id",
        "codigo",
        "cod_articulo",
        "id_producto",
        "ProductID",
        "item_id",
        "sku",
        "CODART",
    ),
    *("IdProducto", "product_code", "nro", "clave", "art_id"),
)
NAMES = (
    *("nombre", "name", "descripcion", "titulo", "title", "nom_prod", "desc_articulo"),
    *("ProductName", "item_name", "denominacion", "NOMBRE_PRODUCTO", "producto"),
    *("articulo", "nombreproducto", "DESCRIP", "label_name", "art_nombre", "item"),
)
FAMILY_COLUMNS = (
    *("familia", "categoria", "category", "department", "rubro", "seccion", "linea"),
    *("product_type", "CategoryName", "tipo", "grupo", "nom_familia", "clase", "depto"),
    *(
        "Categoría",
        "item_category",
        "nombre_categoria",
        "collection",
        "genero",
        "Sección",
    ),
)
FAMILY_TABLES = (
    ("categorias", "id_categoria", "nombre"),
    ("familias", "cod_familia", "descripcion"),
    ("categories", "category_id", "name"),
    ("Categories", "CategoryID", "CategoryName"),
    ("rubros", "rubro_id", "rubro"),
    ("departments", "id", "title"),
    ("tb_linea", "id_linea", "nom_linea"),
    ("product_category", "id", "name"),
)
PRICES = (
    *(
        "precio",
        "price",
        "pvp",
        "precio_venta",
        "unit_price",
        "UnitPrice",
        "list_price",
    ),
    *(
        "precio_unitario",
        "PRECIO",
        "sale_price",
        "retail_price",
        "precioventa",
        "prec_vta",
    ),
    *(
        "precio_publico",
        "p_venta_precio",
        "amount",
        "valor",
        "precio_con_igv",
        "Precio S/",
    ),
    *("price_pen", "pvp_iva_incluido", "precio1", "prec", "importe", "precio_lista"),
)
COSTS = (
    "costo",
    "cost_price",
    "precio_compra",
    "purchase_price",
    "CostPrice",
    "pcosto",
)
STOCKS = (
    *("stock", "existencias", "cantidad", "qty", "quantity", "UnitsInStock", "on_hand"),
    *("stock_actual", "inventory_quantity", "STOCK", "cant_disponible", "saldo"),
    *("unidades", "disponibles", "stock_tienda", "QtyOnHand", "exist_actual", "Cant."),
)
FLAGS = (
    ("disponible", ("1", "0")),
    ("available", ("true", "false")),
    ("activo", ("S", "N")),
    ("is_active", ("1", "0")),
    ("estado", ("A", "I")),
    ("status", ("active", "inactive")),
    ("estado", ("Disponible", "Agotado")),
    ("in_stock", ("Y", "N")),
    ("discontinued", ("0", "1")),
    ("descontinuado", ("N", "S")),
    ("agotado", ("no", "si")),
    ("vigente", ("SI", "NO")),
    ("baja", ("0", "1")),
    ("hay_stock", ("sí", "no")),
    ("para_venta_activo", ("x", "")),
)
EXTRAS = (
    ("descripcion_larga TEXT", lambda p: f"{p.name}, de lo mejor que hay en la ciudad"),
    ("fecha_alta TEXT", lambda p: f"2025-01-{p.id:02}"),
    ("created_at TEXT", lambda p: f"2025-02-{p.id:02} 10:00:00"),
    ("proveedor TEXT", lambda p: "Proveedora SECRET SAC"),
    ("supplier_name TEXT", lambda p: "SECRET Supplies Ltd"),
    ("stock_minimo INTEGER", lambda p: 5),
    ("reorder_level INTEGER", lambda p: 3),
    ("imagen TEXT", lambda p: f"/fotos/{p.id}.jpg"),
    ("peso_kg REAL", lambda p: p.id / 2),
    ("iva REAL", lambda p: 18),
    ("descuento REAL", lambda p: 0),
    ("precio_mayorista REAL", lambda p: 777.77),
    ("precio_anterior REAL", lambda p: 9999),
    ("marca TEXT", lambda p: "Karu" if p.id % 2 else "Brisa"),
    ("codigo_barras TEXT", lambda p: f"77500000{p.id:05}"),
    ("ubicacion TEXT", lambda p: f"Pasillo {p.id % 3}"),
    ("notas_internas TEXT", lambda p: "SECRET no vender"),
    ("unidad TEXT", lambda p: "UND"),
    ("usuario_registro TEXT", lambda p: "SECRET jperez"),
    ("moneda TEXT", lambda p: "PEN"),
    ("precio_oferta REAL", lambda p: 0.01),
    ("precio_sin_igv REAL", lambda p: 0.02),
    ("modelo TEXT", lambda p: f"M{p.id}"),
    ("detalle TEXT", lambda p: f"{p.family}: {p.name} con garantía de 12 meses"),
    ("subcategoria TEXT", lambda p: p.family[:3] + "-1"),
    ("cuenta_contable TEXT", lambda p: "SECRET-6011"),
    ("margen REAL", lambda p: 777.77),
    ("comision_vendedor REAL", lambda p: 777.77),
    ("orden INTEGER", lambda p: p.id),
    ("visitas INTEGER", lambda p: p.id * 31),
    ("rating REAL", lambda p: 4.5),
    ("ventas_mes INTEGER", lambda p: p.id + 3),
    ("stock_reservado INTEGER", lambda p: 1),
    ("url TEXT", lambda p: f"https://ejemplo.pe/{p.id}"),
    ("cantidad_por_caja INTEGER", lambda p: 12),
    ("ultimo_precio_compra REAL", lambda p: 777.77),
)
OTHER_TABLES = (
    ("clientes", "id, nombre, correo, telefono, direccion", ("SECRET Rosa", "r@e.pe")),
    ("customers", "id, name, email, phone, address", ("SECRET Rose", "r@e.com")),
    ("proveedores", "id, nombre, correo, telefono, ruc", ("SECRET SAC", "s@e.pe")),
    ("usuarios", "id, usuario, correo, password, rol", ("SECRET", "u@e.pe")),
)


@dataclass(frozen=True)
class Owner:
    """What to expect of a generated database."""

    path: Path
    has_stock: bool
    says_availability: bool
    described: str


class _Columns:
    """Columns of the product table being made: declarations and values."""

    def __init__(self) -> None:
        self.cells: dict[str, tuple[str, list[object]]] = {}

    def add(self, name: str, kind: str, values: Sequence[object]) -> None:
        """Take a column, unless there is one of that name."""
        self.cells.setdefault(name.lower(), (f'"{name}" {kind}', list(values)))


def make_owner(seed: int, directory: Path) -> Owner:
    """Write the database of one seed."""
    roll = random.Random(seed)  # noqa: S311 - a test
    path = directory / f"owner{seed}.db"
    connection = sqlite3.connect(path)
    table, columns = roll.choice(TABLES), _Columns()
    kinds = ("INTEGER PRIMARY KEY", "INTEGER", "TEXT")
    columns.add(roll.choice(IDS), roll.choice(kinds), [p.id for p in TRUTH])
    columns.add(roll.choice(NAMES), "TEXT", [p.name for p in TRUTH])
    with connection:
        family = _family(roll, connection, columns)
        has_stock, has_flag = _amounts(roll, columns)
        _extras(roll, columns)
        _others(roll, connection)
        first, *rest = columns.cells.values()
        if roll.random() < 0.5:
            roll.shuffle(rest)
        declared = ", ".join(declaration for declaration, _ in (first, *rest))
        rows = zip(*(values for _, values in (first, *rest)), strict=True)
        fill(connection, table, declared, rows)
    connection.close()
    says = has_flag or has_stock
    return Owner(path, has_stock, says, f"{table}({declared}) {family}")


def _amounts(roll: random.Random, columns: _Columns) -> tuple[bool, bool]:
    kind = roll.choice(("number", "number", "number", "marked", "comma"))
    declared = "REAL" if kind == "number" else "TEXT"
    columns.add(roll.choice(PRICES), declared, [_price(p.price, kind) for p in TRUTH])
    if roll.random() < 0.6:
        columns.add(roll.choice(COSTS), "REAL", [777.77] * len(TRUTH))
    has_stock, has_flag = roll.random() < 0.7, roll.random() < 0.7
    if has_stock:
        columns.add(roll.choice(STOCKS), "INTEGER", [p.stock for p in TRUTH])
    if has_flag:
        flag, (yes, no) = roll.choice(FLAGS)
        said = [yes if p.has else no for p in TRUTH]
        if {yes, no} == {"0", "1"} and roll.random() < 0.5:
            columns.add(flag, "", [int(value) for value in said])
        else:
            columns.add(flag, "TEXT", said)
    return has_stock, has_flag


def _extras(roll: random.Random, columns: _Columns) -> None:
    for declared, value in roll.sample(EXTRAS, roll.randint(0, 9)):
        name, _, kind = declared.partition(" ")
        columns.add(name, kind, [value(p) for p in TRUTH])


def _others(roll: random.Random, connection: sqlite3.Connection) -> None:
    for table, declared, (person, mail) in roll.sample(OTHER_TABLES, 2):
        fill(connection, table, declared, [(1, person, mail, "999", "SECRET 1")])
    if roll.random() < 0.4:
        fill(
            connection,
            "ventas",
            "id, fecha, producto, precio, cantidad, total",
            [(n, "2026-01-01", TRUTH[n % 14].name, 1.5, 1, 1.5) for n in range(60)],
        )


def _family(
    roll: random.Random, connection: sqlite3.Connection, columns: _Columns
) -> str:
    if roll.random() < 0.5:
        columns.add(roll.choice(FAMILY_COLUMNS), "TEXT", [p.family for p in TRUTH])
        return ""
    table, key, label = roll.choice(FAMILY_TABLES)
    fill(
        connection,
        f'"{table}"',
        f'"{key}" INTEGER PRIMARY KEY, "{label}" TEXT',
        enumerate(FAMILIES, 1),
    )
    column = {"departments": "department_id", "product_category": "categ_id"}
    reference = f' REFERENCES "{table}"' if roll.random() < 0.5 else ""
    ids = [family_id(p) for p in TRUTH]
    columns.add(column.get(table, key), f"INTEGER{reference}", ids)
    return f"{table}({key}, {label})"


def _price(price: float | None, kind: str) -> object:
    if kind == "number":
        return price
    if kind == "comma":
        return comma(price)
    return "consultar" if price is None else f"S/ {price:,.2f}"
