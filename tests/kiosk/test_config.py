from pathlib import Path

import pytest

from kiosk.config import ConfigError, load_config


@pytest.fixture
def load(tmp_path):
    def load(content="", system="", overrides=None, **environment):
        file, system_file = tmp_path / "kiosk.toml", tmp_path / "system.toml"
        file.write_text(content)
        system_file.write_text(system)
        return load_config(
            file, environment=environment, overrides=overrides, system_file=system_file
        )

    return load


def setting(loaded, key):
    (found,) = [s for s in loaded.settings() if s.key == key]
    return found


def complaint(load, *arguments, **environment):
    with pytest.raises(ConfigError) as raised:
        load(*arguments, **environment)
    return str(raised.value)


def test_each_source_outdoes_the_one_before_and_is_named(load, tmp_path):
    system, file = '[shop]\nname = "system"', '[shop]\nname = "file"'
    variable = {"KIOSK_SHOP_NAME": "variable"}
    command = {"shop.name": "command"}
    origins = []
    for loaded, name in [
        (load(), "Tienda de demostración"),
        (load(system=system), "system"),
        (load(file, system), "file"),
        (load(file, system, **variable), "variable"),
        (load(file, system, command, **variable), "command"),
    ]:
        assert loaded.config.shop.name == name
        origins.append(setting(loaded, "shop.name").origin)
    assert origins == [
        "default",
        str(tmp_path / "system.toml"),
        str(tmp_path / "kiosk.toml"),
        "KIOSK_SHOP_NAME",
        "command line",
    ]


def test_kiosk_config_names_the_file(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("[audio]\nvolume = 0.5")
    loaded = load_config(
        environment={"KIOSK_CONFIG": str(file)}, system_file=tmp_path / "none"
    )
    assert loaded.config.audio.volume == 0.5


def test_an_unknown_key_is_told_with_the_nearest_one(load, tmp_path):
    told = complaint(load, "[audio]\nvolum = 0.5")
    assert told.startswith(f"{tmp_path / 'kiosk.toml'}: no setting 'audio.volum'")
    assert "did you mean 'audio.volume'?" in told


def test_an_unknown_variable_is_told_with_the_nearest_one(load):
    told = complaint(load, KIOSK_AUDIO_VOLUM="0.5")
    assert told.startswith("KIOSK_AUDIO_VOLUM: no such setting")
    assert "did you mean 'KIOSK_AUDIO_VOLUME'?" in told


def test_every_mistake_has_a_line_with_source_key_and_value(load):
    told = complaint(
        load, '[audio]\nvolume = 9\nstt = "phrase"', KIOSK_DOOR_PORT="eighty"
    )
    lines = {line.split(": ")[1]: line for line in told.splitlines()}
    assert set(lines) == {
        "audio.volume = 9",
        "audio.stt = 'phrase'",
        "door.port = 'eighty'",
    }
    assert lines["door.port = 'eighty'"].startswith("KIOSK_DOOR_PORT: ")
    assert lines["audio.stt = 'phrase'"].endswith("did you mean 'phrases'?")


@pytest.mark.parametrize(
    ("key", "other"),
    [("agents.engine", "offline"), ("audio.stt", "phrases"), ("audio.tts", "espeak")],
)
def test_auto_among_others_is_told_as_what_it_is(load, key, other):
    variable = f"KIOSK_{key.replace('.', '_').upper()}"
    told = complaint(load, **{variable: f"auto,{other}"})
    assert told.startswith(f"{variable}: {key} = ['auto', '{other}']: auto stands")
    assert "did you mean" not in told


def test_a_server_misspelt_is_told_with_the_nearest_name(load):
    told = complaint(load, KIOSK_AGENTS_DIALECT="ollma")
    assert told.startswith("KIOSK_AGENTS_DIALECT: agents.dialect = 'ollma'")
    assert told.endswith("did you mean 'ollama'?")


def test_a_section_that_is_no_table_is_a_mistake_like_others(load):
    assert "audio" in complaint(load, "audio = 3")


def test_a_variable_inside_a_section_that_is_no_table_is_a_mistake(load):
    assert "audio" in complaint(load, "audio = 3", KIOSK_AUDIO_VOLUME="1")


def test_a_file_that_is_not_toml_is_named_with_the_place(load, tmp_path):
    told = complaint(load, "[audio\n")
    assert told.startswith(f"{tmp_path / 'kiosk.toml'}: not a TOML file: ")
    assert "line 1" in told


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"gone\.toml: No such file"):
        load_config(tmp_path / "gone.toml", environment={})


def test_lists_in_variables_are_separated_by_commas(load):
    loaded = load(
        KIOSK_KNOWLEDGE_PRIVATE="staff/*, *.private.*,", KIOSK_GPIO_LAMP_RGB="5,6,13"
    )
    assert loaded.config.knowledge.private == ("staff/*", "*.private.*")
    assert loaded.config.gpio.lamp_rgb == (5, 6, 13)


def test_secrets_are_shown_nowhere(load):
    loaded = load(OPENAI_API_KEY="sk-secret", KIOSK_DOOR_TOKEN="s3cret")
    shown = "\n".join(f"{s.key} = {s.value!r}" for s in loaded.settings())
    assert "agents.api_key = '********'" in shown
    assert "secret" not in shown
    assert "s3cret" not in shown
    assert "s3cret" not in repr(loaded.config)


def test_a_wrong_secret_is_not_repeated_in_the_complaint(load):
    told = complaint(load, "[agents]\napi_key = 31337")
    assert "agents.api_key" in told
    assert "31337" not in told


def test_openai_variables_count_for_every_endpoint(load):
    config = load(
        OPENAI_API_KEY="sk-one", OPENAI_BASE_URL="http://127.0.0.1:1/v1"
    ).config
    for endpoint in (
        config.agents,
        config.audio.stt_openai,
        config.audio.tts_openai,
        config.audio.stt_realtime,
        config.audio.tts_realtime,
    ):
        assert endpoint.api_key.get_secret_value() == "sk-one"
        assert endpoint.base_url == "http://127.0.0.1:1/v1"


def test_our_own_variable_outdoes_openais(load):
    config = load(OPENAI_API_KEY="sk-one", KIOSK_AGENTS_API_KEY="sk-two").config
    assert config.agents.api_key.get_secret_value() == "sk-two"
    assert config.audio.stt_openai.api_key.get_secret_value() == "sk-one"


def test_credentials_of_systemd_are_read_and_named(load, tmp_path):
    folder = tmp_path / "credentials"
    folder.mkdir()
    (folder / "openai_api_key").write_text("sk-file\n")
    (folder / "door_token").write_text("\n")
    loaded = load(CREDENTIALS_DIRECTORY=str(folder))
    assert loaded.config.agents.api_key.get_secret_value() == "sk-file"
    assert setting(loaded, "agents.api_key").origin == "credential openai_api_key"
    assert loaded.config.door.token is None


@pytest.mark.parametrize("token", ["", "  "])
def test_an_empty_token_leaves_the_door_shut(load, token):
    assert load(KIOSK_DOOR_TOKEN=token).config.door.token is None
    assert load(f'[door]\ntoken = "{token}"').config.door.token is None


def test_an_empty_pin_is_no_pin(load):
    assert load().config.gpio.button == 17
    assert load(KIOSK_GPIO_BUTTON="").config.gpio.button is None
    assert load('[gpio]\nbutton = ""').config.gpio.button is None


def test_the_state_directory_is_the_owners_or_systemds_or_the_users(load, monkeypatch):
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    assert load().config.state_dir == Path.home() / ".local" / "state" / "kiosk"
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/kiosk")
    assert load().config.state_dir == Path("/var/lib/kiosk")
    assert load(KIOSK_SHOP_STATE_DIR="/srv/k").config.state_dir == Path("/srv/k")
