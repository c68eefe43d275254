"""Which column of a table plays which role, by its name and by its values."""

from collections.abc import Callable

from catalog.naming import ATTRIBUTES, SENSITIVE, attribute_of, concepts_of
from catalog.survey import ColumnProfile

Score = Callable[[str, ColumnProfile], float]
"""How well a column of this name and these values fits a role; 0 means not at all."""

_NEVER_A_NAME = frozenset(
    {"family", "file", "currency", "date", "tax", "state", "gone", "deleted", "code"}
    | {"price", "stock", "available", "discount", "sub", "per"}
    | SENSITIVE
    | set(ATTRIBUTES)
)
_NEVER_A_PRICE = frozenset(
    {"old", "bound", "deal", "code", "date", "state", "file"}
    | {"available", "gone", "deleted", "stock"}
    | SENSITIVE
)
_NEVER_STOCK = frozenset(
    {"bound", "per", "price", "value", "date", "deal", "code", "file", "gone"}
    | {"deleted", "weight", "size", "capacity", "discount", "old"}
    | SENSITIVE
)
_ENOUGH_ROWS = 10


def best_column(profiles: dict[str, ColumnProfile], score: Score) -> str | None:
    """Give the column that fits best, the first among equals; None if none fits."""
    scores = {name: score(name, profile) for name, profile in profiles.items()}
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] > 0 else None


def name_score(column: str, profile: ColumnProfile) -> float:
    """How well a column fits as the product's name."""
    concepts = concepts_of(column)
    if not profile.is_text or concepts & _NEVER_A_NAME:
        return 0
    if "name" in concepts:
        score = 6.0
    elif "describe" in concepts:
        score = 3.0 + 0.5 * ("short" in concepts) - 0.5 * ("long" in concepts)
    else:
        score = 5.0 if "product" in concepts else 1.0
    score -= profile.mean_length / 200  # of two that describe, the shorter names
    if profile.variety < 0.5:
        score *= 0.4
    if not 3 <= profile.mean_length <= 120:
        score *= 0.4
    return score * 0.4 if attribute_of(column) and "name" not in concepts else score


def label_score(column: str, profile: ColumnProfile) -> float:
    """How well a column fits as the label of a family or a brand."""
    concepts = concepts_of(column)
    allowed = _NEVER_A_NAME - {"family", "brand", "sub"}
    if not profile.is_text or concepts & allowed:
        return 0
    if "name" in concepts:
        return 6
    return 3 if concepts & {"describe", "family", "brand"} else 1


def description_score(column: str, profile: ColumnProfile) -> float:
    """How well a column fits as the product's description."""
    concepts = concepts_of(column)
    if "describe" not in concepts or not profile.is_text:
        return 0
    if concepts & (_NEVER_A_NAME - {"product"}):
        return 0
    return 3.0 - 0.5 * ("short" in concepts) - ("long" in concepts)


def price_score(column: str, profile: ColumnProfile) -> float:
    """How well a column fits as what the customer pays."""
    concepts = concepts_of(column)
    if concepts & _NEVER_A_PRICE or not concepts & {"price", "value"}:
        return 0
    if _share_of_numbers(profile) < 0.5:
        return 0
    if profile.values and profile.is_date:
        return 0
    score = 5.0 if "price" in concepts else 2.0
    score += "sale" in concepts
    score -= 2 * ("without" in concepts) + ("tax" in concepts)
    return score - 3.5 * ("discount" in concepts)


def stock_score(column: str, profile: ColumnProfile) -> float:
    """How well a column fits as the number of pieces there are."""
    concepts = concepts_of(column)
    if concepts & _NEVER_STOCK or _share_of_numbers(profile) < 0.8:
        return 0
    if says_yes_or_no(profile):
        return 0
    if "stock" in concepts:
        return 5
    if "quantity" in concepts:
        return 3
    return 4 if "available" in concepts and not _is_bits(profile) else 0


def _share_of_numbers(profile: ColumnProfile) -> float:
    if not profile.values:
        return 1.0
    return len(profile.numbers_in_text) / len(profile.values)


def says_yes_or_no(profile: ColumnProfile) -> bool:
    """Whether numbers are no counts but only 0 and 1, in enough rows to believe it."""
    return len(profile.values) >= _ENOUGH_ROWS and _is_bits(profile)


def _is_bits(profile: ColumnProfile) -> bool:
    return {str(value) for value in profile.distinct} <= {"0", "1"}
