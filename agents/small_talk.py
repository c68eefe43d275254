"""Courtesies that need no tool: greeting, thanks, who are you, may I see a person."""

import re
import unicodedata

_PATTERNS = {
    "greeting": r"(muy )?(hola|buenas?( dias?| tardes?| noches?)?|buenos dias|que tal"
    r"|hello|hi|hey|good (morning|afternoon|evening))( there| a todos| que tal)?",
    "thanks": r"(muchas |mil )?gracias( por (todo|la ayuda))?|te lo agradezco"
    r"|thanks?( you)?( very much| a lot)?",
    "goodbye": r"adios|chao|chau|hasta (luego|pronto|manana|la vista)|nos vemos"
    r"|(good ?)?bye( bye)?|see you( later| soon)?",
    "identity": r"(y )?(tu )?(quien|que) (eres|es usted|sos)( tu)?"
    r"|(eres|es usted|sos) (una? )?(persona|humano|robot|maquina|ia|bot"
    r"|inteligencia artificial)( real)?|como te llamas|cual es tu nombre"
    r"|who are you|what are you|are you (a )?(human|person|robot|bot|real|an ai)"
    r"( person)?|what is your name|what's your name",
    "help": r"ayuda|ayudame|(me )?(puedes|puede) ayudar(me)?|que (puedes|sabes|puede)"
    r" (hacer|decirme)|(en|con) que (me )?(puedes|puede) ayudar(me)?|como funcionas?"
    r"|que (te )?puedo preguntar(te)?|help( me)?|what can (you do|i ask)( you)?"
    r"|how (does this|do you) work|can you help( me)?",
    "feeling": r"(hola )?(como|que tal) (estas|esta usted|te va|vas|va( todo)?)"
    r"|how are you( doing)?( today)?|how is it going",
    "people": r"((quiero|quisiera|deseo|necesito|puedo|podria) )?(hablar|que me atienda"
    r"|contactar)( con)? (una persona|alguien|un humano|el encargado|la encargada"
    r"|el personal|el gerente|el dueno|un empleado|un vendedor|una vendedora|un asesor)"
    r"|hay alguien( aqui)? que me atienda"
    r"|(i (want|need|would like) to |can i )?(speak|talk) (to|with) (a person"
    r"|somebody|someone|a human|the manager|the owner|the staff|an employee"
    r"|a real person)",
}

_EXTRAS = re.compile(
    r"\b(por favor|please|oye|oiga|eh+|amigo|senor(ita)?|kiosk|quiosco)\b"
)


def small_talk(text: str) -> str | None:
    """Which courtesy the whole of a text is; None when it asks for something."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = plain.encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z' ]+", " ", _EXTRAS.sub(" ", plain))
    plain = " ".join(plain.split())
    for name, pattern in _PATTERNS.items():
        if re.fullmatch(rf"(?:(?:{pattern})(?: |$))+", plain):
            return name
    return None
