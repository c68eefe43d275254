"""The realtime endpoint of the server double: live transcription, and a voice."""

import asyncio
import base64
import io
import itertools
import threading
import time
import wave
from collections.abc import Mapping
from typing import Any, Protocol

from tests.doubles.http_double import Broken, Exchange
from tests.doubles.openai_rules import Rejected
from tests.doubles.openai_scenarios import Fault, Profile
from tests.doubles.openai_sound import SPEECH_RATE_HZ, Form, Speak
from tests.doubles.websocket_double import WebSocket

_LISTENERS = ("gpt-live-transcribe", "gpt-transcribe", "gpt-realtime-whisper")
_SPEAKERS = ("gpt-realtime-2.1-mini", "gpt-realtime-2.1")
_SESSION_KEYS = {
    "transcription": {"type", "audio", "include"},
    "realtime": {"type", "audio", "instructions", "output_modalities", "tools"},
}
_RESPONSE_KEYS = {
    *("conversation", "input", "instructions", "output_modalities", "metadata"),
    *("max_output_tokens", "tools", "tool_choice", "audio"),
}
_PIECE = 4_800
"""Bytes of sound in one event: 100 ms."""


class Ears(Protocol):
    """What the session needs of the server."""

    profile: Profile
    speak: Speak
    arrived: threading.Semaphore
    live_words: str
    live_word_s: float

    def hear(self, form: Form) -> str: ...

    def reword(self, text: str) -> str: ...


class RealtimeSession:
    """One connection, from its handshake to its end."""

    def __init__(
        self, server: Ears, exchange: Exchange, fault: Fault | None = None
    ) -> None:
        query = exchange.request.query
        self._model = query.get("model", [""])[0]
        is_transcription = query.get("intent") == ["transcription"] and not self._model
        if not is_transcription and self._model not in _SPEAKERS:
            raise Rejected(
                f"Model {self._model} does not exist", code="model_not_found"
            )
        self._kind = "transcription" if is_transcription else "realtime"
        self._server = server
        self._exchange = exchange
        self._fault = fault
        self._socket = WebSocket(exchange)
        self._sound = bytearray()
        self._numbers = itertools.count(1)
        self._item = f"item_{next(self._numbers)}"
        self._sent = 0
        self._told = 0
        """Words of the present item that were told before its end."""
        self._work: set[asyncio.Task[None]] = set()
        self._speech: asyncio.Task[None] | None = None
        self.received: list[dict[str, Any]] = []
        exchange.seen.body = self.received

    async def run(self) -> None:
        try:
            await self._send("session.created", session={"type": self._kind})
            while (message := await self._socket.receive()) is not None:
                self.received.append(message)
                self._server.arrived.release()
                await self._answer(message)
        finally:
            for task in self._work:
                task.cancel()
            self._socket.close()

    async def _answer(self, message: dict[str, Any]) -> None:
        try:
            match message["type"]:
                case "session.update":
                    self._update(message["session"])
                    await self._send("session.updated", session=message["session"])
                case "input_audio_buffer.append":
                    await self._append(message["audio"])
                case "input_audio_buffer.clear":
                    self._sound.clear()
                    await self._send("input_audio_buffer.cleared")
                case "input_audio_buffer.commit":
                    await self._commit()
                case "response.create":
                    self._check_response(message["response"])
                    self._speech = self._start(self._say(message["response"]))
                case "response.cancel":
                    if self._speech:
                        self._speech.cancel()
                        await asyncio.wait([self._speech])
                case other:
                    raise Rejected(f"Invalid value: '{other}'.", code="invalid_value")
        except Rejected as refusal:
            await self._send("error", error=refusal.body["error"])

    def _update(self, session: Mapping[str, Any]) -> None:
        if session.get("type") != self._kind:
            raise Rejected(
                f"Passing a {session.get('type')} session update event to a "
                f"{self._kind} session is not allowed.",
                code="invalid_value",
            )
        for key in session:
            if key not in _SESSION_KEYS[self._kind]:
                raise Rejected(
                    f"Unknown parameter: 'session.{key}'.", code="unknown_parameter"
                )
        if self._kind == "transcription":
            _check_input(session["audio"]["input"])

    async def _append(self, audio: str) -> None:
        sound = base64.b64decode(audio, validate=True)
        if len(sound) % 2:
            raise Rejected("Invalid audio.", code="invalid_value")
        self._sound += sound
        for word in self._words_by_now()[self._told :]:
            self._told += 1
            name = "conversation.item.input_audio_transcription.delta"
            await self._send(name, item_id=self._item, delta=f"{word} ")

    def _words_by_now(self) -> list[str]:
        words, word_s = self._server.live_words.split(), self._server.live_word_s
        heard_s = len(self._sound) / 2 / SPEECH_RATE_HZ
        return words[: int(heard_s / word_s)] if word_s else words

    async def _commit(self) -> None:
        if len(self._sound) < SPEECH_RATE_HZ * 2 // 10:
            raise Rejected(
                "Error committing input audio buffer: buffer too small. Expected at "
                "least 100ms of audio.",
                code="input_audio_buffer_commit_empty",
            )
        sound, self._sound = bytes(self._sound), bytearray()
        told, self._told = self._told, 0
        item, self._item = self._item, f"item_{next(self._numbers)}"
        await self._send("input_audio_buffer.committed", item_id=item)
        self._start(self._transcribe(item, sound, told))

    async def _transcribe(self, item: str, sound: bytes, told: int) -> None:
        began_s = time.monotonic()
        await self._exchange.take_time(self._server.profile.live_transcribe_s)
        form = Form({}, "live.wav", "audio/wav", _wave_file(sound))
        text = await asyncio.to_thread(self._server.hear, form)
        name = "conversation.item.input_audio_transcription"
        for word in text.split()[told:]:
            await self._send(f"{name}.delta", item_id=item, delta=f"{word} ")
        if text == "<failed>":
            detail = {"code": "audio_unintelligible", "message": "no", "type": "x"}
            await self._send(f"{name}.failed", item_id=item, error=detail)
        else:
            self._exchange.seen.spans_s.append((began_s, time.monotonic()))
            await self._send(f"{name}.completed", item_id=item, transcript=text)

    def _check_response(self, response: Mapping[str, Any]) -> None:
        for key in response:
            if key not in _RESPONSE_KEYS:
                raise Rejected(
                    f"Unknown parameter: 'response.{key}'.", code="unknown_parameter"
                )
        if self._speech and not self._speech.done():
            raise Rejected(
                "Conversation already has an active response in progress.",
                code="conversation_already_has_active_response",
            )

    async def _say(self, response: Mapping[str, Any]) -> None:
        number = next(self._numbers)
        text = response["input"][0]["content"][0]["text"]
        said = self._server.reword(text)
        about = {"response_id": f"resp_{number}", "item_id": f"item_{number}"}
        opened = {"id": f"resp_{number}", "metadata": response.get("metadata")}
        await self._send("response.created", response=opened)
        status = "cancelled"
        try:
            await self._exchange.take_time(self._server.profile.first_speech_s)
            sound = await asyncio.to_thread(self._server.speak, said, "marin")
            share = self._server.profile.speech_per_s * _PIECE / 2 / SPEECH_RATE_HZ
            for start in range(0, len(sound), _PIECE):
                await self._exchange.take_time(share)
                piece = base64.b64encode(sound[start : start + _PIECE]).decode()
                await self._send("response.output_audio.delta", **about, delta=piece)
            name = "response.output_audio_transcript.done"
            await self._send(name, **about, transcript=said)
            status = "completed"
        finally:
            done = {"id": f"resp_{number}", "status": status}
            await self._send("response.done", response=done)

    def _start(self, work: Any) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(_until_broken(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    async def _send(self, kind: str, **fields: Any) -> None:
        if self._fault and self._sent == self._fault.after:
            await self._strike(self._fault)
        self._sent += 1
        await self._socket.send(kind, **fields)

    async def _strike(self, fault: Fault) -> None:
        self._fault = None
        match fault.kind:
            case "hang":
                await asyncio.Event().wait()
            case "reset":
                self._exchange.reset()
            case "cut":
                self._socket.close()
                raise Broken
            case "garbage":
                await self._socket.send_raw('{"type": "respo')
            case _:
                await self._socket.send("error", error=fault.body["error"])


async def _until_broken(work: Any) -> None:
    try:
        await work
    except (Broken, asyncio.CancelledError):
        return


def _check_input(given: Mapping[str, Any]) -> None:
    if given.get("format") != {"type": "audio/pcm", "rate": SPEECH_RATE_HZ}:
        raise Rejected("Invalid audio format.", code="invalid_value")
    hints = given["transcription"]
    if hints["model"] not in _LISTENERS:
        raise Rejected(f"Model {hints['model']} does not exist", code="model_not_found")
    if given.get("turn_detection") is not None:
        raise Rejected(
            f"Turn detection is not supported for {hints['model']}.",
            code="invalid_value",
        )
    if "language" in hints and "languages" in hints:
        raise Rejected("Only one of 'language' and 'languages' may be provided.")
    if any(set(word) & set("<>\r\n") for word in hints.get("keywords", ())):
        raise Rejected("Invalid keyword: '<', '>', CR and LF are not allowed.")


def _wave_file(sound: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(SPEECH_RATE_HZ)
        written.writeframes(sound)
    return file.getvalue()
