"""Which of the customer's languages a question is in."""

import re
import unicodedata
from typing import Literal

Language = Literal["es", "en"]

_WORDS: dict[Language, frozenset[str]] = {
    "es": frozenset(
        "a al algo algun alguna ayuda barata barato buenas buenos busco cada cara caro"
        " casa como con cosa cosas cual cuales cuando cuanta cuantas cuanto cuantos"
        " cuesta cuestan dame de deuda debo del desde dia dias dime donde el ella en"
        " entre es esa ese eso esos esta este estan familia favor gracias ha hasta hay"
        " hola hora horario la las lo los mas me menos mi mostrar muestra muestrame"
        " muy necesito ninguna no nos o otra otro para pero perdon pesos pago pagar"
        " por precio producto productos que quiero quien quisiera se si sin sobre"
        " sol soles son su sus tengo tiene tienen tienes tienda todo todos tu un una"
        " unas unos usted vale venden y ya euros cuotas meses mejor acepto"
        " dos tres cuatro cinco seis siete ocho nueve diez quince veinte treinta cien"
        " cientos doscientos trescientos cuatrocientos quinientos mil mitad"
        " mes cero acepto"
        " trato vale cuota".split()
    ),
    "en": frozenset(
        "a about accept all an and any are at available be between brand buy can cheap"
        " cheaper cheapest cost costs could day debt deal dear do does each english"
        " every expensive family find for from give got have hello help hi hours how i"
        " if in is it item items it's less list many me months more most much my need"
        " no not of off offer okay on one open or out over owe pay payment please"
        " price prices product products sell show some stock tell than thank thanks"
        " that the them there these they this those to today tomorrow under what"
        " what's when where which who why with would yes you your"
        " two three four five six seven eight nine ten fifteen twenty thirty fifty"
        " hundred thousand half percent payments payment month months zero once again"
        " rather fine accept".split()
    ),
}


def language_of(text: str, default: Language = "es") -> Language:
    """The language of a question; the default when words do not decide."""
    if re.search(r"[ñ¿¡áéíóúü]", text.lower()):
        return "es"
    plain = unicodedata.normalize("NFKD", text.lower())
    words = re.findall(r"[a-z']+", plain.encode("ascii", "ignore").decode())
    hits = {lang: sum(w in known for w in words) for lang, known in _WORDS.items()}
    if hits["es"] == hits["en"]:
        return default
    return "es" if hits["es"] > hits["en"] else "en"
