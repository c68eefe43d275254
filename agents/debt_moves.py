"""What a customer wants done, decided by rule from a sentence and its scene.

Each rule looks at one kind of wish and gives the move it sees, or None. Their order in
`move_in` is their precedence: what names an amount comes before what does not.
"""

import re

from agents import debt_phrases as say
from agents import debt_plan_phrases as parts
from agents.debt_answer import decimal_string
from agents.debt_heard import AMOUNT, SHARE, Heard, hear
from agents.debt_plan_moves import plan_named, plan_wished
from agents.debt_scene import (
    PLAN_TOPICS,
    Move,
    Scene,
    amounts_said,
    cents_of,
    has,
    has_figures,
    with_amount,
)
from agents.language import language_of
from agents.negotiation import price_at


def move_in(heard: Heard, scene: Scene) -> Move | None:
    """The customer's wish; None when no rule sees one."""
    rules = (
        _options,
        _partial,
        plan_named,
        _discount_named,
        _counter,
        _strong_accept,
        _better,
        _terms,
        _list,
        plan_wished,
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
    is_no = has(say.NEGATION, heard) or has(say.ABOUT_ACCEPTING, heard)
    return rest != heard.text and not left and not is_no


_BESIDE_YES = frozenset(
    "que por favor pues muy todo eso esa lo la el entonces con gracias oferta usted y"
    " plan"
    " trato acuerdo precio please then that it offer thanks thank you and the plan i"
    " quiero gustaria want would like so do ese es is voy asi yo tomo precio hoy ahora"
    " your want to i'd works for me you've you got yourself hable mas se".split()
)


def _options(heard: Heard, scene: Scene) -> Move | None:
    """Also what accepting would mean: it is told what there is to accept."""
    is_asked = has(say.OPTIONS, heard)
    if scene.debt is not None and not has(say.NEGATION, heard):
        is_asked = is_asked or has(say.ABOUT_ACCEPTING, heard)
    return Move("options") if is_asked and not has_figures(heard) else None


def _partial(heard: Heard, scene: Scene) -> Move | None:
    """A part now: said so, or a share, or paid "now" while no price is discussed."""
    marks = heard.marks(f"{AMOUNT}|{SHARE}")
    says_part = has(parts.PARTIAL, heard)
    if not marks:
        wants_part = says_part and re.search(
            r"\b(parte|parcial|part|partial)", heard.text
        )
        return Move("clarify", {"about": "how_much_now"}) if wants_part else None
    if has(say.DISCOUNT, heard) or parts.MONTHLY.search(heard.text):
        return None
    is_all = has(say.SETTLES, heard)
    has_money = has(say.PAYS, heard) or re.search(r"\b(tengo|con|have)\b", heard.text)
    is_now = has(say.NOW, heard) and not is_all
    is_now = is_now and (bool(has_money) or not scene.is_offer)
    is_share_paid = marks[-1][1] in "pf" and not has(say.OFFERS, heard)
    is_price = scene.is_offer and cents_of(heard, marks[-1], scene) >= scene.floor_cents
    is_haggling = has(say.WHOLE_PRICE, heard) or (
        scene.is_offer and has(say.OFFERS, heard)
    )
    if says_part or ((is_now or is_share_paid) and not (is_price or is_haggling)):
        return with_amount("partial_payment", heard, marks, scene)
    return None


_GRANTS = re.compile(
    r"\b(?:me|nos) (?:hac|hag|da|de|dej|conced|ofrec|ofrez)\w* .*#p"
    r"|\bgive me (?:an? )?#p"
)
"""As in "si me haces un diez por ciento"."""


def _discount_named(heard: Heard, scene: Scene) -> Move | None:
    """A discount that the customer names is the price that it leaves."""
    is_granted = _GRANTS.search(heard.text) and not has(say.PAYS, heard)
    if not (has(say.DISCOUNT, heard) or is_granted) or not scene.total_cents:
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
    off = cents_of(heard, next(g for g in named.groups() if g), scene)
    base = scene.total_cents
    if scene.price_cents and re.search(r"\b(mas|otros|another|more)\b", heard.text):
        base = scene.price_cents
    return _counter_at(base - off) if 0 < off < base else None


def _counter(heard: Heard, scene: Scene) -> Move | None:
    """A price for all of it."""
    marks = heard.marks(f"{AMOUNT}|{SHARE}")
    if not marks:
        is_offered = has(say.NO_FIGURE_OFFERED, heard)
        return Move("counter_offer", {"amount": heard.text}) if is_offered else None
    accepts = has(say.ACCEPT, heard)
    if accepts and cents_of(heard, marks[-1], scene) == scene.price_cents:
        return Move("accept")
    is_all = has(say.WHOLE_PRICE, heard) or has(say.SETTLES, heard)
    if scene.topic == "partial_payment" and not (accepts or is_all):
        return None
    if accepts or has(say.OFFERS, heard) or has(say.SETTLES, heard):
        return with_amount("counter_offer", heard, marks, scene)
    if has(say.PAYS, heard):
        is_certain = scene.is_offer
        return with_amount("counter_offer", heard, marks, scene, is_certain=is_certain)
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
    is_asked = has(say.ABOUT_ACCEPTING, heard)
    if has_figures(heard) or is_asked or (is_conditional and has(say.BETTER, heard)):
        return None
    clauses = [c for c in heard.text.split(",") if STRONG_ACCEPT.search(c)]
    is_said = any(not say.NEGATION.search(c) for c in clauses)
    return Move("accept") if is_said else None


def _better(heard: Heard, scene: Scene) -> Move | None:
    if not has(say.BETTER, heard) or has_figures(heard):
        return None
    is_plan = has(parts.PROPOSE, heard) or re.search(
        r"\b(meses|cuota|months)", heard.text
    )
    is_plan_topic = scene.topic in PLAN_TOPICS and not has(say.IMMEDIATE, heard)
    if is_plan or is_plan_topic:
        return Move("propose_plan", is_certain=False)
    if scene.price_cents is None:
        return Move("immediate_offer")
    return Move("better_offer")


def _terms(heard: Heard, _: Scene) -> Move | None:
    is_asked = has(say.TERMS, heard) and not has_figures(heard)
    is_longest = has(parts.LONGEST, heard) and has(parts.PROPOSE, heard)
    return Move("limits") if is_asked and not is_longest else None


def _list(heard: Heard, _: Scene) -> Move | None:
    if not has(say.LIST, heard) or has_figures(heard):
        return None
    pays = re.search(r"(debo|que) (pagar|dar|abonar)", heard.text)
    elsewhere = (say.NOW, parts.PROPOSE, say.SETTLES, say.ALL_OF_IT)
    if pays and any(has(pattern, heard) for pattern in elsewhere):
        return None
    return Move("list_debts")


_IF_PAID = re.compile(
    r"\bsi (?:\w+ ){0,2}(?:pago|cancelo|liquido)\b.*\b(?:que|cuanto|cual|me)\b"
)
"""A condition that asks what it would earn: no acceptance."""


def _weak_accept(heard: Heard, _: Scene) -> Move | None:
    """An acceptance in other words, clause by clause: a "no" beside it undoes it."""
    clauses = [c for c in heard.text.split(",") if say.ACCEPT.search(c)]
    if not clauses or has_figures(heard):
        return None
    if all(say.NEGATION.search(clause) for clause in clauses):
        return Move("decline")
    is_asked = (
        _ASKS.match(heard.text)
        or _IF_PAID.search(heard.text)
        or has(say.ABOUT_ACCEPTING, heard)
    )
    is_but = re.search(r"\b(pero|but)\b", heard.text) and has(say.IMMEDIATE, heard)
    if is_asked or is_but:
        return None
    return Move("accept")


_ASKS = re.compile(
    r"\b(?:cuanto|cual|que (?:precio|importe|oferta|descuento|rebaja)|how much|what)\b"
)


def _immediate(heard: Heard, scene: Scene) -> Move | None:
    if has_figures(heard):
        return None
    is_now = has(say.NOW, heard)
    wants = (
        has(say.IMMEDIATE, heard)
        or (has(say.ALL_OF_IT, heard) and (is_now or has(say.PAYS, heard)))
        or (scene.debt is not None and is_now and _ASKS.search(heard.text) is not None)
    )
    return Move("immediate_offer") if wants else None


def _decline(heard: Heard, _: Scene) -> Move | None:
    if has_figures(heard):
        return None
    says_no = has(say.DECLINE, heard) or re.match(r"no\b", heard.text)
    return Move("decline", is_certain=False) if says_no else None


def _bare_amount(heard: Heard, scene: Scene) -> Move | None:
    """A figure alone means what was talked about before it."""
    marks = heard.marks(f"{AMOUNT}|{SHARE}")
    if not marks:
        return None
    if scene.topic == "partial_payment":
        name = "partial_payment"
    elif scene.is_offer or cents_of(heard, marks[-1], scene) * 2 >= scene.total_cents:
        name = "counter_offer"
    else:
        about = {"about": "what_for", **amounts_said(heard, marks, scene)}
        return Move("clarify", about, is_certain=False)
    return with_amount(name, heard, marks, scene, is_certain=False)


def _yes(heard: Heard, scene: Scene) -> Move | None:
    """A bare yes takes what was offered last."""
    if not _is_only_yes(heard):
        return None
    if scene.is_offer or scene.can_agree_plan:
        return Move("accept", is_certain=False)
    return Move("clarify", {"about": "yes_to_what"}, is_certain=False)


def _counter_at(cents: int) -> Move:
    return Move("counter_offer", {"amount": decimal_string(cents)})
