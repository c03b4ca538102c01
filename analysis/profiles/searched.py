"""What customers looked for and did not buy, from what they search on website and app and what they order afterwards.

A search counts once per customer and category, the first of the days looked at, and only where `follow` days have passed
since, so that everybody had the same time to buy.  Names are compared without regard to case and surrounding blanks.  The
categories of orders are those that are held; what is searched and in no order of anybody is not held.
"""

from datetime import date, timedelta

import pandas as pd

SEARCH, LOOK = "search", ("view", "click", "save", "cart")
FOLLOW = 60  # days after a search in which an order counts


def looked_for(browsed: pd.DataFrame) -> pd.DataFrame:
    """The events that show what was wanted: searches where there are any, else views and clicks.

    From the table `browsed_categories`; one row per customer and category: customer_id, category, first_at.
    """
    searched = browsed[browsed["kind"] == SEARCH]
    chosen = searched if len(searched) else browsed[browsed["kind"].isin(LOOK)]
    return chosen.groupby(["customer_id", "category"], as_index=False)["first_at"].min()


def search_demand(wanted: pd.DataFrame, bought: pd.DataFrame, *, as_of: date, follow: int = FOLLOW) -> pd.DataFrame:
    """Customers × categories they looked for: customer_id, subject, part (1: not bought in time), whole (1), held (bool: somebody ever bought it).

    From `looked_for` and every purchase up to `as_of` (customer_id, category, ordered_at).
    """
    wanted = wanted[wanted["first_at"] < pd.Timestamp(as_of) - timedelta(days=follow - 1)]
    wanted, bought = wanted.assign(key=_key(wanted["category"])), bought.assign(key=_key(bought["category"]))
    later = wanted.merge(bought[["customer_id", "key", "ordered_at"]], on=["customer_id", "key"], how="inner")
    in_time = later["ordered_at"].between(later["first_at"], later["first_at"] + pd.Timedelta(days=follow))
    served = pd.MultiIndex.from_frame(later.loc[in_time, ["customer_id", "key"]])
    met = pd.MultiIndex.from_frame(wanted[["customer_id", "key"]]).isin(served)
    return pd.DataFrame(
        {
            "customer_id": wanted["customer_id"].to_numpy(),
            "subject": wanted["category"].to_numpy(),
            "part": (~met).astype(float),
            "whole": 1.0,
            "held": wanted["key"].isin(set(bought["key"])).to_numpy(),
        }
    )


def hour_demand(browsing: pd.DataFrame, ordered: pd.DataFrame, *, as_of: date, follow: int = 7) -> pd.DataFrame:
    """Customers × parts of the day in which they browsed: customer_id, subject, part (days without an order after), whole (days).

    From `browsing_days` (customer_id, day, daypart) and orders (customer_id, ordered_at); a day is followed by an
    order when one comes on it or in the `follow` days after.  The subject is the part of the day.
    """
    days = browsing[browsing["day"] <= pd.Timestamp(as_of) - timedelta(days=follow)].sort_values("day", kind="stable")
    orders = ordered.assign(next=ordered["ordered_at"].dt.normalize()).sort_values("next", kind="stable")
    joined = pd.merge_asof(
        days, orders[["customer_id", "next"]].astype({"next": days["day"].dtype}), left_on="day", right_on="next", by="customer_id",
        direction="forward", tolerance=pd.Timedelta(days=follow),
    )  # fmt: skip
    rows = joined.assign(part=joined["next"].isna().astype(float), whole=1.0, subject=joined["daypart"])
    return rows.groupby(["customer_id", "subject"], as_index=False)[["part", "whole"]].sum()


def _key(names: pd.Series) -> pd.Series:
    return names.str.strip().str.casefold()
