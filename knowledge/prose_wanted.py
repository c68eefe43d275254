"""What kind of thing a question asks for, and how to see that a sentence holds it."""

import re

from knowledge.words import fold

_MONEY = (
    r"\d\s*(?:€|euros?|eur|soles|s/|\$|pen|usd|%|dolares)|(?:€|s/\.?|\$|£)\s*\d"
    r"|grati|free|sin cost[eo]"
)
_TIME = r"\b\d{1,2}(?:[:.h]\d{2}|\s*(?:h|am|pm|a\.m|p\.m|horas))"
_FEW = (
    r"un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|one|two|three|four|five"
)
_WANTED = (
    (
        r"\bcuanto (?:cuesta|vale|es el precio|cobran|hay que pagar|sale)|\bprecio"
        r"|\bcoste|\bhow much (?:is|does|do)|\bprice|\bfee\b|\bcost\b",
        _MONEY,
    ),
    (r"\ba que hora|\bque horario|\bwhat time", _TIME),
    (r"\bcuant[oa]s\b|\bhow many", rf"\d|\b(?:{_FEW})\b"),
    (
        r"\bcuanto (?:tiempo|dura|tarda)|\bplazo|\bhow long|\bcuanto tengo"
        r"|\bhasta cuando",
        rf"\d|\b(?:{_FEW}|inmediat\w+)\b",
    ),
    (r"\btelefono|\bphone|\bque numero (?:llamo|tengo)", r"\+?\d[\d\s.-]{6,}"),
    (r"\bcorreo|\be-?mail", r"@"),
    (r"\bpagina web|\bwebsite|\bla web", r"www|https?:|\.(?:com|es|org|pe)\b"),
)
_YES_NO = re.compile(
    r"^(?:(?:y|and|pero|oye|hola|buenas|por favor)\W+)*(?:se |me |os |les? )?"
    r"(?:puedo|puede[ns]?|podria|podemos|es|son|esta[n]?|hay|tiene[ns]?|aceptan?"
    r"|admiten?|permiten?|ofrecen?|incluyen?|cubren?|hace[ns]?|abren?|cierran?"
    r"|existe[n]?|venden?|necesito|hace falta|tengo que|debo|vale[n]?|cobran?"
    r"|entregan?|envian?|can|do|does|is|are|may|could|will|must|should|did|have|has)\b"
)
_DENIAL = re.compile(
    r"\b(?:no|nunca|tampoco|ningun[oa]?|sin|excepto|salvo|prohibid[oa]s?|excluid[oa]s?"
    r"|not|never|cannot|without|except|excluded|prohibited|forbidden)\b"
)


def holds_what_is_asked(question: str, sentence: str) -> bool:
    """Tell whether the sentence has the amount, time, address … that is asked for."""
    asked, told = fold(question), fold(sentence)
    return all(
        re.search(needed, told)
        for pattern, needed in _WANTED
        if re.search(pattern, asked)
    )


def yes_or_no(question: str, sentence: str) -> bool | None:
    """Tell what the sentence answers to a question for yes or no; None to others."""
    if not _YES_NO.match(fold(question).lstrip("¿¡ ")):
        return None
    return not _DENIAL.search(fold(sentence))
