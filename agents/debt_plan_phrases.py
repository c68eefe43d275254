"""How customers speak about paying in parts, in Spanish and English."""

import re

from agents.alternatives import any_of
from agents.debt_heard import AMOUNT, MONTHS

_EACH_MONTH = (
    r"(?:al|por|cada|a el|x|el|en cada|todos los|a|per|each|every|/) ?"
    r"(?:mes(?:es)?|month|cuota|mensualidad|instalments?|installments?)\b"
)
_PAYMENTS = (
    r"(?:cuotas?|mensualidad(?:es)?|letras?|plazos|pagos|mensual\w*|instal\w+|payments"
    r"|monthly|quotas?|(?:pago|abono) mensual|monthly payment|payment each month)"
    r"(?: (?:mensual\w*|monthly|fijas?|fijos?|iguales|each|equal|seria|would be|is))*"
)
_ABOUT = r"(?:unos |unas |hasta |solo |about |around |up to |only )?"
MONTHLY = re.compile(
    rf"({AMOUNT}) (?:mas o menos |cada uno |or so )?{_EACH_MONTH}"
    rf"|({AMOUNT}) (?:each|apiece|cada un[oa]|por cuota)\b"
    rf"|({AMOUNT}) (?:mensual\w*|monthly|de cuota|de mensualidad|mes a mes)\b"
    rf"|\b{_PAYMENTS} (?:de|of|a|for|at|por|with|con)? ?{_ABOUT}({AMOUNT})"
    rf"|\b(?:cada mes|al mes|por mes|mensualmente|each month|every month"
    rf"|per month|a month"
    rf"|monthly)"
    rf"(?: (?:te|le|les|yo|i|i'll|can|could|would|puedo|podria|pay|pago|pagar|pagaria"
    rf"|doy|dar|de|of|abono|abonar))* {_ABOUT}({AMOUNT})"
    rf"|({MONTHS}) (?:iguales |mensuales |fijas |cada uno |equal |monthly )*"
    rf"(?:de|a|of|at|por|for|con|with) {_ABOUT}({AMOUNT})"
    rf"|({AMOUNT}) (?:durante|en|por|for|in|over|x|a|during) ({MONTHS})"
)
PROPOSE = any_of(
    r"(?:propon\w*|sugier\w*|suger\w*|hazme|hacer|haz|dame|quiero|quisiera|prefiero"
    r"|ofrec\w+|prepar\w+|arma\w*|calcul\w+|ver|que|cual|algun|un|tienes|tienen"
    r"|hay)? ?(?:un |el |los |las |en |a |de |por |unas "
    r"|unos )*(?:plan(?:es)?(?: de pagos?| mensual| de cuotas)?|cuotas|plazos"
    r"|mensualidades|letras|pagos mensuales)",
    r"(?:me lo |lo |la |me la )?(?:fraccion|financi|aplaz|divid|repart|part)\w+"
    r"|a plazos|facilidades(?: de pago)?|poco a poco|mes a mes|por meses"
    r"|mensual(?:es|mente|idad)?|cuantos meses|cuantas cuotas|cuanto tiempo|cada mes"
    r"|al mes|por mes|plazo(?: mas largo| maximo)?|a meses|varios meses|varias veces",
    r"(?:payment |monthly |instal\w+ )?plans?|(?:in |by |pay in )?instal\w+"
    r"|monthly(?: payments?)?|spread(?: it| the payments?)?(?: out)?|over time"
    r"|pay over|financ\w+|split (?:it|the)|how many months|how long|per month"
    r"|each month|a month|every month|bit by bit|in parts|months",
)
LONGEST = any_of(
    r"(?:el |la |lo |los )?(?:maximo|mas larg\w+|mas tiempo|mayor plazo|mas meses)",
    r"(?:the )?(?:longest|maximum|max|most months|as long as possible)",
)
PARTIAL = any_of(
    r"down(?=$| ,)|primer pago|pago a cuenta",
    r"(?:el |y )?(?:resto|restante|lo demas|lo que (?:falta|queda|reste)|lo otro)",
    r"(?:de )?entrada|(?:pago |abono |cuota )?inicial|adelant\w+|anticip\w+|a cuenta"
    r"|pago parcial|parcial(?:mente)?|(?:una )?parte|por adelantado|enganche"
    r"|de inicio",
    r"put(?:ting)? (?:it )?down|pay down|(?:the )?(?:rest|remainder|remaining"
    r"|balance|difference)|up ?front|upfront|(?:as a )?(?:down ?payment|deposit)"
    r"|partial(?:ly| payment)?|part of (?:it|the debt)|in advance|to start(?: with)?"
    r"|initial(?:ly)?|part payment",
)
