from collections.abc import Iterator

import pytest

from tests.doubles import virtual_sound
from tests.doubles.openai_server import OpenAIServer
from tests.doubles.virtual_sound import VirtualSoundCard


@pytest.fixture
def openai_server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture(scope="session")
def _virtual_card(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[VirtualSoundCard]:
    if reason := virtual_sound.why_not():
        pytest.skip(f"no virtual sound card: {reason}")
    card = VirtualSoundCard(tmp_path_factory.mktemp("card"))
    card.start()
    yield card
    card.stop()


@pytest.fixture
def sound_card(
    _virtual_card: VirtualSoundCard, monkeypatch: pytest.MonkeyPatch
) -> VirtualSoundCard:
    """A virtual sound card with both devices plugged in, and no other sound device."""
    _virtual_card.restore()
    for name, text in _virtual_card.environment.items():
        monkeypatch.setenv(name, text)
    return _virtual_card
