"""One e-mail campaign with a random hold-out, and the orders that it brings.

Whoever consented to e-mail and had joined is eligible; three in ten are held out by lot.  A mailing
adds one order within two weeks with a chance that depends on the latent type, for those who are
still customers.  Nothing in the campaign file tells: the outcome is in the orders.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import season
from analysis.sources.demo.northgate.latent_types import NAMES, per_type

NAME = "Spring Garden 2025"
SENT = season.day_number("2025-03-12")
WINDOW_DAYS = 30  # day of sending and the 29 after it
ANSWER_DAYS = 14
HOLD_OUT = 0.30
COST_PENCE = 35


def arms(table: pd.DataFrame, consent: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """One row per eligible customer: customer (row of `table`), mailed (bool)."""
    eligible = np.flatnonzero((consent == "yes") & (table["joined"] < season.DATES[SENT]))
    held_out = rng.permutation(len(eligible)) < round(HOLD_OUT * len(eligible))
    return pd.DataFrame({"customer": eligible, "mailed": ~held_out})


def active_at_sending(table: pd.DataFrame, left: np.ndarray) -> np.ndarray:
    """True for each customer who could order at the time of the mailing."""
    return (table["first_day"] <= SENT).to_numpy() & ~(left < SENT)


def extra_purchases(table: pd.DataFrame, left: np.ndarray, contacts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per order that the mailing brings: customer, day (number)."""
    customer = contacts["customer"].to_numpy()
    chance = np.array(per_type("uplift"))[table["kind"].to_numpy()[customer]]
    reachable = contacts["mailed"].to_numpy() & active_at_sending(table, left)[customer]
    moved = reachable & (rng.random(len(customer)) < chance)
    day = SENT + rng.integers(0, ANSWER_DAYS, len(customer))
    return pd.DataFrame({"customer": customer[moved], "day": day[moved]})


def effect_by_type(
    table: pd.DataFrame, left: np.ndarray, contacts: pd.DataFrame, natural: pd.DataFrame, extra: pd.DataFrame
) -> pd.DataFrame:
    """What the mailing did, one row per latent type, from the generator's own knowledge.

    type                        latent type
    eligible, mailed, held_out  customers
    chance                      planted chance of one more order, for those who are still customers
    true_effect                 on the share who order within 30 days: chance x share of the eligible
                                who are still customers and would not have ordered anyway
    extra_orders, extra_buyers  among the mailed; the buyers would not have ordered otherwise
    """
    in_window = natural["day"].between(SENT, SENT + WINDOW_DAYS - 1)
    anyway = np.isin(contacts["customer"], natural.loc[in_window, "customer"])
    movable = active_at_sending(table, left)[contacts["customer"]] & ~anyway
    moved = np.isin(contacts["customer"], extra["customer"])
    rows = contacts.assign(
        kind=table["kind"].to_numpy()[contacts["customer"]], movable=movable, moved=moved, gained=moved & ~anyway
    )
    by_kind = rows.groupby("kind")
    chance = np.array(per_type("uplift"))
    return pd.DataFrame(
        {
            "type": NAMES,
            "eligible": by_kind.size(),
            "mailed": by_kind["mailed"].sum(),
            "held_out": by_kind.size() - by_kind["mailed"].sum(),
            "chance": chance,
            "true_effect": (by_kind["movable"].mean() * chance).round(5),
            "extra_orders": by_kind["moved"].sum(),
            "extra_buyers": by_kind["gained"].sum(),
        }
    )
