"""When people buy: BG/NBD, run on each kind's own seasonal clock.

A customer buys at a constant rate and, after each purchase, leaves for good with a constant
chance (Fader, Hardie and Lee 2005, "Counting your customers the easy way").  Those who joined
before 2023 enter in the middle of a gap, which for a constant rate is like its beginning.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import season
from analysis.sources.demo.northgate.latent_types import TYPES


def purchases(table: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, np.ndarray]:
    """One row per purchase (customer: row of `table`, day: day number), and when each customer left.

    The second result has one day number per customer: that of the purchase after which he or she
    left, NaN for those who are customers to the end and for prospects.
    """
    found, left = [], np.full(len(table), np.nan)
    for number, latent in enumerate(TYPES.values()):
        rows = np.flatnonzero((table["kind"] == number) & table["first_day"].notna())
        clock = season.clock(season.busyness(latent.months, latent.weekdays))
        who, when, gone = _of_kind(table.iloc[rows], clock, rng)
        found.append(pd.DataFrame({"customer": rows[who], "day": _days(when, clock)}))
        left[rows] = np.where(np.isnan(gone), np.nan, _days(np.nan_to_num(gone), clock))
    return pd.concat(found).sort_values(["day", "customer"], kind="stable", ignore_index=True), left


def _of_kind(table: pd.DataFrame, clock: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Purchases (who, when) and departures of one kind, in years on its clock."""
    rate, dropout = table["rate"].to_numpy(), table["dropout"].to_numpy()
    time = np.interp(table["first_day"] + 0.5, np.arange(len(clock)), clock)
    stock = (table["origin"] == "stock").to_numpy()
    time[stock] = rng.exponential(1 / rate[stock])
    gone = np.full(len(table), np.nan)
    active = np.flatnonzero(time < clock[-1])
    who, when = [], []
    while active.size:
        who.append(active)
        when.append(time[active])
        leaves = rng.random(active.size) < dropout[active]
        gone[active[leaves]] = time[active[leaves]]
        active = active[~leaves]
        time[active] += rng.exponential(1 / rate[active])
        active = active[time[active] < clock[-1]]
    return np.concatenate(who), np.concatenate(when), gone


def _days(when: np.ndarray, clock: np.ndarray) -> np.ndarray:
    """The day number on which the clock shows `when`."""
    return np.minimum(np.searchsorted(clock, when, side="right") - 1, season.DAYS - 1)
