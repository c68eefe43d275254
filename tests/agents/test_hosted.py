"""Tools that run at OpenAI: off until the owner wants them, checked like any other."""

import pytest

from agents import Run, SentenceMade, Source, ToolStarted
from agents.assistant import Assistant
from agents.sentence_check import SentenceCheck
from tests.agents.bad_line import sentences
from tests.agents.model_cases import PATHS, TOOLS, engines, model_at, one_pass
from tests.doubles.openai_scenarios import Fault, Hosted, Scenario

ON = {"code_interpreter": True, "file_search": "vs_1"}
CODE = Hosted("code_interpreter", "total 1299", "tabla.csv", b"mes,cuota\n1,100\n")
SEARCH = Hosted("file_search", "Abrimos a las 10:00.", "horario.pdf")


async def answered(model, question="¿Cuánto es todo?"):
    """Ask through an assistant that checks every sentence."""
    check = SentenceCheck(lambda: "")
    assistant = Assistant(
        model, TOOLS, instructions=lambda: "", split=sentences, check=check
    )
    run, told = Run(), []
    await assistant.reply(question, run, told.append)
    assistant.keep(run)
    return run, told, assistant


@engines
async def test_they_are_off_until_the_owner_turns_them_on(openai_server, engine):
    async with model_at(openai_server, engine) as model:
        await one_pass(model)
    body = openai_server.seen(PATHS[engine])[0].body
    assert {tool["type"] for tool in body["tools"]} == {"function"}
    assert "include" not in body


async def test_both_are_declared_and_their_findings_asked_for(openai_server):
    async with model_at(openai_server, "responses", effort="low", **ON) as model:
        await one_pass(model)
    body = openai_server.seen("/responses")[0].body
    code, search = body["tools"][-2:]
    assert code == {"type": "code_interpreter", "container": {"type": "auto"}}
    assert (search["type"], search["vector_store_ids"]) == ("file_search", ["vs_1"])
    assert set(body["include"]) == {
        "reasoning.encrypted_content",
        "code_interpreter_call.outputs",
        "file_search_call.results",
    }


@engines
async def test_no_other_server_is_offered_them(openai_server, engine):
    settings = {"model": "local-model", **ON}
    async with model_at(openai_server, engine, **settings) as model:
        await one_pass(model)
    tools = openai_server.seen(PATHS[engine])[0].body["tools"]
    assert {tool["type"] for tool in tools} == {"function"}


async def test_a_file_that_code_made_is_fetched_and_kept(openai_server):
    openai_server.says(Scenario("Son 1299.", piece=99, hosted=(CODE,)))
    async with model_at(openai_server, "responses", **ON) as model:
        run, told, _ = await answered(model)
    (file,) = run.finding.files
    assert (file.name, file.data) == ("tabla.csv", CODE.content)
    assert ToolStarted("code_interpreter") in told
    assert "".join(e.text for e in told if isinstance(e, SentenceMade)) == "Son 1299."


async def test_what_was_cited_becomes_the_source(openai_server):
    openai_server.says(Scenario("Abrimos a las 10:00.", piece=99, hosted=(SEARCH,)))
    async with model_at(openai_server, "responses", **ON) as model:
        run, _, _ = await answered(model)
    assert run.finding.sources == (Source("carpeta/horario.pdf", 0),)
    assert run.finding.kind == "answer"


@pytest.mark.parametrize("hosted", [CODE, SEARCH], ids=lambda h: h.kind)
async def test_a_figure_that_they_did_not_find_is_not_said(openai_server, hosted):
    wrong = Scenario("Son 4711 a las 11:00.", piece=99, hosted=(hosted,))
    openai_server.says(wrong, wrong)
    async with model_at(openai_server, "responses", **ON) as model:
        run, told, _ = await answered(model)
    assert run.stopped == 2
    assert not [event for event in told if isinstance(event, SentenceMade)]


@pytest.mark.parametrize("fault", [Fault("status", status=404), Fault("drop")])
async def test_a_file_that_is_gone_costs_no_answer(openai_server, fault, caplog):
    openai_server.fails("/containers/cntr_1/files/file_0/content", fault, fault)
    openai_server.says(Scenario("Son 1299.", piece=99, hosted=(CODE,)))
    async with model_at(openai_server, "responses", **ON) as model:
        run, _, _ = await answered(model)
    assert run.said == ["Son 1299."]
    assert run.finding.files == ()
    assert "file_0 of a container" in caplog.text


async def test_a_file_too_large_for_a_visit_is_left_there(openai_server, caplog):
    huge = Hosted("code_interpreter", "1299", "video.mp4", bytes(4_000_001))
    openai_server.says(Scenario("Son 1299.", piece=99, hosted=(huge,)))
    async with model_at(openai_server, "responses", **ON) as model:
        run, _, _ = await answered(model)
    assert run.finding.files == ()
    assert "more than" in caplog.text


async def test_the_next_question_is_valid_for_the_server(openai_server):
    openai_server.says(
        Scenario(
            "Son 1299.", piece=99, hosted=(CODE, SEARCH), reasoning="calculo primero"
        )
    )
    async with model_at(openai_server, "responses", effort="low", **ON) as model:
        _, _, assistant = await answered(model)
        run = Run()
        await assistant.reply("¿Y mañana?", run, lambda event: None)
    assert "".join(run.said) == "De acuerdo."
    assert {s.status for s in openai_server.seen("/responses")} == {200}
