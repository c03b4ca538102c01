"""What came after contacts, by segment: who answered with an order, and money beside its cost.

Contacts are (customer_id, arm, contacted_at, and where held campaign and cost).  Only those of the period are
read whose days of waiting are over by its end.  Where customers were held out by lot, money beside cost is what
the contacted brought more than they; everywhere else it is revenue that would in part have come anyway, under a
key of its own, and no effect.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.evaluation.measures import Measure, asked, parts
from analysis.evaluation.period import Day, span

CONTROL = "control"
FEWEST = 30  # customers in each arm of a segment, below which no difference is told
NO_CAMPAIGN = "(campaign)"


def watched_contacts(contacts: pd.DataFrame, orders: pd.DataFrame, *, start: Day, end: Day, days: int) -> pd.DataFrame:
    """One row per campaign × customer contacted, or held out, in the period: campaign, customer_id, held_out, cost, ordered, revenue.

    `ordered` (0 or 1) and `revenue` are those of the `days` days from the first contact, which are over by `end`.
    """
    first, after = span(start, end)
    last = after - pd.Timedelta(days=days)
    known = contacts.dropna(subset=["customer_id", "contacted_at"])
    campaign = known["campaign"].fillna(NO_CAMPAIGN) if "campaign" in known else NO_CAMPAIGN
    cost = known["cost"].astype(float) if "cost" in known else np.nan
    known = known.assign(campaign=campaign, cost=cost, held_out=known["arm"].eq(CONTROL))
    known = known[(known["contacted_at"] >= first) & (known["contacted_at"] <= last)]
    key = ["campaign", "customer_id"]
    people = known.sort_values("contacted_at", kind="stable").drop_duplicates(key)[[*key, "held_out", "cost", "contacted_at"]]
    people = people.merge(known.groupby(key)["cost"].sum(min_count=1).rename("spent").reset_index(), on=key, validate="1:1")
    seen = people.merge(orders[["customer_id", "ordered_at", "amount", "is_order"]], on="customer_id")
    inside = (seen["ordered_at"] >= seen["contacted_at"]) & (seen["ordered_at"] < seen["contacted_at"] + pd.Timedelta(days=days))
    sums = seen[inside].groupby(key).agg(ordered=("is_order", "any"), revenue=("amount", "sum")).reset_index()
    table = people.merge(sums, on=key, how="left", validate="1:1")
    return table.assign(cost=table["spent"], ordered=table["ordered"].eq(True).astype(float), revenue=table["revenue"].fillna(0.0))[
        [*key, "held_out", "cost", "ordered", "revenue"]
    ]


def contact_measures(watched: pd.DataFrame) -> list[Measure]:
    """Of `watched_contacts`, those contacted:

    contact_response  customers with an order in the days after a contact / customers contacted
    spend_return      revenue in these days / cost of the contacts; what came after, not what came of it.  Left
                      out where every campaign with a cost has customers held out by lot
    """
    reached = watched[~watched["held_out"]]
    if reached.empty:
        return []
    people = reached.groupby("customer_id").agg(ordered=("ordered", "max"))
    found = [Measure("contact_response", "share", asked(people.index, people.index[people["ordered"] > 0]))]
    by_lot = watched.groupby("campaign")["held_out"].any()
    chosen = reached[~reached["campaign"].map(by_lot).astype(bool) & reached["cost"].gt(0)]
    if len(chosen):
        sums = chosen.groupby("customer_id")[["revenue", "cost"]].sum()
        found.append(Measure("spend_return", "ratio", parts(sums["revenue"], sums["cost"])))
    return found


def incremental_return(watched: pd.DataFrame, segment: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """incremental_return by segment: revenue that the contacted brought more than those held out by lot / cost of their contacts.

    From `watched_contacts` and the segment of each customer: segment, kpi, value, low, high, n (customers contacted).
    Campaigns are added up; those with fewer than 30 in either arm of a segment are left out of it.  Welch's interval of
    each difference in revenue per customer, the variances added.
    """
    placed = watched.assign(segment=watched["customer_id"].map(segment)).dropna(subset=["segment"])
    rows = []
    for key, own in placed.groupby("segment"):
        told = [_extra(part) for _, part in own.groupby("campaign")]
        told = [one for one in told if one is not None]
        if told:
            extra, variance, cost, n = np.sum(told, axis=0)
            half = stats.norm.isf((1 - level) / 2) * np.sqrt(variance)
            rows.append((key, "incremental_return", extra / cost, (extra - half) / cost, (extra + half) / cost, int(n)))
    return pd.DataFrame(rows, columns=["segment", "kpi", "value", "low", "high", "n"])


def _extra(campaign: pd.DataFrame) -> tuple[float, float, float, int] | None:
    """Money beyond those held out, its variance, cost and number of those contacted; None where it cannot be told."""
    control, reached = (campaign.loc[campaign["held_out"].eq(out), "revenue"] for out in (True, False))
    cost, n = campaign.loc[~campaign["held_out"], "cost"].sum(), len(reached)
    if min(len(control), n) < FEWEST or not cost > 0:
        return None
    variance = n**2 * (reached.var(ddof=1) / n + control.var(ddof=1) / len(control))
    return float(n * (reached.mean() - control.mean())), float(variance), float(cost), n
