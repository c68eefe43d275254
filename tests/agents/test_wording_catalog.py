"""What the catalogue found, as customers hear it."""

import pytest

from agents.wording_catalog import worded
from catalog import CatalogAnswer, Query
from catalog.questions.query import Order


def row(name, price, *, available=1, currency="PEN", **more):
    return {
        "id": 1,
        "name": name,
        "price": price,
        "currency": currency,
        "available": available,
        **more,
    }


def answer(*rows, intent="list", language="es", **more):
    query = more.pop("query", Query(intent=intent, column=more.pop("column", "price")))
    kind = more.pop("kind", "answer")
    return CatalogAnswer(kind, language, 1.0, query, rows, **more)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (answer(row("Pan", 6), total=1), "Pan (S/ 6.00)."),
        (
            answer(row("Pan", 6), value=True, total=1, language="en"),
            "Yes, Pan (S/ 6.00).",
        ),
        (answer(value=False, said="drones"), "No, por ahora no tenemos drones."),
        (answer(said="drones"), "Por ahora no tenemos drones."),
        (
            answer(said="pan", elsewhere=(row("Pan", 6, available=0),)),
            "No, por ahora no: Pan está agotado.",
        ),
        (answer(row("Pan", 6), intent="lookup", value=6), "Pan cuesta S/ 6.00."),
        (
            answer(row("Pan", None), intent="lookup"),
            "Pan no tiene precio registrado.",
        ),
        (
            answer(row("Pan", 6, available=0), intent="lookup", value=6),
            "Pan cuesta S/ 6.00, pero ahora está agotado.",
        ),
        (answer(intent="count", column="id", value=3), "Hay 3 en total."),
        (
            answer(intent="average", value=290, currency="PEN"),
            "El promedio es S/ 290.00.",
        ),
        (
            answer(kind="clarify", reason="near_miss", candidates=("A1", "A2")),
            "¿Quiso decir A1 o A2?",
        ),
        (
            answer(kind="refuse", reason="off_topic", language="en"),
            "I can only help with the products of this shop.",
        ),
    ],
)
def test_each_answer_has_its_sentence(found, sentence):
    assert worded(found) == sentence


def test_five_products_are_named_and_all_are_counted():
    rows = [row(f"Pan {number}", number) for number in range(1, 8)]
    text = worded(answer(*rows, total=13))
    assert text.startswith("Hay 13 productos.")
    assert "Pan 5" in text
    assert "Pan 6" not in text


def test_groups_are_told_with_their_figures():
    query = Query(intent="group", group_by="family", column="id")
    rows = ({"family": "Hogar", "figure": 4}, {"family": "Deportes", "figure": 2})
    assert worded(answer(*rows, query=query)) == "Hogar: 4; Deportes: 2."


def test_the_best_group_is_named():
    query = Query(
        intent="group",
        group_by="family",
        column="id",
        order=(Order("figure"),),
        limit=1,
    )
    found = answer({"family": "Hogar", "figure": 4}, query=query, value="Hogar")
    assert worded(found) == "Es Hogar, con 4."
