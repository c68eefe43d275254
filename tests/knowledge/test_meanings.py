"""Passages found by meaning, with the true client against the strict server."""

import pytest

from knowledge import KnowledgeServer, KnowledgeSettings, open_library
from knowledge.embedder import EmbedderAway, build_embedder
from knowledge.meanings import fused
from tests.doubles.openai_scenarios import Fault

PETS = "# Normas\n\n## Acceso\nNo se admite el acceso de canes ni felinos al recinto.\n"
PAYING = "# Pagos\n\n## Medios\nSe cobra con tarjeta y también en efectivo.\n"
MEANT = {"canes": 0, "perrito": 0, "tarjeta": 1, "efectivo": 1}


def by_meaning(text):
    vector = [0.0] * 8
    for word, place in MEANT.items():
        vector[place] += word in text.lower()
    return vector


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "normas.md").write_text(PETS, encoding="utf-8")
    (folder / "pagos.md").write_text(PAYING, encoding="utf-8")
    return folder


@pytest.fixture
def shelf(folder, tmp_path, openai_server):
    """Opens libraries over the folder, closed at the end."""
    openai_server.embed = by_meaning
    opened = []

    def open_shelf(**server):
        wishes = {
            "base_url": openai_server.base_url,
            "embedding_model": "text-embedding-3-small",
            **server,
        }
        settings = KnowledgeSettings(openai=KnowledgeServer(**wishes), settle_s=0)
        opened.append(open_library(folder, tmp_path / "index.db", settings))
        return opened[-1]

    yield open_shelf
    for library in opened:
        library.close()


def sent(server):
    return [text for seen in server.seen("/embeddings") for text in seen.body["input"]]


def test_a_passage_without_the_question_s_words_is_found_by_what_it_means(shelf):
    library = shelf()
    library.refresh()
    assert library.search("¿puedo ir con mi perrito?")[0].file == "normas.md"
    assert library.search("mi perrito", document="pagos.md") == []


def test_without_a_model_words_alone_find_and_no_server_is_asked(shelf, openai_server):
    library = shelf(embedding_model="")
    library.refresh()
    assert library.search("perrito") == []
    assert library.search("tarjeta")[0].file == "pagos.md"
    assert not openai_server.requests


def test_only_new_and_changed_passages_are_sent(shelf, openai_server, folder):
    shelf().refresh()
    assert len(sent(openai_server)) == 2
    library = shelf()
    library.refresh()
    assert len(sent(openai_server)) == 2
    (folder / "pagos.md").write_text(PAYING + "\n## Cheques\nNo.\n", encoding="utf-8")
    (folder / "copia.md").write_text(PETS, encoding="utf-8")
    library.refresh()
    assert sent(openai_server)[2:] == ["Pagos\nPagos › Cheques\nNo."]
    (folder / "pagos.md").unlink()
    library.refresh()
    assert library.search("efectivo") == []


def test_many_passages_are_sent_in_batches(shelf, openai_server, folder):
    rules = "\n".join(f"## Regla {n}\nTexto de la regla {n}.\n" for n in range(150))
    (folder / "reglas.md").write_text(f"# Reglas\n{rules}", encoding="utf-8")
    told = []
    shelf().refresh(lambda *progress: told.append(progress))
    sizes = [len(seen.body["input"]) for seen in openai_server.seen("/embeddings")]
    assert sizes == [64, 64, 24]
    assert [done for done, total, _ in told if total == 152] == [64, 128, 152]


def test_a_dead_server_leaves_the_words_and_is_told_once(shelf, openai_server, caplog):
    library = shelf()
    library.refresh()
    asked = len(openai_server.requests)
    openai_server.fails("/embeddings", *[Fault("reset")] * 3)
    for _ in range(3):
        assert library.search("tarjeta")[0].file == "pagos.md"
    assert len(openai_server.requests) <= asked + 1
    assert caplog.text.count("passages are found by words alone") == 1


def test_what_a_dead_server_left_undone_is_done_when_it_is_back(
    shelf, openai_server, monkeypatch
):
    monkeypatch.setattr("knowledge.meanings._REST_S", 0.0)
    openai_server.fails("/embeddings", Fault("status", status=503))
    library = shelf()
    library.refresh()
    assert library.search("perrito") == []
    library.refresh()
    assert library.search("perrito")[0].file == "normas.md"


def test_a_cancelled_round_keeps_what_it_has(shelf, openai_server):
    library = shelf()
    library.refresh(is_cancelled=lambda: bool(openai_server.requests))
    assert len(sent(openai_server)) <= 2
    assert library.search("tarjeta")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault("status", status=401), "check the key"),
        (Fault("html"), "no answer in the protocol"),
        (Fault("null_200"), "no answer in the protocol"),
        (Fault("reset"), "check the network"),
        (Fault("hang"), "check the network"),
    ],
)
def test_every_failure_says_what_to_do(fault, told, openai_server):
    openai_server.fails("/embeddings", fault)
    embedder = build_embedder(
        KnowledgeServer(
            base_url=openai_server.base_url, embedding_model="text-embedding-3-small"
        )
    )
    with pytest.raises(EmbedderAway, match=told):
        embedder.embed(["hola"], 0.3)
    embedder.close()


def test_the_size_is_asked_for_only_when_it_is_wished(openai_server):
    for wish, size in ((0, 1536), (256, 256)):
        embedder = build_embedder(
            KnowledgeServer(
                base_url=openai_server.base_url,
                embedding_model="text-embedding-3-small",
                dimensions=wish,
            )
        )
        vectors = embedder.embed(["hola mundo", "adiós mundo"], 5)
        embedder.close()
        assert vectors.shape == (2, size)
        assert vectors[0] @ vectors[0] == pytest.approx(1.0)
    bodies = [seen.body for seen in openai_server.seen("/embeddings")]
    assert ["dimensions" in body for body in bodies] == [False, True]


def test_an_unknown_model_is_named(openai_server):
    server = KnowledgeServer(base_url=openai_server.base_url, embedding_model="nomic")
    embedder = build_embedder(server)
    with pytest.raises(EmbedderAway, match="`nomic` does not exist"):
        embedder.embed(["hola"], 5)
    embedder.close()


def test_what_stands_in_two_rankings_comes_before_what_leads_one():
    order = [number for number, _ in fused([[1, 2, 3], [4, 2]])]
    assert order == [2, 1, 4, 3]
