"""Runs of words resolved into what they select."""

from catalog.questions.draft import Draft, Run
from catalog.questions.heads import HeadsFirst, HeadsLast
from catalog.questions.matcher import Match, Matcher
from catalog.questions.query import Has, Kind, Selection
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.words import singular

_SAID = 0.97
"""Certainty of a thing from which names say it in these very words."""
_WRITERS = frozenset(("author", "brand"))
"""Columns of those by whom a thing is: "escrito por"."""
_BY = frozenset(("por", "by", "segun", "su"))
_NOT = frozenset(("not", "except", "without"))


class Resolving:
    """Turns the runs of one draft into its selections."""

    def __init__(self, shop: Vocabulary, matcher: Matcher, draft: Draft) -> None:
        self._shop = shop
        self._matcher = matcher
        self._draft = draft

    def resolve(self, run: Run) -> None:
        """Add what a run selects to the draft."""
        selection = Selection(has=tuple(run.has), words=_said_in(run))
        if run.name:
            kind = Kind((), run.name, key=run.name, exact=(run.name,))
            selection = Selection(kinds=(kind,))
        words, before = self._without_columns(run)
        for match in self._matches(words, before, run):
            chosen = match.selection
            if _are_apart(selection, chosen):
                self._draft.missing += list(chosen.families)
                chosen = Selection(absent=(run.words[-1],))
            selection = joined(selection, chosen)
            self._draft.certainty = min(self._draft.certainty, match.certainty)
            if match.is_head and not run.negation:
                self._note_head(run, match)
        if selection.is_empty:
            return
        if run.negation:
            self._draft.excluded.append(selection)
        else:
            self._draft.selections.append((selection, run.joiner))

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
            column = self._column(word, is_first=at == 0)
            if not column:
                words.append(word)
                before.append(run.before[at])
            elif self._is_order(column, run.before[at]):
                self._draft.sorted_by = column
            elif run.before[at] == "por" and column not in _WRITERS:
                self._draft.asked.append(column)
                self._draft.is_of_each = True
            elif self._shop.own.by_name[column].is_flag:
                self._draft.flags.append((column, run.negation not in _NOT))
            else:
                self._draft.asked.append(column)
                plural = word.endswith("s") and singular(word) != word
                self._draft.is_asked_in_plural |= plural
        return words, before

    def _is_order(self, column: str, before: str) -> bool:
        return before in _BY and self._shop.own.is_figure(column)

    def _column(self, word: str, *, is_first: bool) -> str:
        is_value = self._shop.surfaces([word]) or singular(word) in self._shop.heads
        column = self._shop.own.called([word])
        if column and self._shop.own.by_name[column].is_flag:
            return column
        if (is_value and not is_first) or self._shop.is_thing(word):
            return ""
        return column

    def _matches(self, words: list[str], before: list[str], run: Run) -> list[Match]:
        if run.is_family_said and words:
            family = self._matcher.family(words)
            head = self._matcher.head(words)
            if family and not (head and head.length > family.length):
                rest = family.length
                return [family, *self._matches(words[rest:], before[rest:], Run())]
            like = self._matcher.modifier(words) if len(words) == 1 else None
            if like is not None and not (head and head.certainty < _SAID):
                return [like]
        is_english = self._draft.marks.language == "en"
        is_detail = run.joiner == "with" and self._draft.has_head
        order = HeadsLast if is_english else HeadsFirst
        heads = order(self._matcher, words, before, is_detail=is_detail)
        found = heads.matches()
        self._draft.unknown += heads.unknown
        if run.negation and found:  # what is left out is only half understood
            self._draft.unknown += heads.missing
            return found
        self._draft.missing += heads.missing
        self._draft.is_for_someone |= heads.is_for_someone
        for word in heads.missing:
            found.append(Match(Selection(has=(Has(word, ()),)), 1, 0.8))
        return found


def _are_apart(one: Selection, other: Selection) -> bool:
    """Tell whether two families were said that nothing is in at once."""
    return bool(one.families and other.families) and not (
        set(one.families) & set(other.families)
    )


def joined(one: Selection, other: Selection) -> Selection:
    """Give what satisfies both of two selections."""
    common = tuple(name for name in one.families if name in other.families)
    return Selection(
        one.kinds + other.kinds,
        common or one.families + other.families,
        one.has + other.has,
        one.absent + other.absent,
        one.ids + other.ids,
        one.words | other.words,
    )


def _said_in(run: Run) -> frozenset[str]:
    figures = [word for has in run.has for word in has.said.split()]
    return frozenset(singular(word) for word in [*run.words, *figures])
