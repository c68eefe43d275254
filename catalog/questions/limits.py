"""What the numbers of a question mean: limits, measures, prices, how many."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from catalog.amounts import Amount
from catalog.questions.marks import Mark
from catalog.questions.measures import figure_key, is_unit, unit_heard, unit_of
from catalog.questions.query import Has, Range
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.walk import Walk

LIMITS: dict[str, Callable[[Decimal, str], Range]] = {
    "less": lambda v, c: Range(c, high=v, high_included=False),
    "at_most": lambda v, c: Range(c, high=v),
    "more": lambda v, c: Range(c, low=v, low_included=False),
    "at_least": lambda v, c: Range(c, low=v),
    "exactly": lambda v, c: Range(c, low=v, high=v),
    "around": lambda v, c: Range(c, low=v * Decimal("0.9"), high=v * Decimal("1.1")),
}
_OPPOSITE = {"less": "at_least", "more": "at_most"}
_OLDEST, _NEWEST = 1500, 2100
"""Years that a bare number may be, where the shop keeps years."""
_TO = frozenset(("y", "e", "a", "hasta", "and", "to", "up", "o", "or"))
_OF = frozenset(("de", "of", "del"))
_SIZE_WORDS = frozenset(
    ("talla", "size", "numero", "talle", "nro", "volumen", "tomo", "aro", "rin")
)
_STOCK_WORDS = frozenset(("stock", "existencias", "unidades", "units", "inventory"))
_MOST_WANTED = 100
_COUNTED = frozenset(("pair", "piece", "pack"))
"""Units in which products are counted, where no name says them."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an amount is of."""

    column: str = ""
    unit: str = ""
    """Of measures in names, where no column holds it."""
    end: int = 0
    """Index after the last mark used."""
    is_unclear: bool = False
    """Several columns count in this unit."""


class Numbers:
    """Reads the numbers of one question, on its walk."""

    def __init__(self, walk: Walk, shop: Vocabulary) -> None:
        self._walk = walk
        self._shop = shop
        self._lexicon = shop.lexicon
        self._marks = walk.marks
        self._draft = walk.draft

    # -- after a comparison --

    def take_limit(self, limits: frozenset[str]) -> bool:
        """Read a comparison with its amount: "menos de | 200 | soles"."""
        at = self._amount_near(self._walk.at + 1)
        if at is None:
            return False
        amount = self._amount(at)
        name = next(iter(sorted(limits)))
        if "between" in limits or "at_least" in limits:
            second = self._second_amount(at + 1)
            if second is not None:
                self._between(amount, second)
                return True
        if self._is_negated_just_before():
            name = _OPPOSITE.get(name, name)
            self._walk.negation = ""
        if name in ("between", "or_less", "or_more"):
            return False
        self._limit(name, amount, at)
        return True

    def _is_negated_just_before(self) -> bool:
        walk = self._walk
        return walk.negation == "not" and walk.run is None and not walk.family_said

    def _limit(self, name: str, amount: Amount, at: int) -> None:
        subject = self._subject(amount, at)
        self._add(LIMITS[name](amount.value, subject.column), subject)

    def _between(self, low: Amount, second: int) -> None:
        high = self._amount(second)
        subject = self._subject(high, second)
        values = sorted((low.value, high.value))
        self._add(Range(subject.column, low=values[0], high=values[1]), subject)

    def _add(self, limit: Range, subject: Subject) -> None:
        if not subject.unit:
            self._walk.close()
            self._draft.ranges.append(limit)
        elif subject.is_unclear:
            self._draft.unheld.append(subject.unit)
        else:
            self._limit_measure(limit, subject.unit)
        self._walk.at = subject.end

    def _limit_measure(self, limit: Range, unit: str) -> None:
        """Products whose name says a measure within the limit."""
        written = [
            (Decimal(value), surfaces)
            for (value, named), surfaces in self._shop.measures.items()
            if named == unit
        ]
        if not written:
            self._draft.unheld.append(unit)
            return
        fitting = [
            s for value, found in written if _within(value, limit) for s in found
        ]
        said = f"{unit} {limit.low or ''}–{limit.high or ''}"
        self._walk.add_has(Has(said, tuple(fitting), group=unit))

    def _amount(self, at: int) -> Amount:
        amount = self._marks[at].amount
        assert amount is not None  # noqa: S101 - callers looked
        return amount

    def _amount_near(self, at: int) -> int | None:
        """The index of an amount that follows at once, fillers left out."""
        for index in range(at, min(at + 3, len(self._marks))):
            mark = self._marks[index]
            if mark.amount:
                return index
            if mark.ideas - {"around", "at_most", "at_least", "exactly"}:
                return None
            if mark.is_word:
                return None
        return None

    def _second_amount(self, at: int) -> int | None:
        """The index of the amount after "y", "a", "to"."""
        has_joiner = False
        for index in range(at, min(at + 4, len(self._marks))):
            mark = self._marks[index]
            if mark.amount:
                return index if has_joiner else None
            words = self._walk.words[mark.start : mark.end]
            has_joiner = has_joiner or bool(set(words) & _TO)
            if mark.is_word:
                return None
        return None

    # -- what an amount is of --

    def _subject(self, amount: Amount, at: int) -> Subject:
        """Give the column an amount is of, or the unit of a measure in names."""
        after = at + 1
        if amount.unit == "money":
            return Subject("price", end=after)
        following = self._marks[after] if after < len(self._marks) else None
        if following is not None and not following.amount:
            found = self._subject_after(following, amount, after)
            if found is not None:
                return found
        if "year" in self._shop.own.by_name and _OLDEST <= amount.value <= _NEWEST:
            return Subject("year", end=after)
        return Subject(self._column_before(at) or "price", end=after)

    def _subject_after(self, mark: Mark, amount: Amount, at: int) -> Subject | None:
        """What the word after an amount says it is of: "300 páginas", "8 gigas"."""
        unit = unit_heard(mark.word, self._lexicon)
        if mark.ideas & {"units"}:
            self._walk.consumed.add(mark.start)
            is_of_pieces = mark.word.startswith(("piez", "piece")) and any(
                named == unit for _, named in self._shop.measures
            )
            is_in_names = (figure_key(amount.value), unit) in self._shop.measures
            if not (is_of_pieces or is_in_names):
                return Subject("stock", end=at + 1)
            return Subject(unit=unit, end=at + 1)
        column = self._shop.own.called(self._walk.words[mark.start : mark.end])
        if column and self._shop.own.is_figure(column):
            return Subject(column, end=at + 1)
        is_measure = is_unit(unit, self._lexicon) or any(
            named == unit for _, named in self._shop.measures
        )
        is_letter = len(mark.word) == 1 and not mark.ideas  # "30 m"
        if not ((mark.is_word or is_letter) and is_measure):
            return None
        return self._of_unit(unit, amount, at + 1)

    def _of_unit(self, unit: str, amount: Amount, end: int) -> Subject:
        """The column that counts this unit: the one named, or the only one."""
        columns = self._shop.own.of_unit(unit)
        named, after = self._column_after(end)
        if not named:
            named, after = self._column_before(end - 2), end
        if named and (not columns or any(named == c.name for c in columns)):
            return Subject(named, end=after)
        if not columns:
            return Subject(unit=unit, end=end)
        figure = figure_key(amount.value)
        holding = [c for c in columns if figure in c.values] or columns
        if len(holding) > 1:
            return Subject(unit=unit, end=end, is_unclear=True)
        return Subject(holding[0].name, end=end)

    def _column_after(self, at: int) -> tuple[str, int]:
        """A column named after the unit: "8 gigas | de | ram"."""
        marks = self._marks[at : at + 2]
        if len(marks) < 2 or marks[0].word not in _OF:
            marks = marks[:1]
        if not marks or not (marks[-1].is_word or marks[-1].ideas):
            return "", at
        named = self._walk.words[marks[-1].start : marks[-1].end]
        column = self._shop.own.called(named)
        is_figure = bool(column) and self._shop.own.is_figure(column)
        return (column, at + len(marks)) if is_figure else ("", at)

    def _column_before(self, at: int) -> str:
        """A column named before the comparison: "stock mayor a", "peso hasta"."""
        run = self._walk.run
        if run and run.words:
            column = self._shop.own.called(run.words[-1:])
            if column and self._shop.own.is_figure(column):
                run.words.pop()
                run.before.pop()
                if not run.words and not run.has:
                    self._walk.run = None
                return column
        for index in range(max(0, at - 4), at):
            mark = self._marks[index]
            if _STOCK_WORDS & set(self._walk.words[mark.start : mark.end]):
                return "stock"
        return ""

    # -- without a comparison --

    def take_amount(self, mark: Mark) -> None:
        """Read an amount without a comparison before it."""
        amount = self._amount(self._walk.at)
        after = self._walk.at + 1
        second = self._second_amount(after)
        if second is not None and self._is_span(second):
            self._between(amount, second)
            return
        # What stands before is wanted again where the amount turns out to be a limit.
        words = list(self._walk.run.words) if self._walk.run else []
        subject = self._subject(amount, self._walk.at)
        following = self._marks[subject.end] if subject.end < len(self._marks) else None
        if following is not None and following.ideas & {"or_less", "or_more"}:
            name = "at_most" if "or_less" in following.ideas else "at_least"
            self._add(LIMITS[name](amount.value, subject.column), subject)
            self._walk.at += 1
        elif subject.column in self._shop.own.by_name:
            self._take_value(amount, subject)
        elif subject.unit in _COUNTED and not self._shop.measures_in(subject.unit):
            self._take_number(amount, mark)
            self._walk.at = subject.end
        elif subject.unit or self._names_measure(amount, mark, words):
            self._take_measure(amount, mark, subject)
        elif subject.column == "stock":
            self._add(LIMITS["exactly"](amount.value, "stock"), subject)
        elif amount.unit == "money":
            self._take_price(amount, mark)
        else:
            self._take_number(amount, mark)

    def _is_span(self, second: int) -> bool:
        """As in "de 50 a 100 soles": the second amount is reached by "a" or "to"."""
        between = self._marks[self._walk.at + 1 : second]
        words = {w for m in between for w in self._walk.words[m.start : m.end]}
        before = self._walk.word_before(self._marks[self._walk.at])
        return bool(words & {"a", "to", "hasta"}) and before in ("de", "from", "desde")

    def _names_measure(self, amount: Amount, mark: Mark, words: list[str]) -> bool:
        before = self._walk.word_before(mark)
        if before in _SIZE_WORDS:
            return True
        key = figure_key(amount.value)
        is_in_names = (key, "") in self._shop.measures or key in self._shop.words
        is_picked = before in ("de", "del", "of") and amount.value > 1
        return bool(is_in_names and (words or is_picked) and amount.unit == "number")

    def _take_value(self, amount: Amount, subject: Subject) -> None:
        """An exact value of a column of figures: "8 gigas de ram"."""
        value, column = figure_key(amount.value), subject.column
        self._walk.add_has(Has(f"{value} {column}", (value,), column, group=column))
        self._walk.at = subject.end

    def _take_measure(self, amount: Amount, mark: Mark, subject: Subject) -> None:
        value, unit = figure_key(amount.value), subject.unit
        before = self._walk.word_before(mark)
        if not unit and before in _SIZE_WORDS:
            unit = unit_of(before, self._lexicon)
        run = self._walk.run
        if run and run.words[-1:] == [before] and before in _SIZE_WORDS:
            run.words.pop()
            run.before.pop()
        has = self._sized(value, unit) if unit == "size" else None
        if has is None:
            written = self._shop.written((value, unit))
            if not written and before in _SIZE_WORDS:
                written = self._shop.written((value, ""))
            has = Has(f"{value} {unit}".strip(), written, group=unit)
        self._walk.add_has(has)
        self._walk.at = max(subject.end, self._walk.at + 1)

    def _sized(self, value: str, unit: str) -> Has | None:
        size = self._shop.own.by_name.get("size")
        if size is not None and value in size.values:
            return Has(f"talla {value}", (value,), "size", group="size")
        if (value, unit) not in self._shop.measures:
            bare = self._shop.written((value, ""))
            return Has(f"{unit} {value}", bare, group="size")
        return None

    def _take_price(self, amount: Amount, mark: Mark) -> None:
        before = self._walk.word_before(mark)
        is_budget = "want" in self._draft.ideas or before in ("con", "with", "tengo")
        name = "at_most" if is_budget and before != "de" else "exactly"
        self._walk.close()
        self._draft.ranges.append(LIMITS[name](amount.value, "price"))
        self._walk.at += 1

    def _take_number(self, amount: Amount, mark: Mark) -> None:
        """A bare number: how many are wanted, or part of a name."""
        value = amount.value
        if value == value.to_integral_value() and 0 < value <= _MOST_WANTED:
            self._draft.limit = int(value)
        else:
            self._draft.unknown.append(mark.word)
        self._walk.at += 1


def _within(value: Decimal, limit: Range) -> bool:
    if limit.low is not None and not (
        value > limit.low or (limit.low_included and value == limit.low)
    ):
        return False
    return limit.high is None or (
        value < limit.high or (limit.high_included and value == limit.high)
    )
