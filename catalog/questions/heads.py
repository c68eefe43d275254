"""Neighbouring words of a question, matched as one thing and what it is like."""

from collections.abc import Sequence

from catalog.questions.matcher import Match, Matcher

_MINE = frozenset(("mi", "mis", "my", "tu", "su"))
"""Before what the thing is for: "una bici para mi hijo"."""


def _is_rather_family(family: Match, head: Match | None, matcher: Matcher) -> bool:
    """A family goes before a thing, unless the shop itself calls the thing so."""
    if head is None or family.length > head.length:
        return True
    if family.length == head.length and matcher.is_outside(head, family):
        return True
    return family.length == head.length and family.certainty > head.certainty


class HeadsFirst:
    """Spanish order: the thing, then what it is like."""

    def __init__(
        self,
        matcher: Matcher,
        words: Sequence[str],
        before: Sequence[str],
        *,
        is_detail: bool = False,
    ) -> None:
        self._matcher = matcher
        self._is_detail = is_detail
        """What the thing is was said before: "audífonos con | cable"."""
        self._words = list(words)
        self._before = list(before)
        self.unknown: list[str] = []
        self.is_for_someone = False
        self.missing: list[str] = []
        """Words that say what the thing is like, and nothing here is like that."""

    def matches(self) -> list[Match]:
        """Give what the words stand for, in their order."""
        found: list[Match] = []
        at, is_close = 0, True
        while at < len(self._words):
            has_head = self._is_detail or any(m.is_head for m in found)
            match = self._at(at, has_head=has_head)
            if match is None:
                self._note(at, is_quality=is_close and bool(found))
                is_close = False
                at += 1
            else:
                found.append(match)
                at += match.length
        return found

    def _note(self, at: int, *, is_quality: bool) -> None:
        word = self._words[at]
        before = self._before[at]
        if before in _MINE:
            self.is_for_someone = True
            return
        is_purpose = before in ("para", "pa", "for", "to")
        if is_quality and not is_purpose and len(word) > 2:
            self.missing.append(word)
        else:
            self.unknown.append(word)

    def _at(self, at: int, *, has_head: bool) -> Match | None:
        rest, word = self._words[at:], self._words[at]
        is_purpose = self._before[at] in ("para", "pa", "for")
        find = self._matcher
        if has_head or is_purpose:
            return (
                (find.purpose(rest) if is_purpose else None)
                or find.modifier(rest)
                or find.family(rest)
                or find.guessed(word, as_head=False)
                or (None if has_head else find.head(rest))
                or find.known_thing(rest)
            )
        whole = find.family(rest)
        head = find.head(rest)
        if whole and _is_rather_family(whole, head, find):
            return whole
        return (
            head
            or find.modifier(rest)
            or find.known_thing(rest)
            or find.guessed(word, as_head=True)
        )


class HeadsLast(HeadsFirst):
    """English order: what it is like, then the thing."""

    def matches(self) -> list[Match]:
        """Give what the words stand for, the thing first."""
        if self._is_detail:
            return super().matches()
        head_at, head = self._last_head()
        whole = self._matcher.family(self._words) if self._words else None
        is_family = whole is not None and whole.length == len(self._words)
        if head is None or (
            whole and is_family and _is_rather_family(whole, head, self._matcher)
        ):
            return super().matches()
        found = [head]
        at = 0
        while at < len(self._words):
            if at == head_at:
                at += head.length
                continue
            match = self._at(at, has_head=True)
            if match is None or (at < head_at < at + match.length):
                if match is None:
                    self._note(at, is_quality=at == head_at - 1)
                at += 1
            else:
                found.append(match)
                at += match.length
        return found

    def _guessed_head(self, at: int) -> Match | None:
        """A misspelt thing: "laptop slevees"."""
        rest = self._words[at:]
        if self._matcher.modifier(rest) or self._matcher.family(rest):
            return None
        match = self._matcher.guessed(rest[0], as_head=True)
        return match if match and match.is_head else None

    def _last_head(self) -> tuple[int, Match | None]:
        best: tuple[int, Match | None] = (-1, None)
        end = 0
        for at in range(len(self._words)):
            if self._before[at] in ("for", "with", "of", "in") and best[1]:
                break
            match = self._matcher.head(self._words[at:]) or self._guessed_head(at)
            if match and at + match.length > end:
                best, end = (at, match), at + match.length
        return best
