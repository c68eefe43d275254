"""The 500-product demonstration shop, the same every time."""

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import ShopUnavailable

PRODUCT_COUNT = 500
SCHEMA = """
CREATE TABLE products (
    id INTEGER PRIMARY KEY, name TEXT, family TEXT, description TEXT,
    price NUMERIC, currency TEXT, stock INTEGER, available BOOLEAN
)
"""
INDEXES = (
    "CREATE INDEX IF NOT EXISTS by_available ON products (available, price, name)",
    "CREATE INDEX IF NOT EXISTS by_price ON products (price, available, name)",
    "CREATE INDEX IF NOT EXISTS by_family ON products (family, available, price, name)",
    "CREATE INDEX IF NOT EXISTS by_name"
    " ON products (name COLLATE NOCASE, available, price, name)",
    "CREATE INDEX IF NOT EXISTS by_stock ON products (available, stock, name)",
)
"""For large shops: each kind of question is answered from one index alone."""

_BRANDS = ("Ayllu", "Kusi", "Nevara", "Pukara", "Quilla", "Runa", "Tambora", "Zorzal")
_MODEL_LETTERS = "ABCDEFGHJKLMNPRSTUVX"
_ENDINGS_CENTS = (0, 50, 90)
_MONTHS_OF_WARRANTY = (6, 12, 18, 24)
_SOLD_OUT_SHARE = 0.14


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of product: what its name begins with and how it may go on."""

    noun: str
    variants: tuple[str, ...]
    price_soles: tuple[int, int]
    purpose: str


_KINDS: dict[str, tuple[_Kind, ...]] = {
    "Electrónica": (
        _Kind(
            "Laptop",
            ('14" 8GB', '14" 16GB', '15.6" 16GB', '13" 8GB'),
            (1600, 4900),
            "para estudiar y trabajar",
        ),
        _Kind("Celular", ("128GB", "256GB", "64GB"), (450, 3200), "con doble cámara"),
        _Kind(
            "Tablet", ("10 pulgadas", "8 pulgadas"), (380, 1900), "para leer y dibujar"
        ),
        _Kind(
            "Audífonos",
            ("Bluetooth", "con cable", "con cancelación de ruido"),
            (35, 650),
            "con micrófono",
        ),
        _Kind(
            "Smart TV",
            ("43 pulgadas", "50 pulgadas", "55 pulgadas", "65 pulgadas"),
            (1100, 4700),
            "con aplicaciones de video",
        ),
        _Kind(
            "Parlante",
            ("portátil", "de torre", "resistente al agua"),
            (70, 900),
            "con batería recargable",
        ),
        _Kind(
            "Monitor",
            ("24 pulgadas", "27 pulgadas", "32 pulgadas curvo"),
            (420, 2100),
            "de marcos delgados",
        ),
        _Kind("Cámara web", ("HD", "4K"), (60, 480), "para videollamadas"),
        _Kind(
            "Consola de videojuegos",
            ("512GB", "1TB"),
            (1200, 2900),
            "con dos mandos",
        ),
        _Kind("Disco externo", ("1TB", "2TB", "4TB"), (190, 620), "con puerto USB-C"),
    ),
    "Hogar": (
        _Kind("Licuadora", ("600W", "800W", "1000W"), (110, 520), "con vaso de vidrio"),
        _Kind(
            "Aspiradora", ("vertical", "de mano", "sin bolsa"), (180, 1300), "liviana"
        ),
        _Kind("Freidora de aire", ("4 litros", "6 litros"), (230, 780), "sin aceite"),
        _Kind("Lámpara", ("de mesa", "de pie", "colgante"), (45, 320), "de luz cálida"),
        _Kind(
            "Cafetera", ("de goteo", "espresso", "italiana"), (80, 1400), "para casa"
        ),
        _Kind("Plancha", ("a vapor", "de viaje"), (60, 260), "con suela cerámica"),
        _Kind(
            "Juego de sábanas",
            ("1.5 plazas", "2 plazas", "queen"),
            (70, 290),
            "de algodón",
        ),
        _Kind("Olla arrocera", ("1 litro", "1.8 litros"), (90, 310), "antiadherente"),
        _Kind("Ventilador", ("de torre", "de pedestal"), (95, 410), "silencioso"),
        _Kind("Hervidor eléctrico", ("1.5 litros", "1.7 litros"), (50, 190), "rápido"),
    ),
    "Oficina": (
        _Kind(
            "Silla ergonómica",
            ("de malla", "gerencial", "con apoyacabeza"),
            (320, 1500),
            "con altura regulable",
        ),
        _Kind(
            "Escritorio",
            ("120 cm", "150 cm", "regulable en altura"),
            (260, 1700),
            "de melamina",
        ),
        _Kind(
            "Impresora",
            ("láser", "multifuncional", "de tinta continua"),
            (380, 1600),
            "con wifi",
        ),
        _Kind("Cuaderno", ("100 hojas", "200 hojas"), (5, 28), "de tapa dura"),
        _Kind("Resaltadores", ("4 colores", "6 colores"), (8, 35), "de punta biselada"),
        _Kind(
            "Teclado", ("mecánico", "inalámbrico", "en español"), (45, 560), "completo"
        ),
        _Kind("Ratón", ("inalámbrico", "vertical", "con cable"), (20, 290), "óptico"),
        _Kind("Pizarra", ("60x90 cm", "90x120 cm"), (75, 330), "acrílica"),
        _Kind("Archivador", ("lomo ancho", "de palanca"), (9, 42), "tamaño oficio"),
        _Kind("Calculadora", ("científica", "de escritorio"), (25, 210), "solar"),
    ),
    "Deportes": (
        _Kind(
            "Zapatillas deportivas",
            (
                "running negras talla 42",
                "running azules talla 41",
                "urbanas blancas talla 39",
                "trekking grises talla 43",
            ),
            (120, 560),
            "de suela flexible",
        ),
        _Kind(
            "Bicicleta",
            ("montañera aro 29", "urbana aro 26", "plegable aro 20"),
            (650, 3900),
            "de aluminio",
        ),
        _Kind("Mancuernas", ("5 kg", "10 kg", "15 kg"), (45, 260), "en par"),
        _Kind("Pelota", ("de fútbol", "de vóley", "de básquet"), (35, 190), "cosida"),
        _Kind("Colchoneta de yoga", ("6 mm", "10 mm"), (40, 160), "antideslizante"),
        _Kind("Casco", ("talla M", "talla L"), (70, 380), "ventilado"),
        _Kind("Caminadora", ("plegable", "con inclinación"), (1300, 4600), "para casa"),
        _Kind("Botella deportiva", ("750 ml", "1 litro"), (18, 95), "de acero"),
        _Kind("Carpa", ("2 personas", "4 personas"), (150, 890), "impermeable"),
        _Kind(
            "Polo deportivo", ("talla S", "talla M", "talla L"), (30, 140), "de secado"
        ),
    ),
    "Accesorios": (
        _Kind(
            "Mochila", ("escolar", "urbana", "para laptop"), (60, 340), "con bolsillos"
        ),
        _Kind("Funda para laptop", ('14"', '15.6"'), (35, 150), "acolchada"),
        _Kind("Funda para celular", ("transparente", "negra"), (15, 80), "flexible"),
        _Kind(
            "Reloj", ("inteligente", "clásico", "deportivo"), (90, 1250), "sumergible"
        ),
        _Kind("Cargador", ("20W", "45W", "65W"), (30, 210), "de carga rápida"),
        _Kind("Cable USB-C", ("1 metro", "2 metros"), (12, 65), "reforzado"),
        _Kind("Batería portátil", ("10000 mAh", "20000 mAh"), (55, 280), "compacta"),
        _Kind("Billetera", ("de cuero", "delgada"), (35, 190), "con tarjetero"),
        _Kind("Lentes de sol", ("polarizados", "deportivos"), (45, 420), "con estuche"),
        _Kind("Paraguas", ("plegable", "automático"), (25, 110), "de viaje"),
    ),
}

Row = tuple[int, str, str, str, float, str, int, int]


def make_sample_shop(path: Path) -> None:
    """Write the demonstration shop; it appears whole or not at all.

    Raises:
        ShopUnavailable: The directory cannot be written.
    """
    try:
        _write_sample_shop(path)
    except (OSError, sqlite3.Error) as error:
        raise ShopUnavailable(
            f"the demonstration shop {path} cannot be made ({error}); is the disk full?"
        ) from error


def _write_sample_shop(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as directory:
        fresh = Path(directory) / path.name
        connection = sqlite3.connect(fresh)
        try:
            with connection:
                connection.execute(SCHEMA)
                connection.executemany(
                    "INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    sample_rows(PRODUCT_COUNT),
                )
        finally:
            connection.close()
        fresh.replace(path)


def sample_rows(count: int) -> Iterator[Row]:
    """Give rows of the default schema, the first `count` of an endless shop."""
    # Only `random()` promises the same numbers in every version of Python.
    roll = random.Random(2026).random  # noqa: S311 - a shop, not a secret
    kinds = [(family, kind) for family, some in _KINDS.items() for kind in some]
    for number in range(1, count + 1):
        # 7 shares no factor with the number of kinds, so neighbours differ.
        family, kind = kinds[number * 7 % len(kinds)]
        letter = _MODEL_LETTERS[int(roll() * len(_MODEL_LETTERS))]
        brand = _BRANDS[int(roll() * len(_BRANDS))]
        variant = kind.variants[int(roll() * len(kind.variants))]
        low, high = kind.price_soles
        soles = int(low + (high - low) * roll() ** 2)
        cents = _ENDINGS_CENTS[int(roll() * len(_ENDINGS_CENTS))]
        months = _MONTHS_OF_WARRANTY[int(roll() * len(_MONTHS_OF_WARRANTY))]
        stock = 0 if roll() < _SOLD_OUT_SHARE else 1 + int(roll() * 40)
        yield (
            number,
            f"{kind.noun} {brand} {letter}{100 + number} {variant}",
            family,
            f"{kind.noun} {kind.purpose}, garantía de {months} meses.",
            (soles * 100 + cents) / 100,
            "PEN",
            stock,
            int(stock > 0),
        )
