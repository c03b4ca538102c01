"""Who looks after whom, and when somebody else takes over: the planted sign of leaving (demo/leaving.py).

Each customer has one of six advisers of the site.  At some visits another one stands there, and stays; who meets a
new face leaves more often after that visit.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sources.demo import leaving
from analysis.sources.demo.lanting import places

AT_A_SITE = 6
CHANGES = 0.08  # of visits after the first
LEAVING_ODDS = 5.0  # odds to leave after a visit with a new adviser, against a visit with the one known
DAY = 10_000  # more than there are days: customer and day in one number


@dataclass(frozen=True)
class Advisers:
    """Who looked after each customer from which day: `since` is customer x DAY + day, sorted; `change` how many times
    it has changed by then."""

    site: np.ndarray  # of each customer
    since: np.ndarray
    change: np.ndarray
    last: np.ndarray  # bool: after this visit the customer left
    first: np.ndarray  # bool: the first visit, which cannot bring a change

    def on(self, customer: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The names (咨询师01 ...) of those who looked after customers on days."""
        names = np.array([places.adviser(number) for number in range(places.ADVISERS)], dtype=object)
        customer = np.asarray(customer)
        row = np.searchsorted(self.since, customer * DAY + np.asarray(day), side="right") - 1
        held = (row >= 0) & (self.since[row] // DAY == customer)
        changed = np.where(held, self.change[row], 0)
        return names[self.site[customer] * AT_A_SITE + (customer + changed) % AT_A_SITE]

    def by_leaving(self) -> dict[str, dict[str, int]]:
        """Visits after the first, after which the customer left or not: how many, and how many with a new adviser."""
        new = np.diff(self.change, prepend=0) > 0
        return {
            name: {"visits": int(chosen.sum()), "with_a_new_adviser": int((chosen & new).sum())}
            for name, chosen in (("left_afterwards", ~self.first & self.last), ("stayed", ~self.first & ~self.last))
        }


def advisers(table: pd.DataFrame, visits: pd.DataFrame, left: np.ndarray, rng: np.random.Generator) -> Advisers:
    """From the visits made and the day after which each customer `left` (NaN for those who stay)."""
    came = visits.loc[visits["minute"] >= 0, ["customer", "day"]].drop_duplicates().sort_values(["customer", "day"])
    customer = came["customer"].to_numpy()
    first = np.diff(customer, prepend=-1) != 0
    last = (np.diff(customer, append=-1) != 0) & ~np.isnan(left[customer])
    kept, gone = leaving.chances(CHANGES, last=float(last[~first].mean()), odds=LEAVING_ODDS)
    new = (rng.random(len(came)) < np.where(last, gone, kept)) & ~first
    change = new.cumsum() - np.maximum.accumulate(np.where(first, new.cumsum(), 0))
    return Advisers(table["site"].to_numpy(), customer * DAY + came["day"].to_numpy(), change, last, first)
