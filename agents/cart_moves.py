"""What a sentence asks for the cart, by its words alone, in Spanish and English.

Whether it is really meant for the cart is decided by `CartTalk`, who knows what is in
the cart and what was shown.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

MoveName = Literal["add", "change", "remove", "empty", "show", "order"]


@dataclass(frozen=True, slots=True)
class CartMove:
    """One wish."""

    name: MoveName
    what: str = ""
    """Which product, in the customer's words; empty: the one just spoken of."""
    quantity: int | None = None
    is_explicit: bool = False
    """The cart itself was named."""
    verb: Literal["sure", "take", "want"] = "sure"
    """Who says "take" may mean to see it, and who says "want" more so."""


_CART = (
    r"(?:carrito|carro de (?:la )?compras?|cesta|canasta|pedido|(?:shopping )?cart"
    r"|basket|order)"
)
_MY = r"(?:(?:mi|el|la|tu|su|al|del|lo|my|the|our|your) )*"
_IN_CART = rf"(?: (?:a|al|en|del?|to|in|into|from|off|out of) {_MY}{_CART})"
_BEFORE = (
    r"(?:(?:por favor|please|ok|okay|bueno|vale|entonces|y|and|si|yes|oye|hola|tambien"
    r"|also|me|le|nos|saber|know|puedes|puede|podrias|podria|quiero|quisiera|queria"
    r"|me gustaria|can you|could you|i want to|i'?d like to|i would like to|let's|now"
    r"|ahora) )*"
)
_AFTER = r"(?: (?:por favor|porfa|please|gracias|thanks|tambien|too|as well|entonces))*"
_IT = r"(?:me|te|le|nos)?(?:l[oa]s?)?"
_ADD = rf"(?:(?:agreg|anad|met|ech|apunt)(?:a|e|ar|er|ir|ue)?{_IT}|add|put|throw in)"
_ADD_WITH_CART = rf"(?:sum(?:a|ar){_IT}|pon(?:er|ga)?{_IT}|guarda(?:r)?{_IT})"
_TAKE = (
    rf"(?:pon(?:e|ga)?{_IT}|me (?:l[oa]s? )?llevo|me quedo con|llevo"
    r"|i'?ll (?:take|have)|i will (?:take|have)|l[oa]s? (?:quiero|llevo|compro))"
)
_WANT = r"(?:quiero|quisiera|dame|deme|i want|i'?d like|give me)"
_REMOVE = (
    rf"(?:(?:quit|sac|elimin|borr|retir|remuev|remov)(?:a|e|ar|er)?{_IT}|delete|remove"
    r"|take (?:out|off|away)|drop|(?:ya )?no quiero|i (?:don'?t|do not) want)"
)
_EMPTY = rf"(?:(?:vaci|limpi|borr|elimin)(?:a|ar){_IT}|empty|clear)"
_ALL = r"(?:tod[oa]s?(?: (?:eso|es[oa]s?|l[oa]s?))?|everything|all(?: of (?:it|them))?)"
_SEE = (
    r"(?:que|cual|cuales|cuanto|cuantos|cuantas|what'?s|what|how much|how many|which"
    r"|ver|mira|muestra(?:me)?|ensena(?:me)?|dime|lee(?:me)?|repite(?:me)?|revisa"
    r"|show(?: me)?|list|read|tell me|review|is)"
)
_SO_FAR = (
    r"cuanto (?:va|voy|llevo)(?: (?:ya|hasta ahora|llevando|gastado|en total))?"
    r"|how much so far"
)
_HOW_MUCH = (
    r"(?:y )?cuanto (?:es|seria|suma|sale|sera|cuesta) (?:todo|el total|en total)"
    r"(?: (?:eso|esto))?|(?:y )?(?:el|mi) total|total|que (?:llevo|he pedido)"
    r"|how much is (?:it|that|everything)(?: (?:so far|all together"
    r"|altogether|in total))?|what'?s (?:the|my) total"
)
_DONE = (
    r"pagar(?:l[oa]s?)?(?: tod[oa]s?)?|pago(?: tod[oa]s?)?|pasar por caja|eso es todo"
    r"|es todo|nada mas|(?:l[oa]s? )?compro(?: tod[oa]s?)?|me l[oa]s? llevo tod[oa]s?"
    r"|(?:hacer|cerrar|finalizar|terminar|confirmar)(?: (?:la|mi))? compra"
    r"|check ?out|pay|buy (?:it|them|everything)|that'?s (?:all|it)|order (?:it|them)"
)
_ORDER = (
    rf"(?:hacer|haz|cerrar|cierra|finalizar|finaliza|terminar|confirmar|confirma"
    rf"|realizar|enviar|tramitar|pagar|place|make|finish|complete|confirm|pay)"
    rf"(?: (?:un|an?))? {_MY}{_CART}"
)
_CHANGE = (
    r"(?:que sean|mejor|dejal[oa]s? en|cambial[oa]s? (?:a|por)|make (?:it|that|them)"
    r"|change (?:it|that|them) to|solo|only|just)"
)
_TO = r"(?:a|por|en|to)"
_WHAT = r"(?: (?:tambien|also))?(?: (?P<what>.+?))??"

_NUMBERS = {
    word: number
    for number, words in enumerate(
        "un uno una one|dos two|tres three|cuatro four|cinco five|seis six|siete seven"
        "|ocho eight|nueve nine|diez ten|once eleven|doce twelve".split("|"),
        1,
    )
    for word in words.split()
}
_SETS = {
    r"(?:un par|a couple)(?: de| of)?": 2,
    r"media docena(?: de)?|half a dozen(?: of)?": 6,
    r"(?:una |a )?(?:docena|dozen)(?: de| of)?": 12,
}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_PIECES = r"(?: (?:unidades|piezas|pieces|units)(?: de| of)?)?"


def move_in(text: str) -> CartMove | None:
    """The wish a whole sentence expresses; None when it has no such form."""
    heard = plain(text)
    for form, name in _forms():
        match = form.fullmatch(heard)
        if match is not None:
            return _move(name, match)
    return None


def plain(text: str) -> str:
    """Small letters without accents and signs, words apart by one blank."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    letters = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w'\".,/+%-]|[.,](?!\d)", " ", letters).split())


def quantity_in(what: str) -> tuple[int | None, str]:
    """Take a number of pieces from the beginning of what is wanted."""
    for pattern, number in _SETS.items():
        match = re.match(rf"(?:{pattern})(?= |$)", what)
        if match:
            return number, what[match.end() :].strip()
    match = re.match(rf"({_COUNT}){_PIECES}(?= |$)", what)
    if match is None:
        return None, what
    word = match.group(1)
    rest = what[match.end() :].strip()
    is_article = word in ("un", "una", "uno", "one")
    if is_article and rest and not re.match(r"(?:de|del|of|mas|more)\b", rest):
        return None, what
    return int(word) if word.isdigit() else _NUMBERS[word], rest


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a wish looks like, the surest first; made when first needed."""
    cart = rf"(?P<cart>{_IN_CART})"
    count = rf"(?P<count>{_COUNT})"
    of_them = r"(?: de es[oa]s?| of (?:them|those))?"
    return (
        (_form(rf"{_EMPTY}(?: {_ALL})? {_MY}{_CART}"), "empty cart"),
        (_form(rf"{_REMOVE} {_ALL}{cart}?"), "empty"),
        (_form(r"vacial[oa]"), "empty"),
        (_form(_ORDER), "order cart"),
        (_form(rf"(?:{_DONE})"), "order"),
        (_form(rf"(?:{_SO_FAR})"), "show cart"),
        (_form(rf"(?:{_HOW_MUCH}){cart}?"), "show"),
        (_form(rf"{_MY}{_CART}"), "show cart"),
        (_form(rf"{_SEE}{_WHAT}(?:{_IN_CART}| {_MY}{_CART})"), "show cart"),
        (_form(rf"{_CHANGE} {count}{of_them}"), "change"),
        (_form(rf"(?:cambia|change|deja|make){_WHAT} {_TO} {count}"), "change"),
        (_form(rf"{_REMOVE}{_WHAT}{cart}?"), "remove"),
        (_form(rf"(?:{_ADD}|{_ADD_WITH_CART}){_WHAT}{cart}"), "add cart"),
        (_form(rf"(?:{_ADD}|{_ADD_WITH_CART}){cart}{_WHAT}"), "add cart"),
        (_form(rf"(?P<what>{_COUNT} (?:mas|more))"), "add"),
        (_form(rf"{_ADD}{_WHAT}"), "add"),
        (_form(rf"{_TAKE}{_WHAT}"), "take"),
        (_form(rf"{_WANT}{_WHAT}"), "want"),
    )


def _form(middle: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + middle + _AFTER)


def _move(name: str, match: re.Match[str]) -> CartMove:
    said = match.groupdict()
    wish, _, cart = name.partition(" ")
    quantity, what = quantity_in((said.get("what") or "").strip())
    if said.get("count"):
        quantity, _ = quantity_in(said["count"])
    is_explicit = bool(cart or said.get("cart"))
    if wish in ("take", "want"):
        return CartMove("add", what, quantity, is_explicit, cast(Any, wish))
    return CartMove(cast(Any, wish), what, quantity, is_explicit)
