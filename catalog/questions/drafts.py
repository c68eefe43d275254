"""Marks gathered into what they ask: things, limits, figures; nothing decided yet."""

from itertools import pairwise

from catalog.questions.draft import Draft, Run
from catalog.questions.extremes import extreme_of, superlative
from catalog.questions.lexicon import Language
from catalog.questions.limits import LIMITS, Numbers
from catalog.questions.marker import Marker
from catalog.questions.marks import Mark, Marks
from catalog.questions.matcher import Matcher
from catalog.questions.query import Has
from catalog.questions.runs import Resolving
from catalog.questions.vocabulary import Vocabulary
from catalog.questions.walk import Walk
from catalog.questions.words import root, singular

_ASKING = frozenset(("que", "cual", "cuanta", "cuanto", "what", "which", "whose"))
_ASKING |= {"cuantas", "cuantos", "many"}
_AND = frozenset(("y", "e", "and"))
_OR = frozenset(("o", "u", "or"))
_IN = frozenset(("en", "in", "de", "from", "ahora"))
_OF_ANYTHING = frozenset(("lowest", "highest"))
"""Of prices when nothing else is named."""
_BEST = frozenset(("mejor", "mejores", "best", "peor", "peores", "worst"))
_BRAND = frozenset(("marca", "marcas", "brand", "brands"))
_VAGUE = frozenset(("algo", "something", "anything"))
_NEGATIONS = frozenset(("not", "except", "without"))
_KEEPS_RUN = frozenset(("product", "also", "only", "describe"))


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
    """Reads the words and ideas of one question; `Numbers` reads its numbers."""

    def __init__(self, shop: Vocabulary, matcher: Matcher, marks: Marks) -> None:
        self._shop = shop
        self._lexicon = shop.lexicon
        self._matcher = matcher
        self._walk = Walk(marks)
        self._draft = self._walk.draft
        self._numbers = Numbers(self._walk, shop)

    def run(self) -> Draft:
        walk = self._walk
        while walk.at < len(walk.marks):
            self._take(walk.marks[walk.at])
        walk.close()
        resolving = Resolving(self._shop, self._matcher, self._draft)
        for run in walk.runs:
            resolving.resolve(run)
        self._note_unheld()
        self._draft.ideas = frozenset().union(
            *(m.ideas for m in walk.marks if m.start not in walk.consumed)
        )
        return self._draft

    def _take(self, mark: Mark) -> None:
        if mark.breaks:
            self._walk.close(joiner="and" if self._walk.run else "")
        if mark.amount:
            self._numbers.take_amount(mark)
        elif mark.column:
            self._take_column(mark)
        elif mark.ideas:
            self._take_idea(mark)
        elif mark.is_word:
            self._take_word(mark)
        else:
            if not mark.is_filler:
                self._take_stop(mark)
            self._walk.at += 1

    def _note_unheld(self) -> None:
        """What was asked about that this shop does not keep: "¿de qué color es…?"."""
        words = self._walk.words
        told = {
            at
            for mark in self._walk.marks
            if mark.ideas or mark.amount or mark.name or mark.column
            for at in range(mark.start, mark.end)
        }
        for at, (before, word) in enumerate(pairwise(words), 1):
            key = (singular(word),)
            is_attribute = key in self._lexicon.attributes and at not in told
            asked = _ASKING & set(words[max(0, at - 3) : at])
            is_brand = word in _BRAND and bool(asked)
            if not is_attribute or not (before in _ASKING or is_brand):
                continue
            column = self._shop.own.called([word])
            if column:
                self._draft.asked.append(column)
                plural = word.endswith("s") and singular(word) != word
                self._draft.is_asked_in_plural |= plural
            elif not self._shop.is_thing(word) and not self._shop.surfaces([word]):
                self._draft.unheld.append(word)

    # -- ideas --

    def _take_idea(self, mark: Mark) -> None:
        walk = self._walk
        if self._is_comparison_taken(mark):
            return
        if mark.ideas & _NEGATIONS or self._leaves_out(mark):
            self._take_negation(mark)
        elif mark.ordinal and "second" in mark.ideas:
            self._draft.ordinal = mark.ordinal
        elif "family" in mark.ideas:
            walk.close()
            walk.family_said = True
        elif "product" in mark.ideas:
            self._take_product(mark)
        elif mark.ideas & {"compare", "or_more", "or_less"} and walk.run:
            walk.close(joiner="and" if "compare" in mark.ideas else "or")
        elif mark.ideas & {"most", "least"}:
            self._take_most(mark)
        elif not mark.ideas & _KEEPS_RUN:
            walk.close()
            if walk.negation and not mark.ideas & {"those"}:
                walk.negation = ""
        walk.at += 1

    def _is_comparison_taken(self, mark: Mark) -> bool:
        """Read a limit with its amount, or the most or least of something."""
        limits = mark.ideas & (LIMITS.keys() | {"between", "or_less", "or_more"})
        if limits and self._numbers.take_limit(limits):
            return True
        is_of_any = mark.ideas & {"most", "least"} or mark.word in _OF_ANYTHING
        return bool(is_of_any) and self._take_extreme(mark)

    def _take_extreme(self, mark: Mark) -> bool:
        """Read "la de | más | memoria", "the | heaviest", "the | best | rated"."""
        walk = self._walk
        extreme, is_superlative = superlative(mark.word, self._shop)
        length = 0
        if not is_superlative:
            words = self._words_after(walk.at + 1)
            is_most = bool(mark.ideas & {"most", "dearest"})
            extreme, length = extreme_of(words, self._shop, is_most=is_most)
        if extreme is None and not (is_superlative or length):
            return False
        if extreme is None and mark.ideas & {"cheapest", "dearest"}:
            return False
        named = walk.words[mark.end : mark.end + length] or [mark.word]
        if extreme is None and self._shop.surfaces(named):
            return False  # "Peluche oso grande": names say it themselves
        if extreme is None:
            self._draft.unheld.append(walk.words[mark.end - 1 + length])
        self._draft.extreme = self._draft.extreme or extreme
        walk.consumed.add(mark.start)
        last = mark.end + length
        while walk.at < len(walk.marks) and walk.marks[walk.at].start < last:
            walk.at += 1
        return True

    def _take_most(self, mark: Mark) -> None:
        """Read "más" or "best" before what cannot be compared here."""
        after = self._walk.following(self._walk.at + 1)
        is_of_thing = after is not None and after.is_word
        if self._walk.run is not None or not is_of_thing:
            self._walk.close()
        if mark.word in _BEST:
            self._draft.unheld.append(mark.word)

    def _words_after(self, at: int) -> list[str]:
        """The words right after a mark, as far as they may name what is compared."""
        found: list[str] = []
        for mark in self._walk.marks[at : at + 3]:
            if mark.amount or mark.breaks or mark.name:
                break
            found += self._walk.words[mark.start : mark.end]
        return found

    def _leaves_out(self, mark: Mark) -> bool:
        """As in "todo menos mochilas": a thing follows at once, things came before."""
        after = self._walk.following(self._walk.at + 1)
        is_bare = mark.word == "menos" and mark.end == mark.start + 1
        names_thing = after is not None and after.is_word
        return is_bare and names_thing and bool(self._walk.run or self._walk.runs)

    def _take_product(self, mark: Mark) -> None:
        walk = self._walk
        if walk.run and self._draft.marks.language == "en":
            walk.run.is_family_said = True
        if walk.run and (walk.negation or walk.run.is_family_said):
            walk.close()
        walk.family_said = bool(mark.ideas & {"whole_shop"}) or mark.word in _VAGUE
        self._draft.is_of_all |= walk.family_said

    def _take_negation(self, mark: Mark) -> None:
        walk = self._walk
        if "without" not in mark.ideas:
            walk.close()
        after = walk.following(walk.at + 1, skip_stops=True)
        if after is not None and after.ideas & {"exists", "available"}:
            self._take_lack(after)
            return
        if after is not None and self._is_said_without(mark, after):
            said = f"{mark.word} {after.word}"
            walk.add_has(Has(said, self._shop.surfaces_without(after.word)))
            walk.at = walk.marks.index(after)
            return
        walk.close()
        names = mark.ideas & _NEGATIONS or {"except"}
        walk.negation = "except" if "except" in names else min(names)
        walk.joiner = ""

    def _take_lack(self, mark: Mark) -> None:
        """Read "celulares que no | hay", and "celulares que no | tienen | cámara"."""
        walk = self._walk
        after = [m for m in walk.marks if m.start >= mark.end]
        asks_which = bool(walk.run or walk.runs) or set(walk.words[:3]) & _ASKING
        if not asks_which:
            return
        is_of_thing = any(m.is_word for m in after) and bool(walk.run or walk.runs)
        if is_of_thing and not any(m.word in _IN for m in after):
            walk.negation = "not"
            return
        self._draft.is_lacking = not any("price" in m.ideas for m in after)

    def _is_said_without(self, mark: Mark, after: Mark) -> bool:
        """Names here say it themselves: "sin gluten"."""
        is_named = after.is_word and root(after.word) in self._shop.without
        return "without" in mark.ideas and is_named

    # -- words --

    def _take_word(self, mark: Mark) -> None:
        if mark.name:
            self._take_name(mark)
            return
        if self._take_superlative(mark):
            return
        run = self._walk.open_run()
        run.words.append(mark.word)
        run.before.append(self._walk.word_before(mark))
        self._walk.at += 1

    def _take_superlative(self, mark: Mark) -> bool:
        """Read one word that compares by itself: "strongest"."""
        is_one = superlative(mark.word, self._shop)[1]
        is_sold = bool(self._shop.surfaces([mark.word]))
        return is_one and not is_sold and self._take_extreme(mark)

    def _take_name(self, mark: Mark) -> None:
        """The whole name of a product: that one is meant, whatever the words say."""
        walk = self._walk
        walk.close(joiner=walk.joiner)
        walk.runs.append(
            Run(joiner=walk.joiner, negation=walk.negation, name=mark.name)
        )
        walk.joiner, walk.family_said = "", False
        self._draft.has_head = True
        self._draft.article = "the"
        walk.at += 1

    def _take_column(self, mark: Mark) -> None:
        """Several words that name a column: "on order"."""
        self._draft.asked.append(mark.column)
        self._walk.at += 1

    def _take_stop(self, mark: Mark) -> None:
        walk = self._walk
        if mark.ordinal:
            self._draft.ordinal = mark.ordinal
        if mark.word in _AND and walk.run:
            walk.close(joiner="and")
        elif mark.word in _OR and walk.run:
            walk.close(joiner="or")
        elif mark.word in ("en", "in") and walk.run and walk.negation:
            walk.close()
        elif mark.word in ("pero", "but"):
            walk.close()
            walk.negation = ""
        elif mark.word in ("que", "which", "that", "con", "with") and walk.run:
            is_with = mark.word in ("con", "with")
            joiner = "and" if "compare" in self._draft.ideas else "with"
            walk.close(joiner=joiner if is_with else "")
            if is_with:
                walk.negation = ""
