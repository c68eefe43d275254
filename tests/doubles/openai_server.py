"""A strict OpenAI-compatible server on loopback, faults and latencies included.

In a test: `with OpenAIServer() as server: ... base_url=server.base_url`. As a program:
`python tests/doubles/openai_server.py --profile cloud --transcript "¿qué hora es?"`
prints its base URL and serves until it is stopped; `GET /_seen` lists its requests.
"""

import argparse
import asyncio
import json
import sys
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.doubles.http_double import Exchange, HttpDouble, Seen
from tests.doubles.openai_asked import Asked, asked_by_items, asked_by_messages
from tests.doubles.openai_embeddings import (
    Embed,
    by_letters,
    check_embeddings,
    embeddings_answer,
)
from tests.doubles.openai_faults import answer_wrongly, arm
from tests.doubles.openai_realtime import RealtimeSession
from tests.doubles.openai_rules import PLAIN_MODELS, REASONING_MODELS, Rejected
from tests.doubles.openai_rules_chat import check_chat
from tests.doubles.openai_rules_responses import check_responses
from tests.doubles.openai_scenarios import (
    BAD_KEY,
    PROFILES,
    Call,
    Fault,
    Profile,
    Scenario,
)
from tests.doubles.openai_sound import (
    SPEECH_RATE_HZ,
    Form,
    Speak,
    check_form,
    check_speech,
    encoded,
    espeak,
    read_form,
    tone,
)
from tests.doubles.openai_stores import Stores
from tests.doubles.openai_streams import ChatStream, ResponsesStream, as_sse


class OpenAIServer(HttpDouble):
    """One server for language, ears and mouth."""

    def __init__(
        self,
        port: int = 0,
        *,
        profile: Profile = PROFILES["zero"],
        is_openai: bool = True,
    ) -> None:
        super().__init__(port)
        self.profile = profile
        self.is_openai = is_openai
        """False: unknown parameters of the speech endpoints are ignored."""
        self.api_key: str | None = None
        """The only key that is let in; None lets every key in."""
        self.think: Callable[[Asked], Scenario] = lambda asked: Scenario("De acuerdo.")
        self.hear: Callable[[Form], str] = lambda form: "hola"
        self.live_words = ""
        """Understood while the button is held, before the whole is heard."""
        self.live_word_s = 0.0
        """Seconds of sound behind which each of them is understood; 0: at once."""
        self.heard_languages = ["es"]
        """What it takes each question for."""
        self.speak: Speak = tone
        self.embed: Embed = by_letters
        self.stores = Stores()
        self.reword: Callable[[str], str] = lambda text: text
        """What the realtime voice really says."""
        self.speech_chunk = 1001
        """Bytes; odd, so that samples are cut in half."""
        self.speech_format: str | None = None
        """What speech is made in, whatever was asked for."""
        self.speech_type: str | None = None
        """The content type it gives to speech, whatever it is."""
        self.keep_alives = 0
        """Comments sent before the first event of a stream."""
        self.name = ""
        """What it calls itself in the header `server`."""
        self.listed: list[dict[str, Any]] | None = None
        """The models it lists, and the only ones it tells of; None lists none."""
        self.shutdown_dates: dict[str, str] = {}
        self.raw_streams: deque[bytes] = deque()
        """Event streams sent as they are, before any scenario."""
        self._scenarios: deque[Scenario] = deque()
        self._faults: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self._issued: dict[str, str] = {}
        """Reasoning items handed out, with their encrypted content."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    def says(self, *scenarios: Scenario) -> None:
        """Queue passes of the model; once they are used up, `think` answers."""
        self._scenarios.extend(scenarios)

    def fails(self, path: str, *faults: Fault | None) -> None:
        """Queue faults for the next requests to a path such as `/responses`."""
        self._faults[f"/v1{path}"].extend(faults)

    def works_again(self) -> None:
        """Forget the queued faults."""
        self._faults.clear()

    def forget_scenarios(self) -> None:
        """Let `think` answer from now on."""
        self._scenarios.clear()

    def seen(self, path: str) -> list[Seen]:
        """The requests to a path, oldest first."""
        return [seen for seen in self.requests if seen.request.path == f"/v1{path}"]

    async def handle(self, exchange: Exchange) -> None:
        request = exchange.request
        trips = 3 if request.is_first else 1
        await exchange.take_time(trips * self.profile.round_trip_s)
        waiting = self._faults[request.path]
        fault = waiting.popleft() if waiting else None
        if fault and not fault.after:
            await answer_wrongly(exchange, fault)
            return
        if fault:
            arm(exchange, fault)
        try:
            self._check_key(exchange)
            await self._route(exchange, fault)
        except Rejected as refusal:
            name = {"server": self.name}
            await exchange.send_json(refusal.status, refusal.body, name)

    def _check_key(self, exchange: Exchange) -> None:
        given = exchange.request.headers.get("authorization", "")
        if self.api_key and given != f"Bearer {self.api_key}":
            raise Rejected(BAD_KEY.message, code=BAD_KEY.code, status=401)

    async def _route(self, exchange: Exchange, fault: Fault | None) -> None:
        path = exchange.request.path
        match path.removeprefix("/v1"):
            case "/responses":
                await self._responses(exchange)
            case "/chat/completions":
                await self._chat(exchange)
            case "/audio/transcriptions":
                await self._transcribe(exchange)
            case "/audio/speech":
                await self._speech(exchange)
            case "/embeddings":
                body = _read_json(exchange)
                check_embeddings(body, is_openai=self.is_openai)
                await exchange.send_json(200, embeddings_answer(body, self.embed))
            case "/realtime":
                await RealtimeSession(self, exchange, fault).run()
            case "/_seen":
                figures = [seen.figures() for seen in self.requests]
                await exchange.send_json(200, figures)
            case store if store.startswith(("/files", "/vector", "/containers")):
                await self.stores.handle(exchange)
            case model if model.startswith("/models"):
                await self._model(exchange, model.removeprefix("/models").lstrip("/"))
            case _:
                raise Rejected(
                    f"Invalid URL ({exchange.request.method} {path})", status=404
                )

    async def _responses(self, exchange: Exchange) -> None:
        body = _read_json(exchange)
        check_responses(body, self._issued)
        scenario = self._next_scenario(asked_by_items(body))
        include = body.get("include") or ()
        stream = ResponsesStream(scenario, body["model"], self._issued, include)
        for number, hosted in enumerate(scenario.hosted):
            self.stores.made[f"file_{number}"] = hosted.content
        if body.get("stream"):
            await self._stream(exchange, stream, done=False)
        else:
            await exchange.take_time(self.profile.first_token_s)
            await exchange.send_json(200, stream.body())

    async def _chat(self, exchange: Exchange) -> None:
        body = _read_json(exchange)
        check_chat(body)
        options = body.get("stream_options") or {}
        stream = ChatStream(
            self._next_scenario(asked_by_messages(body)),
            body["model"],
            with_usage=bool(options.get("include_usage")),
        )
        if body.get("stream"):
            await self._stream(exchange, stream, done=True)
        else:
            await exchange.take_time(self.profile.first_token_s)
            await exchange.send_json(200, stream.body())

    async def _stream(
        self, exchange: Exchange, stream: ResponsesStream | ChatStream, *, done: bool
    ) -> None:
        await exchange.begin("text/event-stream; charset=utf-8")
        if self.raw_streams:
            await exchange.chunk(self.raw_streams.popleft())
            await exchange.end()
            return
        for _ in range(self.keep_alives):
            await exchange.chunk(b": keep-alive\n\n")
        await exchange.take_time(self.profile.first_token_s)
        for event in stream.events():
            await self._pace(exchange, event)
            await exchange.chunk(as_sse(event))
        if done:
            await exchange.chunk(b"data: [DONE]\n\n")
        await exchange.end()

    async def _pace(self, exchange: Exchange, event: Mapping[str, Any]) -> None:
        if self.profile.tokens_per_s:
            delta = event.get("delta") or _chat_delta(event)
            tokens = len(delta) / 4
            await exchange.take_time(tokens / self.profile.tokens_per_s)

    async def _transcribe(self, exchange: Exchange) -> None:
        request = exchange.request
        form = read_form(request.body, request.headers["content-type"])
        exchange.seen.body = form
        check_form(form, is_openai=self.is_openai)
        share = self.profile.transcribe_per_s * form.length_s
        await exchange.take_time(self.profile.transcribe_s + share)
        text = await asyncio.to_thread(self.hear, form)
        if form.first("response_format") == "text":
            await exchange.send(200, text.encode(), "text/plain; charset=utf-8")
            return
        answer: dict[str, Any] = {"text": text}
        if form.first("model") == "gpt-transcribe":
            answer["languages"] = [{"code": code} for code in self.heard_languages]
        await exchange.send_json(200, answer)

    async def _speech(self, exchange: Exchange) -> None:
        body = _read_json(exchange)
        check_speech(body, is_openai=self.is_openai)
        pcm = await asyncio.to_thread(self.speak, body["input"], body["voice"])
        shape = self.speech_format or body.get("response_format", "mp3")
        sound, kind = await asyncio.to_thread(encoded, pcm, shape)
        await exchange.take_time(self.profile.first_speech_s)
        await exchange.begin(self.speech_type or kind)
        whole_s = len(pcm) / 2 / SPEECH_RATE_HZ
        for start in range(0, len(sound), self.speech_chunk):
            share = self.speech_chunk / len(sound) * whole_s
            await exchange.take_time(share * self.profile.speech_per_s)
            await exchange.chunk(sound[start : start + self.speech_chunk])
        await exchange.end()

    async def _model(self, exchange: Exchange, model: str) -> None:
        if not model and self.listed is not None:
            told = {"object": "list", "data": self.listed}
            await exchange.send_json(200, told, {"server": self.name})
            return
        if not model or self.listed is not None:
            raise Rejected("Not Found", status=404)
        if self.is_openai and model not in {*REASONING_MODELS, *PLAIN_MODELS, *AUDIO}:
            raise Rejected(
                f"The model '{model}' does not exist",
                code="model_not_found",
                status=404,
            )
        found = {"id": model, "object": "model", "created": 1, "owned_by": "openai"}
        date = self.shutdown_dates.get(model)
        name = {"server": self.name}
        await exchange.send_json(200, {**found, "shutdown_date": date}, name)

    def _next_scenario(self, asked: Asked) -> Scenario:
        return self._scenarios.popleft() if self._scenarios else self.think(asked)


AUDIO = ("gpt-transcribe", "gpt-4o-mini-tts", "whisper-1", "tts-1")


def _read_json(exchange: Exchange) -> dict[str, Any]:
    try:
        body = json.loads(exchange.request.body)
    except ValueError as error:
        raise Rejected("We could not parse the JSON body of your request.") from error
    exchange.seen.body = body
    return dict(body)


def _chat_delta(event: Mapping[str, Any]) -> str:
    choices = event.get("choices")
    return (choices[0]["delta"].get("content") or "") if choices else ""


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--profile", choices=PROFILES, default="zero")
    parser.add_argument("--transcript", default="hola", help="what is always heard")
    parser.add_argument("--reply", default="De acuerdo.", help="what is always said")
    parser.add_argument("--tool", help="name of a tool called before the reply")
    parser.add_argument("--arguments", default="{}", help="its arguments, JSON")
    parser.add_argument("--speech", choices=("tone", "espeak"), default="tone")
    return parser.parse_args()


def main() -> None:
    options = _read_arguments()
    calls = (Call(options.tool, options.arguments),) if options.tool else ()

    def think(asked: Asked) -> Scenario:
        if calls and not asked.outputs:
            return Scenario(calls=calls)
        return Scenario(options.reply)

    server = OpenAIServer(options.port, profile=PROFILES[options.profile])
    server.think = think
    server.hear = lambda form: options.transcript
    server.speak = espeak if options.speech == "espeak" else tone
    with server:
        print(server.base_url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
