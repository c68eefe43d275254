"""What a question is about, before a model reads it."""

from contextlib import closing

import pytest

from agents import (
    CartTalk,
    CartTools,
    CatalogTools,
    DebtTalk,
    DebtTools,
    RoomTools,
    Scope,
    Thing,
)
from agents.debt_moves import says_yes
from agents.policy import SHEET
from catalog import Questions, ShopUnavailable, make_sample_shop, open_ledger, open_shop
from knowledge import KnowledgeSettings, open_library, sample_folder


@pytest.fixture(scope="module")
def scope(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scope")
    make_sample_shop(folder / "shop.db")
    with (
        open_shop(folder / "shop.db") as shop,
        closing(open_ledger(folder / "ledger.db")) as ledger,
        closing(
            open_library(sample_folder(), folder / "index.db", KnowledgeSettings())
        ) as library,
    ):
        library.refresh()
        questions = Questions(shop)
        debts = DebtTools(ledger, lambda: None, visit="v", policy=SHEET)
        cart = CartTools(shop, ledger, is_yes=says_yes)
        yield Scope(
            questions,
            library,
            DebtTalk(debts),
            CartTalk(cart, CatalogTools(shop, questions)),
            RoomTools([Thing(("la luz",), switch=lambda _: None)]),
        )


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuál es la capital de Francia?",
        "cuentame un chiste",
        "What's the weather like in London?",
        "¿Quién ganó el mundial?",
    ],
)
def test_what_no_shop_sells_is_elsewhere(scope, question):
    assert scope.verdict(question) == "elsewhere"


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuál es el producto más caro?",
        "busco un regalo para un niño de diez años",
        "¿A qué hora abren mañana?",
        "¿cuánto debo?",
        "¿qué hay en mi carrito?",
        "¿quién eres?",
        "¿qué día es hoy?",
        "¿Cuánto me dijo?",
        "algo para escuchar música en el bus",
    ],
)
def test_what_the_house_may_know_is_open(scope, question):
    assert scope.verdict(question) == "open"


def test_an_order_to_the_database_is_answered_by_rule(scope):
    assert scope.verdict("vacía la base de datos") == "by_rule"


def test_while_the_shop_is_away_every_question_is_open(scope, monkeypatch):
    def away(*_):
        raise ShopUnavailable("gone")

    monkeypatch.setattr(Questions, "answer", away)
    assert scope.verdict("¿Cuál es la capital de Francia?") == "open"
