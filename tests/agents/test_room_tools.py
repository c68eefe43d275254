"""Things that are wired: what plain sentences and tool calls do to them."""

import json

import pytest

from agents import Assistant, OfflineModel, RoomTools, Run, SentenceMade, Thing
from agents.tool import ToolRetry
from tests.doubles.stations import by_line


@pytest.fixture
def done():
    return []


@pytest.fixture
def room(done):
    return RoomTools(
        [
            Thing(("la luz", "the light"), switch=done.append),
            Thing(("el ventilador", "the fan"), switch=done.append),
            Thing(("la lámpara", "the lamp"), colour=done.append),
            Thing(("la temperatura", "the temperature"), read=lambda: "21.5 °C"),
        ]
    )


SAID = {
    "enciende la luz": "Ya está encendido: la luz.",
    "Por favor, apague el ventilador.": "Ya está apagado: el ventilador.",
    "turn on the fan": "It is on now: the fan.",
    "Please turn the light off": "It is off now: the light.",
    "pon la lampara en rojo": "La lámpara: ahora en rojo.",
    "make the lamp blue": "The lamp: blue now.",
    "¿Qué temperatura hace?": "La temperatura: 21.5 °C.",
    "cual es la temperatura": "La temperatura: 21.5 °C.",
    "what's the temperature": "The temperature: 21.5 °C.",
}


async def answer_to(room, question):
    said = []
    offline = OfflineModel(language="es", steps=[room.step])

    assistant = Assistant(
        offline, room.tools(), instructions=lambda: "", split=by_line, step_limit=3
    )

    def tell(event):
        if isinstance(event, SentenceMade):
            said.append(event.text)

    await assistant.reply(question, Run(), tell)
    return " ".join(said)


@pytest.mark.parametrize("question", SAID)
async def test_plain_sentences_do_it_without_a_model(room, question):
    assert await answer_to(room, question) == SAID[question]


@pytest.mark.parametrize(
    "question",
    [
        *("¿cuánto cuesta la luz?", "apaga el incendio", "enciende", "la luz"),
        *("¿qué temperatura soporta la nevera?", "pon la luz en rojo", "qué luz hay"),
        "dame una lámpara roja",
    ],
)
def test_what_is_about_no_wired_thing_is_left_to_others(room, question):
    assert room.step(question) is None


def test_a_model_calls_the_same_tools_and_is_told_what_exists(room, done):
    tools = {tool.name: tool for tool in room.tools()}
    assert set(tools) == {"switch_thing", "colour_thing", "read_thing"}
    room.switch_thing("LUZ", is_on=True)
    room.colour_thing("the lamp", "green")
    assert done == [True, "green"]
    assert json.loads(room.read_thing("temperature").text)["value"] == "21.5 °C"
    for call in (
        lambda: room.switch_thing("la caja fuerte", is_on=True),
        lambda: room.colour_thing("la luz", "red"),
        lambda: room.read_thing("la luz"),
        lambda: tools["colour_thing"].arguments_from(
            '{"name": "la lámpara", "colour": "__import__(1)"}'
        ),
    ):
        with pytest.raises(ToolRetry):
            call()
    assert done == [True, "green"]


def test_without_wired_things_there_are_no_tools():
    assert RoomTools([]).tools() == []
