"""A sign that goes with leaving, planted without moving anything else.

A world in which a sign multiplies the odds to leave after an order by `ODDS`, and one in which the sign is more
frequent on last orders than on others by the same odds ratio, hold the same joint frequencies (Cornfield 1951).
So the sign is drawn afterwards, given who left when: purchases and departures stay as they were.
"""

import numpy as np

Chances = float | np.ndarray


def chances(rate: Chances, *, last: float, odds: float) -> tuple[Chances, Chances]:
    """The chance of the sign on orders that were followed by others, and on last ones.

    rate  of the sign over all orders; last  share of orders that are last ones; odds  odds ratio between the two.
    """
    a = (1 - last) * (odds - 1)
    b = (1 - last) + last * odds - rate * (odds - 1)
    other = (np.sqrt(b**2 + 4 * a * rate) - b) / (2 * a) if a else rate
    return other, odds * other / (1 + (odds - 1) * other)
