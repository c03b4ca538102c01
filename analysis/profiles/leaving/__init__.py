"""What changed before customers fell silent, beside others at the same point who came back.

    moments    the days on which somebody was there, with the history behind each
    signs      what may go with leaving, asked of each moment in the same way
    matching   leavers and those who came back from the same point
    effects    how much more often each sign stood before leaving
    reasons    what leavers say themselves: survey reasons, competitors named

An association, never a cause: whatever makes a customer leave may show in the sign as well.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from analysis.profiles.leaving import effects, matching, signs
from analysis.profiles.leaving.moments import moments, order_days, settling_days, visit_days
from analysis.profiles.leaving.reasons import survey_reasons

__all__ = ["Leaving", "leaving", "order_days", "silent_customers", "survey_reasons", "visit_days"]

GONE = ("dormant", "churned")  # stages of the life cycle
LIFECYCLE = "lifecycle"
RARE = 0.90  # of the gaps that ended: whoever is silent for longer has left, where no life cycle is held


@dataclass(frozen=True)
class Leaving:
    """The comparison.  Tables as in schema.py; `counts` says what it rests on:

    leavers, recent   customers who left; of these with a last moment since the start
    matched, controls matches, and the moments of others in them
    settling          days after a moment in which signs were still looked for
    step              place in matching.STEPS of what matches agree in
    """

    signs: pd.DataFrame
    balance: pd.DataFrame
    counts: dict[str, int]
    showing: pd.Index  # customers not silent whose last time shows the first sign


def silent_customers(segments: pd.DataFrame, features: pd.DataFrame, gaps: pd.DataFrame | None) -> tuple[pd.Index, str]:
    """Who has left, by customer_id, and by which rule: lifecycle (dormant and churned) or recency.

    Without a life cycle, buyers who are silent for longer than nine of ten gaps between orders that ended.  Nobody where
    neither can be told.
    """
    own = segments[segments["method"] == LIFECYCLE]
    gone = own.loc[own["segment"].isin(GONE), "customer_id"]
    if len(gone):
        return pd.Index(gone), LIFECYCLE
    closed = pd.Series(dtype=float) if gaps is None else gaps.loc[gaps["closed"].astype(bool), "gap_days"]
    buyers = features[features["state"] == "buyer"]
    silent = buyers["recency_days"] > (closed.quantile(RARE) if len(closed) else float("inf"))
    return pd.Index(buyers.loc[silent, "customer_id"]), "recency"


def leaving(
    days: pd.DataFrame,
    tables: signs.Tables,
    leavers: pd.Index,
    *,
    start: pd.Timestamp,
    as_of: pd.Timestamp,
    longest: pd.Series | None = None,
    one_off: Collection[str] = (),
    minimum: int = 10,
    per_leaver: int = 4,
    seed: int = 0,
) -> Leaving:
    """Every sign before leaving against the same sign before coming back.

    From `days` (`order_days` or `visit_days`, up to `as_of`), the `tables` that `signs.with_signs` reads (of `categories`:
    customer_id, day, level, amount), and the customers who left to one row per sign.  Last moments before `start` are
    not compared.  `longest` is the silence from which a customer counts as gone (days by customer_id); after a category
    in `one_off` nobody counts as gone.
    """
    named = tables.get("categories")
    categories = pd.DataFrame(columns=["customer_id", "day", "category", "amount"]) if named is None else named
    table = moments(days, categories.rename(columns={"level": "category"}))
    settling = settling_days(table)
    asked = signs.with_signs(table, tables, settling=settling)
    held = [sign for sign in signs.SIGNS if sign in asked]
    within = {"start": start, "as_of": as_of, "longest": longest, "one_off": one_off}
    rows = matching.candidates(asked, leavers, settling=settling, **within)
    pairs = matching.matched(rows, per_leaver=per_leaver, seed=seed)
    found = effects.compared(pairs, held, minimum=minimum)
    now = asked[asked["next_days"].isna() & ~asked["customer_id"].isin(leavers)]
    active = now[held].sum().reindex(found["sign"]).to_numpy()
    counts = {
        "leavers": len(leavers), "recent": int(rows["left"].sum()), "matched": int(pairs["match"].nunique()),
        "controls": int((~pairs["left"]).sum()), "settling": settling,
        "step": int(pairs["step"].max()) if len(pairs) else 0,
    }  # fmt: skip
    shown = pd.Series(active).where((active >= minimum) | (active == 0))
    showing = pd.Index(now.loc[now[found["sign"].iloc[0]] == 1, "customer_id"]) if len(found) else pd.Index([])
    return Leaving(found.assign(active=shown.to_numpy()), matching.balance(rows, pairs), counts, showing)
