"""Campaign contacts as tables: which can be judged, and how their arms were planned."""

from datetime import date, timedelta

import pandas as pd

from analysis.config.client import Strategy
from analysis.evaluation import OUTCOMES

CONTROL = "control"


def watched(contacts: pd.DataFrame | None, *, first: date, as_of: date, days: int) -> pd.DataFrame | None:
    """Contacts from `first` on whose `days` of waiting end by `as_of`; None where there are none.

    Those without a day stay with the dated ones of their campaign; a campaign without any day only where the file
    holds what came of it.
    """
    if contacts is None:
        return None
    held = any(name in contacts and contacts[name].notna().any() for name in OUTCOMES)
    if not held and ("customer_id" not in contacts or not contacts["customer_id"].notna().any()):
        return None
    days_of = contacts["contacted_at"] if "contacted_at" in contacts else pd.Series(pd.NaT, contacts.index)
    campaign = contacts["campaign"].fillna("") if "campaign" in contacts else pd.Series("", contacts.index)
    inside = days_of.between(pd.Timestamp(first), pd.Timestamp(last_contact(as_of, days)))
    undated = days_of.isna()
    told = inside | (undated & (inside.groupby(campaign).transform("any") | (held & undated.groupby(campaign).transform("all"))))
    return contacts[told] if told.any() else None


def last_contact(as_of: date, days: int) -> date:
    """The last day of contact whose `days` of waiting end by `as_of`."""
    return as_of - timedelta(days=days - 1)


def planned_arms(arms: pd.Series, strategy: Strategy, campaign: str) -> dict[str, float]:
    """The planned share of each arm of a campaign; empty where client.yaml says neither it nor which share is held out."""
    own = strategy.campaign(campaign).planned
    treated = sorted(set(arms.dropna()) - {CONTROL})
    if own or "hold_out" not in strategy.model_fields_set or not treated:
        return dict(own)
    return {CONTROL: strategy.hold_out, **dict.fromkeys(treated, (1 - strategy.hold_out) / len(treated))}
