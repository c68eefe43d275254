"""Transcription over a WebSocket while the button is held."""

import base64
from collections.abc import AsyncIterator, Sequence
from typing import Any

import numpy as np

from audio.openai_client import open_client
from audio.phantoms import without_phantoms
from audio.rates import at_rate
from audio.realtime_socket import Event, RealtimeSocket
from audio.settings import SttRealtime
from audio.silence import has_speech
from audio.sound import Block, Samples
from audio.stt import OnWords, Transcript

RATE_HZ = 24_000
_TRANSCRIPTION = "conversation.item.input_audio_transcription"
_PACKET = RATE_HZ // 10
"""Samples sent at a time."""
_MOST_HELD = 3 * RATE_HZ
"""Samples of the silence before the first word that go along with it."""


class RealtimeTranscriber:
    """Has heard nearly everything when the customer lets go of the button."""

    name = "realtime"

    def __init__(self, settings: SttRealtime, keywords: Sequence[str] = ()) -> None:
        """Prepare a session.

        Args:
            settings: The server and its model.
            keywords: The shop's own words: families, brands, product names.
        """
        self._settings = settings
        self._client = open_client(settings)
        self._socket = RealtimeSocket(
            self._client,
            _session(settings, keywords),
            query={"intent": "transcription"},
            deadline_s=settings.deadline_s,
        )

    async def warm(self) -> None:
        """Open the session, or find out that it still stands."""
        await self._socket.open()

    async def close(self) -> None:
        """End the session."""
        await self._socket.close()
        await self._client.close()

    async def transcribe(
        self, blocks: AsyncIterator[Block], on_words: OnWords | None = None
    ) -> Transcript:
        """Pass the blocks on as they come and give the words once they have ended.

        Nothing is sent before somebody has spoken.

        Raises:
            SpeechServiceError: The server did not do its work.
        """
        items = _Items(on_words)
        try:
            heard_s, is_sent = await self._send_all(blocks, items)
            text = await self._words(items) if is_sent else ""
        except BaseException:
            # What is still under way must not be taken for the next question.
            await self._socket.close()
            raise
        return Transcript(without_phantoms(text), heard_s=heard_s)

    async def _send_all(
        self, blocks: AsyncIterator[Block], items: "_Items"
    ) -> tuple[float, bool]:
        """Send a recording; give its length in seconds and whether there was speech."""
        held = np.zeros(0, np.int16)
        count, is_speech = 0, False
        async for samples in at_rate(blocks, RATE_HZ):
            count += len(samples)
            held = np.concatenate([held, samples])[-_MOST_HELD:]
            if len(held) < _PACKET:
                continue
            is_speech = is_speech or (
                len(held) % _PACKET < len(samples) and has_speech(held, RATE_HZ)
            )
            if is_speech:
                held = await self._append(held)
                for event in self._socket.arrived():
                    self._take(event, items)
        is_speech = is_speech or has_speech(held, RATE_HZ)
        if is_speech:
            await self._append(held)
        return count / RATE_HZ, is_speech

    async def _append(self, samples: Samples) -> Samples:
        """Send some sound; give what is left of it: nothing."""
        if len(samples):
            audio = base64.b64encode(samples.astype("<i2").tobytes()).decode()
            await self._socket.open()
            await self._socket.send(
                {"type": "input_audio_buffer.append", "audio": audio}
            )
        return samples[:0]

    async def _words(self, items: "_Items") -> str:
        """Declare the end and give the words of everything that was sent."""
        await self._socket.send({"type": "input_audio_buffer.commit"})
        while not items.are_complete:
            self._take(await self._socket.next_event(), items)
        return items.text

    def _take(self, event: Event, items: "_Items") -> None:
        if event["type"] == f"{_TRANSCRIPTION}.failed":
            raise self._socket.refused(event.get("error") or {})
        items.take(event)


class _Items:
    """What a recording's items say; a server that cuts by itself makes several.

    They may be finished in any order.
    """

    def __init__(self, on_words: OnWords | None) -> None:
        self._on_words = on_words
        self._words: dict[str, str] = {}
        self._open: set[str] = set()
        self._is_committed = False

    @property
    def are_complete(self) -> bool:
        """Whether every item has been finished, and the last one is among them."""
        return self._is_committed and not self._open

    @property
    def text(self) -> str:
        """Their words so far."""
        return " ".join(filter(None, (text.strip() for text in self._words.values())))

    def take(self, event: Event) -> None:
        """Note what an event tells of an item."""
        item = event.get("item_id", "")
        match event["type"]:
            case "input_audio_buffer.committed":
                self._is_committed = True
                if item not in self._words:
                    self._words[item] = ""
                    self._open.add(item)
            case kind if kind == f"{_TRANSCRIPTION}.delta":
                self._open.add(item)
                self._words[item] = self._words.get(item, "") + event["delta"]
                if self._on_words:
                    self._on_words(self.text)
            case kind if kind == f"{_TRANSCRIPTION}.completed":
                self._is_committed = True
                self._open.discard(item)
                self._words[item] = event["transcript"]


def _session(settings: SttRealtime, keywords: Sequence[str]) -> Event:
    hints: dict[str, Any] = {"model": settings.model}
    if settings.takes_lists:
        hints["languages"] = list(settings.languages)
        hints["keywords"] = [w for w in keywords if not set(w) & set("<>\r\n")]
    elif len(settings.languages) == 1:
        hints["language"] = settings.languages[0]
    heard = {
        "format": {"type": "audio/pcm", "rate": RATE_HZ},
        "transcription": hints,
        "turn_detection": None,
    }
    return {"type": "transcription", "audio": {"input": heard}, **settings.extra}
