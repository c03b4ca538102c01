"""When customers mean to come: Erlang gaps around their own cycle, run on each kind's seasonal clock.

After each visit a customer leaves for good with a constant chance of his or her own.  Those who
joined before 2023 enter somewhere in their first gap.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import season
from analysis.sources.demo.lanting.latent_types import TYPES

LEADS_WITH_VISIT = 0.55  # of prospects


def arrivals(table: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, np.ndarray]:
    """One row per visit meant (customer: row of `table`, day: day number), and when each customer left.

    The second result has one day number per customer: that of the visit after which he or she left,
    NaN for those who are customers to the end and for prospects.  Prospects come once or not at all.
    """
    found, left = [_of_prospects(table, rng)], np.full(len(table), np.nan)
    for number, latent in enumerate(TYPES.values()):
        rows = np.flatnonzero((table["kind"] == number) & table["first_day"].notna())
        clock = season.clock(season.busyness(latent.months, latent.weekend))
        who, when, gone = _of_kind(table.iloc[rows], clock, latent.regularity, rng)
        found.append(pd.DataFrame({"customer": rows[who], "day": _days(when, clock)}))
        left[rows] = np.where(np.isnan(gone), np.nan, _days(np.nan_to_num(gone), clock))
    meant = pd.concat(found).drop_duplicates(["customer", "day"])  # one visit a day
    return meant.sort_values(["customer", "day"], kind="stable", ignore_index=True), left


def _of_prospects(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    rows = np.flatnonzero(table["origin"] == "prospect")
    rows = rows[rng.random(len(rows)) < LEADS_WITH_VISIT]
    joined = (table["joined"].to_numpy()[rows].astype("datetime64[D]") - season.START).astype(int)
    day = np.array(season.next_open())[np.clip(joined + rng.integers(1, 15, len(rows)), 0, season.DAYS - 1)]
    return pd.DataFrame({"customer": rows, "day": day})


def _of_kind(table: pd.DataFrame, clock: np.ndarray, shape: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Visits (who, when) and departures of one kind, in days on its clock."""
    gap, dropout = table["gap"].to_numpy(), table["dropout"].to_numpy()
    time = np.interp(table["first_day"] + 0.5, np.arange(len(clock)), clock)
    stock = (table["origin"] == "stock").to_numpy()
    time[stock] = gap[stock] * rng.random(stock.sum())
    gone = np.full(len(table), np.nan)
    active = np.flatnonzero(time < clock[-1])
    who, when = [], []
    while active.size:
        who.append(active)
        when.append(time[active])
        leaves = rng.random(active.size) < dropout[active]
        gone[active[leaves]] = time[active[leaves]]
        active = active[~leaves]
        time[active] += rng.standard_gamma(shape, active.size) / shape * gap[active]
        active = active[time[active] < clock[-1]]
    return np.concatenate(who), np.concatenate(when), gone


def _days(when: np.ndarray, clock: np.ndarray) -> np.ndarray:
    """The day number on which the clock shows `when`."""
    return np.minimum(np.searchsorted(clock, when, side="right") - 1, season.DAYS - 1)
