"""Words that need no mind: they steer the voice, or say whether an answer helped."""

import re
import unicodedata
from typing import Literal

VoiceWish = Literal["stop", "again", "louder", "softer", "helped", "not_helped"]

_WISHES: dict[VoiceWish, str] = {
    "stop": r"para|pare|parate|basta|alto|silencio|callate|calla|callese|detente"
    r"|ya basta|ya esta|stop( it)?|be quiet|shut up|silence|enough|that s enough",
    "again": r"repite(lo|melo)?|repita(lo|melo)?|repetir|otra vez|de nuevo|una vez mas"
    r"|(puedes|puede|podria|podrias) repetir(lo|melo)?|que (dijiste|dijo|has dicho)"
    r"|no te (he )?(oido|oi|escuche)|como( dijo| dijiste)?|repeat( that| it)?"
    r"|(say (it|that) )?again|one more time|once more|pardon|come again"
    r"|what did you say",
    "louder": r"(habla |hable )?mas (alto|fuerte)|sube(le)?( el| al)?( volumen)?"
    r"|suba( el)? volumen|no (te |se )?(oigo|oye|escucho|escucha)( bien| nada)?"
    r"|(speak |talk )?louder|speak up|turn it up|volume up|i can t hear( you)?",
    "softer": r"(habla |hable )?mas (bajo|bajito|suave)|baja(le)?( el| al)?"
    r"( volumen)?|baje( el)? volumen|(speak |talk )?(softer|quieter|lower)"
    r"|turn it down|volume down|(demasiado|muy) (alto|fuerte)|too loud",
    "helped": r"(si )?(eso |esto )?me (ayudo|ha ayudado|sirvio|ha servido)( mucho)?"
    r"|(yes )?(it|that|this) (has )?helped( me)?( a lot)?",
    "not_helped": r"(no )?(eso |esto )?no me (ayudo|ha ayudado|sirvio|ha servido)"
    r"( nada| de nada)?|(no )?(it|that|this) (did not|didn t|has not|hasn t) help(ed)?"
    r"( me)?( at all)?",
}
_COURTESY = re.compile(
    r"\b(por favor|please|oye|oiga|eh+|a ver|un poco|un poquito|a (bit|little))\b"
)
_PATTERNS = {wish: re.compile(pattern) for wish, pattern in _WISHES.items()}


def voice_wish(text: str) -> VoiceWish | None:
    """Give what the whole of a text wishes or says; None when it asks for more."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _COURTESY.sub(" ", " ".join(re.findall(r"[a-z0-9]+", plain)))
    plain = " ".join(plain.split())
    for wish, pattern in _PATTERNS.items():
        if pattern.fullmatch(plain):
            return wish
    return None
