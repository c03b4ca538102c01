"""Why revenue changed: more customers, more orders each, or larger baskets?

Revenue is customers × orders per customer × money per order.  The change is divided among the three
by the Shapley value: each factor's effect, averaged over every order in which the three could have
changed.  Nothing is left over, no factor is favoured for being named first, and refunds that turn a
figure negative do no harm (a logarithmic split would fail there).  It describes; it is no proof of cause.

Shapley (1953); Sun (1998), Accounting for the changes in energy consumption, for three factors.
"""

import pandas as pd

from analysis.evaluation.period import Day, Days, within

FACTORS = ("customers", "frequency", "basket")


def revenue_change(orders: pd.DataFrame, *, start: Day, end: Day, reference: Days) -> pd.DataFrame:
    """The change in revenue against `reference`, by factor: customers, frequency, basket, total.

    From `orders` (customer_id, ordered_at, amount, is_order); periods are whole days, the first and
    the last included; `reference` is (start, end) of the comparison, best the same period a year before.

        before, after  customers; orders per customer; currency per order; total in currency
        effect         currency; the three effects add up to the total's effect exactly

    Where one of the periods has no order, frequency and basket are missing there and the whole change
    is put down to customers.  To divide by segment, call it on the orders of each segment: the totals
    add up to the overall total, the factors do not.
    """
    before, after = _factors(orders, *reference), _factors(orders, start, end)
    totals = _revenue(orders, *reference), _revenue(orders, start, end)
    if pd.isna([*before, *after]).any():
        effects = [totals[1] - totals[0], 0.0, 0.0]
    else:
        effects = [_shapley(before, after, factor) for factor in range(3)]
    return pd.DataFrame(
        {
            "factor": [*FACTORS, "total"],
            "before": [*before, totals[0]],
            "after": [*after, totals[1]],
            "effect": [*effects, sum(effects)],
        }
    )


def _shapley(before: tuple[float, ...], after: tuple[float, ...], factor: int) -> float:
    """The factor's change times the mean of the other two over the orders of change."""
    (b0, b1), (c0, c1) = [(before[i], after[i]) for i in range(3) if i != factor]
    others = (b0 * c0 + b1 * c1) / 3 + (b0 * c1 + b1 * c0) / 6
    return (after[factor] - before[factor]) * others


def _factors(orders: pd.DataFrame, start: Day, end: Day) -> tuple[float, float, float]:
    rows = within(orders, start, end)
    bought = rows.loc[rows["is_order"].astype(bool)]
    if bought.empty:
        return 0.0, float("nan"), float("nan")
    customers = bought["customer_id"].nunique()
    return float(customers), len(bought) / customers, rows["amount"].sum() / len(bought)


def _revenue(orders: pd.DataFrame, start: Day, end: Day) -> float:
    return float(within(orders, start, end)["amount"].sum())
