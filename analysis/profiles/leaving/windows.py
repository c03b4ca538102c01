"""Did something happen around a day?  Answered for many customers and days at once."""

import numpy as np
import pandas as pd

SPAN = 1_000_000  # more than there are days: customer and day in one number
EPOCH = pd.Timestamp("1970-01-01")


def happened(moments: pd.DataFrame, events: pd.DataFrame, *, before: int, after: int) -> pd.Series:
    """1.0 where the customer has an event from `before` days ahead of the moment to `after` days behind it, else 0.0.

    `moments` and `events` hold customer_id and day; the result has the index of `moments`.
    """
    people = pd.Index(moments["customer_id"].unique())
    known = events[events["customer_id"].isin(people)].dropna(subset="day")
    marks = np.sort(people.get_indexer(known["customer_id"]) * SPAN + _number(known["day"]))
    place = people.get_indexer(moments["customer_id"]) * SPAN + _number(moments["day"])
    found = np.searchsorted(marks, place + after, side="right") > np.searchsorted(marks, place - before, side="left")
    return pd.Series(found.astype(float), index=moments.index)


def usual_is_missing(moments: pd.DataFrame, levels: pd.DataFrame, *, least: int = 2) -> pd.Series:
    """1.0 where the level that stood on most of the earlier days of the customer is not among those of the day.

    `levels`: customer_id, day, level, of the days in `moments`.  Missing where a level was on fewer than `least` of the
    earlier days or on less than half of them, or where the day tells none; of equals the first by name is the usual one.
    """
    held = levels.dropna(subset="level").drop_duplicates(["customer_id", "day", "level"])
    days = held[["customer_id", "day"]].drop_duplicates()
    own = held[["customer_id", "level"]].drop_duplicates()
    grid = days.merge(own, on="customer_id").merge(held.assign(there=1), on=["customer_id", "day", "level"], how="left")
    grid = grid.fillna({"there": 0}).sort_values(["customer_id", "level", "day"], kind="stable")
    grid["earlier"] = grid.groupby(["customer_id", "level"])["there"].cumsum() - grid["there"]
    grid = grid.sort_values(["customer_id", "day", "earlier", "level"], ascending=[True, True, False, True], kind="stable")
    usual = grid.drop_duplicates(["customer_id", "day"])
    usual = usual.assign(passed=usual.groupby("customer_id").cumcount())
    clear = (usual["earlier"] >= least) & (2 * usual["earlier"] >= usual["passed"])
    usual = usual.assign(missing=(1.0 - usual["there"]).where(clear))[["customer_id", "day", "missing"]]
    found = moments[["customer_id", "day"]].merge(usual, on=["customer_id", "day"], how="left", validate="1:1")
    return pd.Series(found["missing"].to_numpy(dtype=float), index=moments.index)


def _number(days: pd.Series) -> np.ndarray:
    return (pd.to_datetime(days) - EPOCH).dt.days.to_numpy()
