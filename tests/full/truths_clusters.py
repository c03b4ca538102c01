"""Do natural groups find the kinds of customers that the demo clients were made of?

Printed in full: `python -m tests.full.truths_clusters DATA_FOLDER [PERIOD]`, a folder that holds the run of a demo client.
"""

import sys
from pathlib import Path

import pandas as pd
from sklearn.metrics import adjusted_rand_score

from analysis.segmentations import clusters
from analysis.segmentations.cluster_tables import choice_of, model_of

NUMBERS = {"demo_retail": "customer_no", "demo_clinic": "card_no"}


def check(folder: Path, period: str = "2025-Q4", *, asked: tuple[int, ...] = ()) -> dict[str, float]:
    """Figures of one demo client (a folder with truth/, pseudonyms.parquet and the period's features):

    rand        adjusted Rand index of the groups with the planted types, over buyers
    k           groups chosen; silhouette and stability of that number
    rand_<k>    the same index where k groups are asked for, for each k of `asked`
    """
    features = pd.read_parquet(folder / period / "features.parquet")
    known = pd.read_parquet(folder / "pseudonyms.parquet").merge(
        pd.read_parquet(folder / "truth" / "customers.parquet"), left_on="client_id", right_on=NUMBERS[folder.name]
    )
    kinds = known.drop_duplicates("customer_id").set_index("customer_id")["type"]
    buyers = features[features["state"].eq("buyer") & features["customer_id"].isin(kinds.index)]
    truth = kinds.reindex(buyers["customer_id"])

    def rand(definition: pd.DataFrame) -> float:
        return float(adjusted_rand_score(truth, clusters.assign(buyers, definition)["segment"]))

    chosen = pd.read_parquet(folder / period / "definition_clusters.parquet")
    row = choice_of(chosen).query("chosen == 1")
    found = {"rand": rand(chosen), "k": float(model_of(chosen)["k"]), "fidelity": float(model_of(chosen)["fidelity"])}
    found |= {name: float(row[name].iloc[0]) for name in ("silhouette", "stability") if len(row)}
    return found | {f"rand_{k}": rand(clusters.fit(buyers, k=k)) for k in asked}


if __name__ == "__main__":
    for client in NUMBERS:
        found = check(Path(sys.argv[1]) / client, *sys.argv[2:3], asked=tuple(range(3, 9)))
        print(client, {name: round(value, 3) for name, value in found.items()})  # noqa: T201
