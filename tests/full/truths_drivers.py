"""Planted types of the demo clients as segments: does chapter 03 name what each was planted with?

Every type was given a taste: shares of categories that differ from those of the others; the clinic's card holders
top up balances.  Profiled as segments, the category that is ahead of everybody else's must be the planted one.
"""

import json
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.findings.segment_profile_lens import CHANCE
from analysis.profiles.habits import order_habits, with_habits
from tests.full.truths_preference import SPELLINGS, planted

AS_OF, WINDOW_START = date(2025, 12, 31), date(2024, 1, 1)
LEAD = 0.05  # of a taste: less is none
TOP_UP = "储值"
NO_DIFFERENTIATORS = pd.DataFrame(
    columns=["method", "segment", "trait", "measure", "effect", "strength", "p_adjusted", "direction", "n"]
)


def check(folder: Path, *, period: str = "2025-Q4") -> pd.DataFrame:
    """One row per planted type: planted (category farthest ahead; blank where none is), lead, found, and the strongest habit.

    From the client's folder (truth/, pseudonyms and the tables of the period).
    """
    truth = planted(folder)
    segments = pd.DataFrame({"customer_id": truth.index, "method": "planted", "segment": truth["type"].to_numpy()})
    tables = {name: pd.read_parquet(folder / period / f"{name}.parquet") for name in ("orders", "order_categories")}
    categories = tables["order_categories"].replace({"category": SPELLINGS})
    days = {"window_start": WINDOW_START, "as_of": AS_OF}
    habits = order_habits(tables["orders"], categories, segments, method="planted", **days)
    ranked = with_habits(NO_DIFFERENTIATORS, habits)
    tastes = _tastes(folder)
    rows = []
    for kind in sorted(tastes):
        own = habits[(habits["segment"] == kind) & (habits["trait"] == "category") & (habits["p_adjusted"] < CHANCE)]
        ahead = own.assign(gap=own["share"] - own["rest_share"]).query("gap > 0").nlargest(1, "gap")
        first = ranked[ranked["segment"] == kind].assign(size=lambda t: t["effect"].abs()).nlargest(1, "size")["trait"]
        rows.append((kind, *tastes[kind], *(ahead["level"].tolist() or [""]), *(first.tolist() or [""])))
    return pd.DataFrame(rows, columns=["type", "planted", "lead", "found", "strongest"])


def _tastes(folder: Path) -> dict[str, tuple[str, float]]:
    """The category of each type that is farthest ahead of the mean of the other types, and by how much."""
    made = json.loads((folder / "truth" / "parameters.json").read_text(encoding="utf-8"))
    taste = pd.DataFrame({kind: one["taste"] for kind, one in made["types"].items()}, index=made["departments"])
    tastes = {}
    for kind in taste:
        lead = taste[kind] - taste.drop(columns=kind).mean(axis=1)
        tastes[kind] = (lead.idxmax() if lead.max() >= LEAD else "", lead.max())
    cards = {kind: one["card"] for kind, one in made["types"].items() if "card" in one}
    holders = max(cards, key=cards.get) if cards else None
    return tastes | ({holders: (TOP_UP, tastes[holders][1])} if holders else {})
