"""The tables of chapter 01 that come from order lines, all at once; a client who holds none has none of them."""

from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from analysis import features, profiles, quality, segmentations
from analysis.engine import read_parquet, to_pandas
from analysis.reporting import compose, overview
from analysis.reporting.compose import Held
from analysis.store import Run


@dataclass(frozen=True)
class Sales:
    """See schema.py for each table; `shared_numbers` are order numbers that several customers use, and all of them."""

    customers: pd.DataFrame | None = None
    given: pd.DataFrame | None = None  # customers by the client's own figures, without order lines
    gaps: pd.DataFrame | None = None
    waterfall: pd.DataFrame | None = None
    roles: pd.DataFrame | None = None
    kpis: pd.DataFrame | None = None
    weekly: pd.DataFrame | None = None
    monthly: pd.DataFrame | None = None
    basket: pd.DataFrame | None = None
    basket_figures: pd.Series | None = None
    rhythm: pd.DataFrame | None = None
    cohorts: pd.DataFrame | None = None
    breakdown: pd.DataFrame | None = None
    distribution: pd.DataFrame | None = None
    gap_curve: pd.DataFrame | None = None
    concentration: pd.DataFrame | None = None
    sums: pd.DataFrame | None = None
    shared_numbers: tuple[int, int] = (0, 0)

    @property
    def orders_held(self) -> dict[str, Any] | None:
        """The tables of the orders, or None without order lines."""
        return self.tables() if self.held else None

    def told(self) -> dict[str, Any]:
        """The tables that sentences are made of."""
        apart = ("given", "gaps", "sums", "basket", "shared_numbers")  # told with what every client has, or drawn alone
        return {name: table for name, table in self.tables().items() if name not in apart}

    @property
    def held(self) -> bool:
        return self.customers is not None

    def tables(self) -> dict[str, Any]:
        """Every table by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def sales(run: Run, held: Held, *, window_months: int) -> Sales:
    """Orders, customers and everything about them, computed and written; empty without order lines."""
    if not held.has_orders:
        return _given(held)
    orders, _ = compose.write_orders(run, held)
    customers = compose.write_features(run, held, window_months=window_months)
    gaps = run.write_table("gaps", compose.order_gaps(run, held, orders))
    waterfall = run.write_table("waterfall", overview.waterfall(held))
    rows, days = run.read_table("orders"), {"as_of": held.dates.as_of}
    return Sales(
        customers=customers,
        gaps=gaps,
        waterfall=waterfall,
        roles=run.write_table("roles", overview.roles(run, held)),
        kpis=run.write_table("kpis", overview.kpis(run, held, rows)),
        weekly=run.write_table("weekly", features.weekly_sales(orders, **days)),
        monthly=run.write_table("monthly", features.monthly_sales(orders, **days)),
        basket=run.write_table("basket", features.basket_values(rows, window_start=held.dates.window_start, **days)),
        basket_figures=features.basket_figures(rows, window_start=held.dates.window_start, **days),
        rhythm=run.write_table("rhythm", features.rhythm(orders, window_start=held.dates.window_start, **days)),
        cohorts=run.write_table("cohorts", features.cohorts(orders, **days)),
        breakdown=run.write_table("breakdown", overview.sales_breakdown(held)),
        distribution=features.order_distribution(customers),
        gap_curve=run.write_table("gap_curve", segmentations.lifecycle.gap_curve(gaps)),
        concentration=run.write_table("concentration", profiles.revenue_concentration(customers)),
        sums=overview.reconciliation(held, rows, customers, waterfall),
        shared_numbers=quality.shared_order_numbers(held.lines),
    )


def _given(held: Held) -> Sales:
    """What the client's own figures per customer can fill."""
    if "summaries" not in held.inputs:
        return Sales()
    people = features.summary_customers(to_pandas(read_parquet(held.inputs["summaries"].path)))
    counted, paid = people["lifetime_order_count"].notna().any(), people["lifetime_revenue"].sum() > 0
    return Sales(
        given=people,
        distribution=features.order_distribution(people) if counted and paid else None,
        concentration=profiles.revenue_concentration(people) if paid else None,
    )
