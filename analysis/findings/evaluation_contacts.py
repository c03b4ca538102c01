"""Campaign contacts as tables: which can be judged, and the treated arms beside those held out."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.config.client import Strategy
from analysis.findings.evaluation_moves import ENOUGH

CONTROL = "control"
OUTCOMES = {"ordered", "revenue"}  # contacts may hold what came of them


def watched(contacts: pd.DataFrame | None, *, first: date, as_of: date, days: int) -> pd.DataFrame | None:
    """Contacts from `first` on whose `days` of waiting end by `as_of`; None where there are none."""
    if contacts is None or not (OUTCOMES <= set(contacts) or contacts["customer_id"].notna().any()):
        return None
    inside = contacts["contacted_at"].between(pd.Timestamp(first), pd.Timestamp(last_contact(as_of, days)))
    return contacts[inside] if inside.any() else None


def last_contact(as_of: date, days: int) -> date:
    """The last day of contact whose `days` of waiting end by `as_of`."""
    return as_of - timedelta(days=days - 1)


def planned(contacts: pd.DataFrame, strategy: Strategy) -> dict[str, float] | None:
    """The planned share of each arm; None where client.yaml does not say which share is held out."""
    treated = sorted(set(contacts["arm"].dropna()) - {CONTROL})
    if "hold_out" not in strategy.model_fields_set or not treated:
        return None
    return {CONTROL: strategy.hold_out, **dict.fromkeys(treated, (1 - strategy.hold_out) / len(treated))}


def days_earlier(contacts: pd.DataFrame | None, days: int) -> pd.DataFrame | None:
    """The same contacts, dated so many days earlier: the test before the test; None where contacts hold their outcomes."""
    if contacts is None or set(contacts) >= OUTCOMES:
        return None
    return contacts.assign(contacted_at=contacts["contacted_at"] - pd.Timedelta(days=days))


def effects(arms: pd.DataFrame, earlier: pd.DataFrame | None, contacts: pd.DataFrame, *, margin: float | None) -> pd.DataFrame:
    """Treated arms held against their control, largest first: the tables of `experiment_arms`, now and before the contact.

    Adds control_rate, control_n, check, check_low, check_high (the difference before the contact), cost
    (per contact), per_buyer (revenue per customer who ordered), margin and break_even (the difference that pays
    for the contacts at this margin).  Arms of under 30 customers are left out.
    """
    key = ["campaign", "arm"]
    held_out = arms[arms["arm"] == CONTROL].set_index("campaign")
    before = (arms.assign(difference=np.nan, low=np.nan, high=np.nan) if earlier is None else earlier).set_index(key)
    before = before[["difference", "low", "high"]].set_axis(["check", "check_low", "check_high"], axis=1)
    cost = contacts["cost"] if "cost" in contacts else pd.Series(np.nan, contacts.index)
    spent = cost.astype(float).groupby([contacts[one] for one in key]).mean().rename("cost")
    table = arms[arms["randomised"] & (arms["arm"] != CONTROL) & (arms["n"] >= ENOUGH)].join(before, on=key).join(spent, on=key)
    table = table.assign(
        control_rate=table["campaign"].map(held_out["rate"]),
        control_n=table["campaign"].map(held_out["n"]),
        per_buyer=table["revenue"] * table["n"] / table["ordered"].where(table["ordered"] > 0),
    )
    pays = table["cost"].where(table["cost"] > 0) / (margin * table["per_buyer"]) if margin else np.nan
    return table.assign(margin=margin or np.nan, break_even=pays).sort_values("n", ascending=False, ignore_index=True)
