"""One row per order: who, when to the minute, through which channel, at what discount.

Tills and call centre keep opening hours; nobody orders between one and six at night, so no time
falls into the hour that the change to summer time skips or repeats.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import season
from analysis.sources.demo.northgate.draws import pick
from analysis.sources.demo.northgate.latent_types import TYPES, per_type
from analysis.sources.demo.northgate.people import People

CHANNELS = np.array(["Web", "Store", "App", "Phone"], dtype=object)
DISCOUNTS = np.array([0, 5, 10, 15, 20, 30])  # per cent
GUEST_SHARE = 0.031  # of orders, beside those of known customers
CANCELLED = 0.016
FIRST_ORDER_NO = 1000001


def orders(folk: People, natural: pd.DataFrame, extra: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Orders in time order, numbered:

    order_no   int   1000001, 1000002 …
    customer   int   row of the customer table; for a guest, someone with the same habits
    extra      bool  brought by the mailing
    guest      bool  ordered without a customer number
    day, minute      day number and minute of the day, local time
    channel    int   place in CHANNELS
    discount   int   per cent off every line
    cancelled  bool
    """
    known = pd.concat([natural.assign(extra=False), extra.assign(extra=True)], ignore_index=True).assign(guest=False)
    found = pd.concat([known, _guests(known, rng)], ignore_index=True)
    kind = folk.table["kind"].to_numpy()[found["customer"]]
    found["channel"] = pick(rng, folk.channels[found["customer"]])
    found["minute"] = _minutes(kind, found["day"].to_numpy(), found["channel"].to_numpy(), rng)
    found["discount"] = _discounts(kind, found["day"].to_numpy(), rng)
    found["cancelled"] = (rng.random(len(found)) < CANCELLED) & (found["channel"] != 1)
    found = found.sort_values(["day", "minute"], kind="stable", ignore_index=True)
    found.insert(0, "order_no", FIRST_ORDER_NO + np.arange(len(found)))
    return found


def _guests(known: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Orders without a number; none in the last days of a year, which two files share."""
    count = round(GUEST_SHARE * len(known))
    day = known["day"].to_numpy()[rng.integers(0, len(known), count)]
    shared = (season.MONTH[day] == 11) & (season.DATES[day].astype("datetime64[M]") + 1 - season.DATES[day] <= 3)
    like = known["customer"].to_numpy()[rng.integers(0, len(known), count)]
    return pd.DataFrame({"customer": like, "day": day - 7 * shared, "extra": False, "guest": True})


def hour_weights() -> np.ndarray:
    """Types x (working day, Saturday, Sunday) x channels x hours: when each kind orders."""
    hours = np.arange(24)
    weights = np.zeros((len(TYPES), 3, len(CHANNELS), 24))
    for number, latent in enumerate(TYPES.values()):
        for kind_of_day, peaks in enumerate((latent.hours, latent.weekend_hours, latent.weekend_hours)):
            weights[number, kind_of_day] = 0.06 + sum(_bump(hours, *peak) for peak in peaks)
    night = (hours >= 1) & (hours < 6)
    weights[..., night] = 0
    for channel, (opens, closes), (sunday_opens, sunday_closes) in ((1, (9, 19), (10, 16)), (3, (9, 18), (10, 16))):
        weights[:, :2, channel] *= (hours >= opens) & (hours < closes)
        weights[:, 2, channel] *= (hours >= sunday_opens) & (hours < sunday_closes)
    return weights


def _bump(hours: np.ndarray, peak: int, height: float) -> np.ndarray:
    return height * np.exp(-(((hours - peak) / 2) ** 2) / 2)


def _minutes(kind: np.ndarray, day: np.ndarray, channel: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    kind_of_day = np.clip(season.WEEKDAY[day] - 4, 0, 2)
    hour = pick(rng, hour_weights()[kind, kind_of_day, channel])
    return hour * 60 + rng.integers(0, 60, len(hour))


def _discounts(kind: np.ndarray, day: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Per cent off: more often and deeper in a sale and for bargain hunters."""
    sensitivity = np.array(per_type("discount"))[kind]
    chance = np.clip(sensitivity + 0.35 * season.sale_days()[day], 0, 0.95)
    depth = pick(rng, np.array([0, 0.15, 0.33, 0.20, 0.22, 0.10]) * np.exp(np.outer(sensitivity, DISCOUNTS / 20)))
    return np.where(rng.random(len(kind)) < chance, DISCOUNTS[depth], 0)
