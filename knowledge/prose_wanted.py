"""What kind of thing a question asks for, and how to see that a sentence holds it."""

import re

from knowledge.clock import is_closed
from knowledge.days import days_named
from knowledge.words import fold, is_vague, stem_set, stems_of, told_words, words_of

_AMOUNT = (
    r"\d\s*(?:€|euros?|eur|soles|s/|\$|£|pen\b|usd|%|dolares|centimos|cents?|p\b)"
    r"|(?:€|s/\.?|\$|£)\s*\d"
    r"|\((?:€|euros?|eur|s/\.?|soles|\$|£|usd|pen)\):?\s*\d"
    r"|(?:precio|tarifa|importe|price|fare|fee)s?[^:;]*: ?\d"
)
_MONEY = _AMOUNT + r"|grati|free|sin cost[eo]"
_TIME = r"\b\d{1,2}(?:[:.h]\d{2}|\s*(?:h|am|pm|a\.m|p\.m|horas))"
_FEW = (
    r"un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|one|two|three|four|five"
)
_DATE_ASKED = r"^\W*(?:cuando|when|que dia|en que fecha|what date|which day)\b"
_WANTED = (
    (
        r"\bcuanto (?:cuesta[n]?|vale[n]?|es el precio|cobran|hay que pagar|sale"
        r"|se paga|pago)|\bprecio|\bcoste"
        r"|\bhow much (?:is|are|does|do)"
        r"|\bprice|\bfee\b|\bcost\b",
        _MONEY,
    ),
    (
        r"\bcuanto (?:(?:hay|tengo) que|debo) (?:gastar|comprar)"
        r"|\b(?:a partir de|desde|de) (?:que|cuanto) (?:importe|compra|dinero)",
        _AMOUNT,
    ),
    (
        r"\bcada cuanto|\bcon que frecuencia|\bhow often",
        r"\b(?:cada|every) (?:\d|hora|media|hour|half)|\bdiari|\bdaily",
    ),
    (r"\ba que hora|\bque horario|\bwhat time", _TIME),
    (r"\bcuant[oa]s\b|\bhow many", rf"\d|\b(?:{_FEW})\b"),
    (
        r"\bcuanto (?:se )?(?:dura|tarda)|\bhow long",
        rf"(?:\d|\b(?:{_FEW})\b|media)[^.]{{0,12}}"
        r"(?:minut|hora|dia|semana|mes|ano|\bh\b|\bmin|hour|day|week|month|year)"
        r"|(?:horas|dias|meses|anos|hours|days|months|years)[^.;]{0,14}\d"
        r"|inmediat|en el acto|immediate",
    ),
    (
        r"\bcuanto tiempo|\bplazo\b|\bcuanto tengo"
        r"|\bhasta cuando",
        rf"\d|\b(?:{_FEW}|inmediat\w+)\b",
    ),
    (
        _DATE_ASKED,
        r"\d|lunes|martes|miercoles|jueves|viernes|sabado|domingo|day\b|dia\b|semana",
    ),
    (
        r"\btelefono\b(?: llamo)?|\b(?:tele)?phone number\b|\bque numero"
        r" (?:llamo|tengo)"
        r"|\bnumero de telefono",
        r"\+?\d[\d\s.-]{6,}",
    ),
    (
        r"\b(?:donde|where) (?:esta[n]?|queda[n]?|se encuentra|is|are|encuentro|es|son"
        r"|toca|sera)\b"
        r"|\bdireccion\b|\baddress\b",
        r"\b(?:avenida|av\.?|avda|calle|c/|plaza|paseo|carretera|km|jiron|jr"
        r"|planta|piso"
        r"|square|park|hall|garden|bridge|plaza|parque|pabellon|recinto|salon|teatro"
        r"|sala|centro|venue|lugar|oficina|ayuntamiento"
        r"|junto|frente|esquina|entrada|situad\w+|ubicad\w+|encuentra|esta[n]? en"
        r"|street|floor|next to|located|near|road|behind|opposite)\b",
    ),
    (r"\bcorreo|\be-?mail", r"@"),
    (r"\bpagina web|\bwebsite|\bla web", r"www|https?:|\.(?:com|es|org|pe)\b"),
)
_ASKS_WHAT = re.compile(
    r"\b(?:qué|cuál(?:es)?|cuánt[oa]s?|dónde|cuándo|cómo|quién(?:es)?|what"
    r"|which|how|when"
    r"|where|who|why)\b"
    r"|^\W*(?:(?:y|a|de|en|por|para|con|hasta|desde|hacia|sobre) )?"
    r"(?:que|cual(?:es)?|cuant[oa]s?|donde|cuando|como|quien(?:es)?|dime"
    r"|dame|horario)\b"
)
_VERB = re.compile(
    r"\b(?:puedo|puede[ns]?|podria|podemos|es|son|esta[n]?|hay|tiene[ns]?|aceptan?"
    r"|admiten?|permiten?|ofrecen?|incluyen?|incluye|cubren?|hace[ns]?|abren?|cierran?"
    r"|existe[n]?|venden?|necesito|hace falta|tengo|debo|vale[n]?|cobran?|devuelven?"
    r"|entregan?|envian?|sirven?|se \w+[ae]n?|can|do|does|is|are|may|could|will|must"
    r"|should|did|have|has)\b"
)
_DENIAL = re.compile(
    r"\b(?:no|nunca|tampoco|ningun[oa]?|prohibid[oa]s?|prohibe[n]?|excluid[oa]s?"
    r"|not|never|cannot|excluded|prohibited|forbidden)\b"
)
_LACKING = re.compile(r"\b(?:sin|without)\b")
_NEEDED = re.compile(
    r"\b(?:imprescindible|obligatori\w+|necesari\w+|deben?|hay que|required?|must"
    r"|needs?|mandatory)\b"
)
_COMPARED = re.compile(
    r"\b(?:menores?|mayores?|mas|menos|hasta|partir|under|over|up to|least|minim\w+"
    r"|maxim\w+)\b.{0,12}\d"
)
_FORBIDS = re.compile(r"\b(?:prohibid[oa]s?|prohibe[n]?|prohibited|forbidden)\b")
_EXCEPT = re.compile(r"\b(?:excepto|salvo|menos|except|excluding|but not)\b")


def holds_what_is_asked(question: str, sentence: str) -> bool:
    """Tell whether the sentence has the amount, time, address … that is asked for."""
    asked, told = fold(question), fold(sentence)
    return all(
        re.search(needed, told)
        for pattern, needed in _WANTED
        if re.search(pattern, asked)
    )


def words_answered(question: str, sentence: str) -> frozenset[str]:
    """Give the words of the question that only name the kind of thing found."""
    asked, told = fold(question), fold(sentence)
    return frozenset(
        word
        for pattern, needed in _WANTED
        if (match := re.search(pattern, asked)) and re.search(needed, told)
        for word in words_of(match[0])
    )


def asks_for_date(question: str) -> bool:
    """Tell whether a day is asked for."""
    return bool(re.search(_DATE_ASKED, fold(question)))


def asks_for_thing(question: str) -> bool:
    """Tell whether an amount, a time, an address … is asked for."""
    asked = fold(question)
    return any(re.search(pattern, asked) for pattern, _ in _WANTED)


_ONLY_PARTS = re.compile(
    r"\b(?:de|of|for|on) \w+(?: \w+)? (?:ni|nor|or) (?:de |of |for |on )?\w+"
)
"""What a denial is limited to: "no returns of headphones nor of…"."""


def yes_or_no(question: str, sentence: str) -> bool | None:
    """Tell what the sentence answers to a question for yes or no; None to others."""
    is_question = "?" in question or _VERB.search(fold(question))
    if _ASKS_WHAT.search(question.lower()) or not is_question:
        return None
    asked, told = fold(question), fold(sentence)
    if begins := re.match(r"(?:(no)|si|yes)\b[,.:]", told):
        return not begins[1]
    if _FORBIDS.search(asked):
        return bool(_FORBIDS.search(told))
    if re.search(r"\b(?:abre\w*|abiert\w+|open)\b", asked) and is_closed(told):
        return False
    told = _clause(told, asked)
    days, told_days = days_named(asked), days_named(told)
    if days and told_days and not days & told_days:
        return False
    if _LACKING.search(asked) and not _LACKING.search(told) and _NEEDED.search(told):
        return False
    if re.search(r"\b(?:solo|solamente|unicamente|only)\b", told):
        return None if re.search(r"\b(?:sin|without|no|not)\b", told + asked) else True
    if re.search(r"\d", asked) and _COMPARED.search(told):
        return None
    outside = _EXCEPT.search(told)
    named = stem_set(told[outside.end() :]) if outside else frozenset()
    if outside and named & _strong_stems(asked) - stem_set(told[: outside.start()]):
        return bool(_DENIAL.search(told))
    return _affirmed(told, asked)


def _affirmed(told: str, asked: str) -> bool | None:
    """No to a denial; nothing to one that is limited to what was not asked about."""
    if not _DENIAL.search(told):
        return True
    parts = _ONLY_PARTS.search(told)
    return None if parts and not stem_set(parts[0]) & _strong_stems(asked) else False


def _clause(told: str, asked: str) -> str:
    """The part of a sentence that speaks of most of what was asked."""
    clauses = re.split(r";|, (?:pero|aunque|sino|but|however)\b", told)
    wanted = _strong_stems(asked)
    return max(clauses, key=lambda clause: len(stem_set(clause) & wanted))


def _strong_stems(asked: str) -> frozenset[str]:
    words = (word for word in told_words(asked) if not is_vague(word))
    return frozenset(stem for word in words for stem in stems_of(word))
