"""Does a figure follow from given ones by plain arithmetic?

Only one step is taken, and one of its parts must stand close by: in the sentence, in
the customer's words, in what was said before. From fifty prices alone nearly any sum
could be made, and nothing would be checked.
"""

import itertools
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal

_SCALE = 1000
_CENT = _SCALE // 100
_MOST_PIECES = 1000


def whole(value: Decimal) -> int:
    """Give a figure in thousandths, the unit of everything here."""
    return int((value * _SCALE).quantize(Decimal(1), ROUND_HALF_UP))


def follows(
    value: int,
    near: Collection[int],
    far: Collection[int],
    shares: Collection[Decimal],
) -> bool:
    """Tell whether a sum, difference, product, part or share gives the figure.

    Args:
        value: The figure, in thousandths.
        near: Figures close by.
        far: Every other given figure.
        shares: Percentages close by; 15 for 15 %.
    """
    given = {*near, *far}
    return (
        _is_sum(value, near, given)
        or _is_multiple(value, near, given)
        or _is_part(value, near, given)
        or _is_share(value, shares, given)
    )


def is_percentage(percent: Decimal, near: Collection[int]) -> bool:
    """Tell whether a percentage compares two figures close by.

    Args:
        percent: 15 for 15 %; it may be rounded to its last digit.
        near: Figures close by.
    """
    slack = 0.5 if percent == percent.to_integral_value() else 0.05
    return any(
        abs(compared - float(percent)) <= slack
        for part, base in itertools.permutations(near, 2)
        if base > 0
        for compared in (100 * part / base, 100 * abs(base - part) / base)
    )


def _is_sum(value: int, near: Collection[int], given: Collection[int]) -> bool:
    if len(near) > 2 and value == sum(near):
        return True
    return any(
        value - one in given or value + one in given or one - value in given
        for one in near
    )


def _is_multiple(value: int, near: Collection[int], given: Collection[int]) -> bool:
    counts = [one // _SCALE for one in near if _is_count(one)]
    return any(
        value % count == 0 and value // count in given for count in counts if count > 1
    )


def _is_part(value: int, near: Collection[int], given: Collection[int]) -> bool:
    """One of several equal parts, rounded to a cent, as an instalment is."""
    counts = [one // _SCALE for one in near if _is_count(one)]
    return any(
        abs(whole_ - value * count) <= count * _CENT
        for count in counts
        if count > 1
        for whole_ in given
        if whole_ != count * _SCALE  # five shared among five tells nothing
    )


def _is_share(value: int, shares: Collection[Decimal], given: Collection[int]) -> bool:
    """A percentage of a figure, or the figure less or more that."""
    return any(
        abs(float(base * factor) - value) <= _CENT
        for share in shares
        for factor in (share / 100, 1 - share / 100, 1 + share / 100)
        for base in given
    )


def _is_count(value: int) -> bool:
    return value % _SCALE == 0 and value <= _MOST_PIECES * _SCALE
