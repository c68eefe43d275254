"""What staff see behind their PIN: a menu, and a page for each of their cares."""

from kiosk.tui.staff.entry import open_staff_pages

__all__ = ["open_staff_pages"]
