"""A document → what the index keeps of it."""

from dataclasses import dataclass
from typing import Any

from knowledge.document import Document
from knowledge.passages import Passage, passages_of


@dataclass(frozen=True, slots=True)
class Digest:
    """Passages and facts of one document."""

    title: str
    pages: int
    warnings: tuple[str, ...]
    """What was left out, for the owner."""
    facts: str
    """Calendars, hours and timetables, as JSON."""
    passages: tuple[Passage, ...]


def digest_of(document: Document) -> Digest:
    """Understand a document and cut it into passages."""
    from knowledge.facts import facts_to_json
    from knowledge.understanding import understand

    facts = understand(document)
    seen = {page.number for page in document.pages if page.is_image}
    # One departure that was not seen makes the next one wrong.
    facts.services = [each for each in facts.services if each.page not in seen]
    return Digest(
        title=document.title,
        pages=len(document.pages),
        warnings=document.warnings,
        facts=facts_to_json(facts),
        passages=tuple(passages_of(document)),
    )


def digest_from(data: dict[str, Any]) -> Digest:
    """Rebuild a digest from `dataclasses.asdict`."""
    passages = tuple(Passage(**each) for each in data.pop("passages"))
    return Digest(**data | {"warnings": tuple(data["warnings"])}, passages=passages)
