"""What a question may want, told by the words it uses (folded, with figures)."""

import re

_WANTS: dict[str, tuple[str, ...]] = {
    "count": (
        r"cuant[oa]s\b",
        r"how many\b",
        r"numero de (?:dias|domingos|festivos)",
        r"number of\b",
    ),
    "hours": (
        r"a que hora",
        r"(?<!\w )que hora(?:rio)?s?\b(?! (?:es|son)\b)",
        r"(?<=\w )que hora(?:rio)?s?\b",
        r"horarios?\b",
        r"(?:hasta|desde) que hora",
        r"hasta cuando",
        r"opening (?:hours|times?)",
        r"what (?:time(?! is it\b)|hours)",
        r"hours\b",
        r"when do(?:es)? .*(?:open|close)",
        r"cuando (?:abre|cierra)",
        r"de cuando a cuando",
        r"how (?:late|early)",
        r"until what time",
    ),
    "opens": (
        r"a que hora (?:\w+ ){0,3}?(?:abr|empieza)",
        r"desde que hora",
        r"hora de apertura",
        r"what time .*\bopen",
        r"cuando abre",
        r"when .*\bopen",
        r"how early",
    ),
    "closes": (
        r"a que hora (?:\w+ ){0,4}?(?:cierr|cerr|termina|acaba)",
        r"hasta (?:que hora|cuando)",
        r"hora de cierre",
        r"what time .*\bclos",
        r"cuando cierra",
        r"when .*\bclos",
        r"how late",
        r"until (?:what time|when)",
    ),
    "open": (
        r"abr(?:e|en|a|an|ir|ira|iran|io|ieron|ia|ian|imos|is|iremos)\b",
        r"abiert[oa]s?\b",
        r"apertura",
        r"open(?:s|ing|ed)?\b",
        r"(?:puedo|se puede|podre) (?:ir|comprar|pasar)",
        r"trabajan?\b",
        r"(?<!que )(?<!quien )(?:atienden?|atendeis|funcionan?|operan?)\b",
        r"funcionando\b",
        r"(?:hay|tienen|dan) (?:consulta|atencion|servicio de)\b",
        r"habiles?\b",
        r"autoriza\w*",
    ),
    "closed": (
        r"cierr[ae]n?\b",
        r"cerrad[oa]s?\b",
        r"cerr(?:ara|aran|o|aron|aba)\b",
        r"closed?s?\b",
    ),
    "list": (
        r"que (?:otr[oa]s? )?(?:dias?|fechas?|domingos?|festivos?|feriados?)\b",
        r"cual(?:es)?\b",
        r"which\b",
        r"what (?:days?|dates?|sundays?|holidays?)",
        r"lista\b",
        r"dime (?:los|las|todos)",
        r"cuando\b",
        r"when\b",
        r"calendario\b",
        r"fechas?\b",
    ),
    "places": (
        r"(?:que|cuales|cuantas|en que|dime las?|which|what|how many) (?:otras )?"
        r"(?:son (?:las )?)?(?:comunidad(?:es)?|region(?:es)?|islas?|provincias?"
        r"|ciudades|sitios|zonas?|sedes?|centros|distritos|municipios|regions?"
        r"|communit(?:y|ies)|islands?|provinces?|places|areas|branches)",
        r"(?:en )?donde (?:se puede )?abr",
        r"where .*\bopen",
    ),
    "date_of": (
        r"(?:cuando|que dia|en que fecha) (?:es|cae|son|se celebra|toca)\b",
        r"(?:when|what (?:day|date)) (?:is|does)\b",
    ),
    "holiday": (
        r"(?:es|son|era) (?:festivos?|feriados?|fiesta|laborable|no laborable)",
        r"is .*(?:a )?(?:public |bank )?holiday\b",
        r"que (?:festivo|feriado|fiesta|se celebra|celebran|se festeja)\b(?! hay)",
        r"(?:what|which) (?:public |bank )?holiday is\b",
    ),
    "first": (
        r"primer[oa]?s?\b",
        r"first\b",
        r"earliest\b",
        r"desde que hora\b",
        r"mas tempran",
        r"empieza[n]?\b",
        r"start\b",
    ),
    "last": (
        r"ultim[oa]s?\b",
        r"last\b",
        r"latest\b",
        r"hasta que hora\b",
        r"mas tarde\b(?! de)",
        r"termina[n]?\b",
        r"acaba[n]?\b",
        r"until (?:what time|when)",
        r"hasta cuando",
    ),
    "next": (
        r"proxim[oa]s?\b",
        r"siguientes?\b",
        r"next\b",
        r"otr[oa]\b",
        r"another\b",
        r"cuanto (?:falta|queda)",
        r"queda[n]?\b",
        r"perdi(?:do)?\b",
        r"no lleg(?:o|ue)\b",
        r"escap\w+",
        r"missed\b",
        r"cuando (?:sale|pasa|hay|viene|tengo)\b",
        r"ahora\b",
        r"ya\b",
    ),
    "often": (
        r"cada cuanto",
        r"frecuencia",
        r"how often",
        r"frequen",
        r"cada que tiempo",
    ),
    "duration": (
        r"cuanto (?:se )?(?:tarda|dura|tiempo (?:tarda|dura|lleva))",
        r"how long (?:does|is|will)",
        r"duracion",
        r"tiempo de (?:viaje|trayecto|recorrido)",
        r"a que hora (?:llega|llego|llegaria)",
        r"arriv",
    ),
    "stops": (
        r"(?:que|cuales|cuantas|todas las|dime las|lista de) (?:son (?:las )?)?paradas",
        r"paradas (?:tiene|hace|hay)",
        r"por donde pasa",
        r"recorrido\b",
        r"que ruta\b",
        r"(?:which|what|how many|list of|all the) stops",
        r"(?:what|which) (?:is the )?route",
        r"route (?:does|of)\b",
        r"itinerario",
    ),
    "arrival": (
        r"para (?:llegar|estar)\b",
        r"to (?:arrive|be) (?:at|in)\b",
        r"quiero (?:llegar|estar)\b",
    ),
}
_PATTERNS = {
    name: re.compile(rf"\b(?:{'|'.join(told)})") for name, told in _WANTS.items()
}


def wants_in(text: str) -> frozenset[str]:
    """Give the names of all that a folded question seems to want."""
    return frozenset(n for n, pattern in _PATTERNS.items() if pattern.search(text))
