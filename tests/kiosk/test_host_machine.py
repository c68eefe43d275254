"""Whatever happens in whatever order, the host comes back to ready."""

import asyncio

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from agents import ModelUnreachable
from audio import DeviceMissing, ServiceBroken, ServiceUnreachable
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
LOUDSPEAKER = (None, DeviceMissing("no loudspeaker"), ServiceBroken("no", code="x"))


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
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(self._open())

    async def _open(self):
        self.recorder, self.speaker = ScriptedRecorder(), ScriptedSpeaker()
        self.ears, self.model = ScriptedTranscriber(), Model()
        self.host = host_on(self.recorder, self.ears, self.speaker, self.model)
        self.before = asyncio.all_tasks()

    def do(self, act, *arguments):
        """Act on the loop, then let everything that is ready run."""

        async def acting():
            act(*arguments)
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
        self.do(self.host.ask, question)

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
    def leave(self):
        self.do(self.host.end_visit)

    def teardown(self):
        """However it was left, one more question is answered and nothing runs on."""
        try:
            self.loop.run_until_complete(self._one_more())
        finally:
            self.loop.close()

    async def _one_more(self):
        self.recorder.error = self.speaker.error = None
        self.speaker.holds = False
        self.model.reply = ["Bien.\n"]
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
