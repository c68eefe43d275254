"""Looks after the line to a shop on a server while customers ask."""

import asyncio

from catalog import CatalogError, KeptShop, ShopAway
from kiosk.notices import Notices

LOOK_S = 5.0
"""Seconds between two looks whether the server answers."""
_END_WITHIN_S = 4.0
"""A server that is silent just now is given up later than it is closed otherwise."""


async def keep_shop(
    shop: KeptShop, notices: Notices, *, look_s: float = LOOK_S
) -> None:
    """See the server go and come back, and keep the copy in step, until cancelled."""
    while True:
        try:
            await _look(shop)
        except CatalogError as error:
            notices.shop(ShopAway(str(error), copied_at=None))
        else:
            if notices.shop_lost is not None:
                notices.shop(None)
        await asyncio.sleep(look_s)


async def _look(shop: KeptShop) -> None:
    """Look in a thread; when cancelled, wait until it has stopped."""
    # The first use of the shop opens it, which may take long or fail.
    work = asyncio.create_task(asyncio.to_thread(lambda: shop.keep_up()))  # noqa: PLW0108 - as above
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        shop.stop_copying()
        await asyncio.wait([work], timeout=_END_WITHIN_S)
        raise
