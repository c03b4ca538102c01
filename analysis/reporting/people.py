"""Who the customers are when no order tells: lists of customers, respondents, and what is declared about them."""

from collections.abc import Mapping

import pandas as pd

from analysis import features
from analysis.config import Table
from analysis.config.client import LISTS
from analysis.reporting.compose import canonical
from analysis.segmentations.population import PROSPECT
from analysis.segmentations.record import customer_list
from analysis.store import Run

GIVEN = ("recency_days", "tenure_days", "lifetime_order_count", "lifetime_revenue", "revenue")


def described(run: Run) -> tuple[pd.DataFrame | None, dict[str, str]]:
    """One row per person with every declared attribute, and the kind of each; None where nothing is declared.

    With order lines these are the attributes that chapter 01 left.  Without, those of every list of people: the first
    list that declares an attribute counts.
    """
    kinds = {name: kind for table in reversed(LISTS) for name, kind in declared(run, table).items()}
    if run.has_table("attributes"):
        people = run.read_table("attributes")
        if run.has_table("features"):
            own = declared(run, "customers")
            return people, {name: own.get(name, "consent") for name in people.columns if name != "customer_id"}
    found = [part for table in LISTS if (part := _attributes(run, table)) is not None]
    if not found:
        return None, {}
    people = found[0]
    for part in found[1:]:
        more = [name for name in part.columns if name == "customer_id" or name not in people.columns]
        people = people.merge(part[more], on="customer_id", how="outer", validate="1:1")
    return people, {name: kinds[name] for name in people.columns if name != "customer_id"}


def declared(run: Run, table: str) -> Mapping[str, str]:
    """Attributes of an input with their kinds, as client.yaml declares them."""
    spec: Table | None = getattr(run.config.source, table)
    return {} if spec is None else spec.attributes


def listed_customers(run: Run) -> pd.DataFrame:
    """The base of the record of a client without order lines: customers of any list, with the figures the client gives.

    Where orders or money per customer are held the state is that of `features.summary_customers`, prospect for those
    of whom neither is given; the figures stand beside it under the names of the customer table, as far as any is held.
    """
    tables = [table for name in LISTS if (table := canonical(run, name)) is not None]
    base = customer_list([_ids(table) for table in tables])
    given = canonical(run, "summaries")
    if given is None:
        return base
    figures = features.summary_customers(given).dropna(subset="customer_id").drop_duplicates("customer_id")
    held = [name for name in GIVEN if figures[name].notna().any()]
    figures = figures[["customer_id", "state", *held]].rename(columns={"state": "given"})
    base = base.merge(figures, on="customer_id", how="left", validate="1:1")
    state = base.pop("given")
    if {"lifetime_order_count", "revenue"} & set(held):  # without either nothing says who has bought
        base["state"] = state.fillna(PROSPECT).astype("str")  # of whom no figure is given, no order is known
    return base.assign(order_count=base["lifetime_order_count"]) if "lifetime_order_count" in held else base


def _attributes(run: Run, table: str) -> pd.DataFrame | None:
    """The declared attributes of one list, one row per person."""
    rows, kinds = canonical(run, table), declared(run, table)
    if rows is None or not kinds:
        return None
    held = rows.assign(customer_id=_ids(rows)).dropna(subset="customer_id").drop_duplicates("customer_id")
    return held[["customer_id", *(name for name in kinds if name in held.columns)]].reset_index(drop=True)


def _ids(rows: pd.DataFrame) -> pd.Series:
    """Who a row is about: the customer, in an anonymous survey the respondent."""
    if "customer_id" in rows and rows["customer_id"].notna().any():
        return rows["customer_id"].astype("str")
    return rows["respondent_id"].astype("str") if "respondent_id" in rows else rows["customer_id"].astype("str")
