"""A sound card made of nothing but a private PulseAudio daemon.

No /dev/snd, systemd, D-Bus or root. Two devices, `USB Mic` and `USB Speaker`, that
PortAudio finds through ALSA's pulse plugin; they can be unplugged and plugged in again.
One directory is one card, so tests that run side by side do not hear each other.
"""

import contextlib
import os
import shutil
import subprocess
import threading
import time
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
Plug = Literal["mic", "speaker"]
RATE_HZ = 48_000
_PROGRAMS = ("pulseaudio", "pactl", "pacmd", "paplay", "parec", "espeak-ng")

# norewinds: without it a null sink renders two seconds ahead, and a stream that asks
# for low latency then hears nothing for a second.
_SINK = "module-null-sink norewinds=1 sink_name={name} rate=48000 channels={channels}"
_MODULES: dict[Plug, tuple[str, ...]] = {
    "mic": (
        _SINK.format(name="mic_in", channels=1),
        "module-remap-source source_name=mic master=mic_in.monitor channels=1",
    ),
    "speaker": (_SINK.format(name="speaker", channels=2),),
}
_ALSA: dict[Plug, str] = {
    "mic": 'pcm."USB Mic" { type asym capture.pcm { type pulse device "mic" } '
    'hint { show on description "USB Mic" } }\n',
    "speaker": 'pcm."USB Speaker" { type asym playback.pcm { type pulse device '
    '"speaker" } hint { show on description "USB Speaker" } }\n',
}


def why_not() -> str | None:
    """Say what is missing for a virtual card; None when it can be made."""
    missing = [program for program in _PROGRAMS if not shutil.which(program)]
    return f"not installed: {', '.join(missing)}" if missing else None


class VirtualSoundCard:
    """A microphone to speak into and a loudspeaker to listen to."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._daemon: subprocess.Popen[bytes] | None = None
        self._plugged: set[Plug] = set()

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process needs in its environment to see this card and no other."""
        here = self.directory
        return {
            "PULSE_SERVER": f"unix:{here / 'native'}",
            "PULSE_RUNTIME_PATH": str(here / "run"),
            "PULSE_COOKIE": str(here / "cookie"),
            "PULSE_CLIENTCONFIG": str(here / "client.conf"),
            "PULSE_SINK": "speaker",
            "PULSE_SOURCE": "mic",
            "ALSA_CONFIG_PATH": str(here / "asound.conf"),
        }

    def start(self) -> None:
        """Start the daemon with both devices plugged in; about 0.1 s."""
        here = self.directory
        for name in ("run", "state"):
            (here / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        (here / "native").unlink(missing_ok=True)
        (here / "run" / "pid").unlink(missing_ok=True)
        # A client must never start a daemon of its own when ours is gone.
        (here / "client.conf").write_text("autospawn = no\nenable-shm = no\n")
        (here / "default.pa").write_text(
            ".fail\nload-module module-native-protocol-unix auth-anonymous=1 "
            f"socket={here / 'native'}\n"
        )
        with (here / "log").open("wb") as log:
            self._daemon = subprocess.Popen(
                [
                    *("pulseaudio", "-n", "--daemonize=no", "--fail=yes"),
                    *("--exit-idle-time=-1", "--realtime=no", "--high-priority=no"),
                    *("--disable-shm=yes", "--log-target=stderr", "--log-level=notice"),
                    f"--file={here / 'default.pa'}",
                ],
                env=self._daemon_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()
        self.plug("mic")
        self.plug("speaker")

    def stop(self) -> None:
        """End the daemon; may be called twice."""
        if self._daemon is None:
            return
        self._daemon.terminate()
        try:
            self._daemon.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
            self._daemon.wait()
        self._daemon = None

    def crash(self) -> None:
        """Kill the daemon, as if the sound server had died."""
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()
            self._daemon = None

    def plug(self, plug: Plug) -> None:
        """Put a device in (again)."""
        if plug in self._plugged:
            return
        for module in _MODULES[plug]:
            self._pactl("load-module", *module.split())
        match plug:
            case "mic":
                self._pactl("set-default-source", "mic")
            case "speaker":
                self._pactl("set-default-sink", "speaker")
        self._list_devices(self._plugged | {plug})

    def unplug(self, plug: Plug) -> None:
        """Pull a device out: its streams fail and it leaves the list."""
        self._list_devices(self._plugged - {plug})
        match plug:
            case "mic":
                self._kill_streams("source-output", "mic")
                self._kill_streams("sink-input", "mic_in")
            case "speaker":
                self._kill_streams("sink-input", "speaker")
                self._kill_streams("source-output", "speaker.monitor")
        names = ("source_name=mic ", "sink_name=mic_in ")
        self._unload(names if plug == "mic" else ("sink_name=speaker ",))

    def restore(self) -> None:
        """Make the card whole again: daemon alive, both devices plugged in."""
        if self._daemon is None or self._daemon.poll() is not None:
            self._plugged = set()
            self.start()
        self.plug("mic")
        self.plug("speaker")

    def say(self, voice: str, text: str, *, words_per_minute: int = 160) -> None:
        """Speak into the microphone; returns when all has been said."""
        spoken = subprocess.run(
            ["espeak-ng", "-v", voice, "-s", str(words_per_minute), "--stdout", text],
            check=True,
            capture_output=True,
        ).stdout
        samples = np.frombuffer(spoken[44:], np.int16)
        self.play(samples, rate_hz=22_050)

    def play(self, samples: Samples, *, rate_hz: int) -> None:
        """Play samples into the microphone; returns when all has been played."""
        subprocess.run(
            [
                *("paplay", "--raw", "--device=mic_in", f"--rate={rate_hz}"),
                *("--channels=1", "--format=s16le", "--latency-msec=200"),
            ],
            input=samples.astype("<i2").tobytes(),
            env=self._client_environment(),
            check=True,
            capture_output=True,
        )

    def listeners(self) -> int:
        """Count the programs that have the microphone open."""
        return len(self._pactl("list", "short", "source-outputs").splitlines()) - 1

    @contextlib.contextmanager
    def recording(self) -> "Iterator[LoudspeakerRecording]":
        """Record what comes out of the loudspeaker while the block runs."""
        program = subprocess.Popen(
            [
                *("parec", "--device=speaker.monitor", f"--rate={RATE_HZ}"),
                *("--channels=1", "--format=s16le", "--raw", "--latency-msec=5"),
            ],
            env=self._client_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        recording = LoudspeakerRecording()
        assert program.stdout is not None
        reader = threading.Thread(target=recording.read_from, args=(program.stdout,))
        reader.start()
        try:
            recording.wait_until_running()
            yield recording
        finally:
            program.terminate()
            program.wait()
            reader.join()
            program.stdout.close()

    def _daemon_environment(self) -> dict[str, str]:
        """Set the user's own PulseAudio or PipeWire aside."""
        here = str(self.directory)
        private = {
            "HOME": here,
            "XDG_CONFIG_HOME": here,
            "XDG_RUNTIME_DIR": f"{here}/run",
            "PULSE_RUNTIME_PATH": f"{here}/run",
            "PULSE_STATE_PATH": f"{here}/state",
            "PULSE_CONFIG_PATH": f"{here}/state",
            "PULSE_COOKIE": f"{here}/cookie",
        }
        foreign = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "PULSE_SERVER")
        kept = {key: text for key, text in os.environ.items() if key not in foreign}
        return kept | private

    def _client_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            assert self._daemon is not None
            if self._daemon.poll() is not None:
                break
            answer = subprocess.run(
                ["pactl", "info"],
                env=self._client_environment(),
                check=False,
                capture_output=True,
            )
            if answer.returncode == 0:
                return
            time.sleep(0.02)
        log = (self.directory / "log").read_text()
        raise RuntimeError(f"the virtual sound card did not start:\n{log}")

    def _pactl(self, *words: str) -> str:
        return self._run("pactl", *words)

    def _run(self, *command: str) -> str:
        return subprocess.run(
            command,
            env=self._client_environment(),
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def _kill_streams(self, what: str, device: str) -> None:
        """End other clients' streams, as only pacmd can."""
        index = ""
        for line in self._run("pacmd", f"list-{what}s").splitlines():
            words = line.split()
            if words[:1] == ["index:"]:
                index = words[1]
            elif words[:1] in (["sink:"], ["source:"]) and f"<{device}>" in line:
                self._run("pacmd", f"kill-{what}", index)

    def _unload(self, marks: tuple[str, ...]) -> None:
        modules = self._pactl("list", "short", "modules").splitlines()
        for mark in marks:
            for line in modules:
                if mark in line + " ":
                    self._pactl("unload-module", line.split()[0])

    def _list_devices(self, plugged: set[Plug]) -> None:
        self._plugged = plugged
        default = (
            'pcm.default { type pulse hint { show on description "Default" } }\n'
            "ctl.default { type pulse }\n"
        )
        listed = "".join(_ALSA[plug] for plug in sorted(plugged))
        (self.directory / "asound.conf").write_text(default + listed)


@dataclass
class LoudspeakerRecording:
    """What came out of the loudspeaker, and when."""

    pieces: list[tuple[float, Samples]] = field(default_factory=list)
    """`time.monotonic()` of arrival, and the samples, 48 kHz."""
    _more: threading.Condition = field(default_factory=threading.Condition)

    def read_from(self, stream: object) -> None:
        """Collect until the stream ends; runs in a thread."""
        left = b""
        while raw := stream.read(960):  # type: ignore[attr-defined]  # a pipe
            arrived_at = time.monotonic()
            raw = left + raw
            whole = len(raw) - len(raw) % 2
            left = raw[whole:]
            with self._more:
                self.pieces.append((arrived_at, np.frombuffer(raw[:whole], np.int16)))
                self._more.notify_all()

    def wait_until_running(self) -> None:
        """Return when the first samples have arrived."""
        with self._more:
            if not self._more.wait_for(lambda: self.pieces, timeout=3):
                raise RuntimeError("nothing to record: is the loudspeaker plugged in?")

    def wait_for_more(self, timeout_s: float = 1.0) -> None:
        """Return when something more, loud or not, has arrived."""
        with self._more:
            self._more.wait(timeout_s)

    def wait_until_quiet(self, for_s: float = 0.15, timeout_s: float = 60.0) -> None:
        """Return when there has been sound, and then none for a while."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            self.wait_for_more()
            last = self.loud_until()
            if last is not None and time.monotonic() - last > for_s:
                return
        raise TimeoutError("the loudspeaker was never heard, or never fell silent")

    @property
    def samples(self) -> Samples:
        """All that was heard so far, at 48 kHz."""
        return np.concatenate([samples for _, samples in self.pieces] or [_NOTHING])

    def loud_from(self, threshold: int = 200) -> float | None:
        """Give the `time.monotonic()` at which sound first arrived; None if never."""
        return next(self._loud_times(threshold), None)

    def loud_until(self, threshold: int = 200) -> float | None:
        """Give the `time.monotonic()` at which sound last arrived; None if never."""
        return max(self._loud_times(threshold), default=None)

    def loudest(self) -> int:
        """Give the highest sample, 0 to 32768."""
        return int(np.abs(self.samples.astype(np.int32)).max(initial=0))

    def loud_s(self, threshold: int = 200) -> float:
        """Give the seconds, in pieces of 10 ms, in which there was sound."""
        samples = np.abs(self.samples.astype(np.int32))
        frames = samples[: len(samples) // 480 * 480].reshape(-1, 480)
        return float((frames.max(axis=1, initial=0) > threshold).sum()) / 100

    def _loud_times(self, threshold: int) -> Iterator[float]:
        for arrived_at, samples in list(self.pieces):
            if np.abs(samples.astype(np.int32)).max(initial=0) > threshold:
                yield arrived_at


_NOTHING = np.zeros(0, np.int16)


def similarity(heard: Samples, played: Samples) -> float:
    """Give the highest normalised correlation of two sounds of one rate, 0 to 1.

    The shorter sound is looked for anywhere in the longer one.
    """
    a, b = heard.astype(np.float64), played.astype(np.float64)
    if len(a) < len(b):
        a, b = b, a
    size = 1 << (len(a) + len(b)).bit_length()
    spectrum = np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size))
    at = int(np.fft.irfft(spectrum, size)[: len(a)].argmax())
    piece = a[at : at + len(b)]
    length = float(np.linalg.norm(piece) * np.linalg.norm(b[: len(piece)]))
    return float(piece @ b[: len(piece)]) / length if length else 0.0


def write_wav(path: Path, samples: Samples, *, rate_hz: int) -> Path:
    """Write mono samples as a WAV file and give its path."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.astype("<i2").tobytes())
    return path
