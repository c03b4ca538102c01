"""The figures of a period as a whole; those by segment stand in `segment_kpis`.

A period runs from the day `start` to the day `end`, both included.  An order counts where `is_order`
is true; money is the sum of `amount` over all rows, refunds on their own numbers included.
"""

import numpy as np
import pandas as pd

from analysis.evaluation.measures import by_customer, period_before
from analysis.evaluation.period import Day, Days, is_held, span, within
from analysis.intervals import ratio_interval, wilson

KPI_COLUMNS = ["kpi", "value", "reference", "change", "n"]
RATES = ("repeat_rate", "return_rate", "refund_share")


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
    rows, customers = within(orders, start, end), by_customer(orders, start, end)
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


def kpi_intervals(orders: pd.DataFrame, *, start: Day, end: Day) -> pd.DataFrame:
    """95 % intervals of the figures of `period_kpis` that rest on a sample of customers: kpi, low, high.

    Wilson for the repeat and the return rate, the delta method over customers for the average order and the share
    refunded.  Revenue, orders and customers are counted in full, so they have none.
    """
    customers, last = by_customer(orders, start, end), _last_buyers(orders, start, end)
    buyers = customers.index[customers["orders"] > 0]
    money = within(orders, start, end).groupby("customer_id")[["refunded", "gross"]].sum().astype(float)
    limits = {
        "average_order": ratio_interval(customers["revenue"], customers["orders"]),
        "repeat_rate": wilson(float((customers["orders"] >= 2).sum()), float(len(buyers))),
        "return_rate": wilson(float(len(last.intersection(buyers))), float(len(last))),
        "refund_share": ratio_interval(money["refunded"], money["gross"]),
    }
    rows = [(kpi, float(low), float(high)) for kpi, (low, high) in limits.items()]
    return pd.DataFrame(rows, columns=["kpi", "low", "high"])


def _buyers_before(orders: pd.DataFrame, start: Day) -> pd.Index:
    past = orders.loc[orders["is_order"].astype(bool) & (orders["ordered_at"] < span(start, start)[0])]
    return pd.Index(past["customer_id"].unique())


def _last_buyers(orders: pd.DataFrame, start: Day, end: Day) -> pd.Index:
    """Buyers of the period before; none where the history does not reach back to its start."""
    before = period_before(start, end)
    if not is_held(orders, before[0]):
        return pd.Index([])
    last = by_customer(orders, *before)
    return last.index[last["orders"] > 0]


def _over(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
