"""Why revenue changed: more customers, more orders each, or larger baskets?

Revenue is customers × orders per customer × money per order.  The change is divided among the three
by the Shapley value (module `shapley`): refunds that turn a figure negative do no harm (a logarithmic split
would fail there).  It describes; it is no proof of cause.  By segment: module `segment_change`.
"""

import pandas as pd

from analysis.evaluation.period import Day, Days, within
from analysis.evaluation.shapley import product_effects

FACTORS = ("customers", "frequency", "basket")


def revenue_change(orders: pd.DataFrame, *, start: Day, end: Day, reference: Days) -> pd.DataFrame:
    """The change in revenue against `reference`, by factor: customers, frequency, basket, total.

    From `orders` (customer_id, ordered_at, amount, is_order); periods are whole days, the first and
    the last included; `reference` is (start, end) of the comparison, best the same period a year before.

        before, after  customers; orders per customer; currency per order; total in currency
        effect         currency; the three effects add up to the total's effect exactly

    Where one of the periods has no order, frequency and basket are missing there and the whole change
    is put down to customers.
    """
    before, after = _factors(orders, *reference), _factors(orders, start, end)
    totals = _revenue(orders, *reference), _revenue(orders, start, end)
    unknown = pd.isna([*before, *after]).any()
    effects = [totals[1] - totals[0], 0.0, 0.0] if unknown else product_effects(before, after)
    return pd.DataFrame(
        {
            "factor": [*FACTORS, "total"],
            "before": [*before, totals[0]],
            "after": [*after, totals[1]],
            "effect": [*effects, sum(effects)],
        }
    )


def _factors(orders: pd.DataFrame, start: Day, end: Day) -> tuple[float, float, float]:
    rows = within(orders, start, end)
    bought = rows.loc[rows["is_order"].astype(bool)]
    if bought.empty:
        return 0.0, float("nan"), float("nan")
    customers = bought["customer_id"].nunique()
    return float(customers), len(bought) / customers, rows["amount"].sum() / len(bought)


def _revenue(orders: pd.DataFrame, start: Day, end: Day) -> float:
    return float(within(orders, start, end)["amount"].sum())
