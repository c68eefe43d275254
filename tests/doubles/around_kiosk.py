"""What a kiosk depends on, and each way in which it fails."""

import contextlib
import os
import signal
import subprocess
import time
from contextlib import contextmanager

from tests.doubles import jumping_clock
from tests.doubles.database_servers import postgres_server
from tests.doubles.jumping_clock import JumpingClock
from tests.doubles.openai_scenarios import SERVER_ERROR
from tests.doubles.openai_server import OpenAIServer
from tests.doubles.virtual_sound import VirtualSoundCard

JUMPS_S = (-86_400 * 400, 86_400 * 900, -3_600, 3_600, 90, 0)


class Around:
    """Database, models, sound card, clock and disk; `faults` break one for a while."""

    def __init__(self, folder, stack):
        self.folder = folder
        self.state = folder / "state"
        self.state.mkdir(parents=True)
        self.left_out = []
        self.database = stack.enter_context(postgres_server())
        self.openai = stack.enter_context(OpenAIServer())
        (folder / "sound").mkdir()
        self.card = VirtualSoundCard(folder / "sound")
        self.card.start()
        stack.callback(self.card.stop)
        self.clock = self._clock()
        self.kiosk = None
        self.faults = [
            self.unplugged_microphone,
            self.unplugged_loudspeaker,
            self.crashed_sound,
            self.dead_server,
            self.killed_database,
            self.silent_database,
            self.stopped_kiosk,
        ]
        if self.clock is not None:
            self.faults.append(self.jumped_clock)
        if self._has_small_disk(stack):
            self.faults.append(self.full_disk)

    def _clock(self):
        if (missing := jumping_clock.why_not()) is None:
            return JumpingClock(self.folder)
        self.left_out.append(f"clock jumps: {missing}")
        return None

    def _has_small_disk(self, stack):
        """Put the state directory on a disk that can be filled."""
        command = ["mount", "-t", "tmpfs", "-o", "size=48m", "none", self.state]
        done = subprocess.run(command, check=False, capture_output=True)
        if done.returncode:
            self.left_out.append("full disk: only root may mount one")
            return False
        stack.callback(subprocess.run, ["umount", "-l", self.state], check=True)
        return True

    @contextmanager
    def unplugged_microphone(self, _):
        self.card.unplug("mic")
        yield
        self.card.plug("mic")

    @contextmanager
    def unplugged_loudspeaker(self, _):
        self.card.unplug("speaker")
        yield
        self.card.plug("speaker")

    @contextmanager
    def crashed_sound(self, _):
        self.card.crash()
        yield
        self.card.restore()

    @contextmanager
    def dead_server(self, _):
        self.openai.fails("/responses", *[SERVER_ERROR] * 40)
        yield
        self.openai.works_again()

    @contextmanager
    def killed_database(self, chance):
        self.database.stop(chance.choice((signal.SIGINT, signal.SIGQUIT)))
        yield
        self.database.start()

    @contextmanager
    def silent_database(self, _):
        with self.database.frozen():
            yield

    @contextmanager
    def stopped_kiosk(self, chance):
        os.kill(self.kiosk.pid, signal.SIGSTOP)
        time.sleep(chance.uniform(0.05, 1.0))
        os.kill(self.kiosk.pid, signal.SIGCONT)
        yield

    @contextmanager
    def jumped_clock(self, chance):
        self.clock.jump(chance.choice(JUMPS_S))
        yield

    @contextmanager
    def full_disk(self, _):
        ballast = self.state / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb") as out:
            while True:
                out.write(bytes(65_536))
        yield
        ballast.unlink()
