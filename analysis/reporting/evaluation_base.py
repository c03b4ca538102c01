"""What every section of chapter 05 reads: the lens, its segments at both ends of the period, the customers, the orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from analysis import evaluation, profiles
from analysis.features import Dates
from analysis.findings import Basis
from analysis.findings import evaluation as findings
from analysis.reporting import chosen, compose
from analysis.reporting.chosen import ChosenLens
from analysis.reporting.page import Page
from analysis.store import Run
from analysis.text import Message, Skip

NO_ORDERS = Skip(
    Message("No order lines are held, and this is made of them."),
    Message("Order lines: customer number, day, amount; a year of them or more."),
    Message("Who moved from one segment to another, and why revenue changed."),
)
HIDING = {"hide": profiles.hidden_cells, "tell": profiles.telling_sums}


@dataclass(frozen=True)
class Base:
    """One lens of a run, at the start and at the end of its period.

    What chapter 02 keeps back stands as one segment.  `started` and `then` (segments and customer table on the eve of
    the period) are missing where the lens did not know enough customers then.  Without order lines only page and dates
    are there: `lens`, `basis`, the customers and `orders` are None, and the sections made of them are left out.
    """

    page: Page
    lens: ChosenLens | None
    dates: Dates
    basis: Basis | None
    features: pd.DataFrame | None
    orders: pd.DataFrame | None
    ended: pd.DataFrame | None
    started: pd.DataFrame | None
    then: pd.DataFrame | None
    no_start: Skip | None

    @property
    def run(self) -> Run:
        return self.page.run

    @property
    def known(self) -> bool:
        """Whether segments at the start of the period can be told."""
        return self.then is not None

    @property
    def minimum(self) -> int:
        return self.page.minimum_cell

    @property
    def by_visits(self) -> bool:
        return self.run.config.recency_of == "visit"

    @property
    def of(self) -> dict[str, str]:
        return {"method": self.lens.lens}

    @property
    def span(self) -> dict[str, Any]:
        return {"start": self.dates.start, "end": self.dates.as_of}

    @property
    def order(self) -> dict[str, Any]:
        return {"order": self.lens.places}

    @cached_property
    def eve(self) -> Any:
        return self.dates.start - timedelta(days=1)

    @cached_property
    def orders_between(self) -> pd.DataFrame:
        """The orders after the first date, up to the second."""
        return evaluation.within(self.orders, **self.span)

    def shown(self, **few: Any) -> Mapping[str, Any]:
        """The settings of whatever keeps small cells back."""
        return {"minimum": self.minimum, **HIDING, **few}


def open_base(page: Page, segment_by: str) -> Base:
    """The lens asked for, blank for the recommended one.  Raises ConfigError where there is no such lens."""
    if not page.run.has_table("orders"):
        return Base(page, None, compose.recalled_dates(page.run), None, None, None, None, None, None, None)
    lens, run = chosen.open_lens(page, segment_by), page.run
    dates, features = compose.recalled_dates(run), run.read_table("features")
    started = lens.grouped(run.read_table("segments-start")) if run.has_table("segments-start") else None
    known = started is not None and findings.enough(started, lens.lens)
    return Base(
        page=page,
        lens=lens,
        dates=dates,
        basis=Basis.of(dates, features),
        features=features,
        orders=run.read_table("orders").astype(dict.fromkeys(["amount", "gross", "refunded"], float)),
        ended=lens.grouped(run.read_table("segments")),
        started=started if known else None,
        then=run.read_table("features-start") if known else None,
        no_start=None if known else findings.no_start(started, lens.lens),
    )
