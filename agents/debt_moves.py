"""What a customer wants done, decided by rule from a sentence and its scene.

Each rule looks at one kind of wish and gives the move it sees, or None. Their order in
`move_in` is their precedence: what names an amount comes before what does not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from agents import debt_phrases as say
from agents.debt_answer import decimal_string
from agents.debt_heard import AMOUNT, MONTHS, SHARE, Heard, hear
from agents.language import language_of
from agents.negotiation import half_up, price_at
from agents.plans import share_of
from catalog import Debt

_LONGEST_UNNAMED = 60
"""Up to here a bare number may be months."""
OFFER_TOPICS = ("immediate_offer", "better_offer", "counter_offer", "accept")
PLAN_TOPICS = ("plan", "propose_plan")


@dataclass(frozen=True, slots=True)
class Move:
    """One tool with its arguments, or a way to go on talking.

    Beside the tools there are `options`, `decline`, `clarify` and `confirm`.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    is_certain: bool = True
    """The words say so by themselves; False when only the scene does."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the talk stands when a sentence arrives."""

    debt: Debt | None = None
    """The debt talked about."""
    topic: str | None = None
    """The tool that last worked with it."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What that tool was given."""
    price_cents: int | None = None
    """The standing offer, once said."""
    floor_cents: int = 0
    """The lowest price that can be reached."""
    can_agree_plan: bool = False
    """A plan was worked out last, and may be agreed to."""

    @property
    def total_cents(self) -> int:
        """The debt's total, 0 without one."""
        return self.debt.total_cents if self.debt else 0

    @property
    def is_offer(self) -> bool:
        """Paying at once is what was last talked about."""
        return self.topic in OFFER_TOPICS


def move_in(heard: Heard, scene: Scene) -> Move | None:
    """The customer's wish; None when no rule sees one."""
    rules = (
        _options,
        _partial,
        _plan,
        _discount_named,
        _counter,
        _strong_accept,
        _better,
        _terms,
        _list,
        _plan_wish,
        _weak_accept,
        _immediate,
        _decline,
        _bare_amount,
        _yes,
    )
    for rule in rules:
        move = rule(heard, scene)
        if move is not None:
            return move
    return None


def says_yes(words: str) -> bool:
    """Whether a customer's words are a plain yes and nothing else."""
    return "?" not in words and _is_only_yes(hear(words, language_of(words)))


def _is_only_yes(heard: Heard) -> bool:
    """As in "sí, por favor"; "si no pago" is another "si"."""
    rest = say.YES.sub(" ", say.ACCEPT.sub(" ", heard.text))
    left = set(re.findall(r"[a-z0-9#']+", rest)) - _BESIDE_YES
    return bool(heard.text) and rest != heard.text and not left


_BESIDE_YES = frozenset(
    "que por favor pues muy todo eso esa lo la el entonces con gracias oferta usted y"
    " plan"
    " trato acuerdo precio please then that it offer thanks thank you and the plan i"
    " quiero gustaria want would like so do ese es is".split()
)


def _options(heard: Heard, _: Scene) -> Move | None:
    return Move("options") if _has(say.OPTIONS, heard) and not _figures(heard) else None


def _partial(heard: Heard, scene: Scene) -> Move | None:
    """A part now: said so, or a share, or paid "now" while no price is discussed."""
    marks = heard.marks(f"{AMOUNT}|{SHARE}")
    says_part = _has(say.PARTIAL, heard)
    if not marks:
        wants_part = says_part and re.search(
            r"\b(parte|parcial|part|partial)", heard.text
        )
        return Move("clarify", {"about": "how_much_now"}) if wants_part else None
    if _has(say.DISCOUNT, heard) or say.MONTHLY.search(heard.text):
        return None
    is_all = _has(say.SETTLES, heard)
    has_money = _has(say.PAYS, heard) or re.search(r"\b(tengo|con|have)\b", heard.text)
    is_now = _has(say.NOW, heard) and bool(has_money) and not is_all
    is_share_paid = marks[-1][1] in "pf" and not _has(say.OFFERS, heard)
    is_price = scene.is_offer and _cents(heard, marks[-1], scene) >= scene.floor_cents
    is_haggling = _has(say.WHOLE_PRICE, heard) or (
        scene.is_offer and _has(say.OFFERS, heard)
    )
    if says_part or ((is_now or is_share_paid) and not (is_price or is_haggling)):
        return _with_amount("partial_payment", heard, marks, scene)
    return None


def _plan(heard: Heard, scene: Scene) -> Move | None:
    """Months, an amount a month, or both."""
    monthly = say.MONTHLY.search(heard.text)
    months = heard.marks(MONTHS)
    if monthly is None and not months:
        return _plan_in(heard) or _plan_by_context(heard, scene)
    arguments: dict[str, Any] = {}
    if months:
        arguments["months"] = _months(heard, months[-1])
    if monthly:
        mark = next(g for g in monthly.groups() if g and g[1] in "nm")
        value = _value(heard, mark, scene)
        if isinstance(value, Move):
            return value
        arguments["monthly"] = value
        if arguments.get("months") == 1:  # "una cuota de trescientos"
            del arguments["months"]
    return Move("plan", arguments)


def _plan_in(heard: Heard) -> Move | None:
    """As in "páguela en doce", "en cuatro veces": months that are not named."""
    number = re.search(r"\b(?:en|in|over|into) (#n\d+)$", heard.text)
    times = re.search(r"(#n\d+) (?:veces|partes|times|parts)\b", heard.text)
    found = number or times
    if found is None or abs(heard.amount(found[1]).value) > _LONGEST_UNNAMED:
        return None
    return Move("plan", {"months": _months(heard, found[1])})


def _plan_by_context(heard: Heard, scene: Scene) -> Move | None:
    """While plans are discussed, "¿y en ocho?" is months and "¿y quinientos?" money."""
    marks = heard.marks(AMOUNT)
    if scene.topic not in PLAN_TOPICS or len(marks) != 1 or scene.debt is None:
        return None
    if _has(say.OFFERS, heard) and not _has(say.PAYS, heard) and not _is_bare(heard):
        return None
    if _has(say.NOW, heard) or _has(say.DISCOUNT, heard) or _has(say.PARTIAL, heard):
        return None
    amount = heard.amount(marks[0])
    is_small = abs(amount.value) <= _LONGEST_UNNAMED
    is_small = is_small and abs(amount.value) * 100 < scene.debt.min_payment_cents
    was_amount = scene.arguments.get("monthly") and not scene.arguments.get("months")
    if was_amount and not re.search(r"\b(en|in|over|into) #n", heard.text):
        is_small = False
    if amount.unit == "number" and is_small:
        return Move("plan", {"months": _months(heard, marks[0])}, is_certain=False)
    value = _value(heard, marks[0], scene)
    return (
        value
        if isinstance(value, Move)
        else Move("plan", {"monthly": value}, is_certain=False)
    )


def _discount_named(heard: Heard, scene: Scene) -> Move | None:
    """A discount that the customer names is the price that it leaves."""
    if not _has(say.DISCOUNT, heard) or not scene.total_cents:
        return None
    shares = heard.marks(SHARE)
    if shares:
        share = heard.amount(shares[-1])
        pct = share.value * (100 if share.unit == "fraction" else 1)
        if not 0 < pct < 100:
            return None
        return _counter_at(price_at(scene.total_cents, pct))
    named = re.search(
        rf"(?:rebaj|descuent|descont|quit|baj|knock|take)\w* "
        rf"(?:otros |unos |me |another )*({AMOUNT})"
        rf"|({AMOUNT}) (?:mas )?(?:de (?:descuento|rebaja)|menos|off|less)"
        rf"|(?:descuento|rebaja|discount|reduction) (?:de|of) ({AMOUNT})",
        heard.text,
    )
    if named is None:
        return None
    off = _cents(heard, next(g for g in named.groups() if g), scene)
    base = scene.total_cents
    if scene.price_cents and re.search(r"\b(mas|otros|another|more)\b", heard.text):
        base = scene.price_cents
    return _counter_at(base - off) if 0 < off < base else None


def _counter(heard: Heard, scene: Scene) -> Move | None:
    """A price for all of it."""
    marks = heard.marks(f"{AMOUNT}|{SHARE}")
    if not marks:
        if _has(say.NOT_A_FIGURE, heard) and _has(say.OFFERS, heard):
            return Move("counter_offer", {"amount": heard.text})
        return None
    accepts = _has(say.ACCEPT, heard)
    if accepts and _cents(heard, marks[-1], scene) == scene.price_cents:
        return Move("accept")
    is_all = _has(say.WHOLE_PRICE, heard) or _has(say.SETTLES, heard)
    if scene.topic == "partial_payment" and not (accepts or is_all):
        return None
    if accepts or _has(say.OFFERS, heard) or _has(say.SETTLES, heard):
        return _with_amount("counter_offer", heard, marks, scene)
    if _has(say.PAYS, heard):
        is_certain = scene.is_offer
        return _with_amount("counter_offer", heard, marks, scene, is_certain=is_certain)
    return None


STRONG_ACCEPT = re.compile(
    r"\b(acept(o|amos|ada|ado)|trato hecho|cerramos|cierro|lo tomo|la tomo|firmo"
    r"|me (la|lo) quedo|i(?:'ll| will)? accept|accepted|i'll take"
    r"|(?<!the )(?<!better )deal|confirmo)\b"
)
"""What leaves no doubt."""


def _strong_accept(heard: Heard, _: Scene) -> Move | None:
    """The customer's own "acepto", unless it hangs on a condition."""
    is_conditional = re.search(r"\b(pero|si me|si nos|if|but|aunque)\b", heard.text)
    if _figures(heard) or (is_conditional and _has(say.BETTER, heard)):
        return None
    clauses = [c for c in heard.text.split(",") if STRONG_ACCEPT.search(c)]
    is_said = any(not say.NEGATION.search(c) for c in clauses)
    return Move("accept") if is_said else None


def _better(heard: Heard, scene: Scene) -> Move | None:
    if not _has(say.BETTER, heard) or _figures(heard):
        return None
    is_plan = _has(say.PROPOSE, heard) or re.search(
        r"\b(meses|cuota|months)", heard.text
    )
    is_plan_topic = scene.topic in PLAN_TOPICS and not _has(say.IMMEDIATE, heard)
    if is_plan or is_plan_topic:
        return Move("propose_plan", is_certain=False)
    if scene.price_cents is None:
        return Move("immediate_offer")
    return Move("better_offer")


def _terms(heard: Heard, _: Scene) -> Move | None:
    is_asked = _has(say.TERMS, heard) and not _figures(heard)
    return Move("limits") if is_asked else None


def _list(heard: Heard, _: Scene) -> Move | None:
    if not _has(say.LIST, heard) or _figures(heard):
        return None
    pays = re.search(r"(debo|que) (pagar|dar|abonar)", heard.text)
    elsewhere = (say.NOW, say.PROPOSE, say.SETTLES, say.ALL_OF_IT)
    if pays and any(_has(pattern, heard) for pattern in elsewhere):
        return None
    return Move("list_debts")


def _plan_wish(heard: Heard, scene: Scene) -> Move | None:
    """A plan without figures: the one the shop proposes."""
    if _figures(heard) or re.search(r"\b(contado|in full)\b", heard.text):
        return None
    says_months = re.search(r"\b(meses|mes|mensual\w*|month\w*|plazos?)\b", heard.text)
    is_least = re.search(r"\b(minim[oa]|minimum)\b", heard.text)
    if scene.debt and is_least and says_months:
        return Move("plan", {"monthly": decimal_string(scene.debt.min_payment_cents)})
    is_longest = says_months and _has(say.LONGEST, heard)
    if is_longest or _CANNOT_AT_ONCE.search(heard.text):
        return Move("propose_plan")
    is_at_once = re.search(r"\bde una vez\b", heard.text)
    wants = _has(say.PROPOSE, heard) and not is_at_once
    return Move("propose_plan") if wants else None


_CANNOT_AT_ONCE = re.compile(
    r"\b(?:no (?:lo |la )?(?:puedo|podria|tengo)|can't|cannot|can not|couldn't)\b.*"
    r"\b(?:todo|tanto|de una vez|de golpe|entera?|completa|at once|in full|all"
    r"|in one go)\b"
)


def _weak_accept(heard: Heard, _: Scene) -> Move | None:
    """An acceptance in other words, clause by clause: a "no" beside it undoes it."""
    clauses = [c for c in heard.text.split(",") if say.ACCEPT.search(c)]
    if not clauses or _figures(heard):
        return None
    if all(say.NEGATION.search(clause) for clause in clauses):
        return Move("decline")
    if re.search(r"\b(pero|but)\b", heard.text) and _has(say.IMMEDIATE, heard):
        return None
    return Move("accept")


def _immediate(heard: Heard, _: Scene) -> Move | None:
    if _figures(heard):
        return None
    wants = _has(say.IMMEDIATE, heard) or (
        _has(say.ALL_OF_IT, heard) and _has(say.PAYS, heard)
    )
    return Move("immediate_offer") if wants else None


def _decline(heard: Heard, _: Scene) -> Move | None:
    if _figures(heard):
        return None
    says_no = _has(say.DECLINE, heard) or re.match(r"no\b", heard.text)
    return Move("decline", is_certain=False) if says_no else None


def _bare_amount(heard: Heard, scene: Scene) -> Move | None:
    """A figure alone means what was talked about before it."""
    marks = heard.marks(f"{AMOUNT}|{SHARE}")
    if not marks:
        return None
    if scene.topic == "partial_payment":
        name = "partial_payment"
    elif scene.is_offer or _cents(heard, marks[-1], scene) * 2 >= scene.total_cents:
        name = "counter_offer"
    else:
        about = {"about": "what_for", **_said(heard, marks, scene)}
        return Move("clarify", about, is_certain=False)
    return _with_amount(name, heard, marks, scene, is_certain=False)


def _yes(heard: Heard, scene: Scene) -> Move | None:
    """A bare yes takes what was offered last."""
    if not _is_only_yes(heard):
        return None
    if scene.is_offer or scene.can_agree_plan:
        return Move("accept", is_certain=False)
    return Move("clarify", {"about": "yes_to_what"}, is_certain=False)


def _with_amount(
    name: str, heard: Heard, marks: list[str], scene: Scene, *, is_certain: bool = True
) -> Move:
    if len(marks) > 1 and len({_cents(heard, m, scene) for m in marks}) > 1:
        return Move("clarify", {"about": "which_amount", **_said(heard, marks, scene)})
    value = _value(heard, marks[-1], scene)
    if isinstance(value, Move):
        return value
    return Move(name, {"amount": value}, is_certain)


def _value(heard: Heard, mark: str, scene: Scene) -> str | Move:
    """An amount as a decimal string; a question back when two readings are possible."""
    amount = heard.amount(mark)
    if amount.unit in ("percent", "fraction"):
        cents = _cents(heard, mark, scene)
        return decimal_string(cents) if cents >= 0 else str(amount.value)
    possible = [v for v in amount.readings if _is_plausible(v, scene)]
    if len(possible) > 1:
        amounts = [format(v, ".2f") for v in possible]
        return Move("clarify", {"about": "which_amount", "amounts": amounts})
    return format(possible[0] if possible else amount.value, "f")


def _cents(heard: Heard, mark: str, scene: Scene) -> int:
    """Cents of an amount or of a share of the debt."""
    amount = heard.amount(mark)
    if amount.unit not in ("percent", "fraction"):
        return int((amount.value * 100).to_integral_value())
    pct = amount.value * (100 if amount.unit == "fraction" else 1)
    if pct in (50, 75):
        return share_of(scene.total_cents, pct)
    part, scale = pct.as_integer_ratio()
    sign = -1 if part < 0 else 1
    return sign * half_up(scene.total_cents * abs(part), 100 * scale)


def _is_plausible(value: Decimal, scene: Scene) -> bool:
    return scene.total_cents <= value * 2000 and value * 100 <= scene.total_cents


def _months(heard: Heard, mark: str) -> int | float:
    value = heard.amount(mark).value
    return int(value) if value == value.to_integral_value() else float(value)


def _counter_at(cents: int) -> Move:
    return Move("counter_offer", {"amount": decimal_string(cents)})


def _said(heard: Heard, marks: list[str], scene: Scene) -> dict[str, Any]:
    cents = (_cents(heard, mark, scene) for mark in marks)
    return {"amounts": [decimal_string(c) for c in cents if c > 0]}


def _figures(heard: Heard) -> bool:
    return bool(heard.marks(f"{AMOUNT}|{SHARE}|{MONTHS}"))


def _is_bare(heard: Heard) -> bool:
    return len(heard.text.split()) <= 3


def _has(pattern: re.Pattern[str], heard: Heard) -> bool:
    return pattern.search(heard.text) is not None
