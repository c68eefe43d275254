"""Words that steer the voice, and what they do to a turn."""

import pytest

from kiosk.events import Outcome
from kiosk.voice_words import voice_wish
from tests.doubles.stations import ScriptedSpeaker
from tests.kiosk.test_host import Shop

WISHES = {
    "stop": ["para", "¡Para!", "basta", "silencio", "cállate", "Stop.", "Be quiet!"],
    "again": ["repite", "Otra vez, por favor", "¿Qué dijiste?", "Repeat that, please"],
    "louder": ["más alto", "Habla más fuerte", "no te oigo", "Louder!", "Speak up"],
    "helped": ["Sí, me ayudó", "me ha servido mucho", "Yes, it helped", "that helped"],
    "not_helped": ["No me ayudó", "eso no me ha servido de nada", "it didn't help"],
    "softer": ["más bajo", "baja el volumen", "muy alto", "softer", "too loud"],
    "slower": [
        *("más despacio", "Habla más despacio, por favor", "mas despacio", "Slower!"),
        *("¿Puede hablar un poco más lento?", "Repítelo más despacio", "muy rápido"),
        *("Could you speak more slowly, please?", "You speak too fast", "slow down"),
    ],
    "faster": ["más rápido", "habla mas rapido", "Faster.", "vas muy despacio"],
}
QUESTIONS = [
    *("¿Hay algo para niños?", "quiero la más alta", "otra laptop", "para mañana"),
    *("una vez al mes", "repite mi deuda completa", "what is louder than this speaker"),
    *("¿quién me ayuda?", "me sirvió la laptop, dame otra", "no me ayudó el folleto"),
    *("baja el precio", "sube mi cuota", "", "como nuevo", "stop selling"),
    *("la laptop más rápida", "¿cuál es más lento?", "¿puede hablar con mi hijo?"),
]


@pytest.mark.parametrize(("wish", "said"), [(w, s) for w in WISHES for s in WISHES[w]])
def test_the_voice_is_steered_by_short_words(wish, said):
    assert voice_wish(said) == wish


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_do_not_steer_the_voice(question):
    assert voice_wish(question) is None


async def test_stop_is_silence_without_a_model():
    shop = Shop(heard=["para"])
    await shop.speak()
    ended = await shop.until("turn_ended")
    assert ended.outcome is Outcome.ANSWERED
    assert "sentence" not in shop.names
    assert shop.model.seen == []


async def test_the_last_reply_is_said_again_louder_and_softer():
    shop = Shop(passes=[["Una laptop."]])
    shop.host.ask("¿Qué hay?")
    await shop.until("turn_ended")
    for words, volume, pace in (
        ("repite", 1.0, 1.0),
        ("más alto", 1.4, 1.0),
        ("más bajo", 1.0, 1.0),
        ("más despacio", 1.0, 1 / 1.2),
        ("más rápido", 1.0, 1.0),
    ):
        shop.seen.clear()
        shop.host.ask(words)
        await shop.until("turn_ended")
        assert [e.text for e in shop.seen if hasattr(e, "text")][-1] == "Una laptop."
        assert shop.speaker.volume == pytest.approx(volume)
        assert shop.speaker.pace == pytest.approx(pace)
    assert len(shop.model.seen) == 1


async def test_a_reply_cut_short_is_said_again_as_a_whole():
    shop = Shop(passes=[["Una laptop.\nY un teclado."]], speaker=ScriptedSpeaker())
    shop.speaker.holds = True
    shop.host.ask("¿Qué hay?")
    await shop.until("replied")
    await shop.until("first_sound")
    shop.speaker.holds = False
    shop.host.ask("más despacio")
    sentence = await shop.until("sentence")
    assert sentence.text == "Una laptop. Y un teclado."


async def test_keys_turn_the_voice_while_it_speaks():
    shop = Shop(passes=[["Una laptop."]], speaker=ScriptedSpeaker(holds=True))
    shop.host.ask("¿Qué hay?")
    await shop.until("first_sound")
    shop.host.dial.turn("softer")
    shop.host.dial.turn("slower")
    assert (await shop.until("volume_changed")).share < (
        await shop.until("pace_changed")
    ).pace
    shop.speaker.go_on()
    await shop.until("turn_ended", outcome=Outcome.ANSWERED)
    shop.speaker.holds = False
    shop.host.say_again()
    assert (await shop.until("spoken")).text == "Una laptop."


async def test_a_knob_keeps_its_volume_for_the_next_customer():
    shop = Shop()
    for share, volume in ((1.0, 3.0), (0.0, 0.1)):
        shop.host.dial.set_volume(share)
        await shop.until("volume_changed", share=share)
        shop.host.dial.turn("louder")
        shop.host.end_visit()
        assert shop.speaker.volume == pytest.approx(volume)


async def test_the_volume_has_limits_and_the_next_customer_finds_the_owner_s():
    shop = Shop(speaker=ScriptedSpeaker())
    for _ in range(8):
        for wish in ("más alto", "más despacio"):
            shop.host.ask(wish)
            await shop.until("turn_ended")
    assert (shop.speaker.volume, shop.speaker.pace) == (3.0, 0.6)
    shop.host.end_visit()
    assert (shop.speaker.volume, shop.speaker.pace) == (1.0, 1.0)


async def test_before_the_first_reply_there_is_nothing_to_repeat():
    shop = Shop()
    shop.host.ask("repite")
    sentence = await shop.until("sentence")
    assert sentence.text.startswith("Todavía no he dicho nada")


async def test_a_thumb_by_voice_counts_once_for_each_answer():
    shop = Shop(passes=[["Una laptop."], ["Dos."]])
    for words in ("sí me ayudó", "¿Qué hay?", "sí me ayudó", "no me ayudó"):
        shop.host.ask(words)
        await shop.until("turn_ended")
    shop.host.ask("¿Y más?")
    await shop.until("turn_ended")
    shop.host.rate(has_helped=False)
    shop.host.rate(has_helped=True)
    await shop.until("rated", has_helped=False)
    rated = [event.has_helped for event in shop.seen if hasattr(event, "has_helped")]
    assert rated == [True, False]
    assert len(shop.model.seen) == 2
