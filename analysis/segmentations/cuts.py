"""Cuts: after how many days without an order is a customer quiet, and after how many gone?

The client's cuts are the days on which the curve of gaps reaches two shares, 80 % and 95 %.  One
ruler for all is unfair to those with a rhythm of their own, so a customer with enough gaps has
the client's cuts scaled by the own mean gap over that of all customers with so many.  A few gaps
say little about a rhythm, so the scale is drawn towards 1 by n / (n + 3) for n gaps.

Both means leave the open gap out and are too short by it, which the ratio largely undoes.  The
open gap must stay out: it is what the cuts are held against, and would move them away from itself.
"""

import numpy as np
import pandas as pd

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


def personal_cuts(people: pd.DataFrame, rule: pd.Series) -> pd.DataFrame:
    """The cuts that apply to each buyer.

    From one row per buyer (customer_id, gap_count, gap_mean_days, last_gap_days) and the client's
    row of the definition (first_cut_days, second_cut_days, personal_gaps, mean_gap_days) to

        customer_id      str
        level            str    person | client
        scale            float  own cuts over the client's, 1 at client level
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
            "level": pd.Series(np.where(_has_own(mean, count, rule), "person", "client"), people.index, dtype="str"),
            "scale": scale,
            "first_cut_days": rule["first_cut_days"] * scale,
            "second_cut_days": rule["second_cut_days"] * scale,
            "return_cut_days": rule["second_cut_days"] * _scale(mean_before, count - 1, rule),
        }
    )


def _scale(mean: pd.Series, count: pd.Series, rule: pd.Series) -> pd.Series:
    """Own mean gap over the client's, drawn towards 1; 1 without own cuts."""
    weight = count / (count + PRIOR_GAPS)
    return (1 + weight * (mean / rule["mean_gap_days"] - 1)).where(_has_own(mean, count, rule), 1.0)


def _has_own(mean: pd.Series, count: pd.Series, rule: pd.Series) -> pd.Series:
    return (count >= rule["personal_gaps"]) & mean.notna() & pd.notna(rule["mean_gap_days"])
