from datetime import date

from kiosk.events import (
    DeviceBack,
    DeviceLost,
    FirstSound,
    Heard,
    Missed,
    ModelRetiring,
    Outcome,
    Released,
    Replied,
    Sentence,
    SteppedDown,
    SteppedUp,
    ToolDone,
    Trouble,
    TurnEnded,
    VisitEnded,
)
from kiosk.metrics import Metrics


def counted(*events):
    """The lines of the metrics after these events, by name and labels."""
    metrics = Metrics()
    for event in events:
        metrics.take(event)
    lines = metrics.as_text(is_ready=True).decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_a_turn_is_counted_with_its_outcome_and_waiting_time():
    found = counted(TurnEnded(Outcome.ANSWERED, spoken_s=0.4))
    assert found['kiosk_turns_total{outcome="answered"}'] == 1
    assert found["kiosk_first_sound_seconds_sum"] == 0.4


def test_a_turn_without_a_sound_has_no_waiting_time():
    found = counted(TurnEnded(Outcome.NOTHING_HEARD))
    assert found["kiosk_first_sound_seconds_count"] == 0


def test_the_stages_of_a_spoken_turn_are_timed_one_after_the_other():
    found = counted(
        Released(t=10.0),
        Heard("¿qué hora es?", "es", t=10.5),
        Sentence("Las dos.", "es", t=11.5),
        Sentence("Y media.", "es", t=12.0),
        FirstSound(t=12.25),
        TurnEnded(Outcome.ANSWERED, t=13.0),
    )
    assert found['kiosk_stage_seconds_sum{stage="hear"}'] == 0.5
    assert found['kiosk_stage_seconds_sum{stage="think"}'] == 1.0
    assert found['kiosk_stage_seconds_sum{stage="speak"}'] == 0.75
    assert found['kiosk_stage_seconds_count{stage="think"}'] == 1


def test_a_turn_cut_short_leaves_no_stage_to_the_next():
    found = counted(
        Released(t=1.0),
        TurnEnded(Outcome.INTERRUPTED, t=2.0),
        Heard("hola", "es", was_typed=True, t=9.0),
        Sentence("Buenas.", "es", t=9.5),
        TurnEnded(Outcome.ANSWERED, t=10.0),
    )
    assert found['kiosk_stage_seconds_sum{stage="think"}'] == 0.5
    assert 'kiosk_stage_seconds_count{stage="hear"}' not in found
    assert found['kiosk_questions_total{language="es",way="typed"}'] == 1


def test_devices_troubles_tools_visits_and_losses_are_counted():
    found = counted(
        DeviceLost("microphone"),
        DeviceLost("loudspeaker"),
        DeviceBack("loudspeaker"),
        Trouble("busy", "said", "detail"),
        ToolDone("ask_catalog", 0.01),
        Replied("text", "answer"),
        VisitEnded(),
        Missed(3),
    )
    assert found['kiosk_device_up{device="microphone"}'] == 0
    assert found['kiosk_device_up{device="loudspeaker"}'] == 1
    assert found['kiosk_device_losses_total{device="microphone"}'] == 1
    assert found['kiosk_troubles_total{code="busy"}'] == 1
    assert found['kiosk_tool_seconds_count{tool="ask_catalog"}'] == 1
    assert found['kiosk_replies_total{kind="answer"}'] == 1
    assert found["kiosk_visits_total"] == 1
    assert found["kiosk_missed_events_total"] == 3


def test_worse_engines_and_ending_models_can_be_watched():
    found = counted(
        SteppedDown("mind", "offline", "slow"),
        SteppedDown("voice", "espeak", "slow"),
        SteppedUp("voice", "openai"),
        ModelRetiring("tts-1", "", date(2027, 1, 6)),
    )
    assert found['kiosk_steps_down_total{station="voice"}'] == 1
    assert found['kiosk_on_reserve{station="mind"}'] == 1
    assert found['kiosk_on_reserve{station="voice"}'] == 0
    assert found['kiosk_model_end_timestamp_seconds{model="tts-1"}'] == 1799193600
