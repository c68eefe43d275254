"""Each thing a customer can do, by keys and by touch."""

import asyncio

from kiosk.events import (
    DeviceBack,
    DeviceLost,
    DocumentRead,
    SteppedDown,
    SteppedUp,
    Trouble,
)

ANSWER = [["El más caro es el Titan 17.\nCuesta 2.499 €."], ["Hay pan."]]


async def test_a_typed_question_is_shown_and_answered(shop):
    async with shop(passes=ANSWER).screen() as kiosk:
        await kiosk.press(*"hola", "space", *"a", "space", *"todos", "enter")
        await kiosk.until_shown("Usted hola a todos")
        await kiosk.until_shown("El más caro es el Titan 17. Cuesta 2.499 €.")
        assert kiosk.prompt.value == ""
        assert kiosk.recorder.starts == 0


async def test_a_number_key_asks_an_example(shop):
    async with shop(passes=ANSWER).screen() as kiosk:
        assert "1 ¿Cuál es el producto más caro?" in kiosk.text
        await kiosk.press("1")
        await kiosk.until_shown("Usted ¿Cuál es el producto más caro?")


async def test_a_number_belongs_to_the_question_once_there_is_a_conversation(shop):
    async with shop(passes=ANSWER).screen() as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown("Cuesta 2.499 €.")
        await kiosk.press("3")
        assert kiosk.prompt.value == "3"


async def test_an_example_is_asked_by_touch(shop):
    async with shop(passes=ANSWER).screen() as kiosk:
        await kiosk.pilot.click("#example-4")
        await kiosk.until_shown("Usted Dame laptops")


async def test_space_begins_and_ends_speaking(shop):
    async with shop(passes=ANSWER, heard=["¿qué cuesta?"]).screen() as kiosk:
        await kiosk.press("space")
        await kiosk.until_shown("Le escucho")
        await asyncio.sleep(0.04)  # longer than a bounce
        await kiosk.press("space")
        await kiosk.until_shown("Usted ¿qué cuesta?")
        await kiosk.until_shown("Pregunte")


async def test_touching_the_band_begins_to_speak(shop):
    async with shop().screen() as kiosk:
        await kiosk.pilot.click("#hint")
        await kiosk.until_shown("Le escucho")


async def test_the_meter_moves_only_while_listening(shop):
    async with shop(heard=[""]).screen() as kiosk:
        assert "░" not in kiosk.text
        await kiosk.press("space")
        await kiosk.until_shown("██████████░░░░")  # a quarter of 40
        await kiosk.press("escape")
        await kiosk.until_shown("Pregunte")
        assert "░" not in kiosk.text


async def test_words_are_shown_as_they_are_heard(shop):
    kiosk = shop(passes=ANSWER, heard=["¿qué cuesta el pan?"])
    kiosk.transcriber.partly = ["¿qué", "¿qué cuesta"]
    async with kiosk.screen():
        await kiosk.press("space")
        await kiosk.until_shown("Usted ¿qué cuesta …")
        assert kiosk.app.screen.state == "listening"
        await asyncio.sleep(0.04)  # longer than a bounce
        await kiosk.press("space")
        await kiosk.until_shown("Usted ¿qué cuesta el pan?")
        assert "…" not in kiosk.text


async def test_words_that_came_to_nothing_do_not_stay(shop):
    kiosk = shop()
    kiosk.transcriber.partly = ["¿qué cuesta"]
    async with kiosk.screen():
        await kiosk.press("space")
        await kiosk.until_shown("¿qué cuesta …")
        await kiosk.press("escape")
        await kiosk.until_shown("Pregunte")
        assert "cuesta" not in kiosk.text


async def test_escape_interrupts_the_answer(shop):
    async with shop(passes=ANSWER, holds=True).screen() as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown("Le respondo")
        await kiosk.press("escape")
        await kiosk.until_shown("Pregunte")
        assert kiosk.speaker.silenced


async def test_escape_clears_what_is_typed(shop):
    async with shop().screen() as kiosk:
        await kiosk.press(*"hola", "escape")
        assert kiosk.prompt.value == ""


async def test_pressing_space_while_it_speaks_listens_at_once(shop):
    async with shop(passes=ANSWER, heard=[""], holds=True).screen() as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown("Le respondo")
        await kiosk.press("space")
        await kiosk.until(lambda: not kiosk.app.screen.query("Answer:focus"))
        await kiosk.pilot.pause(0.05)
        assert "Le escucho" in kiosk.text


async def test_the_sentence_being_spoken_is_marked(shop):
    async with shop(passes=ANSWER, holds=True).screen() as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown("Le respondo")
        assert marked_in(kiosk) == ["El más caro es el Titan 17."]
        kiosk.speaker.go_on()
        await kiosk.until(lambda: marked_in(kiosk) == ["Cuesta 2.499 €."])
        kiosk.speaker.go_on()
        await kiosk.until_shown("Pregunte")
        assert marked_in(kiosk) == []


def marked_in(kiosk):
    drawn = kiosk.app.screen.query_one("Answer").render()
    return [
        drawn.plain[span.start : span.end]
        for span in drawn.spans
        if "underline" in str(span.style)
    ]


async def test_a_new_conversation_clears_the_screen(shop):
    async with shop(passes=ANSWER).screen() as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown("Cuesta 2.499 €.")
        await kiosk.press(*"mi nombre".replace(" ", ""), "f4")
        await kiosk.until_shown("1 ¿Cuál es el producto más caro?")
        assert "2.499" not in kiosk.text
        assert kiosk.prompt.value == ""


async def test_the_language_is_picked_and_the_visit_follows(shop):
    async with shop(passes=ANSWER).screen() as kiosk:
        await kiosk.press("f3")
        await kiosk.until_shown("Ask me")
        assert kiosk.host.visit.language == "en"
        assert "F3 Español" in kiosk.text
        assert "4 Show me laptops" in kiosk.text


async def test_the_screen_follows_the_language_the_customer_speaks(shop):
    async with shop(passes=[["Bread."]]).screen() as kiosk:
        await kiosk.press(*"what", "space", *"do", "space", *"you", "enter")
        await kiosk.until_shown("You what do you")
        await kiosk.until_shown("Ask me")


async def test_the_last_question_is_taken_up_again(shop):
    async with shop(passes=ANSWER).screen() as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown("Cuesta 2.499 €.")
        await kiosk.press("up")
        assert kiosk.prompt.value == "¿Cuál es el producto más caro?"


async def test_typing_anywhere_is_typing_in_the_question_line(shop):
    async with shop().screen() as kiosk:
        await kiosk.press("tab")
        assert not kiosk.prompt.has_focus
        await kiosk.press(*"hola")
        assert kiosk.prompt.value == "hola"


async def test_every_button_is_reached_by_tab(shop):
    async with shop().screen() as kiosk:
        reached = set()
        for _ in range(12):
            await kiosk.press("tab")
            reached.add(kiosk.app.focused.id)
        assert {"example-1", "example-4", "key-new", "key-help", "prompt"} <= reached


async def test_help_opens_and_closes_by_the_same_key(shop):
    async with shop().screen() as kiosk:
        await kiosk.press("f1")
        await kiosk.until_shown("empezar de nuevo, borrar todo")
        await kiosk.press("f1")
        await kiosk.until_shown("1 ¿Cuál es el producto más caro?")


async def test_a_lost_device_is_named_until_it_is_back(shop):
    async with shop().screen() as kiosk:
        kiosk.host.bus.emit(DeviceLost("microphone"))
        await kiosk.until_shown("✗ micrófono")
        kiosk.host.bus.emit(DeviceBack("microphone"))
        await kiosk.until(lambda: "✗" not in kiosk.text)


async def test_without_a_microphone_the_screen_asks_to_type(shop):
    async with shop().screen() as kiosk:
        kiosk.host.bus.emit(DeviceLost("loudspeaker"))
        kiosk.host.bus.emit(DeviceLost("microphone"))
        await kiosk.until_shown("escriba su pregunta y pulse Intro")
        kiosk.host.bus.emit(DeviceBack("microphone"))
        await kiosk.until_shown("Pulse ESPACIO o toque aquí, y hable.")
        assert "✗ altavoz" in kiosk.text


async def test_a_worse_engine_is_marked_as_long_as_it_answers(shop):
    async with shop().screen() as kiosk:
        for station in ("voice", "mind"):
            kiosk.host.bus.emit(SteppedDown(station, "espeak", "unreachable"))
        await kiosk.until_shown("↓ de reserva: respuestas, voz")
        kiosk.host.end_visit()
        kiosk.host.bus.emit(SteppedUp("mind", "responses"))
        await kiosk.until_shown("↓ de reserva: voz")
        kiosk.host.bus.emit(SteppedUp("voice", "openai"))
        await kiosk.until(lambda: "reserva" not in kiosk.text)


async def test_the_top_line_shows_how_far_the_documents_are_read(shop):
    async with shop().screen() as kiosk:
        kiosk.host.bus.emit(DocumentRead("horario.pdf", 3, 12))
        await kiosk.until_shown("Leo los documentos: 3 de 12")
        kiosk.host.bus.emit(DeviceLost("microphone"))
        await kiosk.until_shown("✗ micrófono")
        assert "3 de 12" in kiosk.text
        kiosk.host.bus.emit(DocumentRead("tarifas.pdf", 12, 12))
        await kiosk.until(lambda: "de 12" not in kiosk.text)


async def test_a_missing_loudspeaker_is_told_once_and_noted_above(shop):
    trouble = Trouble("no_loudspeaker", "Le respondo por escrito.")
    async with shop().screen() as kiosk:
        kiosk.host.bus.emit(trouble)
        kiosk.host.bus.emit(trouble)
        await kiosk.until_shown("✗ altavoz")
        assert len(kiosk.app.screen.query("Trouble")) == 1


async def test_a_trouble_is_said_in_a_sentence_and_not_by_colour_alone(shop):
    async with shop().screen() as kiosk:
        kiosk.host.bus.emit(Trouble("unreachable", "Ahora no tengo conexión."))
        await kiosk.until_shown("✗ Ahora no tengo conexión.")
        assert "Hay un problema" in kiosk.text


async def test_a_visit_that_goes_idle_warns_and_any_key_gives_more_time(shop):
    async with shop(passes=ANSWER, idle_s=20.6).screen() as kiosk:
        await kiosk.press("1")
        await kiosk.until_shown("¿Sigue ahí? Toque o pulse una tecla: en")
        await kiosk.until_shown("███")
        await kiosk.press("left")
        await kiosk.until(lambda: "¿Sigue ahí?" not in kiosk.text)
        assert "Cuesta 2.499 €." in kiosk.text


async def test_what_is_typed_and_left_is_wiped_too(shop):
    async with shop(passes=ANSWER, idle_s=0.3).screen() as kiosk:
        await kiosk.press(*"hola", "f3", "f5")
        await kiosk.until(lambda: kiosk.prompt.value == "")
        await kiosk.until_shown("Pregunte")
        await kiosk.until(lambda: kiosk.app.theme == "kiosk-dark")
        assert kiosk.prompt.value == ""


async def test_high_contrast_is_a_key_away(shop):
    async with shop().screen() as kiosk:
        await kiosk.press("f5")
        assert kiosk.app.theme == "kiosk-contrast"
        await kiosk.press("f5")
        assert kiosk.app.theme == "kiosk-dark"


async def test_keys_turn_the_voice_and_a_bar_shows_it(shop):
    async with shop(passes=[["Hay pan."]]).screen() as kiosk:
        await kiosk.press("right")
        await kiosk.until_shown("Volumen ████████░░")
        await kiosk.press("left", "left")
        await kiosk.until_shown("Volumen ██████░░░░")
        await kiosk.press("<")
        await kiosk.until_shown("Velocidad 83%")
        await kiosk.press(">")
        assert kiosk.speaker.pace == 1.0
        await kiosk.press("*")
        await kiosk.until_shown("Todavía no he dicho nada")
        await kiosk.press("a", "<", "left", "*")
        assert kiosk.prompt.value == "a*<"


async def test_a_key_mutes_the_microphone_and_the_top_line_says_so(shop):
    async with shop().screen() as kiosk:
        await kiosk.press("f11")
        await kiosk.until_shown("✗ micrófono apagado (F11)")
        assert kiosk.recorder.is_muted
        await kiosk.press("space")
        await kiosk.until_shown("No puedo oírle: el micrófono está apagado.")
        await kiosk.press("f11")
        await kiosk.until(lambda: "(F11)" not in kiosk.text)
        assert not kiosk.recorder.is_muted
