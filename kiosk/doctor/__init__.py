"""`kiosk doctor`: everything the kiosk needs, checked, each failure with its remedy.

A file for each area; each gives its checks one by one, so that what was found before
something hangs is told all the same.
"""

from kiosk.doctor.check import Check, Verdict
from kiosk.doctor.examination import LIMIT_S, examine
from kiosk.doctor.report import as_json, as_report, as_text, redacted

__all__ = [
    "LIMIT_S",
    "Check",
    "Verdict",
    "as_json",
    "as_report",
    "as_text",
    "examine",
    "redacted",
]
