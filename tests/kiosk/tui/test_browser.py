"""Who may see the screen in a browser."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from kiosk.config import KioskConfig
from kiosk.settings import BrowserSettings
from kiosk.tui.browser import DoorKeeper, OpenToAll, serve_browsers


async def hello(_):
    return web.Response(text="hello")


@pytest.fixture
async def browser():
    """A browser before a door that is kept as the settings say."""
    opened = []

    async def open_browser(**settings):
        keeper = DoorKeeper(BrowserSettings(**settings))
        app = web.Application(middlewares=[keeper.check])
        app.router.add_get("/", hello)
        client = TestClient(TestServer(app))
        await client.start_server()
        opened.append(client)
        return client

    yield open_browser
    for client in opened:
        await client.close()


async def test_a_browser_on_this_machine_needs_no_token(browser):
    client = await browser()
    assert (await client.get("/")).status == 200


async def test_another_sites_page_is_refused(browser):
    client = await browser()
    elsewhere = {"Origin": "http://evil.example"}
    assert (await client.get("/", headers=elsewhere)).status == 403
    ours = {"Origin": f"http://127.0.0.1:{client.port}"}
    assert (await client.get("/", headers=ours)).status == 200


async def test_a_name_bent_to_this_machine_is_refused(browser):
    client = await browser()
    assert (await client.get("/", headers={"Host": "evil.example"})).status == 403


async def test_a_token_is_shown_once_and_kept_in_a_cookie(browser):
    client = await browser(token="s3cret", host="0.0.0.0")  # noqa: S104 # not bound
    assert (await client.get("/")).status == 401
    assert (await client.get("/?token=wrong")).status == 401
    entered = await client.get("/?token=s3cret")
    assert entered.status == 200
    assert "token" not in str(entered.url)
    assert (await client.get("/")).status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "kiosk.local", "192.168.1.7"])  # noqa: S104 # refused
def test_an_open_address_without_a_token_is_refused(host):
    config = KioskConfig(browser=BrowserSettings(host=host))
    with pytest.raises(OpenToAll, match="KIOSK_BROWSER_TOKEN"):
        serve_browsers(config, [])
