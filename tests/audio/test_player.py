import asyncio
import time

import numpy as np
import pytest

from audio import AudioSettings, Block, DeviceMissing, build_player, read_wav
from audio.play_queue import PlayQueue
from audio.player_file import FilePlayer
from tests.audio.sounds import running
from tests.doubles.virtual_sound import similarity

LOUDSPEAKER = AudioSettings(output="usb speaker")


def tone(length_s, rate_hz, pitch_hz=440):
    time_s = np.arange(int(length_s * rate_hz)) / rate_hz
    return (8000 * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.int16)


@pytest.fixture(params=["file", pytest.param("portaudio", marks=pytest.mark.sound)])
def player(request, tmp_path):
    if request.param == "file":
        return build_player(AudioSettings(output=str(tmp_path / "out.wav")))
    request.getfixturevalue("sound_card")
    return build_player(LOUDSPEAKER)


async def test_the_first_sample_is_told_and_all_samples_are_counted(player):
    async with running(player):
        told = asyncio.get_running_loop().create_future()
        began_at = time.monotonic()
        player.expect(told.set_result)
        async with asyncio.timeout(10):
            for _ in range(3):
                await player.play(Block(tone(0.1, 22_050), 22_050))
            await player.drained()
            assert began_at <= await told <= time.monotonic()
        assert player.played_s == pytest.approx(0.3, abs=0.02)
        await player.close()
        await player.close()


async def test_nothing_can_be_played_before_opening_or_after_closing(player):
    async with running(player):
        await player.close()
        with pytest.raises(DeviceMissing):
            player.expect(lambda at: None)
        with pytest.raises(DeviceMissing):
            await player.play(Block(tone(0.1, 22_050), 22_050))


async def test_silence_is_allowed_at_any_time(player):
    player.silence()
    async with running(player):
        player.silence()
        await player.play(Block(tone(0.1, 22_050), 22_050))
        player.silence()
        async with asyncio.timeout(10):
            await player.drained()
            assert player.played_s <= 0.12
            await player.play(Block(tone(0.1, 22_050), 22_050))
            await player.drained()
        assert player.played_s >= 0.1
        await player.close()
        player.silence()


async def test_a_file_player_writes_what_was_played(tmp_path):
    player = FilePlayer(tmp_path / "out.wav", volume=0.5)
    async with running(player):
        await player.play(Block(tone(0.5, 24_000), 24_000))
        await player.play(Block(tone(0.5, 16_000), 16_000))
        await player.close()
    clip = read_wav(tmp_path / "out.wav")
    assert clip.length_s == pytest.approx(1.0, abs=0.01)
    assert similarity(clip.samples[:12_000], tone(0.5, 24_000)) > 0.999
    assert 3900 < np.abs(clip.samples).max() < 4100


async def test_a_file_that_cannot_be_written_is_a_missing_device(tmp_path):
    with pytest.raises(DeviceMissing, match="cannot play to"):
        await FilePlayer(tmp_path / "none" / "out.wav").open()


def test_a_queue_that_is_cut_fades_out_within_12_ms():
    queue = PlayQueue()
    queue.put(np.full(48_000, 10_000, np.int16))
    queue.take(480)
    queue.cut(48_000)
    ending = queue.take(48_000)
    assert len(ending) == 576
    assert ending[0] == 10_000
    assert ending[-1] == 0
    assert np.abs(np.diff(ending)).max() < 50
    assert len(queue) == 0


@pytest.mark.sound
async def test_the_loudspeaker_plays_undistorted_from_the_first_block_on(sound_card):
    player = build_player(LOUDSPEAKER)
    async with running(player):
        with sound_card.recording() as recording:
            began_at = time.monotonic()
            samples = tone(1.0, 24_000, 300)
            for start in range(0, len(samples), 480):
                await player.play(Block(samples[start : start + 480], 24_000))
            await player.drained()
            await asyncio.to_thread(recording.wait_until_quiet)
        await player.close()
        assert similarity(recording.samples, tone(1.0, 48_000, 300)) > 0.99
        assert recording.loud_from() - began_at < 0.15
        assert recording.loud_s() == pytest.approx(1.0, abs=0.03)


@pytest.mark.sound
async def test_silence_comes_within_80_ms_without_a_click(sound_card):
    player = build_player(LOUDSPEAKER)
    async with running(player):
        waits = [await seconds_to_silence(player, sound_card) for _ in range(4)]
        await player.close()
    assert min(waits) < 0.08  # the rest is other people's load


async def seconds_to_silence(player, sound_card):
    """Play a tone, silence it, and see that it ends without a click."""
    with sound_card.recording() as recording:
        playing = asyncio.create_task(player.play(Block(tone(3, 48_000), 48_000)))
        async with asyncio.timeout(10):
            while recording.loud_s() < 0.3:
                await asyncio.to_thread(recording.wait_for_more)
        asked_at = time.monotonic()
        player.silence()
        await playing
        await asyncio.to_thread(recording.wait_until_quiet)
    steepest = int(8000 * 2 * np.pi * 440 / 48_000) + 60
    assert np.abs(np.diff(recording.samples.astype(np.int32))).max() <= steepest
    return recording.loud_until() - asked_at


@pytest.mark.sound
async def test_a_pulled_loudspeaker_is_noticed_idle_and_playing(sound_card):
    notices = asyncio.Queue()
    player = build_player(LOUDSPEAKER, notices.put_nowait)
    async with running(player):
        for is_playing in (False, True):
            if is_playing:
                sound = Block(tone(5, 48_000), 48_000)
                playing = asyncio.create_task(player.play(sound))
            await asyncio.to_thread(sound_card.unplug, "speaker")
            async with asyncio.timeout(10):
                assert not (await notices.get()).is_there
                if is_playing:
                    with pytest.raises(DeviceMissing):
                        await playing
            with pytest.raises(DeviceMissing, match="USB Speaker"):
                player.expect(lambda at: None)
            await asyncio.to_thread(sound_card.plug, "speaker")
            async with asyncio.timeout(10):
                assert (await notices.get()).is_there
        await player.play(Block(tone(0.1, 48_000), 48_000))
        await player.close()


@pytest.mark.sound
async def test_a_dead_sound_server_is_a_missing_loudspeaker(sound_card):
    player = build_player(LOUDSPEAKER)
    async with running(player):
        sound_card.crash()
        with pytest.raises(DeviceMissing):
            async with asyncio.timeout(10):
                await player.play(Block(tone(5, 48_000), 48_000))
        await player.close()
