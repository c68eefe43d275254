"""What must hold for every model behind a server, whichever protocol it speaks."""

import asyncio
import contextlib
import json
import re
from dataclasses import replace

import pytest

from agents.conversation import AssistantSaid, CustomerSaid, ToolAnswered, ToolCall
from agents.errors import (
    AgentError,
    ModelBroken,
    ModelRefused,
    ModelUnreachable,
    UnknownEngine,
)
from agents.model import ModelDone, TextDelta, build_model
from agents.settings import AgentSettings
from tests.agents.model_cases import (
    KEY,
    QUESTION,
    model_at,
    no_offline,
    one_pass,
)
from tests.doubles.openai_scenarios import (
    BAD_KEY,
    DROP,
    HANG,
    HTML,
    NO_QUOTA,
    RATE_LIMIT,
    SERVER_ERROR,
    Call,
    Fault,
    Profile,
    Scenario,
)
from tests.doubles.openai_server import OpenAIServer

PATHS = {"responses": "/responses", "chat": "/chat/completions"}
TWO_CALLS = (
    Call("find_products", {"family": "portátiles «pro»", "limit": 2}),
    Call("opening_hours", {"day": "mañana"}),
)

engines = pytest.mark.parametrize("engine", list(PATHS))


def repr_of(fault: Fault) -> str:
    return f"{fault.kind} {fault.code or ''} after {fault.after}"


@engines
@pytest.mark.parametrize("piece", [1, 3, 1000])
async def test_text_is_put_together_from_fragments_of_any_size(
    openai_server, engine, piece
):
    openai_server.says(
        Scenario("La más barata cuesta 1.299 soles. ¿Algo más?", piece=piece)
    )
    async with model_at(openai_server, engine) as model:
        answer = await one_pass(model)
    assert answer.text == "La más barata cuesta 1.299 soles. ¿Algo más?"
    assert answer.done == ModelDone(input_tokens=120, output_tokens=30)


@engines
@pytest.mark.parametrize("piece", [1, 7, 1000])
async def test_parallel_calls_are_told_apart(openai_server, engine, piece):
    openai_server.says(Scenario(calls=TWO_CALLS, piece=piece))
    async with model_at(openai_server, engine) as model:
        calls = (await one_pass(model)).done.calls
    assert [(c.name, json.loads(c.arguments)) for c in calls] == [
        (call.name, call.arguments) for call in TWO_CALLS
    ]
    assert len({c.call_id for c in calls}) == 2


@engines
async def test_missing_call_ids_are_made_up_and_accepted(openai_server, engine):
    nameless = tuple(replace(call, call_id="") for call in TWO_CALLS)
    openai_server.says(Scenario(calls=nameless))
    async with model_at(openai_server, engine) as model:
        done = (await one_pass(model)).done
        assert len({call.call_id for call in done.calls if call.call_id}) == 2
        await one_pass(model, _with_answers(done))


@engines
async def test_answers_of_tools_go_back_in_a_form_the_server_accepts(
    openai_server, engine
):
    openai_server.says(Scenario("Un momento.", calls=TWO_CALLS))
    async with model_at(openai_server, engine) as model:
        first = await one_pass(model)
        assert (await one_pass(model, _with_answers(first.done))).text == "De acuerdo."


@engines
@pytest.mark.parametrize("ending", ["max_output_tokens", "content_filter"])
async def test_a_cut_answer_says_so(openai_server, engine, ending):
    openai_server.says(Scenario("La más bar", ending=ending))
    async with model_at(openai_server, engine) as model:
        answer = await one_pass(model)
    assert (answer.text, answer.done.is_incomplete) == ("La más bar", True)


@engines
async def test_a_refusal_is_text_and_is_marked(openai_server, engine):
    openai_server.says(Scenario(refusal="No puedo ayudar con eso."))
    async with model_at(openai_server, engine) as model:
        answer = await one_pass(model)
    assert (answer.text, answer.done.is_refusal) == ("No puedo ayudar con eso.", True)


@engines
@pytest.mark.parametrize("piece", [1, 2, 5, 1000])
async def test_reasoning_is_never_spoken(openai_server, engine, piece):
    text = "<think>El cliente < 5, </thin k> quiere…\n</think>\n\nSon 3 < 5. <b"
    openai_server.says(Scenario(text, reasoning="secreto", piece=piece))
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model)).text == "Son 3 < 5. <b"


@engines
async def test_reasoning_without_an_end_leaves_nothing_to_say(openai_server, engine):
    openai_server.says(Scenario("<THINK>y entonces"))
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model)).text == ""


@engines
async def test_a_stream_without_its_last_event_is_a_failure(openai_server, engine):
    openai_server.says(Scenario("La más bar", ending="none"))
    async with model_at(openai_server, engine) as model:
        with pytest.raises(ModelBroken) as failure:
            await one_pass(model)
    assert failure.value.code == "bad_answer"


FAULTS = {
    "wrong key": (BAD_KEY, ModelRefused, "bad_key"),
    "forbidden": (Fault("status", status=403), ModelRefused, "bad_key"),
    "used-up account": (NO_QUOTA, ModelRefused, "no_quota"),
    "too many calls": (RATE_LIMIT, ModelRefused, "busy"),
    "no such path": (Fault("status", status=404), ModelRefused, "no_model"),
    "retired model": (
        Fault("status", status=400, code="model_not_found"),
        ModelRefused,
        "no_model",
    ),
    "bad request": (Fault("status", status=400), ModelBroken, "bad_request"),
    "unprocessable": (Fault("status", status=422), ModelBroken, "bad_request"),
    "server error": (SERVER_ERROR, ModelBroken, "server_error"),
    "overload": (Fault("status", status=503), ModelBroken, "server_error"),
    "page of a Wi-Fi login": (HTML, ModelBroken, "bad_answer"),
    "error with status 200": (Fault("error_200"), ModelBroken, "bad_answer"),
    "null with status 200": (Fault("null_200"), ModelBroken, "bad_answer"),
    "closed before an answer": (DROP, ModelUnreachable, "unreachable"),
    "reset before an answer": (Fault("reset"), ModelUnreachable, "unreachable"),
    "reset in the middle": (Fault("reset", after=4), ModelUnreachable, "unreachable"),
    "closed in the middle": (Fault("drop", after=4), ModelUnreachable, "unreachable"),
    "ended in the middle": (Fault("cut", after=4), ModelBroken, "bad_answer"),
    "garbage in the middle": (Fault("garbage", after=4), ModelBroken, "bad_answer"),
    "error in the stream": (
        Fault("error_payload", after=4, code="server_error"),
        ModelBroken,
        "server_error",
    ),
    "quota in the stream": (
        Fault("error_payload", after=4, code="insufficient_quota"),
        ModelRefused,
        "no_quota",
    ),
    "rate limit in the stream": (
        Fault("error_payload", after=4, code="rate_limit_exceeded"),
        ModelRefused,
        "busy",
    ),
}


@engines
@pytest.mark.parametrize("name", list(FAULTS))
async def test_each_fault_has_its_class_and_code(openai_server, engine, name, caplog):
    fault, expected, code = FAULTS[name]
    openai_server.fails(PATHS[engine], fault, fault)
    private = CustomerSaid("Mi número de cuenta es 4711")
    async with model_at(openai_server, engine) as model:
        with pytest.raises(AgentError) as failure:
            await one_pass(model, [private])
        assert (type(failure.value), failure.value.code) == (expected, code)
        told = f"{failure.value} {caplog.text}"
        assert openai_server.url in told
        assert KEY not in told
        assert "4711" not in told
        openai_server.works_again()
        assert (await one_pass(model)).text == "De acuerdo."


@engines
async def test_refusals_name_status_request_and_remedy(openai_server, engine):
    openai_server.fails(PATHS[engine], BAD_KEY)
    async with model_at(openai_server, engine) as model:
        with pytest.raises(ModelRefused, match=r"401 \(invalid_api_key, .*req_1_.*key"):
            await one_pass(model)


@engines
@pytest.mark.parametrize(
    "fault", [DROP, SERVER_ERROR, replace(RATE_LIMIT, retry_after="0")], ids=repr_of
)
async def test_what_failed_before_the_first_byte_is_tried_once_more(
    openai_server, engine, fault, caplog
):
    openai_server.fails(PATHS[engine], fault)
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model)).text == "De acuerdo."
    assert len(openai_server.seen(PATHS[engine])) == 2
    assert "asking once more" in caplog.text


@engines
@pytest.mark.parametrize("fault", [NO_QUOTA, RATE_LIMIT, BAD_KEY, HTML], ids=repr_of)
async def test_what_a_second_try_cannot_mend_is_asked_once(
    openai_server, engine, fault
):
    openai_server.fails(PATHS[engine], fault)
    async with model_at(openai_server, engine) as model:
        with pytest.raises(AgentError):
            await one_pass(model)
    assert len(openai_server.seen(PATHS[engine])) == 1


@engines
async def test_nothing_is_tried_again_once_something_was_said(openai_server, engine):
    openai_server.fails(PATHS[engine], Fault("reset", after=4))
    async with model_at(openai_server, engine) as model:
        with pytest.raises(ModelUnreachable):
            await one_pass(model)
    assert len(openai_server.seen(PATHS[engine])) == 1


@engines
async def test_a_silent_server_runs_into_the_first_deadline(openai_server, engine):
    openai_server.fails(PATHS[engine], HANG)
    async with model_at(openai_server, engine, first_token_s=0.05) as model:
        with pytest.raises(ModelUnreachable) as failure:
            await one_pass(model)
    assert failure.value.code == "timeout"


@engines
async def test_keep_alives_do_not_count_as_an_answer(openai_server, engine):
    openai_server.keep_alives = 3
    openai_server.fails(PATHS[engine], Fault("hang", after=3))
    async with model_at(openai_server, engine, first_token_s=0.05) as model:
        with pytest.raises(ModelUnreachable) as failure:
            await one_pass(model)
    assert failure.value.code == "timeout"


@engines
async def test_a_server_that_stalls_in_the_middle_runs_into_the_total_deadline(
    openai_server, engine
):
    openai_server.fails(PATHS[engine], Fault("hang", after=4))
    settings = {"first_token_s": 5, "turn_s": 0.1}
    async with model_at(openai_server, engine, **settings) as model:
        with pytest.raises(ModelUnreachable) as failure:
            await one_pass(model)
    assert failure.value.code == "timeout"


@engines
async def test_a_server_that_forgets_to_hang_up_after_the_end_is_not_waited_for(
    openai_server, engine
):
    events = {"responses": 9, "chat": 5}[engine]
    openai_server.fails(PATHS[engine], Fault("hang", after=events))
    async with model_at(openai_server, engine, turn_s=30) as model:
        async with asyncio.timeout(2):
            assert (await one_pass(model)).text == "De acuerdo."


@engines
async def test_a_trickle_of_words_does_not_outlast_the_total_deadline(
    openai_server, engine
):
    openai_server.profile = Profile(tokens_per_s=40)
    openai_server.says(Scenario("bla " * 200))
    async with model_at(openai_server, engine, turn_s=0.2) as model:
        async with asyncio.timeout(2):
            with pytest.raises(ModelUnreachable):
                await one_pass(model)


@engines
async def test_a_slow_reader_costs_no_patience(openai_server, engine):
    openai_server.says(Scenario("uno dos tres", piece=4))
    async with model_at(openai_server, engine, turn_s=0.1) as model:
        words = []
        async for event in model.stream("", QUESTION, ()):
            if isinstance(event, TextDelta):
                words.append(event.text)
                await asyncio.sleep(0.05)
    assert "".join(words) == "uno dos tres"


@engines
async def test_closing_the_iterator_hangs_up_at_once(openai_server, engine):
    openai_server.profile = Profile(tokens_per_s=5)
    openai_server.says(Scenario("bla " * 50))
    async with model_at(openai_server, engine) as model:
        stream = model.stream("", QUESTION, ())
        assert isinstance(await anext(stream), TextDelta)
        await stream.aclose()
        openai_server.profile = Profile()
        await _hung_up(openai_server, PATHS[engine])
        assert (await one_pass(model)).text == "De acuerdo."


@engines
@pytest.mark.parametrize("fault", [HANG, Fault("hang", after=1)], ids=repr_of)
async def test_cancelling_hangs_up_at_once(openai_server, engine, fault):
    openai_server.fails(PATHS[engine], fault)
    async with model_at(openai_server, engine) as model:
        turn = asyncio.create_task(one_pass(model))
        await asyncio.to_thread(openai_server.arrived.acquire, timeout=1)
        turn.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await turn
        await _hung_up(openai_server, PATHS[engine])
        assert (await one_pass(model)).text == "De acuerdo."


@engines
async def test_one_connection_serves_every_pass(openai_server, engine):
    async with model_at(openai_server, engine) as model:
        await model.warm()
        for _ in range(3):
            await one_pass(model)
    assert openai_server.connections == 1


@engines
async def test_a_connection_that_died_overnight_costs_no_turn(openai_server, engine):
    async with model_at(openai_server, engine) as model:
        await model.warm()
        openai_server.drop_connections()
        assert (await one_pass(model)).text == "De acuerdo."


@engines
async def test_warming_up_finds_a_wrong_key(openai_server, engine):
    openai_server.api_key = "sk-other"
    async with model_at(openai_server, engine) as model:
        with pytest.raises(ModelRefused) as failure:
            await model.warm()
    assert failure.value.code == "bad_key"


@engines
async def test_warming_up_accepts_a_server_that_lists_no_models(openai_server, engine):
    openai_server.fails("/models/mistral", Fault("status", status=404))
    async with model_at(openai_server, engine, model="mistral") as model:
        await model.warm()


@engines
async def test_warming_up_notices_a_login_page(openai_server, engine):
    openai_server.fails("/models/gpt-6-luna", HTML)
    async with model_at(openai_server, engine) as model:
        with pytest.raises(ModelBroken, match="login page"):
            await model.warm()


@engines
@pytest.mark.parametrize("event", ["[]", "{}", '"hola"', '{"choices": [{}]}', "7"])
async def test_events_of_no_known_shape_are_a_broken_protocol(
    openai_server, engine, event
):
    openai_server.raw_streams.append(f"data: {event}\n\n".encode())
    async with model_at(openai_server, engine) as model:
        with pytest.raises(ModelBroken) as failure:
            await one_pass(model)
    assert failure.value.code == "bad_answer"


@engines
async def test_nobody_listening_is_unreachable(engine):
    with OpenAIServer() as gone:
        pass
    async with model_at(gone, engine) as model:
        with pytest.raises(ModelUnreachable) as failure:
            await one_pass(model)
    assert failure.value.code == "unreachable"


@engines
async def test_calls_without_answers_and_answers_without_calls_are_left_out(
    openai_server, engine
):
    messages = [
        ToolAnswered("call_0", "find_products", "[]"),
        CustomerSaid("hola"),
        AssistantSaid("Miro", (ToolCall("call_1", "find_products", "{}"),)),
        CustomerSaid("mejor otra cosa"),
        AssistantSaid("", (ToolCall("call_2", "opening_hours", '{"day":'),)),
        ToolAnswered("call_2", "opening_hours", '"10 a 20"'),
        AssistantSaid(""),
        CustomerSaid("gracias"),
    ]
    async with model_at(openai_server, engine) as model:
        assert (await one_pass(model, messages)).text == "De acuerdo."
    body = json.dumps(openai_server.seen(PATHS[engine])[0].body, ensure_ascii=False)
    assert set(re.findall(r"call_\d", body)) == {"call_2"}
    assert '{\\"day' not in body


@engines
async def test_a_compatible_server_is_sent_nothing_of_openai_s_own(
    openai_server, engine
):
    settings = {"model": "local-model", "extra": {"seed": 1}, "api_key": None}
    if engine == "responses":
        settings["extra"] = {"truncation": "auto"}
    async with model_at(openai_server, engine, **settings) as model:
        await one_pass(model)
    body = openai_server.seen(PATHS[engine])[0].body
    assert (
        set(body)
        == {
            "responses": {
                *("model", "instructions", "input", "tools", "stream", "store"),
                *("max_output_tokens", "truncation"),
            },
            "chat": {"model", "messages", "tools", "stream", "max_tokens", "seed"},
        }[engine]
    )


@engines
async def test_without_tools_no_tools_are_sent(openai_server, engine):
    async with model_at(openai_server, engine) as model:
        await one_pass(model, tools=())
    assert "tools" not in openai_server.seen(PATHS[engine])[0].body


def test_auto_chooses_by_key_and_address():
    def chosen(**settings):
        return build_model("auto", AgentSettings(**settings), offline=lambda: OFFLINE)

    assert chosen() is OFFLINE
    assert chosen(api_key=KEY).name == "responses"
    assert chosen(base_url="http://localhost:11434/v1").name == "chat"
    assert chosen(base_url="http://localhost/v1", api_key=KEY).name == "responses"
    assert chosen(api_key=KEY, engine="chat").name == "chat"


OFFLINE = object()


@pytest.mark.parametrize("engine", ["responses", "chat"])
def test_an_engine_without_key_and_address_says_what_it_needs(engine):
    with pytest.raises(UnknownEngine, match="OPENAI_API_KEY") as failure:
        build_model(engine, AgentSettings(), offline=no_offline)
    assert failure.value.code == "no_key"


def test_an_unknown_engine_names_the_choices():
    with pytest.raises(UnknownEngine, match="auto, offline, responses or chat"):
        build_model("chatgpt", AgentSettings(), offline=no_offline)


@pytest.mark.parametrize(
    ("settings", "dialect"),
    [
        ({}, "openai"),
        ({"base_url": "https://eu.api.openai.com/v1"}, "openai"),
        ({"base_url": "http://10.0.0.2:8000/v1"}, "openai"),  # a gateway to gpt-6-luna
        ({"base_url": "http://10.0.0.2/v1", "model": "qwen3"}, "compatible"),
        ({"base_url": "http://10.0.0.2/v1", "model": "gpt-oss:20b"}, "compatible"),
        (
            {"base_url": "https://openai.com.evil.example/v1", "model": "x"},
            "compatible",
        ),
        ({"dialect": "compatible"}, "compatible"),
    ],
)
def test_the_dialect_follows_address_and_model(settings, dialect):
    assert AgentSettings(**settings).spoken_dialect == dialect


def _with_answers(done: ModelDone):
    return [
        *QUESTION,
        AssistantSaid("", done.calls, done.carried),
        *(ToolAnswered(call.call_id, call.name, "[]") for call in done.calls),
    ]


async def _hung_up(server: OpenAIServer, path: str) -> None:
    seen = server.seen(path)[0]
    assert await asyncio.to_thread(seen.finished.wait, 1)
    assert seen.outcome == "left"
