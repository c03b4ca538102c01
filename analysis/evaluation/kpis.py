"""The figures of a period: as a whole, and by the segment in which customers started.

Segments are those at the start.  By the segment at the end, everyone who ordered would stand among
the active ones, and retention would be 100 % there and 0 % elsewhere whatever happened.

A period runs from the day `start` to the day `end`, both included.  An order counts where `is_order`
is true; money is the sum of `amount` over all rows, refunds on their own numbers included.
"""

import numpy as np
import pandas as pd

from analysis.evaluation.membership import members
from analysis.evaluation.period import DAY, Day, Days, is_held, span, within
from analysis.intervals import mean_interval, ratio_interval, wilson

SEGMENT_COLUMNS = ["method", "segment", "kpi", "value", "low", "high", "n", "reference"]
KPI_COLUMNS = ["kpi", "value", "reference", "change", "n"]
RATES = ("repeat_rate", "return_rate", "refund_share")


def segment_kpis(
    segments_at_start: pd.DataFrame,
    orders: pd.DataFrame,
    *,
    method: str,
    start: Day,
    end: Day,
    reference: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What the customers of each segment did in the period: one row per segment × kpi.

    From the segments on the eve of `start` (customer_id, method, segment) and `orders` (customer_id, ordered_at,
    amount, is_order):

        retention             share of the segment's customers with an order; Wilson interval
        orders_per_customer   over all its customers, those without an order as 0; t interval
        revenue_per_customer  in currency, likewise
        average_order         revenue / orders, in currency; delta-method interval over customers

    `n` is the customers at the start.  Customers not yet known then belong to no segment.  `reference`
    is this table for the same period a year before; its values stand in the column of that name.

    Raises ConfigError where the segments hold no such method.
    """
    segment = members(segments_at_start, method)
    known = pd.DataFrame({"segment": segment}).join(_by_customer(orders, start, end)).fillna({"orders": 0.0, "revenue": 0.0})
    rows = [(name, *row) for name, group in known.groupby("segment") for row in _figures_of(group)]
    table = pd.DataFrame(rows, columns=["segment", "kpi", "value", "low", "high", "n"]).assign(method=method)
    if reference is None:
        return table.assign(reference=np.nan)[SEGMENT_COLUMNS]
    before = reference[["method", "segment", "kpi", "value"]].rename(columns={"value": "reference"})
    return table.merge(before, on=["method", "segment", "kpi"], how="left", validate="1:1")[SEGMENT_COLUMNS]


def period_kpis(orders: pd.DataFrame, *, start: Day, end: Day, reference: Days | None = None) -> pd.DataFrame:
    """The figures of a period beside those of a comparison period: one row per kpi.

    From `orders` over the full history (customer_id, ordered_at, amount, gross, refunded, is_order):

        revenue, orders, average_order   currency, orders, currency per order
        customers      customers with an order in the period
        new_customers  of these, with their first order ever; missing where no earlier history is held
        repeat_rate    复购率: customers with two orders or more in the period / customers
        return_rate    回购率: buyers of the period before who ordered again in this one / those buyers;
                       the period before is as long as this one, in whole months where it begins and
                       ends on the first of a month
        refund_share   refunded / gross

    `reference` is (start, end) of the comparison, best the same period a year before; its figures are
    missing where the history begins more than a week after its start.  `change` is value / reference
    - 1, for the three rates the difference.  `n` is what the figure rests on: orders for money,
    customers for customer figures, the buyers of the period before for the return rate.
    """
    now = _figures(orders, start, end)
    then = _figures(orders, *reference) if reference and is_held(orders, reference[0]) else now.assign(value=np.nan)
    change = (now["value"] / then["value"].where(then["value"] != 0) - 1).mask(now.index.isin(RATES), now["value"] - then["value"])
    return now.assign(reference=then["value"], change=change).rename_axis("kpi").reset_index()[KPI_COLUMNS]


def _figures(orders: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    """value and n of each kpi, indexed by kpi."""
    rows, customers = within(orders, start, end), _by_customer(orders, start, end)
    buyers = customers.index[customers["orders"] > 0]
    past_buyers, last_buyers = _buyers_before(orders, start), _last_buyers(orders, start, end)
    new, returned = len(buyers.difference(past_buyers)), len(last_buyers.intersection(buyers))
    revenue, count = customers["revenue"].sum(), int(customers["orders"].sum())
    figures = {
        "revenue": (revenue, count),
        "customers": (len(buyers), len(buyers)),
        "new_customers": (new if len(past_buyers) else np.nan, len(buyers)),
        "orders": (count, count),
        "average_order": (_over(revenue, count), count),
        "repeat_rate": (_over((customers["orders"] >= 2).sum(), len(buyers)), len(buyers)),
        "return_rate": (_over(returned, len(last_buyers)), len(last_buyers)),
        "refund_share": (_over(rows["refunded"].sum(), rows["gross"].sum()), count),
    }
    return pd.DataFrame.from_dict(figures, orient="index", columns=["value", "n"]).astype({"value": float, "n": "int64"})


def _figures_of(group: pd.DataFrame) -> list[tuple]:
    """kpi, value, low, high, n of one segment's customers."""
    n, ordered = len(group), int((group["orders"] > 0).sum())
    orders, revenue = group["orders"], group["revenue"]
    return [
        ("retention", ordered / n, *(float(limit) for limit in wilson(ordered, n)), n),
        ("orders_per_customer", orders.mean(), *mean_interval(orders), n),
        ("revenue_per_customer", revenue.mean(), *mean_interval(revenue), n),
        ("average_order", _over(revenue.sum(), orders.sum()), *ratio_interval(revenue, orders), n),
    ]


def _by_customer(orders: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    """Orders and revenue of each customer with a row in the period."""
    rows = within(orders, start, end)
    counted = rows.assign(orders=rows["is_order"].astype(float))
    return counted.groupby("customer_id").agg(orders=("orders", "sum"), revenue=("amount", "sum"))


def _buyers_before(orders: pd.DataFrame, start: Day) -> pd.Index:
    past = orders.loc[orders["is_order"].astype(bool) & (orders["ordered_at"] < span(start, start)[0])]
    return pd.Index(past["customer_id"].unique())


def _last_buyers(orders: pd.DataFrame, start: Day, end: Day) -> pd.Index:
    """Buyers of the period before; none where the history does not reach back to its start."""
    first, after = span(start, end)
    whole_months = first.day == 1 and after.day == 1
    months = (after.year - first.year) * 12 + after.month - first.month
    before = first - (pd.DateOffset(months=months) if whole_months else after - first)
    if not is_held(orders, before):
        return pd.Index([])
    last = _by_customer(orders, before, first - DAY)
    return last.index[last["orders"] > 0]


def _over(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
