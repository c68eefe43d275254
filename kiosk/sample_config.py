"""Commented files to edit, made from the settings and the policy themselves."""

import ast
import inspect
from itertools import pairwise
from textwrap import fill

from pydantic import BaseModel

from agents import Policy
from kiosk.config import KioskConfig
from kiosk.mistakes import leaves


def sample() -> str:
    """A commented configuration file with every setting at its default."""
    lines = [
        "# The kiosk's configuration. Every line shows a default; to change one, copy",
        "# it without the '# '. `kiosk config` shows what is in effect and why.",
        "# Keep keys out of this file: set OPENAI_API_KEY, or KIOSK_<SECTION>_<KEY>.",
    ]
    meanings = descriptions(KioskConfig)
    section = ""
    for key, info in leaves(KioskConfig):
        table, _, name = key.rpartition(".")
        if table != section:
            section = table
            lines += ["", f"[{section}]"]
        lines += [
            _comment(meanings[key]),
            f"# {name} = {_toml(info.get_default(call_default_factory=True))}",
        ]
    return "\n".join(lines) + "\n"


def policy_text(policy: Policy) -> str:
    """A policy as the commented TOML file it is read from."""
    lines = [
        "# How far the kiosk may go in a negotiation. Name your copy of this file in",
        "# [agents] policy; try it out before: `kiosk debts simulate --policy FILE`.",
    ]
    meanings = descriptions(Policy)
    for name in Policy.model_fields:
        value = _terms(policy) if name == "partial" else getattr(policy, name)
        lines += ["", _comment(meanings[name]), f"{name} = {value}"]
    return "\n".join(lines) + "\n"


def _terms(policy: Policy) -> str:
    terms = (
        f"  {{ from_pct = {term.from_pct}, discount_pct = {term.discount_pct} }},\n"
        for term in policy.partial
    )
    return f"[\n{''.join(terms)}]"


def _comment(text: str) -> str:
    return fill(text, 88, initial_indent="# ", subsequent_indent="# ")


def _toml(value: object) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case list() | tuple():
            return "[" + ", ".join(_toml(item) for item in value) + "]"
        case dict():
            return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
        case _:
            text = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{text}"'


def descriptions(model: type[BaseModel], prefix: str = "") -> dict[str, str]:
    """What every setting means: the string below its field, by dotted key.

    Read from the source when somebody asks; pydantic would do it at every start.
    """
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if issubclass(kind, BaseModel) and kind is not BaseModel:
            found |= {prefix + name: text for name, text in _documented(kind)}
    for name, info in model.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= descriptions(inner, f"{prefix}{name}.")
    return found


def _documented(kind: type[BaseModel]) -> list[tuple[str, str]]:
    (body,) = ast.parse(inspect.getsource(kind)).body
    found: list[tuple[str, str]] = []
    for field, text in pairwise(getattr(body, "body", [])):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(meaning))),
            ):
                found.append((name, " ".join(meaning.split())))
    return found
