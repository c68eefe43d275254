"""The conversation of a visit, read by staff's programs."""

import httpx2

from agents import AssistantSaid, CustomerSaid, ToolAnswered, ToolCall
from kiosk.settings import DoorSettings
from kiosk.web import door, open_door, visit_calls
from kiosk.web.visit_export import told_turns
from tests.kiosk.test_host import Shop

TOKEN = "the-staffs-own-token"


def test_a_turn_holds_its_question_tools_and_what_was_heard():
    told = told_turns(
        [
            AssistantSaid("Hola."),
            CustomerSaid("¿Precio?"),
            AssistantSaid("Miro.", (ToolCall("1", "ask_catalog", "{}"),)),
            ToolAnswered("1", "ask_catalog", '{"value": 3}'),
            AssistantSaid("Son 3."),
            CustomerSaid("¿Y el otro?"),
        ]
    )
    assert [turn.model_dump() for turn in told] == [
        {
            "question": "¿Precio?",
            "tools": [{"name": "ask_catalog", "answer": '{"value": 3}'}],
            "reply": "Miro. Son 3.",
        },
        {"question": "¿Y el otro?", "tools": [], "reply": ""},
    ]


async def test_the_visit_under_way_is_read_and_ends_with_it():
    shop = Shop(passes=[["Hay una."]])
    shop.host.ask("¿Hay pan?")
    await shop.until("turn_ended")
    application = door(visit_calls(shop.host), {"staff": TOKEN})
    async with (
        open_door(application, DoorSettings(port=0)) as port,
        httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as caller,
    ):
        assert (await caller.get("/visit")).status_code == 401
        by_staff = {"Authorization": f"Bearer {TOKEN}"}
        told = (await caller.get("/visit", headers=by_staff)).json()
        assert told["turns"] == [
            {"question": "¿Hay pan?", "tools": [], "reply": "Hay una."}
        ]
        shop.host.end_visit()
        told = (await caller.get("/visit", headers=by_staff)).json()
        assert told["turns"] == []
