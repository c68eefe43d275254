"""Which words of a sentence do not belong to talk about debts."""

import re

from agents import debt_phrases, debt_plan_phrases
from agents.alternatives import Alternatives

_FUNCTION_WORDS = frozenset(
    """
    cuota cuotas baja bajo bajas minimo minima das den des hacerme pronto immediate
    payment bit digo quise most mal decir ensename muestrame estado ayudas pendiente
    pendientes selecciona cuentame start calling espera hold algun kind anda afford
    further equivoque wait meant veces tardo pagare durante ir meses prefer cancel
    haga puedas final prefiero instead cobran largo pensando sigo paguela pague lo
    deal subo sube subir ti ni ay sean entonces pon pongamos eh mm dan dais daran
    haran una gustaria interesaria cambiemos cambiar encima hazme encargo mi todavia
    aun puedan podeis pueden propones necesito quedarian pongo pasa despues fueran
    reducir tengan posible cree creo seguro vale gente verdad hombre chico chica amable
    por
    supuesto cuestion idea over any chance little is there suggest propose rather
    suppose possible later total podrias pagarla pagarlo claro la a al algo alguna
    aquella aquello aqui asi bien buenas bueno buenos cada como con cosa cual cuales
    cuando cuanta cuanto cuantos cuenta de del dame deme desde dias digame dime donde
    e el ella ellas ello ellos en era eres es esa ese eso esta este esto estos estoy
    exactamente favor fue gracias ha hablar hablando hablemos hacer haces hagame hasta
    hay he hola hoy i igual las le les los luego mas me mejor mia mio mis mismo modo
    momento muy nada no nos o oiga otra otro para pasar pasemos pero perdon poco
    podemos podria porfa porque pues puede puedes puedo que queria querria quiero
    quisiera saber se sea seguimos ser seria si sido sin solo son su sus tal tambien
    tampoco tanto te tendria tengo tenga tiene tienen tienes toda todas todo todos tu
    tus u un unas uno unos usted ustedes va vamos vaya ve ver vez volvamos volver
    vuelve vuelvo voy y ya yo entre sobre segun ahora entiendo cliente senor senorita
    oye digamos numero euros euro soles dinero plata debe tratar trato importe monto
    cantidad precio hablame explica explicame exacto mire mira veamos queda quedaria
    quedan sale saldria pagando about actually again all also am an and anything are
    as at back be because been before but by can could did do does else exactly fine
    for from get give go going good had has have hello help her here hi hmm how i'd
    i'll i'm i've if in into it it's its just know let let's like look make may maybe
    mean might mine more much must my need not now number of off oh ok on one ones
    only or other our out per please point put really right same say see should so
    some something sorry still switch tell than thank thanks that that's the their
    them then these they thing think this those though to too try uh um up us very
    want wanted was way we well were what what's when where which while who why will
    with would yeah yes you you'd you'll your amount money dollars pounds price
    customer come talking talk moving move return first second third each understand
    """.split()
)
OF_THE_SHOP = frozenset(
    """
    cuesta cuestan producto productos stock disponible disponibles horario
    abre abren abrir venden vendeis busco product products cost costs available open
    shop cheapest precios prices
    """.split()
)
"""Words of talk about products or opening hours, whatever is sold."""
_PATTERNS: list[re.Pattern[str] | Alternatives] = [
    value
    for module in (debt_phrases, debt_plan_phrases)
    for value in vars(module).values()
    if isinstance(value, re.Pattern | Alternatives)
]


def foreign_words(text: str) -> list[str]:
    """The words that neither talk about debts nor bind sentences together.

    Args:
        text: As `debt_heard.Heard.text`.
    """
    words = list(re.finditer(r"#\w+|[a-z0-9']+", text))
    covered: set[int] = set()
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            covered.update(range(*match.span()))
    return [
        word[0]
        for word in words
        if not word[0].startswith("#")
        and word[0] not in _FUNCTION_WORDS
        and word.start() not in covered
    ]
