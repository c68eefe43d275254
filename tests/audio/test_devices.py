import sys

import pytest

from audio import AudioSettings, DeviceMissing, build_player, build_recorder
from audio.devices import choose, list_devices, read_list_again


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
