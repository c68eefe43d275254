"""`kiosk fetch-whisper`, with a hub of models on this machine."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kiosk.cli import run

pytest.importorskip("faster_whisper", reason="the extra `local` is not installed")

REPOSITORY = "Systran/faster-whisper-base"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILES = {
    "config.json": b"{}",
    "model.bin": bytes(range(256)) * 400,
    "tokenizer.json": b'{"of": "words"}',
    "vocabulary.txt": b"hola\n",
}
CLOSED = "http://127.0.0.1:9"


class _Hub(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self._answer()

    def do_GET(self):
        self._answer()

    def log_message(self, *_):
        """Tests print nothing."""

    def _answer(self):
        path = self.path.partition("?")[0]
        model = f"/api/models/{REPOSITORY}"
        files = [
            {"type": "file", "path": name, "size": len(data), "oid": COMMIT}
            for name, data in FILES.items()
        ]
        told = {"id": REPOSITORY, "sha": COMMIT, "private": False, "siblings": []}
        pages = {
            f"{model}/revision/main": json.dumps(told).encode(),
            f"{model}/tree/{COMMIT}": json.dumps(files).encode(),
        }
        for name, data in FILES.items():
            pages[f"/{REPOSITORY}/resolve/{COMMIT}/{name}"] = data
        data = pages.get(path)
        self.send_response(404 if data is None else 200)
        if data is None:
            self.send_header("X-Error-Code", "RepoNotFound")
        self.send_header("Content-Length", str(len(data or b"")))
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{hash(data)}"')
        self.end_headers()
        if self.command == "GET" and data:
            self.wfile.write(data)


@pytest.fixture
def hub():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetch(tmp_path, monkeypatch, capsys):
    """Runs the command; gives its exit code, its result and what it says."""

    def fetched(name, hub):
        files = hub + "/{repo_id}/resolve/{revision}/{filename}"
        hugging_face = "huggingface_hub.constants"
        monkeypatch.setattr(f"{hugging_face}.ENDPOINT", hub)
        monkeypatch.setattr(f"{hugging_face}.HUGGINGFACE_CO_URL_TEMPLATE", files)
        monkeypatch.setenv("KIOSK_SHOP_STATE_DIR", str(tmp_path / "state"))
        code = run(["fetch-whisper", name])
        return code, *capsys.readouterr()

    return fetched


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_model_is_fetched_whole_and_a_damaged_one_again(fetch, hub, tmp_path):
    folder = tmp_path / "state" / "cache" / "whisper-base"
    assert fetch("base", hub) == (0, f"{folder}\n", "")
    assert contents(folder) == FILES
    (folder / "model.bin").write_bytes(b"half")
    assert fetch("base", hub)[0] == 0
    assert contents(folder) == FILES
    assert fetch("base", CLOSED)[0] == 4
    assert contents(folder) == FILES
    assert [file.name for file in folder.parent.iterdir()] == ["whisper-base"]


def test_a_model_other_than_the_chosen_one_is_fetched_with_a_word_on_its_use(
    fetch, hub
):
    assert '[audio.stt_whisper] model = "Systran/faster' in fetch(REPOSITORY, hub)[2]


def test_without_a_network_nothing_half_stays_behind(fetch, tmp_path):
    code, _, told = fetch("base", CLOSED)
    assert code == 4
    assert told.startswith("kiosk: the model 'base' could not be downloaded:")
    assert told.count("\n") == 1
    assert not list((tmp_path / "state" / "cache").iterdir())


@pytest.mark.parametrize("name", ["enorme", "nobody/nothing", "../base", ""])
def test_a_model_that_does_not_exist_is_said(fetch, hub, name):
    code, _, told = fetch(name, hub)
    assert code == 2
    assert f"no Whisper model {name!r}" in told


def test_without_the_extra_it_says_how_to_install_it(fetch, monkeypatch):
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    code, _, told = fetch("base", CLOSED)
    assert code == 2
    assert "`make local`" in told
