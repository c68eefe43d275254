"""What goes wrong at a server, and how long it is waited for."""

import asyncio
import contextlib
from dataclasses import replace

import pytest

from agents.conversation import CustomerSaid
from agents.errors import AgentError, ModelBroken, ModelRefused, ModelUnreachable
from agents.model import TextDelta
from tests.agents.model_cases import KEY, PATHS, QUESTION, engines, model_at, one_pass
from tests.doubles.openai_scenarios import (
    BAD_KEY,
    DROP,
    HANG,
    HTML,
    NO_QUOTA,
    RATE_LIMIT,
    SERVER_ERROR,
    Fault,
    Profile,
    Scenario,
)
from tests.doubles.openai_server import OpenAIServer

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


def repr_of(fault: Fault) -> str:
    return f"{fault.kind} {fault.code or ''} after {fault.after}"


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
        async with asyncio.timeout(10):
            assert (await one_pass(model)).text == "De acuerdo."


@engines
async def test_a_trickle_of_words_does_not_outlast_the_total_deadline(
    openai_server, engine
):
    openai_server.profile = Profile(tokens_per_s=40)
    openai_server.says(Scenario("bla " * 200))
    async with model_at(openai_server, engine, turn_s=0.2) as model:
        async with asyncio.timeout(10):
            with pytest.raises(ModelUnreachable):
                await one_pass(model)


@engines
async def test_a_slow_reader_costs_no_patience(openai_server, engine):
    openai_server.says(Scenario("uno dos tres", piece=4))
    async with model_at(openai_server, engine, turn_s=0.3) as model:
        words = []
        async for event in model.stream("", QUESTION, ()):
            if isinstance(event, TextDelta):
                words.append(event.text)
                await asyncio.sleep(0.15)
    assert "".join(words) == "uno dos tres"


@engines
async def test_closing_the_iterator_hangs_up_at_once(openai_server, engine):
    openai_server.profile = Profile(tokens_per_s=5)
    openai_server.says(Scenario("bla " * 50))
    async with model_at(openai_server, engine) as model:
        stream = model.stream("", QUESTION, ())
        assert isinstance(await anext(stream), TextDelta)
        await stream.aclose()
        await _hung_up(openai_server, PATHS[engine])
        openai_server.profile = Profile()
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
    assert len(openai_server.seen("/models/mistral")) == 1


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


async def _hung_up(server: OpenAIServer, path: str) -> None:
    seen = server.seen(path)[0]
    assert await asyncio.to_thread(seen.finished.wait, 1)
    assert seen.outcome == "left"
