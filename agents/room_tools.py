"""Things of the room that are wired: switched, coloured and read by plain tools.

The owner names each in the settings; nothing else can be reached, and nothing that a
model writes is ever evaluated.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from agents.conversation import ToolCall
from agents.finding import Finding
from agents.tool import Tool, ToolResult, ToolRetry, tool_from

Colour = Literal["red", "green", "blue", "yellow", "white", "off"]

_COLOURS: dict[str, Colour] = {
    **{"rojo": "red", "roja": "red", "verde": "green", "azul": "blue"},
    **{"amarillo": "yellow", "amarilla": "yellow", "blanco": "white"},
    **{"blanca": "white", "red": "red", "green": "green", "blue": "blue"},
    **{"yellow": "yellow", "white": "white"},
}
_COURTESY = re.compile(r"\b(por favor|please|oye|oiga|ahora|now|puedes?|can you)\b")
_ARTICLE = re.compile(r"^(el|la|los|las|the) ")
_SWITCH = (
    (
        True,
        r"(enciend[ea]|encender|prend[ea]|activ[ae]|(turn|switch) on) (?P<name>.+)",
    ),
    (False, r"(apag(a|ue|ar)|desactiv[ae]|turn off|switch off) (?P<name>.+)"),
    (True, r"(turn|switch) (?P<name>.+) on"),
    (False, r"(turn|switch) (?P<name>.+) off"),
)
_COLOUR = re.compile(
    r"(pon|ponga|poner|cambia|turn|make|set) (?P<name>.+?)( (en|a|de|to))?( color)? "
    rf"(?P<colour>{'|'.join(_COLOURS)})"
)
_READ = re.compile(
    r"(que|cuant[ao]|cual es|dime|what (is|s)|what|how much|tell me) (?P<name>.+?)"
    r"( (hace|hay|tenemos|is (it|there)|aqui|here|dentro|inside|en la tienda))*"
)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something wired; exactly one of `switch`, `colour` and `read` is set."""

    names: tuple[str, ...]
    """As people call it, with its article: Spanish first, English last."""
    switch: Callable[[bool], None] | None = None
    colour: Callable[[Colour], None] | None = None
    read: Callable[[], str] | None = None
    """Gives the figure with its unit."""


@dataclass(frozen=True, slots=True)
class RoomAnswer:
    """What was done to a thing, or read of it."""

    status: Literal["on", "off", "coloured", "reading"]
    names: tuple[str, ...]
    value: str = ""
    confidence: float = 1.0


class RoomTools:
    """The tools for what is wired, and the plain sentences that need no model."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._things = things

    def tools(self) -> list[Tool]:
        """Give the tools that there is something for."""
        tools = []
        if any(thing.switch for thing in self._things):
            tools.append(tool_from(self.switch_thing, changes_something=True))
        if any(thing.colour for thing in self._things):
            tools.append(tool_from(self.colour_thing, changes_something=True))
        if any(thing.read for thing in self._things):
            tools.append(tool_from(self.read_thing))
        return tools

    def switch_thing(self, name: str, *, is_on: bool) -> ToolResult:
        """Switch something in the shop on or off when the customer asks for it.

        Args:
            name: What the customer calls it, such as "light"; a wrong name is answered
                with those that exist.
            is_on: Whether it is to be on afterwards.
        """
        thing = self._called(name)
        if thing.switch is None:
            raise ToolRetry(f"{thing.names[0]} cannot be switched")
        thing.switch(is_on)
        return _result(RoomAnswer("on" if is_on else "off", thing.names))

    def colour_thing(self, name: str, colour: Colour) -> ToolResult:
        """Give a lamp in the shop a colour when the customer asks for it.

        Args:
            name: What the customer calls it; a wrong name is answered with those that
                exist.
            colour: One of the colours there are.
        """
        thing = self._called(name)
        if thing.colour is None:
            raise ToolRetry(f"{thing.names[0]} has no colours")
        thing.colour(colour)
        return _result(RoomAnswer("coloured", thing.names, colour))

    def read_thing(self, name: str) -> ToolResult:
        """Read a sensor in the shop, such as the temperature, when it is asked for.

        Args:
            name: What is measured; a wrong name is answered with those that exist.
        """
        thing = self._called(name)
        if thing.read is None:
            raise ToolRetry(f"{thing.names[0]} cannot be read")
        return _result(RoomAnswer("reading", thing.names, thing.read()))

    def step(self, question: str) -> ToolCall | None:
        """Give what a plain sentence does to a thing; None when it is about none."""
        plain = _plain(_COURTESY.sub(" ", _plain(question)))
        for is_on, pattern in _SWITCH:
            said = re.fullmatch(pattern, plain)
            if said and (thing := self._find(said["name"])) and thing.switch:
                return _call("switch_thing", name=thing.names[0], is_on=is_on)
        said = _COLOUR.fullmatch(plain)
        if said and (thing := self._find(said["name"])) and thing.colour:
            colour = _COLOURS[said["colour"]]
            return _call("colour_thing", name=thing.names[0], colour=colour)
        said = _READ.fullmatch(plain)
        if said and (thing := self._find(said["name"])) and thing.read:
            return _call("read_thing", name=thing.names[0])
        return None

    def _called(self, name: str) -> Thing:
        thing = self._find(name)
        if thing is None:
            known = ", ".join(thing.names[0] for thing in self._things)
            raise ToolRetry(f"there is no {name!r} here, only {known}")
        return thing

    def _find(self, name: str) -> Thing | None:
        wanted = _bare(name)
        for thing in self._things:
            if wanted in map(_bare, thing.names):
                return thing
        return None


def room_words(answer: RoomAnswer, texts: dict[str, str], language: str) -> str:
    """Word what was done."""
    name = answer.names[-1 if language == "en" else 0]
    value = texts.get(f"colour_{answer.value}", answer.value)
    told = texts[f"room_{answer.status}"].format(name=name, value=value)
    return told[0].upper() + told[1:]


def _result(answer: RoomAnswer) -> ToolResult:
    data = {"name": answer.names[0], "status": answer.status, "value": answer.value}
    return ToolResult(data, Finding(value=answer.value or None, record=answer))


def _call(tool: str, **arguments: object) -> ToolCall:
    return ToolCall("", tool, json.dumps(arguments, ensure_ascii=False))


def _bare(name: str) -> str:
    return _ARTICLE.sub("", _plain(name))


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))
