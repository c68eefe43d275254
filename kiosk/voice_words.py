"""Words that need no mind: they steer the voice, or say whether an answer helped."""

import re
import unicodedata
from typing import Literal

from kiosk.voice_dial import Turned

VoiceWish = Literal["stop", "again", "undo", "retry", "helped", "not_helped"] | Turned

_WISHES: dict[VoiceWish, str] = {
    "stop": r"para|pare|parate|basta|alto|silencio|callate|calla|callese|detente"
    r"|ya basta|ya esta|stop( it)?|be quiet|shut up|silence|enough|that s enough",
    "again": r"repite(lo|melo)?|repita(lo|melo)?|repetir|otra vez|de nuevo|una vez mas"
    r"|(puedes|puede|podria|podrias) repetir(lo|melo)?|que (dijiste|dijo|has dicho)"
    r"|no te (he )?(oido|oi|escuche)|como( dijo| dijiste)?|repeat( that| it)?"
    r"|(say (it|that) )?again|one more time|once more|pardon|come again"
    r"|what did you say",
    "louder": r"mas (alto|fuerte)|sube(le)?( el| al)?( volumen)?|suba( el)? volumen"
    r"|no (te |se )?(oigo|oye|escucho|escucha)( bien| nada)?"
    r"|louder|(speak )?up|turn it up|volume up|i can t hear( you)?",
    "softer": r"mas (bajo|bajito|suave)|baja(le)?( el| al)?( volumen)?"
    r"|baje( el)? volumen|softer|quieter|lower|turn it down|volume down"
    r"|(demasiado|muy) (alto|fuerte)|too loud",
    "slower": r"(mas |muy )?(despacio|despacito|lento|lentamente|pausado)"
    r"|((hablas?|vas?) )?(muy|demasiado) (rapido|deprisa)"
    r"|slower|more slowly|slowly|slow down|((you (speak|talk)|you (a)?re) )?too fast",
    "faster": r"mas (rapido|deprisa|aprisa)|faster|speed up"
    r"|((hablas?|vas?) (muy|demasiado)|demasiado) (lento|despacio)"
    r"|((you (speak|talk)|you (a)?re) )?too slow(ly)?",
    "helped": r"(si )?(eso |esto )?me (ayudo|ha ayudado|sirvio|ha servido)( mucho)?"
    r"|(yes )?(it|that|this) (has )?helped( me)?( a lot)?",
    "not_helped": r"(no )?(eso |esto )?no me (ayudo|ha ayudado|sirvio|ha servido)"
    r"( nada| de nada)?|(no )?(it|that|this) (did not|didn t|has not|hasn t) help(ed)?"
    r"( me)?( at all)?",
    "undo": r"deshaz(lo)?|deshaga(lo)?|deshacer|(olvida|olvide|borra|borre|anula|anule)"
    r" (eso|esto|lo ultimo|lo anterior|(la|mi) (ultima )?pregunta)|olvidalo|olvidelo"
    r"|no he dicho nada|undo( that| it)?|forget (that|it|what i said)|never ?mind"
    r"|scratch that|take (that|it) back",
    "retry": r"(intenta|intente|prueba|pruebe|trata|trate)(lo)?( otra vez| de nuevo"
    r"| nuevamente)|vuelve a intentar(lo)?|vuelva a intentar(lo)?|reintenta(r|lo)?"
    r"|(busca|busque|pregunta|pregunte|responde|responda)(lo)? (otra vez|de nuevo)"
    r"|try (it |that )?again|retry|answer (that |it )?again|have another go",
}
_COURTESY = re.compile(
    r"\b(por favor|please|oye|oiga|eh+|a ver|un poco|un poquito|a (bit|little))\b"
)
_VERB = re.compile(
    r"^((puedes?|podrias?|can you|could you|would you)( usted)? )?(me )?"
    r"(habl(a|e|ar|ame|eme|arme)|dilo|dimelo|digalo|digamelo|decirlo|decirmelo"
    r"|repitelo|repitalo|repetirlo|speak|talk|go|say (it|that)|repeat (it|that)) "
    r"(?=mas |muy |despac|lent|loud|soft|quiet|lower|slow|fast|more |up$)"
)
"""What may stand before how the voice is wished; not before a wish to hear it again."""
_PATTERNS = {wish: re.compile(pattern) for wish, pattern in _WISHES.items()}


def voice_wish(text: str) -> VoiceWish | None:
    """Give what the whole of a text wishes or says; None when it asks for more."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _COURTESY.sub(" ", " ".join(re.findall(r"[a-z0-9]+", plain)))
    plain = _VERB.sub("", " ".join(plain.split()))
    for wish, pattern in _PATTERNS.items():
        if pattern.fullmatch(plain):
            return wish
    return None
