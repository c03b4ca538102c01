"""What a campaign did: its arms against the customers who were held out at random.

Without a control arm nothing can be said about effect: those who were contacted were chosen, and
would have ordered at another rate anyway.  Such a campaign is listed with its counts only.

Before a difference is believed, the arm sizes are held against the planned split: a sample-ratio
p-value below .001 means that something in the assignment or the data is broken.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import SchemaError
from analysis.intervals import newcombe

COLUMNS = ["campaign", "arm", "n", "ordered", "rate", "revenue", "difference", "low", "high", "sample_ratio_p", "randomised"]
UNNAMED = "(campaign)"


def experiment_arms(
    contacts: pd.DataFrame,
    orders: pd.DataFrame | None = None,
    *,
    days: int,
    control: Collection[str] = ("control",),
    planned: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Each arm of each campaign: one row per campaign × arm.

    From `contacts` (arm, and where held campaign, customer_id, contacted_at) and `orders` (customer_id,
    ordered_at, amount, is_order):

        n, ordered, rate   customers; those with an order within `days` from the contact; their share
        revenue            revenue per customer in those days, in currency
        difference         rate less that of the control arm, with its 95 % interval (Newcombe)
        sample_ratio_p     chi-square test of the arm sizes against `planned`
        randomised         True where the campaign has an arm named in `control`

    A customer counts once per campaign, from the first contact; one in several arms of a campaign is
    left out of it.  Where somebody in a campaign has no contact date, the campaign's first date holds
    for all its customers, so that all arms are watched for the same days.  Instead of orders, `contacts`
    may hold the outcomes itself: `ordered` (yes or no) and `revenue`; then rows without a customer_id
    are customers, and `orders` is not read; against orders they cannot be watched and are left out.
    `planned` gives the planned share or weight by arm, e.g. {"control": 0.2, "email": 0.8}; without it,
    or for other arms than planned, the ratio is not checked.

    Without a control arm difference, low, high are missing; so they are for the control arm itself.
    Raises SchemaError where neither orders with contact dates nor outcomes are given.
    """
    people = _outcomes(_one_row_each(contacts), orders, days)
    groups = people.groupby(["campaign", "arm"])
    arms = groups.agg(n=("ordered", "size"), ordered=("ordered", "sum"), revenue=("revenue", "mean")).reset_index()
    arms = arms.astype({"ordered": "int64"}).assign(rate=lambda table: table["ordered"] / table["n"])
    parts = [_compared(part, control, planned or {}) for _, part in arms.groupby("campaign")]
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def _one_row_each(contacts: pd.DataFrame) -> pd.DataFrame:
    """One row per campaign × customer; customers in several arms of a campaign left out."""
    rows = contacts.reset_index(drop=True)
    campaign = rows["campaign"].fillna(UNNAMED) if "campaign" in rows else UNNAMED
    row = "row " + rows.index.astype(str).to_series(index=rows.index)
    person = rows["customer_id"].where(rows["customer_id"].notna(), row) if "customer_id" in rows else row
    rows = rows.assign(campaign=campaign, person=person)
    key = ["campaign", "person"]
    rows = rows.loc[rows.groupby(key)["arm"].transform("nunique") == 1]
    first = rows.sort_values("contacted_at", kind="stable") if "contacted_at" in rows else rows
    return first.drop_duplicates(key)


def _outcomes(people: pd.DataFrame, orders: pd.DataFrame | None, days: int) -> pd.DataFrame:
    """campaign, arm, ordered (0 or 1), revenue of each customer."""
    if {"ordered", "revenue"} <= set(people.columns):
        return people.assign(ordered=people["ordered"].astype(float), revenue=people["revenue"].astype(float))
    dated = {"customer_id", "contacted_at"} <= set(people.columns) and people["contacted_at"].notna().any()
    if orders is None or not dated:
        raise SchemaError(
            "Campaign contacts cannot be evaluated: no customers with contact dates to lay beside orders, and no outcomes. "
            "Map customer_id and contacted_at, or ordered and revenue, under source.contacts.columns."
        )
    people = people.loc[people["customer_id"].notna(), ["campaign", "customer_id", "arm", "contacted_at"]]
    by_campaign = people.groupby("campaign")["contacted_at"]
    undated = by_campaign.transform("count") < by_campaign.transform("size")
    people = people.assign(since=people["contacted_at"].mask(undated, by_campaign.transform("min")))
    seen = people.merge(orders[["customer_id", "ordered_at", "amount", "is_order"]], on="customer_id", how="inner")
    inside = (seen["ordered_at"] >= seen["since"]) & (seen["ordered_at"] < seen["since"] + pd.Timedelta(days=days))
    sums = seen.loc[inside].groupby(["campaign", "customer_id"]).agg(ordered=("is_order", "any"), revenue=("amount", "sum"))
    known = people.merge(sums, on=["campaign", "customer_id"], how="left", validate="1:1")
    return known.assign(ordered=known["ordered"].eq(True).astype(float), revenue=known["revenue"].fillna(0.0))


def _compared(arms: pd.DataFrame, control: Collection[str], planned: Mapping[str, float]) -> pd.DataFrame:
    """The arms of one campaign against its control arm (several control arms are taken together)."""
    held_out = arms.loc[arms["arm"].isin(control), ["ordered", "n"]].sum()
    randomised = held_out["n"] > 0
    table = arms.assign(sample_ratio_p=_sample_ratio(arms, planned), randomised=bool(randomised))
    table[["difference", "low", "high"]] = np.nan
    for row in arms.index[~arms["arm"].isin(control)] if randomised else ():
        ordered, n = int(arms.at[row, "ordered"]), int(arms.at[row, "n"])
        limits = newcombe(ordered, n, int(held_out["ordered"]), int(held_out["n"]))
        table.loc[row, ["difference", "low", "high"]] = [ordered / n - held_out["ordered"] / held_out["n"], *limits]
    return table


def _sample_ratio(arms: pd.DataFrame, planned: Mapping[str, float]) -> float:
    weights = arms["arm"].map(planned).astype(float)
    if len(arms) < 2 or weights.isna().any() or set(planned) != set(arms["arm"]):
        return float("nan")
    return float(stats.chisquare(arms["n"], weights / weights.sum() * arms["n"].sum()).pvalue)
