import json
import sqlite3
import threading
from pathlib import Path

import gpiozero
import numpy as np
import pytest
from gpiozero.pins.mock import MockFactory, MockPin

from audio import Clip, write_wav
from catalog import make_sample_shop, open_ledger
from kiosk.cli import run
from kiosk.config import load_config
from kiosk.doctor import Verdict, as_text, examine, redacted
from kiosk.doctor.check import fine, warning
from kiosk.doctor.examination import AREAS
from kiosk.doctor.machine import output_of
from knowledge import KnowledgeSettings, open_library
from tests.doubles.ledgers import add_customer, add_debt
from tests.doubles.papers import make_papers

RATE_HZ = 16_000


def quiet_room(loudness):
    noise = np.random.default_rng(1).normal(0, loudness, 2 * RATE_HZ)
    return Clip(np.clip(noise, -32_768, 32_767).astype(np.int16), RATE_HZ)


@pytest.fixture
def kiosk(tmp_path):
    """What the doctor says of a kiosk in a folder of its own, by area and name."""
    write_wav(tmp_path / "room.wav", quiet_room(100))
    settings = {
        "shop.state_dir": str(tmp_path / "state"),
        "audio.input": str(tmp_path / "room.wav"),
        "audio.output": str(tmp_path / "said.wav"),
    }

    def look(*areas, environment=None, path=None, **further):
        overrides = {k.replace("__", "."): v for k, v in further.items()}
        loaded = load_config(
            path,
            environment=environment or {},
            overrides=settings | overrides,
            system_file=tmp_path / "none",
        )
        chosen = {area: AREAS[area] for area in areas or AREAS}
        return {
            f"{c.area}: {c.name}": c for c in examine(loaded, areas=chosen, limit_s=60)
        }

    look.folder = tmp_path
    return look


def test_a_healthy_kiosk_gets_at_least_forty_checks_none_of_them_failed(kiosk):
    make_sample_shop(kiosk.folder / "state" / "shop.db")
    checks = kiosk()
    assert len(checks) >= 40
    assert [c for c in checks.values() if c.verdict is Verdict.FAILED] == []
    assert checks["shop: products"].found == "500 in 5 families"


def test_whatever_is_not_fine_has_a_remedy(kiosk):
    checks = kiosk(catalog__shop="/nowhere/shop.db", audio__volume=0, gpio__lamp=17)
    for check in checks.values():
        needs_one = check.verdict in (Verdict.FAILED, Verdict.WARNING)
        assert bool(check.remedy) == needs_one, check


def test_failures_come_first(kiosk):
    checks = list(kiosk("files", "shop", catalog__shop="/nowhere/shop.db").values())
    order = [list(Verdict).index(check.verdict) for check in checks]
    assert order == sorted(order)
    assert checks[0].verdict is Verdict.FAILED
    assert "/nowhere/shop.db" in checks[0].found


@pytest.mark.parametrize(
    ("loudness", "name", "verdict"),
    [
        (0, "room's level", Verdict.FAILED),
        (100, "room's level", Verdict.FINE),
        (8_000, "room's level", Verdict.WARNING),
        (100, "clipping", Verdict.FINE),
        (60_000, "clipping", Verdict.FAILED),
    ],
)
def test_the_microphone_is_listened_to(kiosk, loudness, name, verdict):
    write_wav(kiosk.folder / "room.wav", quiet_room(loudness))
    assert kiosk("sound")[f"sound: {name}"].verdict is verdict


def test_a_microphone_that_is_not_there_is_told(kiosk):
    checks = kiosk("sound", audio__input="/nowhere/room.wav")
    assert checks["sound: microphone"].verdict is Verdict.FAILED


def test_an_espeak_voice_that_does_not_exist_is_told(kiosk):
    checks = kiosk("programs", audio__espeak__es="es-klingon")
    assert "es-klingon" in checks["programs: espeak voice es"].found
    assert checks["programs: espeak voice es"].verdict is Verdict.FAILED


def test_a_whisper_model_that_is_not_there_is_told_before_a_customer_comes(kiosk):
    pytest.importorskip("faster_whisper", reason="the extra `local` is not installed")
    whisper = kiosk("sound", audio__stt="whisper,phrases")["sound: whisper"]
    assert whisper.verdict is Verdict.FAILED
    assert whisper.remedy == "kiosk fetch-whisper base"


def test_a_piper_that_is_not_there_is_told_before_a_customer_comes(kiosk):
    voice = kiosk("sound", audio__tts="piper,espeak")["sound: voice"]
    assert voice.verdict is Verdict.FAILED
    assert "[audio.piper] program" in voice.remedy


class WiredToGround(MockPin):
    """A button that is stuck."""

    def _set_pull(self, value):
        super()._set_pull(value)
        self.drive_low()


@pytest.mark.parametrize(
    ("pin", "verdict"), [(MockPin, Verdict.FINE), (WiredToGround, Verdict.WARNING)]
)
def test_a_button_that_is_stuck_is_told(kiosk, pin, verdict):
    before = gpiozero.Device.pin_factory
    gpiozero.Device.pin_factory = MockFactory(pin_class=pin)
    try:
        assert kiosk("pins")["pins: button on pin 17"].verdict is verdict
    finally:
        gpiozero.Device.pin_factory.reset()
        gpiozero.Device.pin_factory = before


def test_wired_pins_are_compared_by_their_names(kiosk):
    name = "pins: wired"
    assert kiosk("pins")[name].found == "1 pins, each for one thing"
    found = kiosk(
        "pins",
        gpio__mute_button=22,
        gpio__volume_encoder=(5,),
        gpio__volume_knob=1,
        gpio__lamp_rgb=(12, 13, 40),
        gpio__things={
            "la luz": "relay 22",
            "la lámpara": "colour 9 13 31",
            "el calor": "sensor 1 330 -50 °C",
        },
    )
    told = {
        key.removeprefix(f"{name}: "): check.found
        for key, check in found.items()
        if check.verdict is Verdict.FAILED
    }
    assert told == {
        "pin 22": "used by mute_button and la luz",
        "pin 13": "used by lamp_rgb and la lámpara",
        "pin 9": "used by la lámpara and the converter (SPI 0)",
        "lamp_rgb": "pin 40; there are 0 to 27",
        "la lámpara": "pin 31; there are 0 to 27",
        "volume_encoder": "one pin alone",
        "converter's channel 1": "used by volume_knob and el calor",
    }


def test_a_keypad_that_is_not_plugged_in_is_told(kiosk):
    check = kiosk("pins", keys__log_in_device="Kartenleser")["pins: log_in_device"]
    assert check.verdict is Verdict.FAILED
    assert "'Kartenleser'" in check.found


def test_products_without_a_price_are_counted(kiosk):
    make_sample_shop(kiosk.folder / "shop.db")
    with sqlite3.connect(kiosk.folder / "shop.db") as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        (table,) = [name for (name,) in tables if name.startswith("prod")]
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        (price,) = [c[1] for c in columns if c[1].startswith(("precio", "price"))]
        connection.execute(f"UPDATE {table} SET {price} = NULL WHERE rowid <= 3")  # noqa: S608
    connection.close()
    checks = kiosk("shop", catalog__shop=str(kiosk.folder / "shop.db"))
    assert checks["shop: prices"].found.startswith("3 ")
    assert checks["shop: tables"].verdict is Verdict.WARNING


def test_the_copy_of_a_shop_on_a_server_is_looked_for(kiosk):
    away = {"catalog__shop": "postgresql://kiosk@127.0.0.1:9/shop"}
    found = kiosk("shop", **away)["shop: copy of the shop"]
    assert found.verdict is Verdict.WARNING
    (kiosk.folder / "state").mkdir(exist_ok=True)
    (kiosk.folder / "state" / "shop-copy.db").write_bytes(b"x" * 200_000)
    found = kiosk("shop", **away)["shop: copy of the shop"]
    assert found.verdict is Verdict.FINE
    assert found.found.startswith("0.2 MB, last changed 20")


def test_an_audit_trail_that_somebody_changed_is_told(kiosk):
    place = kiosk.folder / "ledger.db"
    ledger = open_ledger(place)
    customer = add_customer(ledger, "ana@example.com")
    add_debt(ledger, customer, total_cents=9_000, max_months=3)
    ledger.close()
    checks = kiosk("shop", catalog__ledger=str(place))
    assert checks["shop: debts"].found == "1 open of 1"
    assert checks["shop: audit trail"].verdict is Verdict.FINE
    with sqlite3.connect(place) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE kiosk_audit SET at = '2000-01-01' WHERE number = 1")
    connection.close()
    checks = kiosk("shop", catalog__ledger=str(place))
    assert checks["shop: audit trail"].verdict is Verdict.FAILED


def test_terms_of_negotiation_with_a_mistake_are_told(kiosk):
    terms = kiosk.folder / "terms.toml"
    terms.write_text("atempts = 3\n")
    told = kiosk("shop", agents__policy=str(terms))["shop: terms of negotiation"]
    assert told.verdict is Verdict.FAILED
    assert "did you mean 'attempts'" in told.found
    terms.write_text("attempts = 3\n")
    told = kiosk("shop", agents__policy=str(terms))["shop: terms of negotiation"]
    assert told.verdict is Verdict.FINE


def test_documents_that_could_not_be_read_are_named(kiosk):
    folder = kiosk.folder / "papers"
    folder.mkdir()
    make_papers(folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    from kiosk.bookshelf import index_path

    loaded = load_config(
        environment={},
        overrides={
            "shop.state_dir": str(kiosk.folder / "state"),
            "knowledge.folder": str(folder),
        },
        system_file=kiosk.folder / "none",
    )
    index_path(loaded.config).parent.mkdir()
    library = open_library(
        folder, index_path(loaded.config), KnowledgeSettings(settle_s=0)
    )
    library.refresh()
    library.close()
    checks = kiosk("documents", knowledge__folder=str(folder))
    assert "broken.pdf" in checks["documents: unread"].found
    assert checks["documents: index"].verdict is Verdict.FINE


def test_each_server_is_asked_for_its_model(kiosk, openai_server):
    openai_server.shutdown_dates["gpt-6-luna"] = "2099-01-01"
    environment = {
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": openai_server.base_url,
    }
    checks = kiosk("providers", environment=environment)
    host = openai_server.base_url.split("/")[2]
    for use in ("words", "ears", "voice"):
        assert checks[f"providers: {use}: {host}"].found.startswith("has ")
    assert checks["providers: words: last day of gpt-6-luna"].found == "2099-01-01"


def test_a_model_that_ends_soon_is_a_warning_with_its_successor(kiosk, openai_server):
    openai_server.shutdown_dates["gpt-4o-mini-tts"] = "2020-01-06"
    environment = {
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": openai_server.base_url,
    }
    checks = kiosk("providers", environment=environment)
    end = checks["providers: voice: last day of gpt-4o-mini-tts"]
    assert end.verdict is Verdict.WARNING
    assert "gpt-realtime-2.1-mini" in end.remedy


LOCAL = {
    "KIOSK_AGENTS_MODEL": "qwen3",
    "KIOSK_AUDIO_STT_OPENAI_MODEL": "qwen3",
    "KIOSK_AUDIO_TTS_OPENAI_MODEL": "other",
}


def test_a_server_of_ones_own_is_told_by_name_with_what_it_needs(kiosk, openai_server):
    openai_server.listed = [{"id": "qwen3", "object": "model", "owned_by": "vllm"}]
    environment = {"OPENAI_BASE_URL": openai_server.base_url, **LOCAL}
    checks = kiosk("providers", environment=environment)
    host = openai_server.base_url.split("/")[2]
    assert checks["providers: words: server"].found.startswith("vllm; tools need")
    missing = checks[f"providers: voice: {host}"]
    assert missing.verdict is Verdict.FAILED
    assert missing.found == "does not have other; it has qwen3"


def test_a_server_that_cannot_hear_is_a_failure(kiosk, openai_server):
    openai_server.listed = [{"id": "qwen3", "object": "model", "owned_by": "kokoro"}]
    environment = {
        "KIOSK_AUDIO_STT_OPENAI_BASE_URL": openai_server.base_url,
        "KIOSK_AUDIO_STT_OPENAI_MODEL": "qwen3",
    }
    check = kiosk("providers", environment=environment)["providers: ears: server"]
    assert (check.verdict, check.found) == (Verdict.FAILED, "kokoro has no ears")


def test_a_server_that_is_away_is_a_failure(kiosk):
    checks = kiosk(
        "providers", environment={"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    )
    assert checks["providers: words: 127.0.0.1:9"].verdict is Verdict.FAILED


HAS = "KIOSK_KNOWLEDGE_OPENAI_"


def test_embeddings_and_the_vector_store_are_tried(kiosk, openai_server):
    environment = {
        f"{HAS}BASE_URL": openai_server.base_url,
        f"{HAS}EMBEDDING_MODEL": "text-embedding-3-small",
        f"{HAS}DIMENSIONS": "512",
        f"{HAS}VECTOR_STORE": openai_server.stores.add_store(),
        "KIOSK_AGENTS_BASE_URL": openai_server.base_url,
        "KIOSK_AGENTS_FILE_SEARCH": "vs_gone",
    }
    checks = kiosk("document servers", environment=environment)
    host = openai_server.base_url.split("/")[2]
    area = "document servers"
    vectors = checks[f"{area}: embeddings: {host}"]
    assert vectors.verdict is Verdict.FINE
    assert vectors.found.startswith("text-embedding-3-small gives 512 numbers in ")
    kept = checks[f"{area}: vector store: [knowledge.openai] vector_store"]
    assert (kept.verdict, kept.remedy) == (Verdict.WARNING, "kiosk knowledge sync")
    gone = checks[f"{area}: vector store: [agents] file_search"]
    assert gone.verdict is Verdict.FAILED
    assert "answered 404" in gone.found


def test_embeddings_that_are_away_or_too_slow_are_told(kiosk, openai_server):
    environment = {
        f"{HAS}BASE_URL": openai_server.base_url,
        f"{HAS}EMBEDDING_MODEL": "text-embedding-3-small",
        f"{HAS}QUESTION_S": "0.0001",
    }
    host = openai_server.base_url.split("/")[2]
    name = f"document servers: embeddings: {host}"
    slow = kiosk("document servers", environment=environment)[name]
    assert slow.verdict is Verdict.WARNING
    assert "question_s" in slow.remedy
    environment[f"{HAS}EMBEDDING_MODEL"] = "no-such-model"
    away = kiosk("document servers", environment=environment)[name]
    assert (away.verdict, "404" in away.found) == (Verdict.FAILED, True)


def test_a_key_in_a_file_that_anybody_reads_is_a_failure(kiosk):
    file = kiosk.folder / "kiosk.toml"
    file.write_text('[agents]\napi_key = "sk-very-secret"\n')
    file.chmod(0o644)
    assert kiosk("files", path=file)["files: secrets"].verdict is Verdict.FAILED
    file.chmod(0o600)
    assert kiosk("files", path=file)["files: secrets"].verdict is Verdict.WARNING


def test_what_hangs_is_told_and_what_was_found_before_it_stays():
    release = threading.Event()

    def hanging(_):
        yield fine("first", "there")
        release.wait(10)

    def broken(_):
        yield warning("second", "odd", "look")
        raise RuntimeError("no such thing")

    loaded = load_config(environment={}, system_file=Path("/none"))
    checks = examine(loaded, areas={"hanging": hanging, "broken": broken}, limit_s=0.3)
    release.set()
    told = {(check.area, check.name): check.found for check in checks}
    assert told["hanging", "first"] == "there"
    assert told["hanging", "the rest"] == "no answer within 0.3 s"
    assert told["broken", "second"] == "odd"
    assert told["broken", "the rest"] == "RuntimeError: no such thing"


def test_the_report_gives_nothing_secret_or_personal_away(
    kiosk, capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("KIOSK_SHOP_NAME", "Ferretería de Ana Torres")
    monkeypatch.setenv("KIOSK_DOOR_TOKEN", "a-token-nobody-may-see")
    monkeypatch.setenv(
        "KIOSK_CATALOG_SHOP", "postgresql://ana:hunter22@127.0.0.1:9/shop"
    )
    monkeypatch.setenv("KIOSK_AUDIO_INPUT", str(tmp_path / "room.wav"))
    assert run(["doctor", "--report"]) == 1
    report = capsys.readouterr().out
    assert "catalog.shop = 'postgresql://ana:********@127.0.0.1:9/shop'" in report
    for secret in ("hunter22", "a-token-nobody-may-see", "Torres"):
        assert secret not in report


def test_json_holds_the_same_checks(kiosk, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path / "state"))
    run(["doctor", "--json"])
    checks = json.loads(capsys.readouterr().out)
    assert {"area", "name", "verdict", "found", "remedy"} <= set(checks[0])
    assert len(checks) >= 40


def test_text_shows_the_remedy_below_what_failed():
    text = as_text([warning("clock", "wrong", "set it")])
    assert text.splitlines()[1].strip() == "> set it"
    assert text.endswith("1 checks: 1 warning\n")


def test_addresses_of_people_are_left_out(kiosk):
    config = load_config(environment={}, system_file=Path("/none")).config
    assert "ana@" not in redacted("ledger of ana@example.com", config)


def test_a_program_that_is_not_there_prints_nothing():
    assert output_of("no-such-program") == ""


def test_a_service_that_keeps_falling_over_is_told(kiosk, monkeypatch, tmp_path):
    from kiosk.doctor import service

    units = tmp_path / "units"
    units.mkdir()
    (units / "kiosk.service").write_text("[Service]\nExecStart=/bin/true\n")
    program = tmp_path / "systemctl"
    program.write_text(
        "#!/bin/sh\necho ActiveState=failed\necho SubState=failed\n"
        "echo Result=exit-code\necho NRestarts=5\necho UnitFileState=disabled\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(service, "UNITS", units)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    checks = kiosk("service")
    assert checks["service: kiosk.service runs"].verdict is Verdict.FAILED
    assert checks["service: kiosk.service restarts"].verdict is Verdict.WARNING
    assert checks["service: kiosk.service at boot"].verdict is Verdict.WARNING
    assert checks["service: kiosk.service as delivered"].verdict is Verdict.WARNING
