import pytest

from kiosk.config import ConfigError, load_config
from kiosk.sample_config import sample
from kiosk.setup.file import OwnerFile


@pytest.fixture
def file(tmp_path):
    return OwnerFile(tmp_path / "kiosk" / "kiosk.toml")


def test_a_new_file_is_the_sample_with_the_answers_in_their_places(file):
    file.put({"shop.name": "Casa «Pepa»", "gpio.lamp_rgb": [1, 2, 3]})
    text = file.path.read_text()
    changed = set(text.splitlines()) - set(sample().splitlines())
    assert changed == {'name = "Casa «Pepa»"', "lamp_rgb = [1, 2, 3]"}
    assert len(text.splitlines()) == len(sample().splitlines())
    assert file.loaded().config.shop.name == "Casa «Pepa»"


def test_a_value_is_changed_where_it_stands_and_comments_stay(file):
    file.path.parent.mkdir()
    file.path.write_text('# mine\n[shop]\nname = "Old" # why\n\n[audio]\ninput = "x"\n')
    file.put({"shop.name": "New", "shop.language": "en", "screen.theme": "light"})
    text = file.path.read_text()
    assert text.startswith('# mine\n[shop]\nname = "New" # why\n')
    config = file.loaded().config
    assert (config.shop.language, config.screen.theme) == ("en", "light")
    assert config.audio.input == "x"


def test_what_cannot_be_right_changes_nothing_and_names_the_file(file):
    file.put({"shop.name": "Pepa"})
    before = file.path.read_text()
    with pytest.raises(ConfigError, match=r"kiosk\.toml: gpio\.button = 99"):
        file.put({"gpio.button": 99})
    assert file.path.read_text() == before
    assert [each.name for each in file.path.parent.iterdir()] == ["kiosk.toml"]


def test_a_secret_is_apart_and_for_the_owner_alone(file):
    file.put({"shop.name": "Pepa"})
    file.put_secret("openai_api_key", "sk-1")
    file.put_secret("openai_api_key", "sk-2")
    path = file.path.parent / "openai_api_key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "sk-2" not in file.path.read_text()
    loaded = file.loaded()
    assert loaded.config.agents.api_key.get_secret_value() == "sk-2"
    assert loaded.origins["agents.api_key"] == str(path)


def test_a_secret_that_others_may_read_is_refused(file):
    file.put({"shop.name": "Pepa"})
    file.put_secret("staff_pin", "582913")
    (file.path.parent / "staff_pin").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        file.loaded()


def test_the_users_own_file_counts_without_being_named(file, tmp_path):
    file.put({"shop.name": "Pepa"})
    environment = {"XDG_CONFIG_HOME": str(tmp_path)}
    none = tmp_path / "none"
    found = load_config(environment=environment, system_file=none)
    assert found.config.shop.name == "Pepa"
    home = {"HOME": str(tmp_path)}
    assert load_config(environment=home, system_file=none).origins == {}
