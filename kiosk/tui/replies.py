"""What a customer can answer at a touch: the next steps that an answer allows."""

from collections.abc import Sequence

from textual.containers import Grid

from agents import Finding, Language
from kiosk.phrases import section
from kiosk.tui.buying import offers
from kiosk.tui.widgets import Target

REPLY_KEYS = ("f7", "f8", "f9")


def replies_to(finding: Finding, language: Language) -> list[str]:
    """What could be said next, in the customer's language; empty: nothing special."""
    words = section("screen", language)
    result = finding.result or {}
    if buying := offers(finding, language):
        return list(buying.values())
    if result.get("debts"):
        choose = words["reply_debt"]
        return [choose.format(id=debt["id"]) for debt in result["debts"]]
    replies: list[str] = words["replies"].get(_moment(result), [])
    return replies


def _moment(result: object) -> str:
    """Where a negotiation stands, as the texts name it."""
    match result:
        case {"status": "ok", "monthly": _}:
            return "plan"
        case {"status": "ok", "debt": _}:
            return "chosen"
        case {"status": "offer" | "counter" | "rejected" | "final"}:
            return "offer"
        case {"status": "read_back"}:
            return "read_back"
        case {"status": "error", "cart": _}:
            return ""
        case {"cart": [_, *_], "status": status} if status != "ordered":
            return "cart"
        case _:
            return ""


class Replies(Grid):
    """The answers to touch; the first ones have keys."""

    def __init__(self, replies: Sequence[str]) -> None:
        self._replies = replies
        targets = (Target(f"reply({n})") for n in range(1, len(replies) + 1))
        super().__init__(*targets, classes="cards")

    def on_mount(self) -> None:
        """Write them."""
        keys = [*(key.upper() for key in REPLY_KEYS), *("" for _ in self._replies)]
        for target, key, reply in zip(
            self.query(Target), keys, self._replies, strict=False
        ):
            target.show(key, reply)
