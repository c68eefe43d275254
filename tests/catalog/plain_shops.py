"""Small shops written by hand, each kept as another owner keeps it.

Every shop has a view `p` in a second connection with what its products are in truth:
name, price, family, available, stock and more. Right answers are asked of that view.
"""

# one product a line
# fmt: off
import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PlainShop:
    name: str
    tables: str
    rows: dict[str, list[tuple]]
    truth: str
    """The SELECT of the view `p`."""

    def build(self, path: Path) -> Path:
        with sqlite3.connect(path) as connection:
            connection.executescript(self.tables)
            for table, rows in self.rows.items():
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.close()
        return path


TELEFONIA = PlainShop(
    name="telefonia",  # figures in columns of their own, Spanish, USD
    tables="""
      CREATE TABLE linea(id_linea INTEGER PRIMARY KEY, nombre TEXT);
      CREATE TABLE equipos(id INTEGER PRIMARY KEY, nombre TEXT, marca TEXT, id_linea INTEGER REFERENCES linea(id_linea),
        ram_gb INTEGER, almacenamiento_gb INTEGER, pantalla_pulgadas REAL, bateria_mah INTEGER, color TEXT, precio_usd REAL, costo_usd REAL, stock INTEGER);""",
    rows={
        "linea": [(1, "Celulares"), (2, "Laptops"), (3, "Tablets"), (4, "Accesorios")],
        "equipos": [
            (1, "Celular Nubia Air 5", "Nubia", 1, 4, 64, 6.1, 4000, "negro", 149.0, 90, 12),
            (2, "Celular Nubia Max 7", "Nubia", 1, 8, 256, 6.7, 5000, "azul", 329.5, 210, 3),
            (3, "Celular Orbi Z1", "Orbi", 1, 6, 128, 6.5, 4500, "blanco", 219.0, 140, 0),
            (4, "Celular Orbi Z2 Pro", "Orbi", 1, 12, 512, 6.8, 5200, "negro", 599.0, 400, 5),
            (5, "Celular Kumo Mini", "Kumo", 1, 3, 32, 5.4, 3000, "rojo", 89.9, 55, 20),
            (6, "Laptop Kumo Book 13", "Kumo", 2, 8, 256, 13.3, None, "gris", 649.0, 480, 4),
            (7, "Laptop Kumo Book 15", "Kumo", 2, 16, 512, 15.6, None, "gris", 899.0, 700, 2),
            (8, "Laptop Tekno Studio", "Tekno", 2, 32, 1024, 16.0, None, "negro", 1799.0, 1300, 1),
            (9, "Laptop Tekno Go", "Tekno", 2, 4, 128, 11.6, None, "blanco", 299.0, 210, 0),
            (10, "Tablet Nubia Tab 8", "Nubia", 3, 3, 32, 8.0, 4200, "negro", 119.0, 70, 9),
            (11, "Tablet Orbi Pad 11", "Orbi", 3, 6, 128, 11.0, 7500, "gris", 289.0, 190, 6),
            (12, "Tablet Orbi Pad 12", "Orbi", 3, 8, 256, 12.4, 9000, "azul", 429.0, 300, 0),
            (13, "Cargador Tekno 20W", "Tekno", 4, None, None, None, None, "blanco", 15.0, 6, 40),
            (14, "Cargador Kumo 65W", "Kumo", 4, None, None, None, None, "negro", 35.9, 18, 14),
            (15, "Funda para celular Orbi", "Orbi", 4, None, None, None, None, "rojo", 9.9, 3, 50),
            (16, "Funda para laptop Kumo", "Kumo", 4, None, None, None, None, "negro", 19.9, 8, 0),
            (17, "Audífonos Nubia Beat", "Nubia", 4, None, None, None, 400, "blanco", 45.0, 22, 11),
        ],
    },
    truth="""SELECT e.id, e.nombre AS name, marca AS brand, l.nombre AS family, ram_gb AS ram, almacenamiento_gb AS gb, pantalla_pulgadas AS screen,
      bateria_mah AS mah, color, precio_usd AS price, stock, stock > 0 AS available FROM equipos e JOIN linea l USING (id_linea)""",
)

BOTICA = PlainShop(
    name="botica",  # prices as text with their sign, yes and no as words
    tables="""
      CREATE TABLE rubros(codigo TEXT PRIMARY KEY, rubro TEXT);
      CREATE TABLE farmacos(cod INTEGER PRIMARY KEY, descripcion TEXT, laboratorio TEXT, rubro TEXT REFERENCES rubros(codigo), precio TEXT, costo TEXT, receta TEXT, hay TEXT);""",
    rows={
        "rubros": [("ANA", "Analgésicos"), ("ANT", "Antibióticos"), ("DER", "Dermatología"), ("BEB", "Bebés"), ("VIT", "Vitaminas")],
        "farmacos": [
            (1, "Paracetamol 500 mg x 20 tabletas", "Farmandes", "ANA", "S/ 4.50", "S/ 1.80", "NO", "SI"),
            (2, "Paracetamol 1 g x 10 tabletas", "Lusalud", "ANA", "S/ 6.90", "S/ 3.00", "NO", "SI"),
            (3, "Ibuprofeno 400 mg x 10 tabletas", "Farmandes", "ANA", "S/ 5.20", "S/ 2.10", "NO", "NO"),
            (4, "Ibuprofeno 600 mg x 20 tabletas", "Lusalud", "ANA", "S/ 11.00", "S/ 5.10", "SI", "SI"),
            (5, "Amoxicilina 500 mg x 21 cápsulas", "Genfar", "ANT", "S/ 18.90", "S/ 9.00", "SI", "SI"),
            (6, "Azitromicina 500 mg x 3 tabletas", "Lusalud", "ANT", "S/ 14.50", "S/ 7.00", "SI", "NO"),
            (7, "Crema hidratante Dermal 200 ml", "Dermal", "DER", "S/ 32.00", "S/ 15.00", "NO", "SI"),
            (8, "Crema antimicótica Dermal 30 g", "Dermal", "DER", "S/ 21.50", "S/ 10.00", "NO", "SI"),
            (9, "Bloqueador solar Dermal FPS 50", "Dermal", "DER", "S/ 58.00", "S/ 30.00", "NO", "SI"),
            (10, "Bloqueador solar Solaris FPS 30", "Solaris", "DER", "S/ 41.90", "S/ 20.00", "NO", "NO"),
            (11, "Pañales Tierno talla M x 50", "Tierno", "BEB", "S/ 45.00", "S/ 28.00", "NO", "SI"),
            (12, "Pañales Tierno talla G x 40", "Tierno", "BEB", "S/ 47.00", "S/ 29.00", "NO", "SI"),
            (13, "Biberón Tierno 240 ml", "Tierno", "BEB", "S/ 16.00", "S/ 7.00", "NO", "SI"),
            (14, "Jarabe para la tos Lusalud 120 ml", "Lusalud", "ANA", "S/ 13.40", "S/ 6.00", "NO", "SI"),
            (15, "Vitamina C 1 g x 30 tabletas", "Genfar", "VIT", "S/ 24.00", "S/ 12.00", "NO", "SI"),
            (16, "Vitamina D3 x 60 cápsulas", "Genfar", "VIT", "S/ 39.00", "S/ 19.00", "NO", "SI"),
            (17, "Complejo B x 100 tabletas", "Farmandes", "VIT", "S/ 28.50", "S/ 14.00", "NO", "NO"),
            (18, "Termómetro digital Salux", "Salux", "BEB", "consultar", "S/ 10.00", "NO", "SI"),
        ],
    },
    truth="""SELECT cod AS id, descripcion AS name, laboratorio AS brand, r.rubro AS family, CASE WHEN precio LIKE 'S/%' THEN CAST(substr(precio, 4) AS REAL) END AS price,
      receta, hay = 'SI' AS available, NULL AS stock FROM farmacos f JOIN rubros r ON r.codigo = f.rubro""",
)

TOOLS = PlainShop(
    name="tools",  # English, joined, a text flag for what is gone
    tables="""
      CREATE TABLE departments(dept_id INTEGER PRIMARY KEY, dept_name TEXT);
      CREATE TABLE suppliers(supplier_id INTEGER PRIMARY KEY, company TEXT, phone TEXT, bank_account TEXT);
      CREATE TABLE products(product_id INTEGER PRIMARY KEY, product_name TEXT, dept_id INTEGER REFERENCES departments(dept_id), supplier_id INTEGER REFERENCES suppliers(supplier_id),
        list_price NUMERIC, wholesale_cost NUMERIC, units_in_stock INTEGER, units_on_order INTEGER, discontinued TEXT, weight_kg REAL);""",
    rows={
        "departments": [(1, "Power Tools"), (2, "Hand Tools"), (3, "Garden"), (4, "Paint"), (5, "Storage")],
        "suppliers": [(1, "Granite Ltd", "555-0101", "GB00 1111"), (2, "Oakfield", "555-0102", "GB00 2222")],
        "products": [
            (1, "Granite cordless drill 18V", 1, 1, 129.0, 70, 7, 0, "N", 1.6),
            (2, "Granite hammer drill 800W", 1, 1, 89.5, 50, 0, 10, "N", 2.4),
            (3, "Oakfield circular saw 1200W", 1, 2, 149.0, 90, 3, 0, "N", 3.9),
            (4, "Oakfield jigsaw 600W", 1, 2, 64.0, 35, 5, 0, "N", 2.0),
            (5, "Oakfield belt sander 900W", 1, 2, 99.0, 60, 2, 0, "Y", 3.1),
            (6, "Granite claw hammer 16 oz", 2, 1, 18.5, 8, 40, 0, "N", 0.6),
            (7, "Granite rubber mallet 24 oz", 2, 1, 14.0, 6, 25, 20, "N", 0.8),
            (8, "Oakfield screwdriver set 6 pieces", 2, 2, 22.0, 10, 18, 0, "N", 0.7),
            (9, "Oakfield adjustable wrench 10 inch", 2, 2, 16.9, 7, 0, 15, "N", 0.5),
            (10, "Tape measure 5 m", 2, 2, 7.5, 2, 60, 0, "N", 0.2),
            (11, "Garden hose 25 m", 3, 1, 34.0, 15, 9, 0, "N", 3.0),
            (12, "Garden hose 50 m", 3, 1, 59.0, 28, 4, 5, "N", 5.8),
            (13, "Lawn rake", 3, 2, 21.0, 9, 12, 0, "N", 1.1),
            (14, "Steel shovel", 3, 2, 27.0, 12, 0, 0, "Y", 1.9),
            (15, "White wall paint 10 L", 4, 1, 48.0, 22, 14, 0, "N", 13.5),
            (16, "White wall paint 2.5 L", 4, 1, 17.0, 8, 22, 0, "N", 3.4),
            (17, "Blue gloss paint 1 L", 4, 1, 19.0, 9, 6, 0, "N", 1.3),
            (18, "Paint roller 9 inch", 4, 2, 9.5, 3, 30, 0, "N", 0.4),
            (19, "Drill case", 5, 1, 25.0, 11, 8, 0, "N", 1.0),
            (20, "Tool box 20 inch", 5, 2, 39.0, 20, 5, 0, "N", 2.2),
            (21, "Tool bag", 5, 2, None, 12, 3, 0, "N", 0.9),
        ],
    },
    truth="""SELECT product_id AS id, product_name AS name, dept_name AS family, list_price AS price, units_in_stock AS stock, units_on_order AS coming, weight_kg AS kg,
      discontinued = 'N' AND units_in_stock > 0 AS available, discontinued FROM products JOIN departments USING (dept_id)""",
)

LIBRERIA = PlainShop(
    name="libreria",  # names are titles; what they are stands in the table's name
    tables="""
      CREATE TABLE autores(id INTEGER PRIMARY KEY, nombre TEXT);
      CREATE TABLE libros(isbn INTEGER PRIMARY KEY, titulo TEXT, autor_id INTEGER REFERENCES autores(id), genero TEXT, editorial TEXT, paginas INTEGER, anio INTEGER, idioma TEXT, pvp REAL, ejemplares INTEGER);""",
    rows={
        "autores": [(1, "Rosario Montes"), (2, "Julián Arce"), (3, "Ingrid Solberg"), (4, "Tomás Ibarra")],
        "libros": [
            (101, "La casa del viento", 1, "Novela", "Faro", 320, 2015, "Español", 18.9, 4),
            (102, "El último tranvía", 1, "Novela", "Faro", 410, 2021, "Español", 21.5, 0),
            (103, "Sombras en el muelle", 2, "Policial", "Niebla", 288, 2018, "Español", 16.0, 7),
            (104, "El caso de la llave rota", 2, "Policial", "Niebla", 352, 2022, "Español", 19.9, 2),
            (105, "Northern Lights of Home", 3, "Novela", "Harbor", 512, 2009, "Inglés", 24.0, 3),
            (106, "Cuentos de la luna azul", 4, "Infantil", "Globo", 64, 2020, "Español", 9.5, 12),
            (107, "El dragón que no sabía volar", 4, "Infantil", "Globo", 48, 2023, "Español", 11.9, 0),
            (108, "Historia breve del Perú", 2, "Historia", "Faro", 270, 2012, "Español", 15.0, 5),
            (109, "Cocina de los Andes", 1, "Cocina", "Globo", 196, 2019, "Español", 29.9, 6),
            (110, "Poemas de la lluvia", 1, "Poesía", "Niebla", 120, 1998, "Español", 12.0, 1),
            (111, "A Short History of Bread", 3, "Cocina", "Harbor", 230, 2017, "Inglés", 27.5, 2),
            (112, "Manual del jardinero", 4, "Hogar", "Globo", 180, 2014, "Español", 17.0, 8),
        ],
    },
    truth="""SELECT isbn AS id, titulo AS name, a.nombre AS author, genero AS family, editorial AS publisher, paginas AS pages, anio AS year, idioma AS language, pvp AS price, ejemplares AS stock,
      ejemplares > 0 AS available FROM libros l JOIN autores a ON a.id = l.autor_id""",
)

BAKERY = PlainShop(
    name="bakery",  # pence, a flag that says sold out, no stock
    tables="""
      CREATE TABLE menu_item(item_no INTEGER PRIMARY KEY, item TEXT, section TEXT, price_pence INTEGER, sold_out INTEGER, vegan TEXT, calories INTEGER);""",
    rows={
        "menu_item": [
            (1, "Sourdough loaf", "Bread", 420, 0, "yes", 1800),
            (2, "Rye loaf", "Bread", 450, 1, "yes", 1700),
            (3, "Baguette", "Bread", 210, 0, "yes", 750),
            (4, "Brioche", "Bread", 380, 0, "no", 1400),
            (5, "Butter croissant", "Pastries", 230, 0, "no", 310),
            (6, "Almond croissant", "Pastries", 290, 0, "no", 420),
            (7, "Cinnamon roll", "Pastries", 270, 1, "no", 390),
            (8, "Vegan chocolate muffin", "Pastries", 260, 0, "yes", 350),
            (9, "Blueberry muffin", "Pastries", 250, 0, "no", 380),
            (10, "Carrot cake slice", "Cakes", 395, 0, "no", 450),
            (11, "Chocolate cake slice", "Cakes", 410, 0, "no", 520),
            (12, "Lemon drizzle cake whole", "Cakes", 1850, 0, "no", 3200),
            (13, "Cheese and onion pasty", "Savoury", 340, 0, "no", 480),
            (14, "Sausage roll", "Savoury", 240, 0, "no", 330),
            (15, "Vegan sausage roll", "Savoury", 245, 1, "yes", 300),
            (16, "Flat white", "Drinks", 310, 0, "no", 120),
            (17, "Black coffee", "Drinks", 255, 0, "yes", 5),
            (18, "Hot chocolate", "Drinks", 330, 0, "no", 290),
            (19, "Orange juice", "Drinks", 280, 0, "yes", 110),
        ],
    },
    truth="""SELECT item_no AS id, item AS name, section AS family, price_pence / 100.0 AS price, NOT sold_out AS available, vegan, calories, NULL AS stock FROM menu_item""",
)

AUTOPARTES = PlainShop(
    name="autopartes",  # decimal commas, two currencies, state as a word
    tables="""
      CREATE TABLE repuestos(codigo TEXT PRIMARY KEY, repuesto TEXT, marca TEXT, vehiculo TEXT, grupo TEXT, precio TEXT, divisa TEXT, existencia INTEGER, estado TEXT, margen REAL);""",
    rows={
        "repuestos": [
            ("F-01", "Filtro de aceite Motorex", "Motorex", "Toyota Hilux", "Filtros", "35,00", "PEN", 20, "activo", 0.3),
            ("F-02", "Filtro de aire Motorex", "Motorex", "Nissan Frontier", "Filtros", "48,50", "PEN", 0, "activo", 0.3),
            ("F-03", "Filtro de aire Selko", "Selko", "Toyota Hilux", "Filtros", "52,00", "PEN", 6, "activo", 0.3),
            ("F-04", "Filtro de combustible Selko", "Selko", "Kia Rio", "Filtros", "64,90", "PEN", 3, "activo", 0.3),
            ("B-01", "Batería Voltium 12V 60Ah", "Voltium", "Universal", "Eléctrico", "389,00", "PEN", 5, "activo", 0.2),
            ("B-02", "Batería Voltium 12V 75Ah", "Voltium", "Universal", "Eléctrico", "459,00", "PEN", 2, "activo", 0.2),
            ("B-03", "Bujía Selko iridio", "Selko", "Kia Rio", "Eléctrico", "42,00", "PEN", 40, "activo", 0.2),
            ("L-01", "Llanta Rodar R15", "Rodar", "Kia Rio", "Llantas", "245,00", "PEN", 8, "activo", 0.2),
            ("L-02", "Llanta Rodar R17", "Rodar", "Toyota Hilux", "Llantas", "410,00", "PEN", 4, "activo", 0.2),
            ("L-03", "Llanta Cauchin R15", "Cauchin", "Nissan Frontier", "Llantas", "228,00", "PEN", 0, "inactivo", 0.2),
            ("A-01", "Aceite de motor Motorex 10W40 4 L", "Motorex", "Universal", "Lubricantes", "118,00", "PEN", 25, "activo", 0.2),
            ("A-02", "Aceite de motor Selko 5W30 4 L", "Selko", "Universal", "Lubricantes", "149,00", "PEN", 9, "activo", 0.2),
            ("A-03", "Aceite de caja Motorex 1 L", "Motorex", "Universal", "Lubricantes", "44,00", "PEN", 11, "activo", 0.2),
            ("P-01", "Pastillas de freno Frenor delanteras", "Frenor", "Toyota Hilux", "Frenos", "135,00", "PEN", 7, "activo", 0.2),
            ("P-02", "Pastillas de freno Frenor traseras", "Frenor", "Kia Rio", "Frenos", "98,00", "PEN", 0, "activo", 0.2),
            ("P-03", "Disco de freno Frenor", "Frenor", "Toyota Hilux", "Frenos", "210,00", "PEN", 3, "activo", 0.2),
            ("E-01", "Espejo lateral Kristal izquierdo", "Kristal", "Nissan Frontier", "Carrocería", "175,00", "PEN", 1, "activo", 0.2),
            ("E-02", "Faro delantero Kristal derecho", "Kristal", "Kia Rio", "Carrocería", "320,00", "PEN", 2, "activo", 0.2),
        ],
    },
    truth="""SELECT codigo AS id, repuesto AS name, marca AS brand, vehiculo AS car, grupo AS family, CAST(REPLACE(precio, ',', '.') AS REAL) AS price, existencia AS stock,
      estado = 'activo' AND existencia > 0 AS available, estado FROM repuestos""",
)

BOUTIQUE = PlainShop(
    name="boutique",  # English clothes, sizes and colours as columns, euros
    tables="""
      CREATE TABLE garments(sku INTEGER PRIMARY KEY, title TEXT, department TEXT, brand TEXT, size TEXT, colour TEXT, material TEXT, price_eur NUMERIC, purchase_price NUMERIC, qty INTEGER);""",
    rows={
        "garments": [
            (1, "Linen shirt", "Men", "Corso", "M", "white", "linen", 49.0, 20, 5),
            (2, "Oxford shirt", "Men", "Corso", "L", "blue", "cotton", 55.0, 22, 0),
            (3, "Flannel shirt", "Men", "Birch", "XL", "red", "cotton", 45.0, 18, 3),
            (4, "Slim jeans", "Men", "Birch", "32", "black", "denim", 79.0, 30, 6),
            (5, "Straight jeans", "Women", "Birch", "28", "blue", "denim", 85.0, 33, 2),
            (6, "Wrap dress", "Women", "Lila", "S", "green", "viscose", 95.0, 40, 4),
            (7, "Summer dress", "Women", "Lila", "M", "yellow", "cotton", 69.0, 28, 1),
            (8, "Evening dress", "Women", "Corso", "M", "black", "silk", 240.0, 100, 0),
            (9, "Wool coat", "Women", "Corso", "M", "grey", "wool", 199.0, 90, 2),
            (10, "Rain jacket", "Kids", "Birch", "8", "yellow", "polyester", 39.0, 15, 9),
            (11, "Hooded sweatshirt", "Kids", "Birch", "10", "blue", "cotton", 32.0, 12, 7),
            (12, "Leather boots", "Footwear", "Corso", "42", "brown", "leather", 159.0, 70, 3),
            (13, "Running shoes", "Footwear", "Birch", "41", "white", "mesh", 89.0, 35, 8),
            (14, "Canvas sneakers", "Footwear", "Birch", "39", "red", "canvas", 59.0, 22, 0),
            (15, "Leather belt", "Accessories", "Corso", "90", "brown", "leather", 35.0, 12, 11),
            (16, "Wool scarf", "Accessories", "Lila", "one size", "grey", "wool", 29.0, 10, 14),
            (17, "Silk scarf", "Accessories", "Lila", "one size", "red", "silk", 65.0, 25, 4),
            (18, "Baseball cap", "Accessories", "Birch", "one size", "black", "cotton", 19.0, 6, 20),
        ],
    },
    truth="""SELECT sku AS id, title AS name, department AS family, brand, size, colour, material, price_eur AS price, qty AS stock, qty > 0 AS available FROM garments""",
)

JUGUETERIA = PlainShop(
    name="jugueteria",  # the default schema, other words, pesos
    tables="""CREATE TABLE products(id INTEGER PRIMARY KEY, name TEXT, family TEXT, description TEXT, price NUMERIC, currency TEXT, stock INTEGER, available BOOLEAN);""",
    rows={
        "products": [
            (1, "Muñeca Pipa de trapo", "Muñecas", "", 249.0, "MXN", 6, 1),
            (2, "Muñeca Lola con vestido", "Muñecas", "", 399.0, "MXN", 0, 0),
            (3, "Muñeca Lola astronauta", "Muñecas", "", 459.5, "MXN", 3, 1),
            (4, "Rompecabezas Zorro 100 piezas", "Juegos de mesa", "", 120.0, "MXN", 15, 1),
            (5, "Rompecabezas Zorro 500 piezas", "Juegos de mesa", "", 260.0, "MXN", 4, 1),
            (6, "Rompecabezas Mapache 1000 piezas", "Juegos de mesa", "", 380.0, "MXN", 0, 0),
            (7, "Ajedrez de madera", "Juegos de mesa", "", 540.0, "MXN", 2, 1),
            (8, "Lotería tradicional", "Juegos de mesa", "", 89.0, "MXN", 30, 1),
            (9, "Carrito Turbo a control remoto", "Vehículos", "", 699.0, "MXN", 5, 1),
            (10, "Carrito Turbo de fricción", "Vehículos", "", 149.0, "MXN", 22, 1),
            (11, "Camión Turbo de bomberos", "Vehículos", "", 329.0, "MXN", 0, 0),
            (12, "Tren Turbo eléctrico", "Vehículos", "", 1250.0, "MXN", 1, 1),
            (13, "Pelota Gol talla 5", "Aire libre", "", 199.0, "MXN", 12, 1),
            (14, "Pelota Gol talla 3", "Aire libre", "", 149.0, "MXN", 7, 1),
            (15, "Bicicleta Gol rodada 16", "Aire libre", "", 2890.0, "MXN", 2, 1),
            (16, "Bicicleta Gol rodada 20", "Aire libre", "", 3350.0, "MXN", 0, 0),
            (17, "Patineta Gol", "Aire libre", "", None, "MXN", 4, 1),
            (18, "Peluche oso Mapache grande", "Peluches", "", 450.0, "MXN", 8, 1),
            (19, "Peluche oso Mapache chico", "Peluches", "", 180.0, "MXN", 16, 1),
            (20, "Peluche conejo Zorro", "Peluches", "", 210.0, "MXN", 9, 1),
            (21, "Funda para bicicleta Gol", "Aire libre", "", 220.0, "MXN", 5, 1),
        ],
    },
    truth="SELECT id, name, family, price, stock, available FROM products",
)

VINOTECA = PlainShop(
    name="vinoteca",  # English wine shop with joins and figures of its own
    tables="""
      CREATE TABLE wine_types(type_id INTEGER PRIMARY KEY, type_name TEXT);
      CREATE TABLE wines(wine_id INTEGER PRIMARY KEY, label TEXT, type_id INTEGER REFERENCES wine_types(type_id), country TEXT, grape TEXT, vintage INTEGER, alcohol REAL, rating REAL, bottle_price REAL, cost REAL, bottles INTEGER);""",
    rows={
        "wine_types": [(1, "Red"), (2, "White"), (3, "Sparkling"), (4, "Rosé")],
        "wines": [
            (1, "Cerro Alto Reserva", 1, "Chile", "Malbec", 2018, 14.0, 4.2, 18.5, 9, 24),
            (2, "Cerro Alto Gran Reserva", 1, "Chile", "Cabernet", 2015, 14.5, 4.6, 39.0, 20, 6),
            (3, "Finca Mora", 1, "Spain", "Tempranillo", 2019, 13.5, 3.9, 12.0, 6, 0),
            (4, "Château Belloc", 1, "France", "Merlot", 2012, 13.0, 4.8, 89.0, 50, 3),
            (5, "Monte Claro", 2, "Spain", "Verdejo", 2022, 12.5, 3.7, 9.5, 4, 40),
            (6, "Isla Blanca", 2, "Chile", "Chardonnay", 2021, 13.0, 4.0, 14.0, 7, 18),
            (7, "Domaine Perret", 2, "France", "Chardonnay", 2017, 13.0, 4.5, 55.0, 30, 0),
            (8, "Cava Nuria", 3, "Spain", "Macabeo", 2020, 11.5, 4.1, 16.0, 8, 30),
            (9, "Champagne Lorme", 3, "France", "Pinot", 2014, 12.0, 4.9, 120.0, 70, 2),
            (10, "Rosa del Sur", 4, "Chile", "Pinot", 2023, 12.0, 3.5, 10.5, 5, 15),
        ],
    },
    truth="""SELECT wine_id AS id, label AS name, type_name AS family, country, grape, vintage AS year, alcohol, rating, bottle_price AS price, bottles AS stock, bottles > 0 AS available
      FROM wines JOIN wine_types USING (type_id)""",
)

VIVERO = PlainShop(
    name="vivero",  # plants, euros, no stock, availability as sí / no
    tables="""
      CREATE TABLE plantas(id INTEGER PRIMARY KEY, planta TEXT, tipo TEXT, luz TEXT, altura_cm INTEGER, precio REAL, disponible TEXT);""",
    rows={
        "plantas": [
            (1, "Rosal trepador", "Exterior", "sol", 120, 14.5, "sí"),
            (2, "Rosal enano", "Exterior", "sol", 40, 8.0, "sí"),
            (3, "Helecho colgante", "Interior", "sombra", 50, 11.0, "sí"),
            (4, "Potus", "Interior", "sombra", 30, 6.5, "no"),
            (5, "Limonero", "Frutales", "sol", 180, 32.0, "sí"),
            (6, "Naranjo", "Frutales", "sol", 170, 30.0, "no"),
            (7, "Olivo", "Frutales", "sol", 200, 48.0, "sí"),
            (8, "Cactus redondo", "Suculentas", "sol", 15, 4.5, "sí"),
            (9, "Cactus columna", "Suculentas", "sol", 60, 12.0, "sí"),
            (10, "Aloe vera", "Suculentas", "sol", 35, 7.0, "sí"),
            (11, "Orquídea blanca", "Interior", "sombra", 45, 22.0, "sí"),
            (12, "Orquídea morada", "Interior", "sombra", 45, 24.0, "no"),
            (13, "Lavanda", "Exterior", "sol", 40, 5.5, "sí"),
            (14, "Maceta de barro 20 cm", "Macetas", None, 20, 9.0, "sí"),
            (15, "Maceta de barro 30 cm", "Macetas", None, 30, 15.0, "sí"),
            (16, "Maceta de plástico 20 cm", "Macetas", None, 20, 3.0, "no"),
        ],
    },
    truth="""SELECT id, planta AS name, tipo AS family, luz, altura_cm AS cm, precio AS price, disponible = 'sí' AS available, NULL AS stock FROM plantas""",
)

PLAIN_SHOPS = (TELEFONIA, BOTICA, TOOLS, LIBRERIA, BAKERY, AUTOPARTES, BOUTIQUE, JUGUETERIA, VINOTECA, VIVERO)
