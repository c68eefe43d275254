import asyncio
import threading
from pathlib import Path

import numpy as np
import pytest

from audio import AudioSettings, Block, Clip, DeviceMissing, build_recorder
from audio.recorder_file import FileRecorder
from audio.recording import Recording
from audio.sound import resampled
from tests.audio.sounds import ESPEAK_RATE_HZ, running, spoken
from tests.doubles.virtual_sound import similarity, write_wav

MICROPHONE = AudioSettings(input="usb mic")
SPEECH = spoken("¿Cuál es el producto más caro?")


def open_descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


async def heard(recorder):
    blocks = [block async for block in recorder.blocks()]
    (rate_hz,) = {block.rate_hz for block in blocks}
    return Clip(np.concatenate([block.samples for block in blocks]), rate_hz)


def spoken_at(rate_hz):
    return resampled(SPEECH, ESPEAK_RATE_HZ, rate_hz)


@pytest.fixture(params=["file", pytest.param("portaudio", marks=pytest.mark.sound)])
def recorder(request, tmp_path):
    if request.param == "file":
        wav = write_wav(tmp_path / "a.wav", SPEECH, rate_hz=ESPEAK_RATE_HZ)
        return build_recorder(AudioSettings(input=str(wav)))
    request.getfixturevalue("sound_card")
    return build_recorder(MICROPHONE)


async def test_blocks_end_after_stop(recorder):
    async with running(recorder):
        recorder.start()
        blocks = recorder.blocks()
        async with asyncio.timeout(10):
            await anext(blocks)
            recorder.stop()
            rest = [block async for block in blocks]
        assert all(block.length_s <= 0.1 for block in rest)
        assert recorder.is_alive
        assert not recorder.reached_limit
        await recorder.close()
        await recorder.close()


async def test_a_second_recording_begins_afresh(recorder):
    async with running(recorder):
        for _ in range(2):
            recorder.start()
            async with asyncio.timeout(10):
                block = await anext(recorder.blocks())
            assert len(block.samples)
            recorder.stop()
        await recorder.close()


async def test_a_file_is_heard_to_its_end_and_no_further_than_the_limit(tmp_path):
    wav = write_wav(tmp_path / "a.wav", SPEECH, rate_hz=ESPEAK_RATE_HZ)
    recorder = FileRecorder(wav, is_paced=False)
    async with running(recorder):
        recorder.start()
        assert np.array_equal((await heard(recorder)).samples, SPEECH)
        limited = FileRecorder(wav, limit_s=0.5, is_paced=False)
        await limited.open()
        limited.start()
        assert (await heard(limited)).length_s == 0.5
        assert limited.reached_limit


async def test_a_file_that_is_no_sound_is_a_missing_device(tmp_path):
    with pytest.raises(DeviceMissing, match="cannot hear"):
        await FileRecorder(tmp_path / "none.wav").open()
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(DeviceMissing, match="no WAV file"):
        await FileRecorder(tmp_path / "text.wav").open()


@pytest.mark.parametrize(("pressed_s", "is_touch"), [(0.1, True), (0.3, False)])
async def test_a_touched_button_records_nothing_of_what_was_said_before(
    pressed_s, is_touch
):
    block = Block(np.zeros(320, np.int16), 16_000)
    recording = Recording(30, pre_roll=[block] * 20)
    for _ in range(round(pressed_s / block.length_s)):
        recording.add(block)
    recording.end()
    blocks = [block async for block in recording.blocks()]
    assert len(blocks) == (0 if is_touch else 35)
    assert recording.was_touched is is_touch


async def test_a_recording_ends_by_itself_at_its_limit():
    recording = Recording(limit_s=0.1)
    for _ in range(10):
        recording.add(Block(np.zeros(320, np.int16), 16_000))
    assert len([block async for block in recording.blocks()]) == 5
    assert recording.reached_limit


@pytest.mark.sound
async def test_what_was_said_before_the_press_belongs_to_the_recording(sound_card):
    recorder = build_recorder(MICROPHONE)
    async with running(recorder):
        async with asyncio.timeout(10):
            await asyncio.to_thread(sound_card.play, SPEECH, rate_hz=ESPEAK_RATE_HZ)
            recorder.start()
            await asyncio.sleep(0.3)  # for less it would only have been touched
            recorder.stop()
            clip = await heard(recorder)
            await recorder.close()
        assert 0.6 <= clip.length_s <= 1.0


@pytest.mark.sound
async def test_the_microphone_hears_what_was_spoken_undistorted(sound_card):
    recorder = build_recorder(MICROPHONE)
    async with running(recorder):
        recorder.start()
        await asyncio.to_thread(sound_card.play, SPEECH, rate_hz=ESPEAK_RATE_HZ)
        assert 0 <= recorder.level <= 1
        recorder.stop()
        clip = await heard(recorder)
        await recorder.close()
        assert similarity(clip.samples, spoken_at(clip.rate_hz)) > 0.98
        assert recorder.overflows == 0


@pytest.mark.sound
async def test_a_pulled_microphone_fails_the_recording_and_comes_back(sound_card):
    notices = asyncio.Queue()
    recorder = build_recorder(MICROPHONE, notices.put_nowait)
    async with running(recorder):
        recorder.start()
        async with asyncio.timeout(10):
            await anext(recorder.blocks())
            await asyncio.to_thread(sound_card.unplug, "mic")
            with pytest.raises(DeviceMissing, match="USB Mic"):
                await heard(recorder)
            assert not (await notices.get()).is_there
        recorder.start()
        with pytest.raises(DeviceMissing):
            await heard(recorder)
        await asyncio.to_thread(sound_card.plug, "mic")
        async with asyncio.timeout(10):
            assert (await notices.get()).is_there
            recorder.start()
            await anext(recorder.blocks())
        await recorder.close()


@pytest.mark.sound
async def test_a_microphone_plugged_in_after_the_start_is_taken(sound_card):
    sound_card.unplug("mic")
    notices = asyncio.Queue()
    recorder = build_recorder(MICROPHONE, notices.put_nowait)
    with pytest.raises(DeviceMissing, match='no input device matches "usb mic"; found'):
        await recorder.open()
    assert recorder.is_alive
    await asyncio.to_thread(sound_card.plug, "mic")
    async with asyncio.timeout(10):
        assert (await notices.get()).is_there
    await recorder.close()


@pytest.mark.sound
async def test_mute_closes_the_microphone(sound_card):
    recorder = build_recorder(MICROPHONE)
    async with running(recorder):
        recorder.mute()
        async with asyncio.timeout(10):
            while await asyncio.to_thread(sound_card.listeners):
                pass
        assert recorder.level == 0.0
        recorder.unmute()
        recorder.start()
        async with asyncio.timeout(10):
            await anext(recorder.blocks())
        await recorder.close()


@pytest.mark.sound
async def test_many_unplugged_microphones_leave_nothing_behind(sound_card):
    notices = asyncio.Queue()
    recorder = build_recorder(MICROPHONE, notices.put_nowait)
    async with running(recorder):
        counts = []
        for _ in range(4):
            sound_card.unplug("mic")
            async with asyncio.timeout(10):
                await notices.get()
            sound_card.plug("mic")
            async with asyncio.timeout(10):
                await notices.get()
            counts.append((threading.active_count(), open_descriptors()))
        await recorder.close()
        assert counts[-1] == counts[0]
