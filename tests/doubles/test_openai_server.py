"""The server double refuses what the real server refuses, in its words."""

import asyncio
import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.doubles.openai_scenarios import Profile
from tests.doubles.openai_server import OpenAIServer

TOOL = {
    "name": "find",
    "parameters": {
        "type": "object",
        "properties": {"family": {"type": "string"}},
        "required": ["family"],
        "additionalProperties": False,
    },
}
LOOSE = {"type": "object", "properties": {"family": {"type": "string"}}}
UNLISTED = {
    "type": "function",
    "name": "find",
    "parameters": {**TOOL["parameters"], "required": []},
}
NESTED = {"type": "function", "function": TOOL}
FLAT = {"type": "function", **TOOL}
CALL = {"type": "function_call", "call_id": "c1", "name": "find", "arguments": "{}"}
OUTPUT = {"type": "function_call_output", "call_id": "c1", "output": "[]"}
CHAT_CALL = {
    "role": "assistant",
    "content": None,
    "tool_calls": [
        {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    ],
}
CHAT_OUTPUT = {"role": "tool", "tool_call_id": "c1", "content": "[]"}

RESPONSES = [
    ({"colour": 1}, "Unknown parameter: 'colour'."),
    ({"input": 7}, "Invalid type for 'input'"),
    ({"model": "gpt-5"}, "The requested model 'gpt-5' does not exist."),
    ({"reasoning": {"effort": "minimal"}}, "Unsupported value: 'minimal'"),
    ({"model": "gpt-4.1", "reasoning": {"effort": "none"}}, "'reasoning.effort'"),
    (
        {"model": "gpt-4.1", "include": ["reasoning.encrypted_content"]},
        "Encrypted content is not supported with this model.",
    ),
    ({"temperature": 0.2}, "Unsupported parameter: 'temperature'"),
    ({"max_output_tokens": 5}, "Expected a value >= 16, but got 5 instead."),
    (
        {"previous_response_id": "r", "conversation": "c"},
        "Mutually exclusive parameters",
    ),
    ({"tools": [NESTED]}, "'tools[0].function'"),
    ({"tools": [{"type": "function", "name": "f"}]}, "'tools[0].parameters'"),
    (
        {"tools": [{"type": "function", "name": "f", "parameters": LOOSE}]},
        "'additionalProperties' is required to be supplied and to be false.",
    ),
    ({"tools": [UNLISTED]}, "Missing 'family'."),
    ({"input": [CALL]}, "No tool output found for function call c1."),
    ({"input": [OUTPUT]}, "No tool call found for function call output"),
    ({"input": [{**CALL, "arguments": {}}, OUTPUT]}, "'input[0].arguments'"),
    ({"input": [{**CALL, "finding": 1}, OUTPUT]}, "'input[0].finding'"),
    ({"input": [{"type": "item_reference", "id": "m"}]}, "not persisted when `store`"),
    (
        {"input": [{"type": "reasoning", "id": "rs_1", "summary": []}]},
        "Item with id 'rs_1' not found.",
    ),
    (
        {"input": [{"role": "user", "content": [{"type": "text", "text": "a"}]}]},
        "Supported values are: 'input_text'",
    ),
]

CHAT = [
    ({"colour": 1}, "Unknown parameter: 'colour'."),
    ({"model": "gpt-5"}, "The model `gpt-5` does not exist"),
    ({"max_tokens": 30}, "Use 'max_completion_tokens' instead."),
    ({"stream_options": {}, "stream": False}, "only allowed when 'stream' is enabled"),
    (
        {"tools": [NESTED]},
        "are not supported for gpt-6",
    ),
    (
        {"tools": [FLAT], "reasoning_effort": "none"},
        "'tools[0]'",
    ),
    ({"messages": [CHAT_CALL]}, "must be followed by tool messages"),
    ({"messages": [CHAT_OUTPUT]}, "must be a response to a preceeding message"),
    (
        {"messages": [CHAT_CALL, {"role": "user", "content": "a"}, CHAT_OUTPUT]},
        "The following tool_call_ids did not have response messages: c1",
    ),
    ({"messages": [{"role": "assistant", "content": None}]}, "expected a string"),
    (
        {"messages": [{"role": "assistant", "content": "a", "tool_calls": []}]},
        "empty array",
    ),
    ({"messages": [{"role": "bot", "content": "a"}]}, "Invalid value: 'bot'"),
]


def post(server: OpenAIServer, path: str, body: object) -> tuple[int, dict]:
    request = urllib.request.Request(
        server.base_url + path,
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.load(refusal)


@pytest.mark.parametrize(("change", "complaint"), RESPONSES, ids=str)
def test_responses_bodies_are_checked(openai_server, change, complaint):
    body = {"model": "gpt-6-luna", "input": "hola", **change}
    status, answer = post(openai_server, "/responses", body)
    assert status in {400, 404}
    assert complaint in answer["error"]["message"]


@pytest.mark.parametrize(("change", "complaint"), CHAT, ids=str)
def test_chat_bodies_are_checked(openai_server, change, complaint):
    messages = [{"role": "user", "content": "hola"}]
    body = {"model": "gpt-6-luna", "messages": messages, **change}
    status, answer = post(openai_server, "/chat/completions", body)
    assert status in {400, 404}
    assert complaint in answer["error"]["message"]


def test_answers_without_a_stream_are_whole(openai_server):
    _, answer = post(openai_server, "/responses", {"model": "gpt-6-luna", "input": "a"})
    assert answer["status"] == "completed"
    assert answer["output"][0]["content"][0]["text"] == "De acuerdo."
    body = {"model": "gpt-6-luna", "messages": [{"role": "user", "content": "a"}]}
    _, answer = post(openai_server, "/chat/completions", body)
    assert answer["choices"][0]["message"]["content"] == "De acuerdo."


def test_its_own_share_of_the_time_is_counted(openai_server):
    openai_server.profile = Profile(first_token_s=0.02, round_trip_s=0.01)
    post(openai_server, "/responses", {"model": "gpt-6-luna", "input": "a"})
    (seen,) = openai_server.seen("/responses")
    assert seen.finished.wait(1)
    assert seen.own_s == pytest.approx(0.05)
    assert seen.done_s - seen.arrived_s >= 0.05


def test_a_model_s_last_day_is_told(openai_server):
    openai_server.shutdown_dates["whisper-1"] = "2027-02-26"
    url = f"{openai_server.base_url}/models/whisper-1"
    with urllib.request.urlopen(url) as answer:
        assert json.load(answer)["shutdown_date"] == "2027-02-26"


async def test_it_runs_as_a_program_of_its_own():
    program = Path(__file__).with_name("openai_server.py")
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", program, "--reply", "Buenas."),
        stdout=subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(20):
            url = (await server.stdout.readline()).decode().strip()
        request = {"model": "gpt-6-luna", "input": "hola"}
        shown = await asyncio.to_thread(_ask, url, request)
        assert shown["output"][0]["content"][0]["text"] == "Buenas."
    finally:
        server.terminate()
        await server.wait()


def _ask(url: str, body: object) -> dict:
    request = urllib.request.Request(f"{url}/responses", data=json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)
