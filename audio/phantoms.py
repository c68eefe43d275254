"""What Whisper and its kin write down when nobody spoke."""

import re

_ANNOTATION = re.compile(r"[\[(*♪][^\])*♪]*[\])*♪]|[♪♫]+")
_PHANTOMS = (
    r"(los )?subt[ií]tulos (realizados |creados |hechos )?por .*",
    r"subtitulado por .*",
    r"m[aá]s informaci[oó]n www .*",
    r"(muchas )?gracias por (ver|mirar)( el| este)? v[ií]deo.*",
    r"suscr[ií]bete( al canal)?.*",
    r"no olvides suscribirte.*",
    r"(thanks|thank you)( so much| very much)? for watching.*",
    r"(please )?(like and )?subscribe.*",
    r"subtitles by .*",
    r"transcri(bed|ption) by .*",
    r"you|bye( bye)*|the end|amara org|www .*",
)
_PHANTOM = re.compile("|".join(f"(?:{phantom})" for phantom in _PHANTOMS))


def without_phantoms(text: str) -> str:
    """Give the words that somebody can have said; often all, sometimes none."""
    said = " ".join(_ANNOTATION.sub(" ", text).split())
    plain = " ".join(re.findall(r"\w+", said.lower()))
    return "" if not plain or _PHANTOM.fullmatch(plain) else said
