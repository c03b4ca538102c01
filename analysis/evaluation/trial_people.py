"""Who was in a campaign: one row per campaign and customer, with the outcomes and with what was known before.

Outcomes come with the contacts (`OUTCOMES`), or from the orders in the days after the contact.  What was known before
comes from the orders of the year that ended with the contact, so that nothing in it can be an effect.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import SchemaError
from analysis.schema.canonical import CONTACT_OUTCOMES

UNNAMED = "(campaign)"
OUTCOMES = CONTACT_OUTCOMES
SHARES = OUTCOMES[:-1]
ONLY_CONTACTED = ("opened", "clicked")  # nobody who got nothing can open it
YEAR = 365  # days of history before the contact
BEFORE = ("before_ordered", "before_orders", "before_revenue", "before_silent")


def trial_people(
    contacts: pd.DataFrame,
    orders: pd.DataFrame | None = None,
    *,
    days: int,
    given: Sequence[str] = (),
    visits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per campaign × customer: campaign, person, customer_id, arm, since, cost, unit columns, outcomes, figures of before.

    contacts  arm, and where held campaign, customer_id, contacted_at, cost, outcomes; `given` names its further columns
              to keep, which are taken as known before the contact
    orders    customer_id, ordered_at, amount, is_order; not needed where contacts hold their outcomes
    visits    customer_id, arrived_at, where visits are held

    A customer counts once per campaign, from the first contact; one in several arms of a campaign is left out of it.
    Where somebody in a campaign has no contact date, the campaign's first date holds for all its customers, so that all
    arms are watched for the same days (`since`).  Rows without a customer_id are customers where contacts hold their
    outcomes; against orders they cannot be watched and are left out.

        ordered, revenue   an order within `days` from the contact; money of these days, refunds taken off
        visit              an arrival in these days
        before_ordered     1 with an order in as many days before
        before_orders, before_revenue, before_silent   of the 365 days before: orders, revenue, days since the last order

    Raises SchemaError where neither orders with contact dates nor outcomes are given.
    """
    people = _one_row_each(contacts)
    held = [name for name in OUTCOMES if name in people]
    dated = {"customer_id", "contacted_at"} <= set(people.columns) and people["contacted_at"].notna().any()
    from_orders = orders is not None and dated and not {"ordered", "revenue"} <= set(held)
    if not held and not from_orders:
        raise SchemaError(
            "Campaign contacts cannot be evaluated: no customers with contact dates to lay beside orders, and no outcomes. "
            "Map customer_id and contacted_at, or ordered and revenue, under source.contacts.columns."
        )
    more = [name for name in ("customer_id", "contacted_at", "cost", *held, *given) if name in people]
    people = people[["campaign", "person", "arm", *dict.fromkeys(more)]].assign(since=_since(people) if dated else pd.NaT)
    people[held] = people[held].astype(float)
    if not from_orders:
        return people.reset_index(drop=True)
    people = _against_orders(people, orders, days)
    return people if visits is None or "visit" in people else _against_visits(people, visits, days)


def _one_row_each(contacts: pd.DataFrame) -> pd.DataFrame:
    """One row per campaign × customer; those without an arm, or in several arms of a campaign, left out."""
    rows = contacts.dropna(subset="arm").reset_index(drop=True)
    campaign = rows["campaign"].fillna(UNNAMED) if "campaign" in rows else UNNAMED
    row = "row " + rows.index.astype(str).to_series(index=rows.index)
    person = rows["customer_id"].where(rows["customer_id"].notna(), row) if "customer_id" in rows else row
    rows = rows.assign(campaign=campaign, person=person)
    key = ["campaign", "person"]
    rows = rows.loc[rows.groupby(key)["arm"].transform("nunique") == 1]
    first = rows.sort_values("contacted_at", kind="stable") if "contacted_at" in rows else rows
    return first.drop_duplicates(key)


def _since(people: pd.DataFrame) -> pd.Series:
    """The moment from which each customer is watched."""
    by_campaign = people.groupby("campaign")["contacted_at"]
    undated = by_campaign.transform("count") < by_campaign.transform("size")
    return people["contacted_at"].mask(undated, by_campaign.transform("min"))


def _against_orders(people: pd.DataFrame, orders: pd.DataFrame, days: int) -> pd.DataFrame:
    """People with their orders after the contact, and with those of the year before."""
    people = people[people["customer_id"].notna()].reset_index(drop=True)
    key = ["campaign", "customer_id"]
    seen = people[[*key, "since"]].merge(orders[["customer_id", "ordered_at", "amount", "is_order"]], on="customer_id", how="inner")
    apart = (seen["ordered_at"] - seen["since"]) / pd.Timedelta(days=1)
    after, before = seen[(apart >= 0) & (apart < days)], seen[(apart < 0) & (apart >= -YEAR)]
    brought = after.groupby(key).agg(ordered=("is_order", "any"), revenue=("amount", "sum"))
    lately = before["is_order"] & (apart.loc[before.index] >= -days)
    told = before.assign(lately=lately, apart=-apart.loc[before.index].where(before["is_order"])).groupby(key)
    known = told.agg(
        before_ordered=("lately", "max"), before_orders=("is_order", "sum"),
        before_revenue=("amount", "sum"), before_silent=("apart", "min"),
    )  # fmt: skip
    sums = brought[[name for name in brought if name not in people]]
    people = people.merge(sums, on=key, how="left", validate="1:1").merge(known, on=key, how="left", validate="1:1")
    people["before_silent"] = people["before_silent"].fillna(float(YEAR))
    filled = [*sums.columns, *BEFORE[:3]]
    people[filled] = people[filled].fillna(0).astype(float)
    return people


def _against_visits(people: pd.DataFrame, visits: pd.DataFrame, days: int) -> pd.DataFrame:
    """People with whether they came in the days after the contact."""
    key = ["campaign", "customer_id"]
    seen = people[[*key, "since"]].merge(visits, on="customer_id", how="inner")
    apart = (seen["arrived_at"] - seen["since"]) / pd.Timedelta(days=1)
    came = pd.MultiIndex.from_frame(seen.loc[(apart >= 0) & (apart < days), key])
    return people.assign(visit=pd.MultiIndex.from_frame(people[key]).isin(came).astype(float))


def outcomes_of(people: pd.DataFrame) -> tuple[str, ...]:
    """The outcomes that are held for every customer of some arm, in their fixed order."""
    return tuple(name for name in OUTCOMES if name in people and people[name].notna().any())


def known_before(people: pd.DataFrame, given: Sequence[str]) -> pd.DataFrame:
    """What was known before the contact as numbers, a column per figure and per level of what is no number.

    Columns `figure` or `figure=level`; missing values at the mean.  Figures that do not vary, and those with more than
    twelve words, are left out.
    """
    columns: dict[str, pd.Series] = {}
    for name in (*BEFORE, *given):
        if name not in people:
            continue
        values = people[name]
        if not pd.api.types.is_numeric_dtype(values):
            words = values.astype("string")
            levels = words.dropna().value_counts()
            if 1 < len(levels) <= 12:
                columns |= {f"{name}={level}": words.eq(level).fillna(False).astype(float) for level in sorted(levels.index)}
            continue
        numbers = values.astype(float)
        if numbers.nunique() > 1:
            columns[name] = numbers.fillna(numbers.mean())
    return pd.DataFrame(columns, index=people.index)


def numeric(before: pd.DataFrame) -> np.ndarray:
    """The same as an array for regressions; one level of each word left out, as it follows from the others."""
    spare = {}
    for column in before:
        name, equals, _ = str(column).rpartition("=")
        spare[name if equals else column] = column if equals else None
    dropped = {column for column in spare.values() if column is not None}
    return before[[column for column in before if column not in dropped]].to_numpy(dtype=float)
