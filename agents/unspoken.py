"""Reasoning that a model writes into its reply is kept out of the reply."""

import re

_TAG = re.compile(r"<(/?)(?:think(?:ing)?|reasoning|analysis)>", re.IGNORECASE)
_CUT_TAG = re.compile(r"</?[a-z]{0,9}$", re.IGNORECASE)


class Spoken:
    """Passes a stream of text on without what stands between tags such as `<think>`."""

    def __init__(self) -> None:
        self._held = ""
        self._is_thinking = False
        self._at_start = True

    def feed(self, text: str) -> str:
        """Give what may be spoken so far; a tag that is cut in two is held back."""
        self._held += text
        spoken = ""
        while tag := _TAG.search(self._held):
            if not self._is_thinking:
                spoken += self._held[: tag.start()]
            self._is_thinking = not tag[1]
            self._held = self._held[tag.end() :]
        return self._without_leading_space(spoken + self._release())

    def rest(self) -> str:
        """Give what was held back when the stream has ended."""
        held, self._held = self._held, ""
        return "" if self._is_thinking else held

    def _release(self) -> str:
        cut = _CUT_TAG.search(self._held)
        end = cut.start() if cut else len(self._held)
        free, self._held = self._held[:end], self._held[end:]
        return "" if self._is_thinking else free

    def _without_leading_space(self, text: str) -> str:
        if self._at_start:
            text = text.lstrip()
            self._at_start = not text
        return text
