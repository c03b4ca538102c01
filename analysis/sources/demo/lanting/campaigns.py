"""Two campaigns with random hold-outs: one that brings visits, and one that brings nothing.

Whoever agreed to the channel, is a consumer and was there before is eligible; the hold-out is drawn
by lot.  The follow-up call brings one visit within three weeks with a chance that depends on the latent
type, for those who are still customers.  The text message has no effect at all.  Nothing in the
campaign file tells: the outcome is in visits and receipts.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import season
from analysis.sources.demo.lanting.latent_types import NAMES, per_type

WINDOW_DAYS = 30  # the day of contact and the 29 after it
ANSWER_DAYS = 21


@dataclass(frozen=True)
class Campaign:
    """What was sent, when, to those with which consent, at what cost; `works` says whether it has an effect."""

    name: str
    sent: int
    consent: str
    channel: str
    hold_out: float
    cost_fen: int
    works: bool


CAMPAIGNS = (
    Campaign("2025春季复诊关怀", season.day_number("2025-04-10"), "wecom", "企业微信", 0.30, 150, True),
    Campaign("2025双十一短信", season.day_number("2025-11-03"), "sms", "短信", 0.25, 6, False),
)


def arms(table: pd.DataFrame, details: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per campaign and eligible customer: campaign (number), customer (row of `table`), treated (bool).

    Each campaign draws its own lot.
    """
    parts = []
    for number, (one, lot) in enumerate(zip(CAMPAIGNS, rng.spawn(len(CAMPAIGNS)), strict=True)):
        there = (table["first_day"] < one.sent) & (table["role"] == "consumer") & (details[one.consent] == "是")
        eligible = np.flatnonzero(there & ~table["young"])
        held_out = lot.permutation(len(eligible)) < round(one.hold_out * len(eligible))
        parts.append(pd.DataFrame({"campaign": number, "customer": eligible, "treated": ~held_out}))
    return pd.concat(parts, ignore_index=True)


def extra_arrivals(
    table: pd.DataFrame, left: np.ndarray, contacts: pd.DataFrame, meant: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """One row per visit that a campaign brings: customer, day; never on a day with a visit of its own."""
    parts = []
    for number, one in enumerate(CAMPAIGNS):
        customer = contacts.loc[(contacts["campaign"] == number) & contacts["treated"], "customer"].to_numpy()
        chance = np.array(per_type("uplift"))[table["kind"].to_numpy()[customer]] * one.works
        moved = (rng.random(len(customer)) < chance) & ~(left[customer] < one.sent)
        day = one.sent + 1 + rng.integers(0, ANSWER_DAYS, len(customer))
        parts.append(pd.DataFrame({"customer": customer[moved], "day": day[moved]}))
    extra = pd.concat(parts, ignore_index=True)
    taken = pd.MultiIndex.from_frame(extra).isin(pd.MultiIndex.from_frame(meant[["customer", "day"]]))
    return extra[~taken]


def effects(table: pd.DataFrame, left: np.ndarray, contacts: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """What each campaign did, one row per campaign and latent type, from the generator's own knowledge.

    campaign, type              names
    eligible, treated, held_out customers
    chance                      planted chance of one more visit, for those who are still customers
    true_effect                 on the share who arrive within 30 days: chance x share of the eligible who
                                are still customers and would not have come anyway
    extra_visits, extra_visitors  among the treated; the visitors would not have come otherwise
    """
    rows = []
    came = visits[visits["minute"] >= 0]
    for number, one in enumerate(CAMPAIGNS):
        part = contacts[contacts["campaign"] == number]
        inside = came[came["day"].between(one.sent, one.sent + WINDOW_DAYS - 1)]
        anyway = part["customer"].isin(inside.loc[~inside["extra"], "customer"])
        moved = part["customer"].isin(inside.loc[inside["extra"], "customer"])
        movable = ~(left[part["customer"]] < one.sent) & ~anyway
        kind = table["kind"].to_numpy()[part["customer"]]
        for place, name in enumerate(NAMES):
            here = kind == place
            chance = per_type("uplift")[place] * one.works
            rows.append({
                "campaign": one.name, "type": name, "eligible": int(here.sum()), "treated": int(part["treated"][here].sum()),
                "held_out": int((~part["treated"][here]).sum()), "chance": chance,
                "true_effect": round(float(movable[here].mean() * chance), 5) if here.any() else 0.0,
                "extra_visits": int(moved[here].sum()), "extra_visitors": int((moved & ~anyway)[here].sum()),
            })  # fmt: skip
    return pd.DataFrame(rows)
