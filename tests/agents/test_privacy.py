"""What of an answer is private, and how a customer asks to have it said."""

import pytest

from agents.debt_answer import DebtAnswer
from agents.finding import Finding
from agents.privacy import aloud_wish, is_private

OF_DEBTS = Finding(record=DebtAnswer("plan", {"status": "ok"}))
OF_THE_SHOP = Finding(rows=({"name": "Laptop"},))


@pytest.mark.parametrize(
    ("sentence", "findings", "private"),
    [
        ("Su deuda 11 es de 3.000,00 €.", [OF_DEBTS], True),
        ("Si la paga hoy, son dos mil ochocientos.", [OF_DEBTS], True),
        ("Le quedaría un 5 % de descuento.", [OF_DEBTS], True),
        ("As I said, it is €2,850.00.", [], True),
        ("The laptop costs S/ 2,850.00.", [OF_THE_SHOP], False),
        ("La laptop cuesta S/ 900 y su deuda es de 900 €.", [OF_THE_SHOP, OF_DEBTS], 1),
        ("¿Le parece bien?", [OF_DEBTS], False),
        ("Puede pagarla hoy, o en hasta 24 meses.", [OF_DEBTS], False),
        ("En 24 meses, a 208,34 € al mes.", [OF_DEBTS], True),
        ("Tiene dos deudas pendientes.", [OF_DEBTS], False),
        ("¿De cuál de las 3 quiere hablar?", [OF_DEBTS], False),
    ],
)
def test_a_sentence_with_sums_of_debts_is_private(sentence, findings, private):
    assert is_private(sentence, findings) == bool(private)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        *[
            (words, "only")
            for words in (
                "dímelo",
                "sí, dímelo por favor",
                "digamelo en voz alta",
                "léemelo en voz alta",
                "¿me lo puedes leer en voz alta?",
                "quiero que me lo digas en voz alta",
                "en voz alta",
                "leelo",
                "read it to me",
                "can you read it aloud",
                "say it out loud, please",
                "tell me out loud",
            )
        ],
        ("dime en voz alta cuánto debo", "too"),
        ("how much do I owe? tell me out loud", "too"),
        ("no lo digas en voz alta", "quiet"),
        ("don't say it aloud", "quiet"),
        ("solo en la pantalla", "quiet"),
        ("keep it private", "quiet"),
        ("dime cuánto debo", None),
        ("tell me", None),
        ("sí", None),
        ("te doy 900", None),
        ("me alta de precio", None),
    ],
)
def test_how_a_customer_asks_to_be_read_to(words, wish):
    assert aloud_wish(words) == wish
