"""A vector store kept in step, with the true client against the strict server."""

import pytest

from knowledge import (
    KnowledgeError,
    KnowledgeServer,
    KnowledgeSettings,
    StoreAway,
    make_store,
    sync_store,
)
from tests.doubles.openai_scenarios import Fault


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "documents"
    (folder / "norte").mkdir(parents=True)
    for name in ("a.md", "b.txt", "c.htm", "norte/a.md"):
        (folder / name).write_text(f"Texto de {name}")
    return folder


@pytest.fixture
def sync(folder, openai_server):
    store = openai_server.stores.add_store()

    def sync(**wishes):
        server = KnowledgeServer(base_url=openai_server.base_url)
        settings = KnowledgeSettings(openai=server, **wishes)
        return sync_store(store, folder, settings)

    return sync


@pytest.fixture
def texts(openai_server):
    """What the store holds: names and texts."""
    return lambda: sorted(
        (name, text.decode())
        for name, text in (
            openai_server.stores.files[file]
            for file in openai_server.stores.stores["vs_test"]
        )
    )


def test_new_files_are_uploaded_and_unchanged_ones_left_alone(
    sync, texts, openai_server
):
    assert sync().uploaded == ["a.md", "b.txt", "c.htm", "norte/a.md"]
    assert texts() == [
        ("a.md", "Texto de a.md"),
        ("a.md", "Texto de norte/a.md"),
        ("b.txt", "Texto de b.txt"),
        ("c.html", "Texto de c.htm"),
    ]
    sent = len(openai_server.seen("/files"))
    report = sync()
    assert (report.uploaded, report.unchanged) == ([], 4)
    assert len(openai_server.seen("/files")) == sent


def test_changed_files_are_replaced_and_gone_ones_removed(
    sync, texts, folder, openai_server
):
    sync()
    (folder / "a.md").write_text("Otro texto")
    (folder / "b.txt").unlink()
    report = sync()
    assert (report.replaced, report.removed, report.unchanged) == (
        ["a.md"],
        ["b.txt"],
        2,
    )
    assert ("a.md", "Otro texto") in texts()
    assert len(texts()) == len(openai_server.stores.files) == 3


def test_private_files_are_never_sent_and_taken_back_when_they_become_private(
    sync, texts
):
    assert "norte/a.md" not in sync(private=("norte/*",)).uploaded
    sync()
    assert sync(private=("a.md",)).removed == ["a.md", "norte/a.md"]
    assert [name for name, _ in texts()] == ["b.txt", "c.html"]


def test_files_that_others_put_into_the_store_are_left_alone(
    sync, folder, openai_server
):
    stores = openai_server.stores
    sync()
    stores.files["file_other"] = ("other.md", b"x")
    entry = dict(next(iter(stores.stores["vs_test"].values())))
    stores.stores["vs_test"]["file_other"] = {
        **entry,
        "id": "file_other",
        "attributes": {},
    }
    for path in folder.rglob("*.*"):
        path.unlink()
    assert len(sync().removed) == 4
    assert list(stores.stores["vs_test"]) == ["file_other"]


def test_a_file_that_is_not_taken_in_is_told_and_its_older_version_kept(
    sync, texts, folder, monkeypatch
):
    sync()
    monkeypatch.setattr("tests.doubles.openai_stores.STORED_KINDS", frozenset({"txt"}))
    (folder / "a.md").write_text("Otro texto")
    (folder / "b.txt").write_text("Otro texto")
    report = sync()
    assert report.failed == {"a.md": "The file type is not supported."}
    assert report.replaced == ["b.txt"]
    assert ("a.md", "Texto de a.md") in texts()


def test_an_interrupted_sync_goes_on_where_it_stopped(sync, texts, openai_server):
    openai_server.fails("/files", None, None, *[Fault("status", status=500)] * 3)
    with pytest.raises(StoreAway, match="answered 500"):
        sync()
    assert len(texts()) == 2
    assert sync().unchanged == 2
    assert len(texts()) == 4


def test_a_folder_that_is_gone_empties_no_store(sync, texts, folder):
    sync()
    folder.rename(folder.with_name("away"))
    with pytest.raises(KnowledgeError, match="left as it is"):
        sync()
    assert len(texts()) == 4


def test_a_wrong_key_and_an_unknown_store_are_told(folder, openai_server):
    server = KnowledgeServer(base_url=openai_server.base_url, api_key="sk-wrong")
    settings = KnowledgeSettings(openai=server)
    with pytest.raises(StoreAway, match="'vs_none' not found"):
        sync_store("vs_none", folder, settings)
    openai_server.api_key = "sk-right"
    with pytest.raises(StoreAway, match="check the key"):
        make_store(settings)
