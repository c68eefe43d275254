import pytest

from catalog import Questions, make_sample_shop, open_shop, sayings


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    path = tmp_path_factory.mktemp("sayings") / "shop.db"
    make_sample_shop(path)
    with open_shop(path) as shop:
        return {s.language: s for s in sayings(Questions(shop).vocabulary)}


def test_the_shops_own_things_are_said(said):
    assert {"laptop", "cámara"} <= set(said["es"].slots["thing"])
    assert "laptops" in said["en"].slots["things"]


@pytest.mark.parametrize(
    ("thing", "genders"),
    [
        ("cámara", {"feminine"}),
        ("teclado", {"masculine"}),
        ("laptop", {"feminine", "masculine"}),
    ],
)
def test_spanish_things_stand_behind_their_article(said, thing, genders):
    slots = said["es"].slots
    assert {name for name in ("feminine", "masculine") if thing in slots[name]} == (
        genders
    )


def test_without_a_shop_what_needs_no_product_is_still_said():
    spanish = sayings(None)[0]
    assert "cuánto debo" in spanish.phrases
    assert "thing" not in spanish.slots
