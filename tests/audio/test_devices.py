import asyncio
import sys

import pytest

from audio import AudioSettings, DeviceMissing, build_player, build_recorder
from audio.device_list import DeviceList
from audio.devices import choose, list_devices
from tests.audio.sounds import running


def read_list_again():
    import sounddevice

    assert DeviceList().read_again(sounddevice)


class Portaudio:
    """Counts how often its list was read."""

    reads = 0

    def _terminate(self):
        self.reads += 1

    def _initialize(self):
        pass


@pytest.fixture
def cards(tmp_path, monkeypatch):
    file = tmp_path / "cards"
    monkeypatch.setattr("audio.device_list.CARDS", file)
    file.write_text("0 [Headphones]")
    return file


def test_the_list_is_asked_for_only_when_cards_have_changed(cards):
    listed, portaudio = DeviceList(clock=lambda: 0.0), Portaudio()
    listed.opened(portaudio)
    assert not listed.read_again(portaudio)
    assert not listed.is_stale
    cards.write_text("0 [Headphones] 1 [USB Mic]")
    assert not listed.read_again(portaudio)
    assert listed.is_stale
    listed.closed(portaudio)
    assert listed.read_again(portaudio)
    assert not listed.is_stale
    assert portaudio.reads == 1


def test_retries_read_the_list_now_and_then(cards):
    times = iter((0.0, 0.0, 1.0, 3.0, 3.0, 3.0, 3.0))
    listed, portaudio = DeviceList(clock=lambda: next(times)), Portaudio()
    read = [listed.read_again(portaudio, is_retry=True) for _ in range(3)]
    cards.unlink()
    read.append(listed.read_again(portaudio, is_retry=True))
    assert read == [True, False, True, True]


@pytest.mark.sound
async def test_a_microphone_that_comes_late_is_found_beside_an_open_loudspeaker(
    sound_card, cards
):
    sound_card.unplug("mic")
    read_list_again()
    notices = asyncio.Queue()
    player = build_player(AudioSettings(output="usb speaker"), notices.put_nowait)
    recorder = build_recorder(AudioSettings(input="usb mic"), notices.put_nowait)
    async with running(player):
        with pytest.raises(DeviceMissing):
            await recorder.open()
        await asyncio.to_thread(sound_card.plug, "mic")
        cards.write_text("0 [Headphones] 1 [USB Mic]")
        async with asyncio.timeout(10):
            notice = await notices.get()
        assert (notice.device, notice.is_there) == ("microphone", True)
        await recorder.close()
    assert notices.empty()


@pytest.mark.sound
def test_devices_are_listed_with_their_rates(sound_card):
    read_list_again()
    assert "USB Mic" in [device.name for device in list_devices("input")]
    assert "USB Mic" not in [device.name for device in list_devices("output")]
    assert all(device.rate_hz >= 8_000 for device in list_devices("output"))


@pytest.mark.sound
def test_a_device_is_chosen_by_a_part_of_its_name_or_as_the_default(sound_card):
    read_list_again()
    assert choose("output", "speak").name == "USB Speaker"
    assert choose("input", "").is_default


@pytest.mark.sound
def test_a_wrong_name_is_answered_with_the_right_ones(sound_card):
    read_list_again()
    with pytest.raises(DeviceMissing) as caught:
        choose("input", "ReSpeaker")
    assert 'no input device matches "ReSpeaker"' in str(caught.value)
    assert '"USB Mic"' in str(caught.value)


async def test_without_portaudio_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    for device in (build_recorder(AudioSettings()), build_player(AudioSettings())):
        with pytest.raises(DeviceMissing, match="apt install libportaudio2"):
            await device.open()
        await device.close()


async def test_without_any_device_the_kiosk_runs(tmp_path, monkeypatch):
    monkeypatch.delenv("ALSA_CONFIG_PATH", raising=False)
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    for device in (build_recorder(AudioSettings()), build_player(AudioSettings())):
        with pytest.raises(DeviceMissing):
            await device.open()
        await device.close()
