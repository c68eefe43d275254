import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from catalog import (
    CatalogSettings,
    MappingInvalid,
    NumberSource,
    Rule,
    ShopMap,
    Source,
    Step,
    open_shop,
    propose_for,
    read_map,
    write_map,
)
from tests.doubles.owner_databases import OWNERS, fill, make_owner_database


@pytest.fixture
def legacy(tmp_path: Path) -> Path:
    return make_owner_database("legacy", tmp_path / "owner.db")


@pytest.mark.parametrize("owner", sorted(OWNERS))
def test_a_proposed_map_survives_its_file(owner: str, tmp_path: Path):
    database = make_owner_database(owner, tmp_path / "owner.db")
    proposed = propose_for(database).shop_map
    write_map(proposed, tmp_path / "shop.toml")
    assert read_map(tmp_path / "shop.toml") == proposed


def test_texts_with_quotes_and_newlines_survive_the_file(tmp_path: Path):
    odd = ShopMap(
        table='the "list"\n',
        id=Source(column="a'b\\c\x7f"),
        name=Source(column="ñandú 🛠"),
        attributes={"how big": Source(column="x")},
    )
    write_map(odd, tmp_path / "shop.toml")
    assert read_map(tmp_path / "shop.toml") == odd


def test_the_proposal_is_explained_with_counts_and_samples(legacy: Path):
    text = propose_for(legacy).explanation()
    assert 'a row of "tb_articulos"' in text
    assert "tb_familias.desc_fam (called so): Herramientas" in text
    assert "pvp (called so): 1.5 to 2310; 1 of 14 have none" in text
    assert "Kept secret:    pcosto" in text
    assert "14 products, 12 available, 1 without a price" in text
    assert "Taladro percutor Karu T200" in text


def test_an_approved_map_is_used_instead_of_the_proposal(legacy: Path, tmp_path: Path):
    own = ShopMap(
        table="tb_articulos",
        id=Source(column="cod_art"),
        name=Source(column="desc_art"),
        price=NumberSource(column="pvp"),
        available=(Rule(column="estado", values=("A",)),),
    )
    write_map(own, tmp_path / "shop.toml")
    settings = CatalogSettings(map_file=str(tmp_path / "shop.toml"))
    with open_shop(legacy, settings=settings) as shop:
        assert shop.map == own


@pytest.mark.parametrize(
    ("wrong", "right", "complaint"),
    [
        ('"pvp"', '"pvpp"', "a column 'pvpp'.*did you mean 'pvp'"),
        ('"tb_familias"', '"tb_famili"', "a table 'tb_famili'.*'tb_familias'"),
        ("[price]", "[prize]", "unknown key prize; did you mean price"),
        ("[price]", "[price", "not TOML"),
        ('column = "desc_art"', "column = 5", "name.column: Input should be"),
    ],
)
def test_a_wrong_map_names_what_is_wrong_and_the_nearest_right_one(
    legacy: Path, tmp_path: Path, wrong: str, right: str, complaint: str
):
    file = tmp_path / "shop.toml"
    write_map(propose_for(legacy).shop_map, file)
    file.write_text(file.read_text("utf-8").replace(wrong, right), "utf-8")
    with pytest.raises(MappingInvalid, match=complaint):
        open_shop(legacy, settings=CatalogSettings(map_file=str(file)))


def test_a_missing_map_file_is_named(legacy: Path):
    with pytest.raises(MappingInvalid, match=r"nowhere\.toml cannot be read"):
        open_shop(legacy, settings=CatalogSettings(map_file="nowhere.toml"))


def test_a_map_by_hand_reaches_names_kept_apart_for_each_language(tmp_path: Path):
    spanish = {"several": "lowest", "only": [Rule(column="id_lang", values=("2",))]}
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db, db:
        fill(db, "ps_product", "id_product, id_category, price", [(7, 3, 12.5)])
        fill(
            db,
            "ps_product_lang",
            "id_product, id_lang, name",
            [(7, 1, "Chair"), (7, 2, "Silla")],
        )
        fill(
            db,
            "ps_category_lang",
            "id_category, id_lang, name",
            [(3, 1, "Home"), (3, 2, "Hogar")],
        )
    by_hand = ShopMap(
        table="ps_product",
        id=Source(column="id_product"),
        name=Source(
            column="name",
            path=[
                Step(
                    table="ps_product_lang", key="id_product", from_column="id_product"
                )
            ],
            **spanish,
        ),
        family=Source(
            column="name",
            path=[
                Step(
                    table="ps_category_lang",
                    key="id_category",
                    from_column="id_category",
                )
            ],
            **spanish,
        ),
        price=NumberSource(column="price"),
    )
    write_map(by_hand, tmp_path / "shop.toml")
    assert read_map(tmp_path / "shop.toml") == by_hand
    with open_shop(tmp_path / "shop.db", shop_map=by_hand) as shop:
        (product,) = shop.products()
    assert (product.name, product.family) == ("Silla", "Hogar")
