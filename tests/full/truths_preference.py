"""Planted tastes of the demo clients: how many of the preferences that are stated are the planted ones?"""

from datetime import date
from pathlib import Path

import pandas as pd
from scipy.stats import binomtest

from analysis.engine import named, read_parquet
from analysis.features.preferences import habit_counts
from analysis.features.purchases import category_purchases, category_visits
from analysis.segmentations import preference
from analysis.segmentations.record import customer_record
from analysis.sources.demo.lanting.catalogue import DEPARTMENTS, PROJECTS

AS_OF, WINDOW_START = date(2025, 12, 31), date(2024, 1, 1)
CONFIDENCES = (0.5, 0.8, 0.9, 0.95, 0.99)
SPELLINGS = {"KITCHEN": "Kitchen", "kitchen": "Kitchen", "TOYS & GAMES": "Toys & Games"}  # planted faults of the tills
BARGAIN = "bargain_hunter"
WITH_BARGAINS = ("demo_retail",)  # clients with such a kind among those who come again


def check(folder: Path, *, period: str = "2025-Q4") -> pd.DataFrame:
    """Stated preferences of a demo client that are right, by the confidence asked for.

    From the client's folder (truth/, pseudonyms, canonical/ and the staged orders of the period) to
    what (category | price), confidence, customers (with enough choices), stated, right, share, low, high (95 % Wilson).
    A price preference is right when one who waits for bargains is a planted bargain hunter.
    """
    record, truth = _record(folder, period), planted(folder)
    rows = []
    for confidence in CONFIDENCES:
        rows.append(_row("category", record, truth["favourite"], confidence))
        if folder.name in WITH_BARGAINS:
            rows.append(_row("price", record, truth["type"], confidence))
    return pd.DataFrame(rows)


def _row(what: str, record: pd.DataFrame, planted: pd.Series, confidence: float) -> dict:
    found = preference.evidence(record, preference.fit(record, by=what, confidence=confidence))
    enough = found[found["segment"] != "too_few_orders"]
    stated = enough[~enough["segment"].isin(["no_clear_preference", "price_mixed", "price_full"])]
    stated = stated.assign(value=BARGAIN) if what == "price" else stated
    right = int((stated["value"].replace(SPELLINGS) == stated["customer_id"].map(planted)).sum())
    interval = binomtest(right, len(stated)).proportion_ci(method="wilson")
    return {
        "what": what, "confidence": confidence, "customers": len(enough), "stated": len(stated), "right": right,
        "share": right / len(stated), "low": interval.low, "high": interval.high,
    }  # fmt: skip


def _record(folder: Path, period: str) -> pd.DataFrame:
    staged = folder / period
    orders = read_parquet(staged / "orders.parquet")
    visits = folder / "canonical" / "visits.parquet"
    bought = (
        category_visits(visits)
        if visits.exists()
        else category_purchases(orders, read_parquet(staged / "order_categories.parquet"))
    )
    habits = habit_counts(orders, named(bought), as_of=AS_OF, window_start=WINDOW_START)
    return customer_record(pd.read_parquet(staged / "features.parquet"), {"habits": habits})


def planted(folder: Path) -> pd.DataFrame:
    """By pseudonym: the planted favourite category, and the kind of customer."""
    table = pd.read_parquet(folder / "truth" / "customers.parquet")
    number = table["customer_no"] if "customer_no" in table else table["card_no"]
    known = pd.read_parquet(folder / "pseudonyms.parquet").set_index("client_id")["customer_id"]
    department = {project.name: DEPARTMENTS[project.department] for project in PROJECTS}
    favourite = table["favourite_department"] if "favourite_department" in table else table["favourite"].map(department)
    truth = pd.DataFrame({"customer_id": number.astype("str").map(known), "favourite": favourite, "type": table["type"]})
    return truth.dropna(subset="customer_id").drop_duplicates("customer_id").set_index("customer_id")
