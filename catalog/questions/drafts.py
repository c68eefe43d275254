"""Marks gathered into what they ask: things, limits, figures; nothing decided yet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from catalog.amounts import Amount
from catalog.questions.heads import HeadsFirst, HeadsLast
from catalog.questions.lexicon import Language
from catalog.questions.marks import Mark, Marker, Marks
from catalog.questions.matcher import Match, Matcher
from catalog.questions.measures import MeasureKey, figure_key, is_unit, unit_of
from catalog.questions.query import Has, Kind, Range, Selection
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import root, singular

_LIMITS: dict[str, Callable[[Decimal, str], Range]] = {
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
_ASKING = frozenset(("que", "cual", "cuanta", "cuanto", "what", "which", "whose"))
_ASKING |= {"cuantas", "cuantos", "many"}
_AND = frozenset(("y", "e", "and"))
_OR = frozenset(("o", "u", "or"))
_TO = frozenset(("y", "e", "a", "hasta", "and", "to", "up", "o", "or"))
_VAGUE = frozenset(("algo", "something", "anything"))
_NEGATIONS = frozenset(("not", "except", "without"))
_KEEPS_RUN = frozenset(("product", "also", "only", "describe"))
_SIZE_WORDS = frozenset(("talla", "size", "numero", "talle", "nro", "volumen", "tomo"))


@dataclass(slots=True)
class Run:
    """Neighbouring words that name something together."""

    words: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    """The preposition or article before each word, or an empty text."""
    has: list[Has] = field(default_factory=list)
    """Measures said in it."""
    joiner: str = ""
    """How it hangs on the run before: "and", "or", or nothing."""
    negation: str = ""
    name: str = ""
    """A product's whole name; then nothing else is in the run."""
    is_family_said: bool = False
    """"familia", "cosas de" came before."""
    start: int = 0


@dataclass(slots=True)
class Draft:
    """All that one question says."""

    marks: Marks
    ideas: frozenset[str]
    selections: list[tuple[Selection, str]] = field(default_factory=list)
    """Each with its joiner."""
    excluded: list[Selection] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    limit: int | None = None
    ordinal: int = 0
    unknown: list[str] = field(default_factory=list)
    """Words nobody knows; they may matter."""
    asked: list[str] = field(default_factory=list)
    """Columns asked about: `price`, `stock`, an owner's column."""
    unheld: list[str] = field(default_factory=list)
    """Attributes asked about that this shop does not keep."""
    certainty: float = 1.0
    article: str = ""
    """What stands before the first thing: "la", "una", "the" …"""
    is_plural: bool = False
    has_head: bool = False


class Drafter:
    """Drafts questions about one shop, in one language."""

    def __init__(
        self, vocabulary: Vocabulary, marker: Marker, matcher: Matcher
    ) -> None:
        self._shop = vocabulary
        self._marker = marker
        self._matcher = matcher

    def draft(self, question: str, language: Language) -> Draft:
        """Give what a question says, undecided."""
        marks = self._marker.mark(question, language)
        return _Drafting(self._shop, self._matcher, marks).run()


class _Drafting:
    def __init__(self, shop: Vocabulary, matcher: Matcher, marks: Marks) -> None:
        self._shop = shop
        self._lexicon = shop.lexicon
        self._matcher = matcher
        self._marks = marks.listed
        self._draft = Draft(marks, marks.ideas)
        self._runs: list[Run] = []
        self._run: Run | None = None
        self._negation = ""
        self._joiner = ""
        self._family_said = False
        self._at = 0
        self._consumed: set[int] = set()

    def run(self) -> Draft:
        while self._at < len(self._marks):
            mark = self._marks[self._at]
            if mark.breaks:
                self._close(joiner="and" if self._run else "")
            if mark.amount:
                self._take_amount(mark)
            elif mark.ideas:
                self._take_idea(mark)
            elif mark.is_word:
                self._take_word(mark)
            elif not mark.is_filler:
                self._take_stop(mark)
                self._at += 1
            else:
                self._at += 1
        self._close()
        for run in self._runs:
            self._resolve(run)
        self._note_unheld()
        self._draft.ideas = frozenset().union(
            *(m.ideas for m in self._marks if m.start not in self._consumed)
        )
        return self._draft

    def _note_unheld(self) -> None:
        """What was asked about that this shop does not keep: "¿de qué color es…?"."""
        words = self._draft.marks.words
        told = {
            at
            for mark in self._marks
            if mark.ideas or mark.amount or mark.name
            for at in range(mark.start, mark.end)
        }
        for at, (before, word) in enumerate(pairwise(words), 1):
            key = (singular(word),)
            is_attribute = key in self._lexicon.attributes and at not in told
            if before not in _ASKING or not is_attribute:
                continue
            column = self._column_named(word)
            if column:
                self._draft.asked.append(column)
            elif not self._is_thing_here(word) and not self._shop.surfaces([word]):
                self._draft.unheld.append(word)

    # -- marks --

    def _take_idea(self, mark: Mark) -> None:
        limits = mark.ideas & (_LIMITS.keys() | {"between", "or_less", "or_more"})
        if limits and self._take_limit(limits):
            return
        if mark.ideas & _NEGATIONS or self._leaves_out(mark):
            self._take_negation(mark)
        elif mark.ordinal and "second" in mark.ideas:
            self._draft.ordinal = mark.ordinal
        elif "family" in mark.ideas:
            self._close()
            self._family_said = True
        elif "product" in mark.ideas:
            self._take_product(mark)
        elif "compare" in mark.ideas and self._run:
            self._close(joiner="and")
        elif not mark.ideas & _KEEPS_RUN:
            self._close()
            if self._negation and not mark.ideas & {"those"}:
                self._negation = ""
        self._at += 1

    def _leaves_out(self, mark: Mark) -> bool:
        """As in "todo menos mochilas": a thing follows at once, things came before."""
        after = self._after(self._at + 1)
        is_bare = mark.word == "menos" and mark.end == mark.start + 1
        names_thing = after is not None and after.is_word
        return is_bare and names_thing and bool(self._run or self._runs)

    def _take_product(self, mark: Mark) -> None:
        if self._run and self._draft.marks.language == "en":
            self._run.is_family_said = True
        if self._run and (self._negation or self._run.is_family_said):
            self._close()
        self._family_said = bool(mark.ideas & {"whole_shop"}) or mark.word in _VAGUE

    def _take_negation(self, mark: Mark) -> None:
        if "without" not in mark.ideas:
            self._close()
        after = self._after(self._at + 1, skip_stops=True)
        if after is not None and after.ideas & {"exists", "available"}:
            return
        if after is not None and self._is_said_without(mark, after):
            said = f"{mark.word} {after.word}"
            self._add_has(Has(said, self._shop.surfaces_without(after.word)))
            self._at = self._marks.index(after)
            return
        self._close()
        names = mark.ideas & _NEGATIONS or {"except"}
        self._negation = "except" if "except" in names else min(names)
        self._joiner = ""

    def _is_said_without(self, mark: Mark, after: Mark) -> bool:
        """Names here say it themselves: "sin gluten"."""
        is_named = after.is_word and root(after.word) in self._shop.without
        return "without" in mark.ideas and is_named

    def _take_word(self, mark: Mark) -> None:
        if mark.name:
            self._take_name(mark)
            return
        if self._is_unheld_extreme(mark):
            self._draft.unheld.append(mark.word)
            self._at += 1
            return
        if self._run is None:
            self._run = Run(
                joiner=self._joiner,
                negation=self._negation,
                is_family_said=self._family_said,
                start=mark.start,
            )
            self._joiner, self._family_said = "", False
        self._run.words.append(mark.word)
        self._run.before.append(self._word_before(mark))
        self._at += 1

    def _take_name(self, mark: Mark) -> None:
        """The whole name of a product: that one is meant, whatever the words say."""
        self._close(joiner=self._joiner)
        run = Run(joiner=self._joiner, negation=self._negation, name=mark.name)
        self._runs.append(run)
        self._joiner, self._family_said = "", False
        self._draft.has_head = True
        self._draft.article = "the"
        self._at += 1

    def _is_unheld_extreme(self, mark: Mark) -> bool:
        """As in "la de más memoria", where memory is no column here."""
        before = self._marks[self._at - 1] if self._at else mark
        if not before.ideas & {"most", "least"} or self._column_named(mark.word):
            return False
        is_attribute = (singular(mark.word),) in self._lexicon.attributes
        return is_attribute and not self._is_thing_here(mark.word)

    def _take_stop(self, mark: Mark) -> None:
        if mark.word in _AND and self._run:
            self._close(joiner="and")
        elif mark.word in _OR and self._run:
            self._close(joiner="or")
        elif mark.word in ("pero", "but"):
            self._close()
            self._negation = ""
        elif mark.word in ("que", "which", "that", "con", "with") and self._run:
            is_with = mark.word in ("con", "with")
            joiner = "and" if "compare" in self._draft.ideas else "with"
            self._close(joiner=joiner if is_with else "")
            if is_with:
                self._negation = ""

    def _close(self, joiner: str = "") -> None:
        """End the run; `joiner` says how the next one hangs on it."""
        if self._run is not None:
            self._runs.append(self._run)
        elif not joiner:
            self._joiner = ""
        if self._run is not None:
            self._joiner = joiner
            if not joiner:
                self._negation = ""
        self._run = None

    def _word_before(self, mark: Mark) -> str:
        words = self._draft.marks.words
        return words[mark.start - 1] if mark.start else ""

    def _after(self, at: int, *, skip_stops: bool = False) -> Mark | None:
        """The next mark that is no filler."""
        while at < len(self._marks):
            mark = self._marks[at]
            is_stop = not (mark.ideas or mark.amount or mark.is_word)
            if not (mark.is_filler or (skip_stops and is_stop)):
                return mark
            at += 1
        return None

    # -- amounts --

    def _take_limit(self, limits: frozenset[str]) -> bool:
        """A comparison with its amount: "menos de | 200 | soles"."""
        at = self._amount_near(self._at + 1)
        if at is None:
            return False
        amount, after = self._amount_and_unit(at)
        name = next(iter(sorted(limits)))
        if "between" in limits or "at_least" in limits:
            second = self._second_amount(after)
            if second is not None:
                self._between(amount, self._marks[second].amount, second)
                return True
        if self._is_negated_just_before():
            name = _OPPOSITE.get(name, name)
            self._negation = ""
        if name in ("between", "or_less", "or_more"):
            return False
        self._limit(name, amount, at, after)
        return True

    def _is_negated_just_before(self) -> bool:
        return self._negation == "not" and self._run is None and not self._family_said

    def _limit(self, name: str, amount: Amount, at: int, after: int) -> None:
        column, unit, end = self._column_of(amount, at, after)
        limit = _LIMITS[name](amount.value, column)
        self._close()
        if unit:
            self._limit_measure(limit, unit)
        else:
            self._draft.ranges.append(limit)
        self._at = end

    def _limit_measure(self, limit: Range, unit: str) -> None:
        """Products whose name says a measure within the limit."""
        surfaces = [
            surface
            for (value, named), written in self._shop.measures.items()
            if named == unit and _within(Decimal(value), limit)
            for surface in written
        ]
        if not any(named == unit for _, named in self._shop.measures):
            self._draft.unheld.append(unit)
            return
        has = Has(f"{unit} {limit.low or ''}–{limit.high or ''}", tuple(surfaces))
        self._add_has(Has(has.said, has.surfaces, group=unit))

    def _between(self, low: Amount, high: Amount | None, second: int) -> None:
        assert high is not None  # noqa: S101 - the caller found it by its amount
        _, after = self._amount_and_unit(second)
        column, unit, end = self._column_of(high, second, after)
        values = sorted((low.value, high.value))
        limit = Range(column, low=values[0], high=values[1])
        self._close()
        if unit:
            self._limit_measure(limit, unit)
        else:
            self._draft.ranges.append(limit)
        self._at = end

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
            words = self._draft.marks.words[mark.start : mark.end]
            has_joiner = has_joiner or bool(set(words) & _TO)
            if mark.is_word:
                return None
        return None

    def _amount_and_unit(self, at: int) -> tuple[Amount, int]:
        amount = self._marks[at].amount
        assert amount is not None  # noqa: S101 - callers looked
        return amount, at + 1

    def _column_of(self, amount: Amount, at: int, after: int) -> tuple[str, str, int]:
        """What an amount is of: a column, or the unit of a measure in names."""
        if amount.unit == "money":
            return "price", "", after
        following = self._marks[after] if after < len(self._marks) else None
        if following is not None and not following.amount:
            if following.ideas & {"units"}:
                self._consumed.add(following.start)
                unit = unit_of(following.word, self._lexicon)
                if (figure_key(amount.value), unit) in self._shop.measures:
                    return "", unit, after + 1
                return "stock", "", after + 1
            column = self._column_named(following.word)
            if column:
                return column, "", after + 1
            unit = unit_of(following.word, self._lexicon)
            if following.is_word and (
                is_unit(following.word, self._lexicon)
                or any(named == unit for _, named in self._shop.measures)
            ):
                return "", unit, after + 1
        value = amount.value
        if "year" in self._shop.columns and _OLDEST <= value <= _NEWEST:
            return "year", "", after
        return self._column_before(at), "", after

    def _column_before(self, at: int) -> str:
        """A column named before the comparison: "stock mayor a", "peso hasta"."""
        if self._run and self._run.words:
            column = self._column_named(self._run.words[-1])
            if column:
                self._run.words.pop()
                self._run.before.pop()
                if not self._run.words:
                    self._run = None
                return column
        for index in range(max(0, at - 4), at):
            words = self._draft.marks.words[
                self._marks[index].start : self._marks[index].end
            ]
            if {"stock", "existencias", "unidades", "units", "inventory"} & set(words):
                return "stock"
        return "price"

    def _column_named(self, word: str) -> str:
        return self._shop.column_names.get(singular(word), "")

    def _take_amount(self, mark: Mark) -> None:
        """An amount without a comparison before it."""
        amount = mark.amount
        assert amount is not None  # noqa: S101 - the caller looked
        after = self._at + 1
        second = self._second_amount(after)
        if second is not None and self._is_span(second):
            self._between(amount, self._marks[second].amount, second)
            return
        _, unit, end = self._column_of(amount, self._at, after)
        following = self._marks[end] if end < len(self._marks) else None
        if following is not None and following.ideas & {"or_less", "or_more"}:
            name = "at_most" if "or_less" in following.ideas else "at_least"
            self._limit(name, amount, self._at, after)
            self._at += 1
        elif unit or self._names_measure(amount, mark):
            self._take_measure(amount, mark, unit, end)
        elif amount.unit == "money":
            self._take_price(amount, mark)
        else:
            self._take_number(amount, mark)

    def _is_span(self, second: int) -> bool:
        """As in "de 50 a 100 soles": the second amount is reached by "a" or "to"."""
        between = self._marks[self._at + 1 : second]
        words = {w for m in between for w in self._draft.marks.words[m.start : m.end]}
        before = self._word_before(self._marks[self._at])
        return bool(words & {"a", "to", "hasta"}) and before in ("de", "from", "desde")

    def _names_measure(self, amount: Amount, mark: Mark) -> bool:
        before = self._word_before(mark)
        if before in _SIZE_WORDS:
            return True
        key = figure_key(amount.value)
        is_in_names = (key, "") in self._shop.measures or key in self._shop.words
        return bool(is_in_names and self._run and amount.unit == "number")

    def _take_measure(self, amount: Amount, mark: Mark, unit: str, end: int) -> None:
        value = figure_key(amount.value)
        before = self._word_before(mark)
        if not unit and before in _SIZE_WORDS:
            unit = unit_of(before, self._lexicon)
        said = f"{value} {unit}".strip()
        has = self._sized(value, unit) if unit == "size" else None
        self._add_has(has or Has(said, self._written((value, unit)), group=unit))
        self._at = max(end, self._at + 1)

    def _sized(self, value: str, unit: str) -> Has | None:
        if "size" in self._shop.values and value in self._shop.values["size"]:
            return Has(f"talla {value}", (value,), "size", group="size")
        if (value, unit) not in self._shop.measures:
            bare = self._written((value, ""))
            return Has(f"{unit} {value}", bare, group="size")
        return None

    def _written(self, key: MeasureKey) -> tuple[str, ...]:
        """How names write a measure; "1 kg" is also "1000 g"."""
        found = dict.fromkeys(self._shop.measures.get(key, ()))
        value, unit = Decimal(key[0]), key[1]
        for factor, small, large in _CONVERSIONS:
            if unit == large:
                other = (figure_key(value * factor), small)
                found |= dict.fromkeys(self._shop.measures.get(other, ()))
            elif unit == small:
                other = (figure_key(value / factor), large)
                found |= dict.fromkeys(self._shop.measures.get(other, ()))
        return tuple(found)

    def _add_has(self, has: Has) -> None:
        """A measure belongs to the run it stands in, or makes one of its own."""
        if self._run is None:
            self._run = Run(joiner=self._joiner, negation=self._negation)
            self._joiner = ""
        self._run.has.append(has)

    def _take_price(self, amount: Amount, mark: Mark) -> None:
        before = self._word_before(mark)
        is_budget = "want" in self._draft.ideas or before in ("con", "with", "tengo")
        name = "at_most" if is_budget and before != "de" else "exactly"
        self._close()
        self._draft.ranges.append(_LIMITS[name](amount.value, "price"))
        self._at += 1

    def _take_number(self, amount: Amount, mark: Mark) -> None:
        """A bare number: how many are wanted, or part of a name."""
        value = amount.value
        if value == value.to_integral_value() and 0 < value <= 100:
            self._draft.limit = int(value)
        else:
            self._draft.unknown.append(mark.word)
        self._at += 1

    # -- runs --

    def _resolve(self, run: Run) -> None:
        selection = Selection(has=tuple(run.has), words=self._said_in(run))
        if run.name:
            kind = Kind((), run.name, key=run.name, exact=(run.name,))
            selection = Selection(kinds=(kind,))
        words, before = self._without_columns(run)
        for match in self._matches(words, before, run):
            selection = _joined(selection, match.selection)
            self._draft.certainty = min(self._draft.certainty, match.certainty)
            if match.is_head and not run.negation:
                self._note_head(run, match)
        if selection.is_empty:
            return
        if run.negation:
            self._draft.excluded.append(selection)
        else:
            self._draft.selections.append((selection, run.joiner))

    def _said_in(self, run: Run) -> frozenset[str]:
        figures = [word for has in run.has for word in has.said.split()]
        return frozenset(singular(word) for word in [*run.words, *figures])

    def _note_head(self, run: Run, match: Match) -> None:
        if self._draft.has_head:
            return
        self._draft.has_head = True
        self._draft.article = run.before[0] if run.before else ""
        first = run.words[min(match.length - 1, len(run.words) - 1)]
        self._draft.is_plural = first.endswith("s") and singular(first) != first

    def _without_columns(self, run: Run) -> tuple[list[str], list[str]]:
        """Leave out words that name a column: they are asked about, not wanted."""
        words: list[str] = []
        before: list[str] = []
        for at, word in enumerate(run.words):
            is_value = self._shop.surfaces([word]) or singular(word) in self._shop.heads
            column = "" if is_value and at else self._column_named(word)
            if column and not self._is_thing_here(word):
                self._draft.asked.append(column)
                continue
            words.append(word)
            before.append(run.before[at])
        return words, before

    def _is_thing_here(self, word: str) -> bool:
        return singular(word) in self._shop.heads or (
            (singular(word),) in self._shop.family_keys
        )

    def _matches(self, words: list[str], before: list[str], run: Run) -> list[Match]:
        if run.is_family_said and words:
            family = self._matcher.family(words)
            head = self._matcher.head(words)
            if family and not (head and head.length > family.length):
                rest = family.length
                return [family, *self._matches(words[rest:], before[rest:], Run())]
        heads: HeadsFirst = HeadsFirst(self._matcher, words, before)
        if self._draft.marks.language == "en":
            heads = HeadsLast(self._matcher, words, before)
        found = heads.matches()
        self._draft.unknown += heads.unknown
        for word in heads.missing:
            found.append(Match(Selection(has=(Has(word, ()),)), 1, 0.8))
        return found


_CONVERSIONS = (
    (1000, "g", "kg"),
    (1000, "ml", "l"),
    (1000, "w", "kw"),
    (1000, "mg", "g"),
    (1024, "gb", "tb"),
    (100, "cm", "m"),
    (10, "mm", "cm"),
)


def _within(value: Decimal, limit: Range) -> bool:
    if limit.low is not None and not (
        value > limit.low or (limit.low_included and value == limit.low)
    ):
        return False
    return limit.high is None or (
        value < limit.high or (limit.high_included and value == limit.high)
    )


def _joined(one: Selection, other: Selection) -> Selection:
    return Selection(
        one.kinds + other.kinds,
        one.families + other.families,
        one.has + other.has,
        one.absent + other.absent,
        one.ids + other.ids,
        one.words | other.words,
    )
