"""One line of the bench's table."""

import statistics
from collections.abc import Sequence


def row(figure: str, values: Sequence[float]) -> None:
    """Print a figure's median and 95th percentile."""
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    print(f"{figure:58}{statistics.median(ordered):10.3f}{p95:10.3f}", flush=True)
