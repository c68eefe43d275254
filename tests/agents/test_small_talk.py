"""Courtesies are answered, and questions are not taken for courtesies."""

import pytest

from agents.instructions import offline_texts
from agents.small_talk import small_talk

SAID = {
    "greeting": ["¡Hola!", "Hola, buenas tardes", "Good morning"],
    "thanks": ["Muchas gracias", "thank you very much", "te lo agradezco"],
    "goodbye": ["adiós", "Hasta luego", "see you later"],
    "identity": ["¿Eres una persona?", "who are you?", "¿Eres un robot?"],
    "help": ["ayúdame, por favor", "¿Qué puedes hacer?", "what can you do?"],
    "feeling": ["¿Cómo estás?", "¿Cómo va todo?", "How are you today?"],
    "people": [
        *("quiero hablar con una persona", "¿Puedo hablar con alguien?"),
        *("Quisiera hablar con el dueño", "can I talk to a person, please?"),
    ],
}


@pytest.mark.parametrize(("kind", "said"), [(k, s) for k in SAID for s in SAID[k]])
def test_a_courtesy_is_known(kind, said):
    assert small_talk(said) == kind


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_has_its_answer(language):
    assert all(offline_texts(language)[kind].endswith((".", "?")) for kind in SAID)


@pytest.mark.parametrize(
    "question",
    [
        *("hola, ¿qué laptops tienen?", "una carpa para una persona", ""),
        *("¿cómo va mi pedido?", "ayúdame a elegir una laptop", "gracias a dios"),
        *("quiero hablar de mi deuda", "can you help me find a tent?"),
    ],
)
def test_a_question_is_no_courtesy(question):
    assert small_talk(question) is None
