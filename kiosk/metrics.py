"""What happened, counted for Prometheus. Nothing a customer said is among it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import generate_latest

from kiosk.bus import Bus
from kiosk.events import (
    DeviceBack,
    DeviceLost,
    Event,
    Forgotten,
    Heard,
    Missed,
    ModelRetiring,
    Rated,
    Replied,
    Spent,
    SteppedDown,
    SteppedUp,
    ToolDone,
    Trouble,
    VisitEnded,
)
from kiosk.trace import Trace, Tracer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

SECONDS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)


class Metrics:
    """One kiosk's counts since it was started."""

    def __init__(self, earlier: Iterable[Trace] = ()) -> None:
        """Count from nothing.

        Args:
            earlier: Turns of today before the kiosk was started.
        """
        self._registry = CollectorRegistry()
        self._turns = self._count("turns", "Turns by how they ended.", "outcome")
        self._replies = self._count("replies", "Replies by kind.", "kind")
        self._questions = self._count(
            "questions",
            "Questions by language and by how they came.",
            "language",
            "way",
        )
        self._ratings = self._count("ratings", "Answers that helped or not.", "helped")
        self._visits = self._count("visits", "Visits that ended.")
        self._troubles = self._count("troubles", "What failed, by code.", "code")
        self._cost = self._count("cost", "What servers cost, by the owner's prices.")
        self._steps = self._count(
            "steps_down", "Engines that took over from a better one.", "station"
        )
        self._losses = self._count("device_losses", "Devices gone.", "device")
        self._missed = self._count("missed_events", "Events no observer counted.")
        self._first_sound = self._time(
            "first_sound_seconds", "From release or typed question to the first sound."
        )
        self._stages = self._time("stage_seconds", "Stages of a turn.", "stage")
        self._tools = self._time("tool_seconds", "Tools.", "tool")
        self._reserve = self._gauge(
            "on_reserve", "Whether a worse engine answers.", "station"
        )
        self._ends = self._gauge(
            "model_end_timestamp_seconds",
            "Last day of a model in use that is about to be switched off.",
            "model",
        )
        self._devices = self._gauge(
            "device_up", "Whether a sound device is there.", "device"
        )
        for device in ("microphone", "loudspeaker"):
            self._devices.labels(device).set(1)
        self._engines = Info(
            "engine",
            "What took a station over last.",
            ["station"],
            namespace="kiosk",
            registry=self._registry,
        )
        self._last_trouble = self._gauge(
            "last_trouble_timestamp_seconds", "When something failed last.", "code"
        )
        self._forgetting = self._time(
            "forgetting_seconds", "From a visit's end until nothing of it was left."
        )
        self._ready = self._gauge("ready", "Whether a press would be answered.")
        self._turns_today = self._gauge("turns_today", "Questions since midnight.")
        self._tracer = Tracer()
        self._day = _today()
        for trace in earlier:
            self._count_day(trace)

    def as_text(self, *, is_ready: bool) -> bytes:
        """Give everything in Prometheus's text format.

        Args:
            is_ready: Whether a press would be answered now.
        """
        self._ready.set(is_ready)
        self._begin_day()
        return generate_latest(self._registry)

    async def count(self, bus: Bus) -> None:
        """Count every event until cancelled."""
        async for event in bus.events():
            self.take(event)

    def take(self, event: Event) -> None:  # noqa: C901 - one arm for each event
        """Count one event."""
        trace = self._tracer.take(event)
        if trace is not None:
            self._take_trace(trace)
        match event:
            case Replied(_, kind):
                self._replies.labels(kind).inc()
            case Rated(has_helped):
                self._ratings.labels("yes" if has_helped else "no").inc()
            case Heard(_, language, was_typed):
                way = "typed" if was_typed else "spoken"
                self._questions.labels(language, way).inc()
            case ToolDone(name, seconds):
                self._tools.labels(name).observe(seconds)
            case Trouble(code):
                self._troubles.labels(code).inc()
                self._last_trouble.clear()
                self._last_trouble.labels(code).set_to_current_time()
            case Spent(cost):
                self._cost.inc(cost)
            case SteppedDown(station, engine):
                self._steps.labels(station).inc()
                self._reserve.labels(station).set(1)
                self._engines.labels(station).info({"engine": engine})
            case SteppedUp(station, engine):
                self._reserve.labels(station).set(0)
                self._engines.labels(station).info({"engine": engine})
            case ModelRetiring(model):
                end = datetime.combine(event.last_day, time(), UTC)
                self._ends.labels(model).set(end.timestamp())
            case DeviceLost(device):
                self._losses.labels(device).inc()
                self._devices.labels(device).set(0)
            case DeviceBack(device):
                self._devices.labels(device).set(1)
            case VisitEnded():
                self._visits.inc()
            case Forgotten(seconds):
                self._forgetting.observe(seconds)
            case Missed(count):
                self._missed.inc(count)

    def _take_trace(self, trace: Trace) -> None:
        self._turns.labels(trace.outcome).inc()
        self._count_day(trace)
        if trace.first_sound_s:
            self._first_sound.observe(trace.first_sound_s)
        for stage, seconds in trace.stages_s.items():
            self._stages.labels(stage).observe(seconds)

    def _count_day(self, trace: Trace) -> None:
        self._begin_day()
        if trace.language and trace.at.astimezone().date() == self._day:
            self._turns_today.inc()

    def _begin_day(self) -> None:
        """After midnight nothing has been asked yet."""
        if self._day != _today():
            self._day = _today()
            self._turns_today.set(0)

    def _count(self, name: str, meaning: str, *labels: str) -> Any:
        return Counter(
            name, meaning, labels, namespace="kiosk", registry=self._registry
        )

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(name, meaning, labels, namespace="kiosk", registry=self._registry)

    def _time(self, name: str, meaning: str, *labels: str) -> Any:
        return Histogram(
            name,
            meaning,
            labels,
            namespace="kiosk",
            registry=self._registry,
            buckets=SECONDS,
        )


def _today() -> date:
    return datetime.now().astimezone().date()
