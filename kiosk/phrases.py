"""What the kiosk itself says to customers: one sentence for each kind of trouble."""

from agents import AgentError, Language
from audio import AudioError, DeviceMissing

_TROUBLE: dict[str, dict[Language, str]] = {
    "no_microphone": {
        "es": "No puedo oírle: el micrófono no está conectado. Puede escribir su pregunta.",
        "en": "I can't hear you: the microphone is not connected. You can type instead.",
    },
    "no_loudspeaker": {
        "es": "No tengo altavoz ahora; le respondo por escrito.",
        "en": "I have no loudspeaker right now; I will answer in writing.",
    },
    "unreachable": {
        "es": "Ahora no tengo conexión. Por favor, inténtelo de nuevo en un momento.",
        "en": "I have no connection right now. Please try again in a moment.",
    },
    "timeout": {
        "es": "La respuesta está tardando demasiado. Por favor, inténtelo de nuevo.",
        "en": "The answer is taking too long. Please try again.",
    },
    "bad_key": {
        "es": "Mi servicio no está bien configurado. Por favor, avise al personal.",
        "en": "My service is not set up correctly. Please tell the staff.",
    },
    "no_quota": {
        "es": "Mi servicio se ha quedado sin saldo. Por favor, avise al personal.",
        "en": "My service has used up its account. Please tell the staff.",
    },
    "busy": {
        "es": "Hay demasiadas consultas ahora mismo. Espere un momento, por favor.",
        "en": "There are too many questions right now. Please wait a moment.",
    },
    "server_error": {
        "es": "El servicio ha fallado. Por favor, inténtelo de nuevo.",
        "en": "The service failed. Please try again.",
    },
    "bad_answer": {
        "es": "He recibido una respuesta que no entiendo. Por favor, repita su pregunta.",
        "en": "I received an answer I can't read. Please ask again.",
    },
    "failed": {
        "es": "Algo ha fallado. Por favor, inténtelo de nuevo.",
        "en": "Something went wrong. Please try again.",
    },
}

_SAYINGS: dict[str, dict[Language, str]] = {
    "not_understood": {
        "es": "No le he entendido. Por favor, repita la pregunta.",
        "en": "I did not understand. Please ask again.",
    },
    "no_answer": {
        "es": "No he podido encontrar una respuesta.",
        "en": "I could not find an answer.",
    },
    "step_limit": {
        "es": "No he podido terminar de buscar. Por favor, pregunte algo más concreto.",
        "en": "I could not finish looking. Please ask something more specific.",
    },
}


def trouble_code(error: BaseException) -> str:
    """The short, stable name of what went wrong."""
    if isinstance(error, DeviceMissing):
        return "no_microphone"
    if isinstance(error, TimeoutError):
        return "timeout"
    code = getattr(error, "code", "failed")
    is_ours = isinstance(error, AgentError | AudioError)
    return code if is_ours and code in _TROUBLE else "failed"


def trouble_phrase(code: str, language: Language) -> str:
    """The sentence a customer hears about a trouble."""
    return _TROUBLE.get(code, _TROUBLE["failed"])[language]


def saying(name: str, language: Language) -> str:
    """A sentence of the kiosk's own."""
    return _SAYINGS[name][language]
