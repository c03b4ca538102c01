"""Cuts: after how many days without an order is a customer quiet, and after how many gone?

The client's cuts are the days on which the curve of gaps reaches two shares, 80 % and 95 %.  A
category with enough gaps has a curve and cuts of its own.  One ruler for all is still unfair to
those with a rhythm of their own, so a customer with enough gaps has the cuts of the category, or
else the client's, scaled by the own mean gap over that of all its customers with so many.  A few
gaps say little about a rhythm, so the scale is drawn towards 1 by n / (n + 3) for n gaps.

Both means leave the open gap out and are too short by it, which the ratio largely undoes.  The
open gap must stay out: it is what the cuts are held against, and would move them away from itself.
"""

import numpy as np
import pandas as pd

CLIENT, CATEGORY, ALL = "client", "category", "(all)"
BY_LEVEL = ("first_cut_days", "second_cut_days", "mean_gap_days", "new_days")  # what a category has of its own
ROUNDING = 1e-9  # shares that differ by less are equal
PRIOR_GAPS = 3.0  # own gaps that weigh as much as the client's rhythm
FIXED_DAYS = (180.0, 365.0)  # the recency limits of Klaviyo's RFM, for want of a curve


def curve_cuts(curve: pd.DataFrame, *, shares: tuple[float, float], reliable_gaps: int) -> dict[str, str | float | int]:
    """The days on which the curve reaches the two shares, and the basis on which it does.

    Read only as far as `reliable_gaps` gaps are still at risk.  Keys of the result:

        basis             absolute: the curve itself reaches both shares;
                          plateau: it levels off before, so the shares are those of its highest value;
                          fixed: fewer than `reliable_gaps` gaps are closed, the curve says
                          nothing, and 180 and 365 days are used
        first_cut_days, second_cut_days  cuts
        first_returned, second_returned  height of the curve on these days, missing where fixed
        plateau           highest reliable value, missing without gaps
        reliable_days     last reliable day, 0 without gaps
    """
    reliable = curve[curve["at_risk"] >= reliable_gaps]
    plateau = float(reliable["returned"].max())
    facts: dict[str, str | float | int] = {
        "plateau": plateau,
        "reliable_days": int(reliable["day"].max()) if len(reliable) else 0,
    }
    if reliable["events"].sum() < reliable_gaps:
        return {
            "basis": "fixed",
            "first_cut_days": FIXED_DAYS[0],
            "second_cut_days": FIXED_DAYS[1],
            "first_returned": np.nan,
            "second_returned": np.nan,
            **facts,
        }
    basis, whole = ("absolute", 1.0) if plateau >= shares[1] - ROUNDING else ("plateau", plateau)
    reached = [reliable[reliable["returned"] >= share * whole - ROUNDING].iloc[0] for share in shares]
    return {
        "basis": basis,
        "first_cut_days": float(reached[0]["day"]),
        "second_cut_days": float(reached[1]["day"]),
        "first_returned": float(reached[0]["returned"]),
        "second_returned": float(reached[1]["returned"]),
        **facts,
    }


def given_cuts(curve: pd.DataFrame, *, days: tuple[float, float], reliable_gaps: int) -> dict[str, str | float | int]:
    """Cuts that the client has set, in the form of `curve_cuts`: basis `given`, with the curve's height on these days.

    The height is missing where the curve is not reliable so far.
    """
    reliable = curve[curve["at_risk"] >= reliable_gaps]
    reach = int(reliable["day"].max()) if len(reliable) else 0
    height = [float(reliable.loc[reliable["day"] <= cut, "returned"].iloc[-1]) if cut <= reach else np.nan for cut in days]
    return {
        "basis": "given",
        "first_cut_days": float(days[0]),
        "second_cut_days": float(days[1]),
        "first_returned": height[0],
        "second_returned": height[1],
        "plateau": float(reliable["returned"].max()),
        "reliable_days": reach,
    }


def mean_gap(people: pd.DataFrame, *, personal_gaps: int) -> float:
    """Mean closed gap, in days, of customers with at least `personal_gaps` of them; missing if there is none."""
    own = people[people["gap_count"] >= personal_gaps].dropna(subset="gap_mean_days")
    days_in_gaps = (own["gap_mean_days"] * own["gap_count"]).sort_values().sum()  # sorted: exact in any row order
    return float(days_in_gaps / own["gap_count"].sum()) if len(own) else np.nan


def rules_of(people: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """The row of the definition under each buyer: that of the favourite category, else the client's.

    From one row per buyer (top_category, missing where there is none) to one row each with level, the columns of
    `BY_LEVEL`, personal_gaps and loyal_orders.
    """
    client = definition[definition["level"] == CLIENT].iloc[0]
    rows = definition[definition["level"] == CATEGORY].set_index("key")
    favourite = people["top_category"]
    held = favourite.isin(rows.index).to_numpy()
    own = {
        column: np.where(held, favourite.map(rows[column]).to_numpy(dtype="float64", na_value=np.nan), float(client[column]))
        for column in BY_LEVEL
    }
    return pd.DataFrame(
        {
            "level": np.where(held, CATEGORY, CLIENT),
            **own,
            "personal_gaps": int(client["personal_gaps"]),
            "loyal_orders": int(client["loyal_orders"]),
        },
        index=people.index,
    )


def personal_cuts(people: pd.DataFrame, rule: pd.DataFrame) -> pd.DataFrame:
    """The cuts that apply to each buyer.

    From one row per buyer (customer_id, gap_count, gap_mean_days, last_gap_days) and the row of the definition
    under each (`rules_of`: level, first_cut_days, second_cut_days, personal_gaps, mean_gap_days) to

        customer_id      str
        level            str    person | category | client
        scale            float  own cuts over those of the category or client, 1 without own cuts
        first_cut_days   float  away longer: dormant
        second_cut_days  float  away longer: churned
        return_cut_days  float  second cut as it stood before the last order; a longer last gap is
                                a return of somebody who had gone
    """
    count, mean = people["gap_count"], people["gap_mean_days"]
    mean_before = ((mean * count - people["last_gap_days"]) / (count - 1).clip(lower=1)).clip(lower=0)
    scale = _scale(mean, count, rule)
    return pd.DataFrame(
        {
            "customer_id": people["customer_id"],
            "level": pd.Series(np.where(_has_own(mean, count, rule), "person", rule["level"]), people.index, dtype="str"),
            "scale": scale,
            "first_cut_days": rule["first_cut_days"] * scale,
            "second_cut_days": rule["second_cut_days"] * scale,
            "return_cut_days": rule["second_cut_days"] * _scale(mean_before, count - 1, rule),
        }
    )


def _scale(mean: pd.Series, count: pd.Series, rule: pd.DataFrame) -> pd.Series:
    """Own mean gap over that of the category or client, drawn towards 1; 1 without own cuts."""
    weight = count / (count + PRIOR_GAPS)
    return (1 + weight * (mean / rule["mean_gap_days"] - 1)).where(_has_own(mean, count, rule), 1.0)


def _has_own(mean: pd.Series, count: pd.Series, rule: pd.DataFrame) -> pd.Series:
    return (count >= rule["personal_gaps"]) & mean.notna() & rule["mean_gap_days"].notna()
