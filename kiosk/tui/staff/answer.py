"""What the last answer rests on, which customers are never shown."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kiosk.phrases import section
from kiosk.tui.plain import plain
from kiosk.tui.staff.page import StaffScreen


class AnswerPage(StaffScreen):
    """The finding of the visit's last answer; the end of the visit takes it away."""

    TOPIC = "answer"
    KEYS: ClassVar[Mapping[str, str]] = {"back": "Esc"}
    AUTO_FOCUS = "#answer"

    def compose_body(self) -> ComposeResult:
        """Lay out what is known."""
        with VerticalScroll(id="answer"):
            for label, text in self._parts():
                yield Static(label, classes="label", markup=False)
                yield Static(plain(text), markup=False)

    def _parts(self) -> Sequence[tuple[str, str]]:
        finding = self.host.visit.finding
        if not self.host.visit.last_reply:
            return [(self.words["no_answer_yet"], "")]
        names = section("report", self.language)
        sources = "\n".join(f"{s.file}, {s.page}" for s in finding.sources)
        kind = self.words[f"kind_{finding.kind}"]
        known = {
            "answer_kind": f"{kind}, {names[finding.subject]}",
            "answer_sql": finding.sql or "",
            "answer_rows": "" if finding.total is None else str(finding.total),
            "answer_value": "" if finding.value is None else str(finding.value),
            "answer_sources": sources,
        }
        return [(self.words[name], text) for name, text in known.items() if text]
