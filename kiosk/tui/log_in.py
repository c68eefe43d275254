"""Logging in as a customer."""

from collections.abc import Mapping

from kiosk.tui.pad import PadScreen


class LogInScreen(PadScreen[bool]):
    """Asks who the customer is; its answer is whether they are logged in."""

    FIELDS = ("login", "secret")
    TITLE_NAME = "login_title"

    async def check(self, given: Mapping[str, str]) -> bool:
        """Let the visit be this customer's."""
        await self.host.log_in(given["login"].strip(), given["secret"])
        return True
