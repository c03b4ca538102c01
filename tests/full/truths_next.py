"""What goes together in a demo client, and what is named next, against the tastes that were planted.

No pair was planted by itself: customers of one latent type share a taste, so what a type likes goes together in it.
The truth is drawn anew from `truth/`: every customer of a type chooses with the taste of that type alone, as often as
he or she did in the data, and the pairs of these customers are counted as the kit counts pairs.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.strategies.pair_lift import chance_pairs

DRAWS = 20  # of every customer, so that chance hardly matters


def planted_pairs(folder: Path) -> pd.Series:
    """Lift of each pair of departments under the planted tastes, strongest first; pairs by name, smaller first."""
    told = json.loads((folder / "truth" / "parameters.json").read_text(encoding="utf-8"))
    people = pd.read_parquet(folder / "truth" / "customers.parquet")
    departments = told["departments"]
    taste = np.array([told["types"][one]["taste"] for one in people["type"]])
    times = people["orders" if "orders" in people else "arrivals"].to_numpy()
    lines = times * np.array([told["types"][one].get("lines", 1.0) for one in people["type"]])
    rng, both, chance = np.random.default_rng(0), 0.0, 0.0
    widths = np.arange(1, len(departments) + 1)
    for _ in range(DRAWS):
        held = rng.poisson(lines[:, None] * taste / taste.sum(axis=1, keepdims=True)) > 0
        width = held.sum(axis=1)
        by_width = np.array([held[width == k].sum(axis=0) for k in widths], dtype="float64")
        counts = np.array([(width == k).sum() for k in widths], dtype="float64")
        both = both + held.T.astype("float64") @ held
        chance = chance + chance_pairs(by_width, counts, widths.astype("float64"))
    first, second = np.triu_indices(len(departments), 1)
    names = [tuple(sorted((departments[i], departments[j]))) for i, j in zip(first, second, strict=True)]
    return pd.Series((both / chance)[first, second], index=names).sort_values(ascending=False)


def check(folder: Path, *, period: str = "2025-Q4") -> pd.DataFrame:
    """The grade of a period; fails where the pair planted strongest is not found first, or popularity is not beaten.

    The pair must lie beyond chance, with its interval above 1; something new is named better than by popularity, with
    the interval of the difference above 0, and with every other simple rule beaten too (`offered`).
    """
    pairs = pd.read_parquet(folder / period / "category_pairs.parquet")
    found = pairs[(pairs["level"] == "category") & pairs["shown"]].sort_values("low", ascending=False).iloc[0]
    assert planted_pairs(folder).index[0] == tuple(sorted((found["item"], found["other"])))
    assert found["low"] > 1
    assert found["p_adjusted"] < 0.01
    grade = pd.read_parquet(folder / period / "next_best_grade.parquet")
    new = grade[(grade["kind"] == "new") & (grade["at"] == 1) & grade["offered"]]
    assert list(new["baseline"]) == ["popular"]
    assert new["difference_low"].iloc[0] > 0.05
    return grade
