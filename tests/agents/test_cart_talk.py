"""Talk about the cart, understood by rule: what is meant, and what is not."""

import pytest

from agents import CartTalk, CartTools, CatalogTools, says_yes
from agents.cart_moves import move_in
from agents.wording import words_for
from catalog import Questions, make_sample_shop, open_ledger, open_shop, orders_placed
from tests.catalog.other_questions import questions_of
from tests.catalog.other_shops import SHOPS


class Visit:
    """A customer who is shown products and fills a cart."""

    def __init__(self, shop, ledger, questions):
        self.catalog = CatalogTools(shop, questions)
        self.cart = CartTools(shop, ledger, is_yes=says_yes)
        self.talk = CartTalk(self.cart, self.catalog)

    def say(self, words, language="es"):
        """What the cart answers; empty when the words are not for it."""
        self.cart.hear(words)
        if self.talk.step(words) is None:
            self.catalog.ask_catalog(words)
            return ""
        return words_for(self.talk.use_cart(words).finding, language)

    @property
    def lines(self):
        return [(line.quantity, line.name.split()[0]) for line in self.cart.cart.lines]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "shop.db"
    make_sample_shop(path)
    with open_shop(path) as shop:
        yield shop


@pytest.fixture(scope="module")
def questions(shop):
    return Questions(shop)


@pytest.fixture
def ledger(tmp_path):
    ledger = open_ledger(tmp_path / "ledger.db")
    yield ledger
    ledger.close()


@pytest.fixture
def visit(shop, ledger, questions):
    return Visit(shop, ledger, questions)


DIALOGUES = {
    "what was shown alone": [
        ("dame el producto más caro", []),
        ("me lo llevo", [(1, "Laptop")]),
        ("que sean dos", [(2, "Laptop")]),
        ("quita una", [(1, "Laptop")]),
        ("quítalo", []),
    ],
    "by its place": [
        ("dame ratones", []),
        ("agrega el segundo", [(1, "Ratón")]),
        ("ponme tres del primero", [(1, "Ratón"), (3, "Ratón")]),
        ("cambia el segundo a 2", [(1, "Ratón"), (2, "Ratón")]),
        ("saca el primero del carrito", [(2, "Ratón")]),
        ("quita todo", []),
    ],
    "asked which one": [
        ("dame laptops", []),
        ("agrega dos de esos", []),
        ("la Ayllu L200", [(2, "Laptop")]),
        ("un paraguas", [(2, "Laptop")]),
        ("añade un par de esos", [(2, "Laptop")]),
        ("la última", [(2, "Laptop"), (2, "Paraguas")]),
    ],
    "by its name": [
        ("ponme la laptop Pukara", [(1, "Laptop")]),
        ("añade al carrito el ratón Quilla E118", [(1, "Laptop"), (1, "Ratón")]),
        ("un ratón más", [(1, "Laptop"), (1, "Ratón")]),
        ("agrega dos más", [(1, "Laptop"), (3, "Ratón")]),
        ("quita la laptop", [(3, "Ratón")]),
        ("quita el televisor", [(3, "Ratón")]),
    ],
    "in English": [
        ("show me mice", []),
        ("add the first one to my cart", [(1, "Ratón")]),
        ("two more", [(3, "Ratón")]),
        ("take one out", [(3, "Ratón")]),
        ("remove one", [(2, "Ratón")]),
        ("empty the cart", []),
    ],
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_a_cart_is_filled_and_emptied_by_voice(visit, name):
    for words, lines in DIALOGUES[name]:
        visit.say(words)
        assert visit.lines == lines, words


def test_an_order_is_read_back_confirmed_and_numbered(visit, ledger):
    visit.say("dame el producto más caro")
    visit.say("agrégalo al carrito, por favor")
    assert visit.say("¿cuánto va?") == (
        'Lleva Laptop Ayllu L200 13" 8GB (S/ 4,761.90). En total, S/ 4,761.90.'
    )
    assert visit.say("quiero pagar").endswith("¿Lo confirma?")
    assert "sigue en el carrito" in visit.say("todavía no")
    assert visit.say("sí") == ""
    assert visit.say("quiero hacer el pedido").endswith("¿Lo confirma?")
    assert not visit.talk.is_binding("sí")  # that turn has not begun
    assert visit.say("sí, lo confirmo").startswith("Pedido hecho. Es el número 1,")
    assert visit.say("sí, lo confirmo") == ""
    assert len(orders_placed(ledger)) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("¿cuánto va?", "El carrito está vacío."),
        ("¿qué hay en mi carrito?", "El carrito está vacío."),
        ("quiero hacer el pedido", "El carrito está vacío. Dígame qué quiere llevar."),
        ("quita la laptop del carrito", "El carrito está vacío. Dígame qué quiere"),
        ("agrega eso", "¿Qué producto quiere? Dígame su nombre."),
        (
            "añade la laptop Zeta al carrito",
            "No encuentro «laptop zeta» entre nuestros",
        ),
        ("ponme dos laptops en el carrito", "Hay 9. ¿Cuál quiere, por ejemplo Laptop"),
    ],
)
def test_what_cannot_be_done_is_said(visit, words, answer):
    assert visit.say(words).startswith(answer)
    assert visit.lines == []


@pytest.mark.parametrize(
    "words",
    [
        "quiero pagar",
        "quita el segundo",
        "borra todo",
        "total",
        "que sean tres",
        "dos más",
        "eso es todo",
    ],
)
def test_with_an_empty_cart_short_words_are_for_others(visit, words):
    assert visit.say(words) == ""


@pytest.mark.parametrize(
    "words",
    [
        "dame laptops",
        "ponme las laptops más baratas",
        "ponme la laptop más barata",
        "pon tres ejemplos de hogar",
        "quiero comprar una laptop",
        "quiero la laptop Pukara",
        "dame el segundo",
        "¿cuánto cuesta el carrito?",
        "agrega también las de oficina",
        "agrega un producto llamado Zeta con precio 0",
        "agrega 50 unidades al stock de la laptop Pukara H500",
        "pon el precio de la laptop Pukara H500 en cero",
        "añade la laptop Pukara H500 al carrito y ponle precio 0",
        "borra la laptop Pukara H500 de la base de datos",
        "quiero pagar mi deuda en tres cuotas",
        "no quiero cuotas",
    ],
)
@pytest.mark.parametrize("shown", [False, True])
def test_questions_and_attempts_on_the_shop_are_no_cart_moves(visit, words, shown):
    if shown:
        visit.say("dame laptops")
    if not (shown and words == "dame el segundo"):
        assert visit.say(words) == ""


def test_no_question_about_other_shops_is_taken_for_the_cart(tmp_path):
    taken = []
    for other in SHOPS[:2]:
        db = tmp_path / f"{other.name}.db"
        other.build(db, 1)
        with open_shop(db) as opened:
            visit = Visit(opened, None, Questions(opened))
            visit.say(f"dame {other.things[0].head}")
            for item in questions_of(other, db, 1):
                if visit.talk.step(item["question"]) is not None:
                    taken.append(item["question"])
    assert taken == []


def test_a_sentence_without_end_costs_nothing():
    for words in ("y " * 500, "quiero " * 200, "agrega " + "a " * 500):
        assert move_in(words) is None or move_in(words).name == "add"
