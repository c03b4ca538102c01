"""The change of a product, divided among its factors.

Each factor gets its effect averaged over every order in which the factors could have changed.  Nothing is left
over, and no factor is favoured for being named first.  Shapley (1953); Sun (1998), Accounting for the changes in
energy consumption.
"""

from collections.abc import Sequence
from itertools import permutations
from math import prod


def product_effects(before: Sequence[float], after: Sequence[float]) -> list[float]:
    """The part of each factor in prod(after) - prod(before); the parts add up to it.

    Every order of change is walked through, so few factors only (four: 24 orders).
    """
    orders = list(permutations(range(len(before))))
    effects = [0.0] * len(before)
    for order in orders:
        now = list(before)
        for factor in order:
            value = prod(now)
            now[factor] = after[factor]
            effects[factor] += prod(now) - value
    return [effect / len(orders) for effect in effects]
