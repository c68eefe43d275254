import pytest

from audio.phantoms import without_phantoms


@pytest.mark.parametrize(
    "text",
    [
        "Subtítulos realizados por la comunidad de Amara.org",
        "Subtitulado por Jnkoil",
        "¡Gracias por ver el video!",
        "Gracias por ver este vídeo y hasta la próxima.",
        "¡Suscríbete al canal!",
        "Más información www.alimmenta.com",
        "Thank you for watching!",
        "Thanks for watching.",
        "Subtitles by the Amara.org community",
        "Please subscribe to my channel",
        "you",
        "You.",
        "Bye-bye.",
        "[BLANK_AUDIO]",
        "(música)",
        "♪ ♪",
        "*suspira*",
        "...",
        "   ",
    ],
)
def test_what_nobody_said_is_dropped(text):
    assert without_phantoms(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "¿Cuánto cuesta la silla?",
        "Gracias.",
        "Muchas gracias por la información",
        "Thank you",
        "¿Tienen la silla you and me?",
        "¿Qué me das por 20 soles?",
        "¿Hay vídeos por ver?",
        "Sí",
        "no",
    ],
)
def test_what_a_customer_says_is_kept(text):
    assert without_phantoms(text) == text


def test_annotations_are_taken_out_of_what_was_said():
    assert without_phantoms(" [ruido] ¿Qué  hora es? (risas)\n") == "¿Qué hora es?"
