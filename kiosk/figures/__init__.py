"""The owner's figures: kept without customers' words, added up, shown.

In: the bus's events. Out: a file of the owner's and, from it, a report as text or page.
What customers say is not kept, but for what several of them wanted in vain; see
`kiosk.figures.wishes`.
"""
