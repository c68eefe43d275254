import asyncio
from datetime import date

import pytest

from kiosk.bus import Bus
from kiosk.config import load_config
from kiosk.events import ModelRetiring
from kiosk.notices import Notices
from kiosk.retiring import keep_models, served

TODAY = date(2026, 11, 21)


@pytest.fixture
def load(tmp_path):
    def load(**environment):
        return load_config(
            environment=environment, system_file=tmp_path / "none"
        ).config

    return load


async def warned(config, count):
    bus = Bus()
    observer = bus.observe()
    keeping = asyncio.create_task(
        keep_models(config, Notices(bus), today=lambda: TODAY)
    )
    found = []
    async with asyncio.timeout(20):
        while len(found) < count:
            event = await observer.next()
            if isinstance(event, ModelRetiring):
                found.append(event)
    keeping.cancel()
    return found


async def test_what_the_provider_says_is_warned_of(openai_server, load):
    openai_server.shutdown_dates["gpt-6-luna"] = "2027-01-30"
    config = load(OPENAI_API_KEY="sk-x", OPENAI_BASE_URL=openai_server.base_url)
    (event,) = await warned(config, 1)
    assert event.model == "gpt-6-luna"
    assert "2027-01-30 (in 70 days)" in event.warning


async def test_the_table_answers_for_a_silent_provider(load):
    config = load(
        OPENAI_API_KEY="sk-x",
        OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        KIOSK_AGENTS_MODEL="gpt-4o",
    )
    (event,) = await warned(config, 1)
    assert "change to 'gpt-6-luna'" in event.warning


def test_every_engine_of_a_list_is_looked_at(load):
    config = load(
        OPENAI_API_KEY="sk-x",
        KIOSK_AUDIO_TTS="openai,realtime,espeak",
        KIOSK_AUDIO_STT="realtime,phrases",
    )
    assert [model for model, _, _ in served(config)] == [
        "gpt-6-luna",
        "gpt-live-transcribe",
        "gpt-4o-mini-tts",
        "gpt-realtime-2.1-mini",
    ]


def test_servers_of_ones_own_announce_no_ends(load):
    config = load(OPENAI_BASE_URL="http://127.0.0.1:9/v1", KIOSK_AGENTS_MODEL="qwen3")
    assert list(served(config)) == []
    assert list(served(load())) == []
