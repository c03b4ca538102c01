"""People with two cards: a second one was opened at another site, and later found to be the same person's."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import places, season

SECOND_CARDS = 110
FIRST_SECOND_NO = 800001


@dataclass(frozen=True)
class Cards:
    """Per customer: the first card's number, the second's (0 for none), and the day from which the second is used."""

    first: np.ndarray
    second: np.ndarray
    opened: np.ndarray
    site: np.ndarray  # of the second card

    def number_on(self, customer: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The card that a customer shows on a day, as text."""
        later = (self.second[customer] > 0) & (day >= self.opened[customer])
        return np.where(later, self.second[customer], self.first[customer]).astype(str).astype(object)


def cards(table: pd.DataFrame, meant: pd.DataFrame, rng: np.random.Generator) -> Cards:
    """Second cards for some consumers with several visits, opened on the day of one of them."""
    count = meant.groupby("customer").size().reindex(table.index, fill_value=0)
    could = np.flatnonzero((count >= 4) & (table["role"] == "consumer") & ~table["young"])
    chosen = np.sort(rng.choice(could, size=SECOND_CARDS, replace=False))
    middle = meant.groupby("customer")["day"].median().reindex(chosen).to_numpy().astype(int)
    second, opened = np.zeros(len(table), dtype=int), np.full(len(table), season.DAYS)
    second[chosen] = FIRST_SECOND_NO + np.arange(len(chosen))
    opened[chosen] = middle
    site = (table["site"].to_numpy() + 1) % len(places.SITES)
    return Cards(table["card_no"].to_numpy(), second, opened, site)
