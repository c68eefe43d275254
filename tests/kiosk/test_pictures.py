"""Products' pictures: found, shrunk, and nothing that is not one."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from PIL import Image

from catalog import Product
from kiosk import pictures
from kiosk.pictures import NoPicture, Pictures, fetched, small


def file_of(size=(600, 300), kind="PNG", mode="RGB"):
    sheet = BytesIO()
    Image.new(mode, size).save(sheet, kind)
    return sheet.getvalue()


class Catalogue:
    """A shop whose products name these pictures."""

    def __init__(self, **named):
        self.named = named
        self.asked = 0

    def products_with(self, ids):
        self.asked += 1
        return {i: Product(i, "x", picture=self.named.get(f"p{i}", "")) for i in ids}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "secret.png").write_bytes(file_of())
    inside = tmp_path / "pictures"
    (inside / "chairs").mkdir(parents=True)
    (inside / "350.JPG").write_bytes(b"not read: files are named as they are")
    (inside / "350.jpg").write_bytes(file_of(kind="JPEG"))
    (inside / "chairs" / "inti.png").write_bytes(file_of())
    return inside


def test_a_file_is_found_by_the_products_number_and_shrunk(folder):
    assert Pictures(Catalogue(), folder).picture_of(350).size == (240, 120)
    assert Pictures(Catalogue(), folder).picture_of(351) is None


def test_a_file_is_found_as_the_catalogue_names_it(folder):
    shop = Catalogue(p7="chairs/inti.png")
    known = Pictures(shop, folder)
    assert known.picture_of(7).size == (240, 120)
    assert known.picture_of(7) is known.picture_of(7)
    assert shop.asked == 1


@pytest.mark.parametrize(
    "name",
    ["../secret.png", "/etc/passwd", "file:///etc/passwd", "chairs", "x\x00.png"],
)
def test_what_lies_elsewhere_is_not_shown(folder, name, caplog):
    assert Pictures(Catalogue(p7=name), folder).picture_of(7) is None
    assert "no picture of product 7" in caplog.text


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\n" + b"x" * 99, file_of()[:200]],
    ids=["nothing", "svg", "broken", "cut"],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(NoPicture):
        small(data)


def test_a_picture_that_unfolds_into_too_much_is_refused():
    with pytest.raises(NoPicture, match="too"):
        small(file_of((6_000, 6_000), mode="1"))


def test_transparent_parts_are_white():
    assert small(file_of(mode="RGBA")).getpixel((0, 0)) == (255, 255, 255)


class Web(BaseHTTPRequestHandler):
    """A shop's web server, good and bad."""

    def do_GET(self):
        kind = "text/html" if self.path == "/page" else "image/png"
        self.send_response(302 if self.path == "/file" else 200)
        self.send_header("Location", "file:///etc/passwd")
        self.send_header("Content-Type", kind)
        self.end_headers()
        endless = self.path == "/endless"
        for _ in range(200 if endless else 1):
            try:
                self.wfile.write(b"x" * 100_000 if endless else file_of())
            except OSError:
                return

    def log_message(self, *_):
        """Be quiet."""


@pytest.fixture
def web():
    server = HTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_picture_is_fetched_from_where_the_catalogue_says(folder, web):
    known = Pictures(Catalogue(p7=f"{web}/chair.png"), folder)
    assert known.picture_of(7).size == (240, 120)


@pytest.mark.parametrize("path", ["/page", "/endless", "/file"])
def test_what_the_web_gives_instead_is_refused(web, path):
    with pytest.raises(NoPicture):
        fetched(web + path)


def test_a_server_that_is_too_slow_is_not_waited_for(web, monkeypatch):
    monkeypatch.setattr(pictures, "DEADLINE_S", 0.0001)
    with pytest.raises(NoPicture):
        fetched(f"{web}/chair.png")
