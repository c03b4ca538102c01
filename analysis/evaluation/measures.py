"""A figure of a segment as what each of its customers adds to it: a part, and what the part is of.

    share   customers who did something / customers who could have; both are 0 or 1
    mean    sum of the parts / number of customers
    ratio   sum of the parts / sum of the wholes, over customers

So every figure is made, and gets its interval, in one way (module `segment_kpis`).  This module holds the figures
that orders alone tell; the others stand in `measures_of_events` and `measures_of_contacts`.

A period is whole days, the first and the last included.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.period import DAY, Day, is_held, span, within


@dataclass(frozen=True)
class Measure:
    """One figure: its key, its kind, and `rows` (indexed by customer_id: part, whole).

    With `everyone`, customers of the segment without a row count with a part of 0; without, they are not asked.
    """

    kpi: str
    kind: str
    rows: pd.DataFrame
    everyone: bool = False


def order_measures(orders: pd.DataFrame, *, start: Day, end: Day) -> list[Measure]:
    """What orders (customer_id, ordered_at, amount, is_order) tell of the customers of a segment:

    retention             customers with an order in the period / customers
    orders_per_customer   orders / customers, those without an order as 0
    revenue_per_customer  currency / customers, likewise
    average_order         revenue / orders, in currency
    repeat_rate           复购率: customers with two orders or more in the period / customers with one or more
    return_rate           回购率: of the buyers of the period before, those who ordered again in this one; left out
                          where the history does not reach back to the start of the period before
    """
    customers = by_customer(orders, start, end)
    bought = customers[customers["orders"] > 0]
    measures = [
        Measure("retention", "share", asked(bought.index, bought.index), everyone=True),
        Measure("orders_per_customer", "mean", parts(customers["orders"]), everyone=True),
        Measure("revenue_per_customer", "mean", parts(customers["revenue"]), everyone=True),
        Measure("average_order", "ratio", parts(customers["revenue"], customers["orders"]), everyone=True),
        Measure("repeat_rate", "share", asked(bought.index, bought.index[bought["orders"] >= 2])),
    ]
    before = period_before(start, end)
    if is_held(orders, before[0]):
        last = by_customer(orders, *before)
        measures.append(Measure("return_rate", "share", asked(last.index[last["orders"] > 0], bought.index)))
    return measures


def won_back(orders: pd.DataFrame, silent: pd.Index, *, start: Day, end: Day) -> Measure:
    """win_back: of the customers who were silent on the eve of the period, those who ordered in it."""
    customers = by_customer(orders, start, end)
    return Measure("win_back", "share", asked(silent, customers.index[customers["orders"] > 0]))


def expected_value(clv: pd.Series) -> Measure:
    """clv: mean of what each customer is expected to bring, as it was expected on the eve (by customer_id, in currency)."""
    return Measure("clv", "mean", parts(clv.dropna()))


def asked(who: pd.Index, hits: pd.Index) -> pd.DataFrame:
    """part and whole of a share: 1 for those of `who` who are among `hits`, of 1 each."""
    return pd.DataFrame({"part": pd.Index(who).isin(hits).astype(float), "whole": 1.0}, index=who)


def parts(part: pd.Series, whole: pd.Series | float = 1.0) -> pd.DataFrame:
    """part and whole by customer."""
    return pd.DataFrame({"part": part.astype(float), "whole": whole})


def by_customer(orders: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    """Orders and revenue of each customer with a row in the period."""
    rows = within(orders, start, end)
    counted = rows.assign(orders=rows["is_order"].astype(float))
    return counted.groupby("customer_id").agg(orders=("orders", "sum"), revenue=("amount", "sum"))


def period_before(start: Day, end: Day) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The days before, as many as the period has; in whole months where it begins and ends with one."""
    first, after = span(start, end)
    whole_months = first.day == 1 and after.day == 1
    months = (after.year - first.year) * 12 + after.month - first.month
    return first - (pd.DateOffset(months=months) if whole_months else after - first), first - DAY
