"""Whatever happens in whatever order, the host comes back to ready."""

import asyncio
import operator
import threading
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agents import ModelUnreachable
from audio import DeviceMissing, ServiceBroken, ServiceUnreachable
from kiosk.events import DeviceBack, DeviceLost, Stage, stage_after
from kiosk.host import tell_of_losses
from tests.doubles.hosts import host_on
from tests.doubles.stations import (
    ScriptedModel,
    ScriptedRecorder,
    ScriptedSpeaker,
    ScriptedTranscriber,
)

HEARD = (
    *("hola", "para", "repite", ""),
    *(ServiceUnreachable("gone", code="unreachable"), ServiceBroken("no", code="x")),
)
REPLIES = (["Uno.\nDos.\n"], [], [ModelUnreachable("gone", code="timeout")], ["hangs"])
AT_ONCE = (
    *("switch.press", "switch.release", "switch.toggle", "stop", "end_visit"),
    *("mute.toggle", "say_again"),
)
"""What can happen in one and the same moment."""
LOUDSPEAKER = (None, DeviceMissing("no loudspeaker"), ServiceBroken("no", code="x"))


def open_descriptors():
    return sorted(path.name for path in Path("/proc/self/fd").iterdir())


class Model(ScriptedModel):
    """Replies as it was told last, or never."""

    reply = REPLIES[0]

    async def stream(self, instructions, messages, tools):
        if self.reply == ["hangs"]:
            await asyncio.Event().wait()
        self.passes.append(self.reply)
        async for event in super().stream(instructions, messages, tools):
            yield event


class HostMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.threads, self.descriptors = threading.enumerate(), open_descriptors()
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(self._open())

    async def _open(self):
        self.recorder, self.speaker = ScriptedRecorder(), ScriptedSpeaker()
        self.ears, self.model = ScriptedTranscriber(), Model()
        self.host = host_on(self.recorder, self.ears, self.speaker, self.model)
        self.telling = asyncio.create_task(tell_of_losses(self.host))
        await asyncio.sleep(0)
        self.before = asyncio.all_tasks()

    def do(self, *acts):
        """Act on the loop, all in one go, then let everything that is ready run."""

        async def acting():
            for act in acts:
                act()
            for _ in range(10):
                await asyncio.sleep(0)

        self.loop.run_until_complete(acting())

    @rule(heard=st.sampled_from(HEARD))
    def press(self, heard):
        self.ears.script.append(heard)
        self.do(self.host.switch.press)

    @rule()
    def release(self):
        self.do(self.host.switch.release)

    @rule()
    def toggle(self):
        self.do(self.host.switch.toggle)

    @rule(question=st.sampled_from(["¿Qué hay?", "para", "", "más alto"]))
    def type(self, question):
        self.do(lambda: self.host.ask(question))

    @rule(names=st.lists(st.sampled_from(AT_ONCE), min_size=2, max_size=4))
    def at_once(self, names):
        self.do(*(operator.attrgetter(name)(self.host) for name in names))

    @rule(wish=st.sampled_from(["louder", "softer", "slower", "faster"]))
    def turn_the_voice(self, wish):
        self.do(lambda: self.host.dial.turn(wish))

    @rule(kind=st.sampled_from([DeviceLost, DeviceBack]))
    def the_microphone_goes_or_comes(self, kind):
        self.do(lambda: self.host.bus.emit(kind("microphone")))

    @rule(reply=st.sampled_from(REPLIES))
    def the_model_will(self, reply):
        self.model.reply = reply

    @rule(error=st.sampled_from(LOUDSPEAKER))
    def the_loudspeaker_will(self, error):
        self.speaker.error = error

    @rule(error=st.sampled_from([None, DeviceMissing("no microphone")]))
    def the_microphone_will(self, error):
        self.recorder.error = error

    @rule()
    def go_on_speaking(self):
        self.do(self.speaker.go_on)

    @rule(holds=st.booleans())
    def speech_will_hold(self, holds):
        self.speaker.holds = holds

    @rule()
    def the_recording_ends_by_itself(self):
        self.do(self.recorder.stop)

    @rule()
    def stop(self):
        self.do(self.host.stop)

    @rule()
    def mute_or_unmute(self):
        self.do(self.host.mute.toggle)

    @rule()
    def again(self):
        self.do(self.host.say_again)

    @rule()
    def leave(self):
        self.do(self.host.end_visit)

    @invariant()
    def who_does_nothing_is_ready(self):
        async def stage():
            observer = self.host.bus.observe()
            self.host.bus.leave(observer)
            return stage_after(await observer.next())

        if not self.host.is_busy:
            assert self.loop.run_until_complete(stage()) is Stage.READY

    def teardown(self):
        """However it was left, one more question is answered and nothing runs on."""
        try:
            self.loop.run_until_complete(self._one_more())
        finally:
            self.loop.close()
        assert threading.enumerate() == self.threads
        assert open_descriptors() == self.descriptors

    async def _one_more(self):
        self.recorder.error = self.speaker.error = None
        self.speaker.holds = False
        self.model.reply = ["Bien.\n"]
        self.telling.cancel()
        self.host.mute.off()
        async with asyncio.timeout(5):
            self.host.stop()
            self.host.ask("¿Qué hay?")
            while self.host.is_busy:
                self.speaker.go_on()
                await asyncio.sleep(0)
            assert self.host.visit.last_reply == "Bien."
            assert not self.host.switch.is_pressed
            await self.host.close()
        left = asyncio.all_tasks() - self.before - {asyncio.current_task()}
        assert not left, left


TestHostMachine = HostMachine.TestCase
TestHostMachine.settings = settings(
    max_examples=60, stateful_step_count=15, deadline=None
)
