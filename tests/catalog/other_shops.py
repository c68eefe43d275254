"""Shops of other trades, tables and words than the demonstration shop, made up by rule.

Each shop says how its tables look and what its owner and customers call things, so that
questions and their right answers can be made from it by SQL.
"""

# one thing a line
# fmt: off
import random
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Thing:
    """A type of product: how names begin, how customers ask."""

    head: str
    family: str
    es: tuple[str, ...]
    """Plurals as customers say them, the usual one first; singulars in `one`."""
    en: tuple[str, ...]
    one: tuple[str, str]
    """Singular in Spanish and English."""
    article: str
    """Spanish article of the singular: "el" or "la"."""
    price: tuple[float, float]
    extras: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class OtherShop:
    name: str
    lang: str
    things: tuple[Thing, ...]
    brands: tuple[str, ...]
    tables: str
    """The DDL."""
    insert: str
    """INSERT with named places for a product's fields."""
    relation: str
    """FROM clause of a product row."""
    cells: dict[str, str]
    """name, price, family, available, stock → the owner's expression."""
    money: tuple[str, str]
    """The currency's plural in Spanish and English."""
    absent: tuple[tuple[str, str], ...]
    """Things it does not sell: Spanish and English plural."""
    families_en: dict[str, str] = field(default_factory=dict)
    """Families as customers of the other language call them."""
    yes_no: tuple[object, object] = (1, 0)
    before: tuple[str, ...] = ()
    """Statements to run first."""
    per_thing: int = 6
    columns: dict[str, str] = field(default_factory=dict)
    """Further columns asked about → expression."""

    def truth(self) -> str:
        """The SELECT of what the products are in truth."""
        cells = {"stock": "NULL", **self.cells}
        listed = ", ".join(f"{cell} AS {name}" for name, cell in cells.items() if name != "family_table")
        return f"SELECT {listed} FROM {self.relation}"

    def build(self, path: Path, seed: int = 1) -> list[dict]:
        rng = random.Random(f"{self.name}{seed}")
        products = list(self._products(rng))
        with sqlite3.connect(path) as con:
            con.executescript(self.tables)
            for statement in self.before:
                con.execute(statement)
            families = sorted({t.family for t in self.things})
            for product in products:
                product["family_id"] = families.index(product["family"]) + 1
                con.execute(self.insert, product)
            if "{families}" in self.relation or "family_table" in self.cells:
                table = self.cells["family_table"]
                con.executemany(f"INSERT INTO {table} VALUES (?, ?)", list(enumerate(families, 1)))
        con.close()
        return products

    def _products(self, rng):
        number = 0
        for thing in self.things:
            used = set()
            for _ in range(self.per_thing):
                number += 1
                brand = rng.choice(self.brands) if self.brands else ""
                extra = rng.choice(thing.extras)
                while (brand, extra) in used and len(used) < len(self.brands) * len(thing.extras):
                    brand = rng.choice(self.brands) if self.brands else ""
                    extra = rng.choice(thing.extras)
                is_twin = (brand, extra) in used
                used.add((brand, extra))
                code = f"{rng.choice('ABEHKMQX')}{rng.randint(10, 99)}" if is_twin else ""
                name = " ".join(p for p in (thing.head, brand, code, extra) if p)
                stock = rng.choice((0, 0, 1, 3, 8, 15, 40))
                price = round(rng.uniform(*thing.price), 1)
                yield {
                    "id": number,
                    "name": name,
                    "brand": brand,
                    "family": thing.family,
                    "price": price if rng.random() > 0.03 else None,
                    "cost": round(price * 0.6, 2),
                    "stock": stock,
                    "flag": self.yes_no[0] if stock else self.yes_no[1],
                    "color": rng.choice(("rojo", "azul", "negro", "blanco", "verde")),
                    "size": rng.choice(("S", "M", "L", "XL")),
                    "pages": rng.randint(90, 900),
                    "author": rng.choice(AUTHORS),
                }


AUTHORS = ("Elena Robles", "Marco Quispe", "Lucía Ferrer", "Andrés Molina")


def T(head, family, es, en, one, article, price, extras=("",)):
    return Thing(head, family, tuple(es), tuple(en), one, article, price, extras)


PHARMACY = OtherShop(
    name="farmacia",
    lang="es",
    things=(
        T("Paracetamol", "Medicamentos", ["paracetamoles", "paracetamol"], ["paracetamol"], ("paracetamol", "paracetamol"), "el", (3, 20), ("500 mg 20 tabletas", "1 g 10 tabletas")),
        T("Jarabe", "Medicamentos", ["jarabes"], ["syrups", "cough syrups"], ("jarabe", "syrup"), "el", (12, 60), ("para la tos 120 ml", "infantil 60 ml")),
        T("Champú", "Higiene", ["champús", "champus", "shampoos"], ["shampoos"], ("champú", "shampoo"), "el", (8, 45), ("400 ml", "200 ml")),
        T("Crema", "Cuidado personal", ["cremas"], ["creams"], ("crema", "cream"), "la", (15, 120), ("hidratante", "antiarrugas")),
        T("Protector solar", "Cuidado personal", ["protectores solares", "bloqueadores"], ["sunscreens"], ("protector solar", "sunscreen"), "el", (30, 110), ("FPS 50", "FPS 30")),
        T("Vitamina C", "Suplementos", ["vitaminas"], ["vitamins"], ("vitamina c", "vitamin c"), "la", (18, 90), ("1000 mg 30 cápsulas", "500 mg 60 cápsulas")),
        T("Mascarilla", "Higiene", ["mascarillas", "barbijos"], ["face masks"], ("mascarilla", "face mask"), "la", (5, 40), ("quirúrgica 50 unidades", "KN95 10 unidades")),
        T("Pasta dental", "Higiene", ["pastas dentales", "dentífricos"], ["toothpastes"], ("pasta dental", "toothpaste"), "la", (4, 22), ("90 g", "150 g")),
        T("Termómetro", "Primeros auxilios", ["termómetros"], ["thermometers"], ("termómetro", "thermometer"), "el", (12, 150), ("digital", "infrarrojo")),
    ),
    brands=("Andina", "Salutis", "Norfarma", "Genkor"),
    tables="""CREATE TABLE categorias(id INTEGER PRIMARY KEY, nombre TEXT);
      CREATE TABLE proveedores(id INTEGER PRIMARY KEY, razon_social TEXT, cuenta_bancaria TEXT);
      CREATE TABLE medicamentos(id_med INTEGER PRIMARY KEY, nombre TEXT, laboratorio TEXT, id_categoria INTEGER REFERENCES categorias(id),
        precio_venta REAL, costo_compra REAL, existencias INTEGER, vigente TEXT);""",
    insert="INSERT INTO medicamentos VALUES(:id, :name, :brand, :family_id, :price, :cost, :stock, :flag)",
    relation="medicamentos m JOIN categorias c ON c.id = m.id_categoria",
    cells={"name": "m.nombre", "price": "m.precio_venta", "family": "c.nombre", "available": "m.vigente='S'", "stock": "m.existencias", "family_table": "categorias", "brand": "m.laboratorio"},
    money=("soles", "soles"),
    yes_no=("S", "N"),
    absent=(("bicicletas", "bikes"), ("televisores", "tvs"), ("martillos", "hammers")),
    families_en={"Medicamentos": "medicines", "Higiene": "hygiene", "Cuidado personal": "personal care", "Suplementos": "supplements", "Primeros auxilios": "first aid"},
)

HARDWARE = OtherShop(
    name="ferreteria",
    lang="es",
    things=(
        T("Taladro", "Herramientas eléctricas", ["taladros"], ["drills"], ("taladro", "drill"), "el", (40, 300), ("500W", "750W", "1000W")),
        T("Martillo", "Herramientas manuales", ["martillos"], ["hammers"], ("martillo", "hammer"), "el", (8, 45), ("de carpintero", "de goma")),
        T("Destornillador", "Herramientas manuales", ["destornilladores", "desarmadores"], ["screwdrivers"], ("destornillador", "screwdriver"), "el", (3, 25), ("plano", "de estrella")),
        T("Llave inglesa", "Herramientas manuales", ["llaves inglesas"], ["wrenches"], ("llave inglesa", "wrench"), "la", (9, 60), ("10 pulgadas", "12 pulgadas")),
        T("Pintura", "Pinturas", ["pinturas"], ["paints"], ("pintura", "paint"), "la", (12, 95), ("blanca 4 L", "gris 4 L", "roja 1 L")),
        T("Brocha", "Pinturas", ["brochas"], ["brushes", "paint brushes"], ("brocha", "brush"), "la", (2, 15), ("2 pulgadas", "4 pulgadas")),
        T("Candado", "Seguridad", ["candados"], ["padlocks"], ("candado", "padlock"), "el", (5, 50), ("40 mm", "60 mm")),
        T("Maleta para taladro", "Accesorios", ["maletas para taladro"], ["drill cases"], ("maleta para taladro", "drill case"), "la", (15, 60)),
        T("Escalera", "Accesorios", ["escaleras"], ["ladders"], ("escalera", "ladder"), "la", (45, 260), ("de aluminio", "plegable")),
    ),
    brands=("Bosko", "Ferrol", "Tauro", "Makrin"),
    tables="CREATE TABLE articulos(ref INTEGER PRIMARY KEY, articulo TEXT, seccion TEXT, marca TEXT, pvp REAL, coste REAL, unidades INTEGER);",
    insert="INSERT INTO articulos VALUES(:id, :name, :family, :brand, :price, :cost, :stock)",
    relation="articulos a",
    cells={"name": "a.articulo", "price": "a.pvp", "family": "a.seccion", "available": "a.unidades>0", "stock": "a.unidades", "brand": "a.marca"},
    money=("euros", "euros"),
    absent=(("zapatillas", "sneakers"), ("laptops", "laptops"), ("vinos", "wines")),
    families_en={"Herramientas eléctricas": "power tools", "Herramientas manuales": "hand tools", "Pinturas": "paints", "Seguridad": "security", "Accesorios": "accessories"},
)

CLOTHES = OtherShop(
    name="ropa",
    lang="es",
    things=(
        T("Camiseta", "Hombre", ["camisetas", "remeras", "polos"], ["t-shirts"], ("camiseta", "t-shirt"), "la", (60, 250), ("roja", "negra", "blanca")),
        T("Pantalón", "Hombre", ["pantalones"], ["trousers", "pants"], ("pantalón", "pants"), "el", (180, 700), ("azul", "negro", "beige")),
        T("Vestido", "Mujer", ["vestidos"], ["dresses"], ("vestido", "dress"), "el", (250, 1200), ("rojo", "negro", "estampado")),
        T("Falda", "Mujer", ["faldas", "polleras"], ["skirts"], ("falda", "skirt"), "la", (150, 600), ("azul", "negra", "de cuero")),
        T("Chaqueta", "Hombre", ["chaquetas", "camperas", "casacas"], ["jackets"], ("chaqueta", "jacket"), "la", (400, 2200), ("negra", "de cuero", "azul")),
        T("Zapatos", "Calzado", ["zapatos"], ["shoes"], ("zapato", "shoe"), "el", (350, 1500), ("negros talla 42", "marrones talla 40")),
        T("Botas", "Calzado", ["botas"], ["boots"], ("bota", "boot"), "la", (500, 2500), ("negras talla 38", "marrones talla 41")),
        T("Cinturón", "Accesorios", ["cinturones"], ["belts"], ("cinturón", "belt"), "el", (90, 400), ("de cuero", "de tela")),
        T("Gorra", "Accesorios", ["gorras"], ["caps"], ("gorra", "cap"), "la", (60, 220), ("negra", "blanca")),
    ),
    brands=("Lunar", "Pampero", "Sastre"),
    tables="CREATE TABLE prendas(codigo INTEGER PRIMARY KEY, prenda TEXT, rubro TEXT, color TEXT, talle TEXT, precio NUMERIC, moneda TEXT, cantidad INTEGER, disponible TEXT);",
    insert="INSERT INTO prendas VALUES(:id, :name, :family, :color, :size, :price, 'ARS', :stock, :flag)",
    relation="prendas p",
    cells={"name": "p.prenda", "price": "p.precio", "family": "p.rubro", "available": "p.disponible='sí'", "stock": "p.cantidad"},
    money=("pesos", "pesos"),
    yes_no=("sí", "no"),
    absent=(("impresoras", "printers"), ("taladros", "drills")),
    families_en={"Hombre": "men", "Mujer": "women", "Calzado": "footwear", "Accesorios": "accessories"},
)

GADGETS = OtherShop(
    name="gadgets",
    lang="en",
    things=(
        T("Laptop", "Computers", ["laptops", "portátiles"], ["laptops"], ("laptop", "laptop"), "la", (400, 2500), ("8GB", "16GB", "32GB")),
        T("Monitor", "Computers", ["monitores"], ["monitors"], ("monitor", "monitor"), "el", (90, 700), ("24 inch", "27 inch", "32 inch")),
        T("Headphones", "Audio", ["audífonos", "auriculares"], ["headphones"], ("audífono", "headphone"), "el", (15, 350), ("wireless", "wired")),
        T("Speaker", "Audio", ["parlantes", "altavoces"], ["speakers"], ("parlante", "speaker"), "el", (20, 500), ("Bluetooth", "portable")),
        T("Keyboard", "Accessories", ["teclados"], ["keyboards"], ("teclado", "keyboard"), "el", (15, 200), ("mechanical", "compact")),
        T("Mouse", "Accessories", ["ratones", "mouses"], ["mice", "mouses"], ("mouse", "mouse"), "el", (8, 120), ("wireless", "gaming")),
        T("Laptop sleeve", "Accessories", ["fundas para laptop", "fundas"], ["laptop sleeves"], ("funda para laptop", "laptop sleeve"), "la", (10, 60), ("13 inch", "15 inch")),
        T("Camera", "Photo", ["cámaras"], ["cameras"], ("cámara", "camera"), "la", (120, 1900), ("24MP", "48MP")),
        T("Tripod", "Photo", ["trípodes"], ["tripods"], ("trípode", "tripod"), "el", (15, 180)),
    ),
    brands=("Acme", "Zenlux", "Norvik", "Orbit"),
    tables="""CREATE TABLE categories(category_id INTEGER PRIMARY KEY, category_name TEXT);
      CREATE TABLE items(sku INTEGER PRIMARY KEY, title TEXT, category_id INTEGER REFERENCES categories(category_id), unit_price REAL, cost_price REAL, qty_in_stock INTEGER, is_active TEXT);""",
    insert="INSERT INTO items VALUES(:id, :name, :family_id, :price, :cost, :stock, :flag)",
    relation="items i JOIN categories c ON c.category_id = i.category_id",
    cells={"name": "i.title", "price": "i.unit_price", "family": "c.category_name", "available": "i.is_active='Y'", "stock": "i.qty_in_stock", "family_table": "categories"},
    money=("dólares", "dollars"),
    yes_no=("Y", "N"),
    absent=(("refrigeradoras", "fridges"), ("zapatos", "shoes"), ("guitarras", "guitars")),
    families_en={"Computers": "computers", "Audio": "audio", "Accessories": "accessories", "Photo": "photo"},
)

MENU = OtherShop(
    name="menu",
    lang="en",
    things=(
        T("Burger", "Mains", ["hamburguesas"], ["burgers"], ("hamburguesa", "burger"), "la", (7, 16), ("with cheese", "with bacon", "vegan")),
        T("Pizza", "Mains", ["pizzas"], ["pizzas"], ("pizza", "pizza"), "la", (8, 18), ("margherita", "pepperoni", "four cheeses")),
        T("Salad", "Starters", ["ensaladas"], ["salads"], ("ensalada", "salad"), "la", (5, 12), ("with chicken", "with tuna")),
        T("Soup", "Starters", ["sopas"], ["soups"], ("sopa", "soup"), "la", (4, 9), ("of the day", "with noodles")),
        T("Cheesecake", "Desserts", ["cheesecakes"], ["cheesecakes"], ("cheesecake", "cheesecake"), "el", (4, 8)),
        T("Ice cream", "Desserts", ["helados"], ["ice creams"], ("helado", "ice cream"), "el", (3, 7), ("vanilla", "chocolate")),
        T("Beer", "Drinks", ["cervezas"], ["beers"], ("cerveza", "beer"), "la", (3, 7), ("pint", "bottle")),
        T("Coffee", "Drinks", ["cafés"], ["coffees"], ("café", "coffee"), "el", (2, 5), ("large", "small")),
    ),
    brands=("Classic", "House", "Rustic"),
    tables="CREATE TABLE dishes(id INTEGER PRIMARY KEY, dish TEXT, course TEXT, price REAL, available TEXT);",
    insert="INSERT INTO dishes VALUES(:id, :name, :family, :price, :flag)",
    relation="dishes d",
    cells={"name": "d.dish", "price": "d.price", "family": "d.course", "available": "d.available='yes'"},
    money=("libras", "pounds"),
    yes_no=("yes", "no"),
    absent=(("tacos", "tacos"), ("zapatos", "shoes")),
    families_en={"Mains": "mains", "Starters": "starters", "Desserts": "desserts", "Drinks": "drinks"},
)

PETS = OtherShop(
    name="mascotas",
    lang="es",
    things=(
        T("Collar", "Perros", ["collares"], ["collars"], ("collar", "collar"), "el", (10, 80), ("de cuero", "reflectante")),
        T("Correa", "Perros", ["correas"], ["leashes"], ("correa", "leash"), "la", (12, 70), ("2 metros", "5 metros")),
        T("Cama para perro", "Perros", ["camas para perro"], ["dog beds"], ("cama para perro", "dog bed"), "la", (60, 300), ("grande", "mediana")),
        T("Arena para gato", "Gatos", ["arenas para gato"], ["cat litters"], ("arena para gato", "cat litter"), "la", (15, 90), ("5 kg", "10 kg")),
        T("Rascador", "Gatos", ["rascadores"], ["scratching posts"], ("rascador", "scratching post"), "el", (40, 260)),
        T("Pecera", "Peces", ["peceras", "acuarios"], ["fish tanks", "aquariums"], ("pecera", "aquarium"), "la", (70, 500), ("20 litros", "60 litros")),
        T("Juguete", "Perros", ["juguetes"], ["toys"], ("juguete", "toy"), "el", (5, 45), ("de goma", "con sonido")),
        T("Alimento para gato", "Gatos", ["alimentos para gato", "comidas para gato"], ["cat foods"], ("alimento para gato", "cat food"), "el", (20, 160), ("1 kg", "3 kg")),
    ),
    brands=("Firulais", "Michi", "Kanino"),
    tables="CREATE TABLE products(id INTEGER PRIMARY KEY, name TEXT, family TEXT, description TEXT, price NUMERIC, currency TEXT, stock INTEGER, available BOOLEAN);",
    insert="INSERT INTO products VALUES(:id, :name, :family, '', :price, 'PEN', :stock, :flag)",
    relation="products p",
    cells={"name": "p.name", "price": "p.price", "family": "p.family", "available": "p.available=1", "stock": "p.stock"},
    money=("soles", "soles"),
    absent=(("laptops", "laptops"), ("martillos", "hammers")),
    families_en={"Perros": "dogs", "Gatos": "cats", "Peces": "fish"},
)

BAKERY = OtherShop(
    name="panaderia",
    lang="es",
    things=(
        T("Pan", "Panes", ["panes"], ["breads"], ("pan", "bread"), "el", (1, 6), ("integral", "de centeno", "blanco")),
        T("Croissant", "Bollería", ["croissants"], ["croissants"], ("croissant", "croissant"), "el", (1, 4), ("de chocolate", "de mantequilla")),
        T("Tarta", "Pasteles", ["tartas"], ["tarts", "cakes"], ("tarta", "tart"), "la", (12, 40), ("de manzana", "de queso", "de chocolate")),
        T("Empanada", "Salados", ["empanadas"], ["empanadas"], ("empanada", "empanada"), "la", (2, 8), ("de carne", "de atún")),
        T("Galletas", "Dulces", ["galletas"], ["cookies"], ("galleta", "cookie"), "la", (2, 9), ("de avena", "sin gluten")),
        T("Zumo", "Bebidas", ["zumos", "jugos"], ["juices"], ("zumo", "juice"), "el", (2, 5), ("de naranja", "de manzana")),
        T("Café", "Bebidas", ["cafés"], ["coffees"], ("café", "coffee"), "el", (1, 4), ("con leche", "solo")),
    ),
    brands=("Rústico", "Casero", "Artesano"),
    tables="CREATE TABLE carta(id INTEGER PRIMARY KEY, producto TEXT, tipo TEXT, precio_eur TEXT, activo INTEGER);",
    insert="INSERT INTO carta VALUES(:id, :name, :family, :price, :flag)",
    relation="carta c",
    cells={"name": "c.producto", "price": "CAST(c.precio_eur AS REAL)", "family": "c.tipo", "available": "c.activo=1"},
    money=("euros", "euros"),
    absent=(("televisores", "tvs"), ("camisas", "shirts")),
    families_en={"Panes": "breads", "Pasteles": "cakes", "Bebidas": "drinks", "Dulces": "sweets"},
)

SHOPS = (PHARMACY, HARDWARE, CLOTHES, GADGETS, MENU, PETS, BAKERY)
