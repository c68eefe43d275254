"""The index is kept in step with the folder while customers ask."""

import asyncio
import threading
from contextlib import asynccontextmanager, suppress

import pytest

from kiosk.bus import Bus
from kiosk.documents import keep_documents
from kiosk.events import DocumentRead, DocumentsBack, DocumentsLost, DocumentsRead
from knowledge import IndexBroken, KnowledgeSettings, open_library
from tests.doubles.kiosk_inside import config_for, kiosk_inside


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "rules.md").write_text("# Normas\n\nSe admiten perros con bozal.\n")
    return folder


@pytest.fixture
def library(folder, tmp_path):
    settings = KnowledgeSettings(settle_s=0)
    library = open_library(folder, tmp_path / "index.db", settings)
    yield library
    library.close()


@asynccontextmanager
async def kept(library):
    """Keep the documents with looks in quick succession; gives `until`."""
    bus = Bus()
    observer = bus.observe()
    keeper = asyncio.create_task(keep_documents(library, bus, look_s=0.01))

    async def until(kind):
        async with asyncio.timeout(10):
            while not isinstance(event := await observer.next(), kind):
                assert not isinstance(event, DocumentsLost)
        return event

    try:
        yield until
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper


async def test_files_are_read_when_they_come_and_when_they_change(library, folder):
    async with kept(library) as until:
        assert (await until(DocumentRead)).file == "rules.md"
        assert (await until(DocumentsRead)).read == 1
        assert library.search("perros")
        (folder / "rules.md").write_text("# Normas\n\nSe admiten gatos en brazos.\n")
        await until(DocumentsRead)
        assert library.search("gatos")
        assert not library.search("bozal")
        (folder / "rules.md").unlink()
        assert (await until(DocumentsRead)).removed == 1
        assert not library.search("gatos")


async def test_a_file_that_cannot_be_read_is_told_once_and_the_others_read(
    library, folder
):
    (folder / "broken.pdf").write_text("no PDF at all")
    async with kept(library) as until:
        told = await until(DocumentsRead)
        assert told.read == 1
        assert told.failed[0].startswith("broken.pdf: is damaged")
        (folder / "second.md").write_text("# Segundo\n\nHay consigna.\n")
        assert (await until(DocumentsRead)).failed == ()


async def test_a_folder_that_disappears_is_told_and_comes_back(library, folder):
    async with kept(library) as until:
        await until(DocumentsRead)
        away = folder.with_name("away")
        folder.rename(away)
        assert str(folder) in (await until(DocumentsLost)).detail
        assert library.search("perros")
        away.rename(folder)
        await until(DocumentsBack)
        (folder / "second.md").write_text("# Segundo\n\nHay consigna.\n")
        await until(DocumentsRead)
        assert library.search("consigna")


async def test_an_index_out_of_reach_is_told_and_tried_again(folder):
    class Shelf:
        folder = "shelf"
        is_broken = True

        def refresh(self, progress, is_cancelled):
            if self.is_broken:
                raise IndexBroken("the disk is full")
            return library_report

    from knowledge import Report

    library_report = Report()
    shelf = Shelf()
    async with kept(shelf) as until:
        assert (await until(DocumentsLost)).detail == "the disk is full"
        shelf.is_broken = False
        await until(DocumentsBack)


async def test_the_end_waits_for_the_reading_to_stop(folder):
    started, stopped = threading.Event(), threading.Event()

    class Shelf:
        def refresh(self, progress, is_cancelled):
            started.set()
            while not is_cancelled():
                stopped.wait(0.005)
            stopped.set()

    async with kept(Shelf()):
        await asyncio.to_thread(started.wait, 5)
    assert stopped.is_set()


async def test_the_kiosk_opens_before_its_documents_are_read(tmp_path):
    config = config_for(
        tmp_path, tmp_path / "none.wav", KIOSK_AUDIO_OUTPUT=str(tmp_path / "out.wav")
    )
    async with kiosk_inside(config) as kiosk, asyncio.timeout(10):
        observer = kiosk.host.bus.observe()
        while not isinstance(event := await observer.next(), DocumentsRead):
            pass
        assert event.read == 2
        turn = await kiosk.ask("¿abren el 25 de diciembre?")
        assert turn["replied"][0].kind == "answer"
