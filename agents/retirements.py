"""Which models their provider is about to switch off.

Source: OpenAI's deprecations page as of 2026-11-21. What the provider itself says of a
model (`shutdown_date`) goes before this table.
"""

import re
from dataclasses import dataclass
from datetime import date

from agents.settings import OPENAI_URL

WARN_DAYS = 90

_LAST_DAYS: dict[str, tuple[str, str]] = {
    "2026-10-23": (
        "gpt-6-luna",
        "gpt-4 gpt-4-turbo gpt-3.5-turbo gpt-4.1-nano o1 o3-mini o4-mini",
    ),
    "2026-12-11": ("gpt-6-luna", "gpt-5 gpt-5-mini gpt-5-nano o3"),
    "2027-01-06": ("gpt-realtime-2.1-mini", "tts-1 tts-1-hd gpt-4o-mini-tts"),
    "2027-01-14": ("gpt-6-luna", "gpt-4o gpt-4o-mini gpt-4.1 gpt-4.1-mini"),
    "2027-01-20": (
        "gpt-realtime-2.1-mini",
        "gpt-realtime gpt-realtime-mini gpt-audio gpt-audio-mini",
    ),
    "2027-02-26": (
        "gpt-transcribe",
        "whisper-1 gpt-4o-transcribe gpt-4o-mini-transcribe gpt-4o-transcribe-diarize",
    ),
    "2027-04-01": ("gpt-6-luna", "gpt-5.1 gpt-5.4-nano"),
}
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Retirement:
    """The end of a model."""

    model: str
    last_day: date
    successor: str | None = None
    """What the provider names in its place, if it does."""

    def warning(self, today: date) -> str:
        """Give the line for the log and the staff screen."""
        days = (self.last_day - today).days
        when = f"in {days} days" if days > 0 else f"{-days} days ago"
        told = f"model {self.model!r} is switched off on {self.last_day} ({when})"
        return f"{told}; change to {self.successor!r}" if self.successor else told


def retirement_of(model: str, *, told: str | None = None) -> Retirement | None:
    """Give the end of a model at OpenAI, None while none is known.

    Args:
        model: Its id, with or without the date of a snapshot.
        told: The `shutdown_date` that the provider gave for it, YYYY-MM-DD.
    """
    family = _SNAPSHOT.sub("", model)
    for last_day, (successor, models) in _LAST_DAYS.items():
        if family in models.split():
            return Retirement(model, date.fromisoformat(told or last_day), successor)
    return Retirement(model, date.fromisoformat(told)) if told else None


def warns(end: Retirement, today: date) -> bool:
    """Tell whether an end is near enough, or past, to warn of."""
    return (end.last_day - today).days <= WARN_DAYS


async def ask_retirement(
    model: str, api_key: str, base_url: str | None = None
) -> Retirement | None:
    """Ask the provider when a model ends; the table answers for a silent provider.

    Raises:
        AgentError: The provider could not be asked.
    """
    import openai

    from agents.client_errors import in_our_words

    url = base_url or OPENAI_URL
    async with openai.AsyncOpenAI(
        api_key=api_key, base_url=url, max_retries=1, timeout=5
    ) as client:
        with in_our_words(url, model):
            found = await client.models.retrieve(model)
    return retirement_of(model, told=getattr(found, "shutdown_date", None))
