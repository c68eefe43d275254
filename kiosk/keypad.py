"""The talk key that is held, and logging in without a screen.

A keypad or a card reader types who and PIN. What is typed goes to the ledger alone:
never to a transcript, a model, an event or the log.
"""

import asyncio

from catalog import CatalogError, LoginLocked, LoginRefused
from kiosk.host import Host
from kiosk.keyboard import Watch
from kiosk.phrases import saying, trouble_phrase
from kiosk.settings import KeysSettings

LENGTH_LIMIT = 120
FORGET_S = 30.0
"""Seconds after which a number without its PIN is forgotten."""

_ENTER = {28, 96}
_ERASE = {14}
_LEAVE = {1, 55}
"""Escape, and the keypad's asterisk."""
_LETTERS = {
    **dict(zip(range(2, 12), "1234567890", strict=True)),
    **dict(zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), "7894561230", strict=True)),
    **dict(zip(range(16, 26), "qwertyuiop", strict=True)),
    **dict(zip(range(30, 39), "asdfghjkl", strict=True)),
    **dict(zip(range(44, 51), "zxcvbnm", strict=True)),
    **{12: "-", 74: "-", 52: ".", 83: "."},
}
"""What readers and keypads send, as a US keyboard writes it. Source:
linux/input-event-codes.h."""


def keys_of(settings: KeysSettings, host: Host) -> tuple[Watch, ...]:
    """What each input device does; one device may do both."""
    talk = TalkKey(host, settings.talk_key)
    entry = CardEntry(host)
    if settings.talk_device != settings.log_in_device:
        return (
            Watch(settings.talk_device, talk.on_key),
            Watch(settings.log_in_device, entry.on_key, is_alone=True),
        )

    def both(code: int, is_down: bool) -> None:  # noqa: FBT001 # as every OnKey
        talk.on_key(code, is_down)
        entry.on_key(code, is_down)

    return (Watch(settings.talk_device, both, is_alone=True),)


class TalkKey:
    """A key that is held while the customer speaks."""

    def __init__(self, host: Host, key: int) -> None:
        self._switch = host.switch
        self._key = key

    def on_key(self, code: int, is_down: bool) -> None:  # noqa: FBT001 # as every OnKey
        """Press or release the switch."""
        if code == self._key:
            if is_down:
                self._switch.press()
            else:
                self._switch.release()


class CardEntry:
    """Who and PIN, each ended by Enter; Escape or the asterisk leaves."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._typed = ""
        self._login = ""
        self._trying: asyncio.Task[None] | None = None
        self._forgetting: asyncio.TimerHandle | None = None

    def on_key(self, code: int, is_down: bool) -> None:  # noqa: FBT001 # as every OnKey
        """Take one key."""
        if not is_down:
            return
        self._host.stay()
        self._forget_later()
        if code in _ENTER:
            self._enter()
        elif code in _LEAVE:
            self._leave()
        elif code in _ERASE:
            self._typed = self._typed[:-1]
        elif code in _LETTERS and len(self._typed) < LENGTH_LIMIT:
            self._typed += _LETTERS[code]

    def _enter(self) -> None:
        typed, self._typed = self._typed, ""
        if not typed:
            return
        if not self._login:
            self._login = typed
            self._tell("type_pin")
            return
        login, self._login = self._login, ""
        self._trying = asyncio.create_task(self._log_in(login, typed))

    def _leave(self) -> None:
        was_known = self._host.visit.customer is not None
        self._forget()
        self._host.end_visit("keypad")
        if was_known:
            self._tell("left")

    async def _log_in(self, login: str, secret: str) -> None:
        try:
            await self._host.log_in(login, secret)
        except LoginLocked as error:
            self._tell("log_in_locked", n=error.seconds)
        except LoginRefused:
            self._tell("log_in_refused")
        except CatalogError:
            self._host.tell(trouble_phrase("no_data", self._host.visit.language))
        else:
            self._tell("known")

    def _tell(self, name: str, **facts: int) -> None:
        text = saying(name, self._host.visit.language)
        self._host.tell(text.format(**facts))

    def _forget_later(self) -> None:
        if self._forgetting is not None:
            self._forgetting.cancel()
        loop = asyncio.get_running_loop()
        self._forgetting = loop.call_later(FORGET_S, self._forget)

    def _forget(self) -> None:
        self._typed = self._login = ""
