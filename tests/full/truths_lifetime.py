"""The dropout planted in a demo client against P(alive): customers who are still there are told from those who left."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis import lifetime as stage
from analysis.lifetime.calibration import banded
from tests.lifetime.cohorts import gaps_of, histories_of, variation_of


def check(folder: Path, *, period: str = "2025-Q4", as_of: str = "2025-12-31", cut: str = "2024-12-31") -> pd.DataFrame:
    """Recompute lifetimes from the orders of a period and hold them against the truth; prints and returns the calibration.

    From the client's folder (truth/customers, pseudonyms, the orders of the period) to one row per tenth of P(alive) of the
    repeat buyers: customers, predicted (mean P(alive)), alive (share whose planted end had not come by `as_of`).

    Fails where customers still alive are not ranked above those who left (area under the curve .8), where the bands are
    off by more than 15 points on average, where the total is off by more than 15 points, or where the days held out do
    not earn grade A or B.
    """
    days = _days(pd.read_parquet(folder / period / "orders.parquet"))
    found = _lifetimes(days, as_of=as_of, cut=cut)
    alive = _truth(folder, as_of).reindex(found.now["customer_id"]).to_numpy()
    table = found.now.assign(alive=alive)
    table = table[table["probability_alive"].notna() & table["alive"].notna()]
    bands = table.assign(band=banded(table["probability_alive"], 10)).groupby("band")
    table_of_bands = bands.agg(customers=("alive", "size"), predicted=("probability_alive", "mean"), alive=("alive", "mean"))
    area = _area(table["probability_alive"].to_numpy(), table["alive"].to_numpy(dtype=bool))
    off = float((table_of_bands["predicted"] - table_of_bands["alive"]).abs().mean())
    total = float(table["probability_alive"].mean() - table["alive"].mean())
    grade = found.holdout.loc[0, "grade"]
    print(table_of_bands.round(3).to_string())  # noqa: T201
    print(f"{folder.name}: area under the curve {area:.3f}, bands off by {off:.3f}, total off by {total:+.3f}, grade {grade}")  # noqa: T201
    assert area > 0.8
    assert off < 0.15
    assert abs(total) < 0.15
    assert grade in ("A", "B")
    return table_of_bands.reset_index()


def _lifetimes(days: pd.DataFrame, *, as_of: str, cut: str) -> stage.Lifetimes:
    gaps = gaps_of(days, as_of)
    return stage.summary(
        histories_of(days, as_of),
        gaps=gaps,
        gap_variation=variation_of(gaps),
        at_cut=histories_of(days, cut),
        held_out_days=(pd.Timestamp(as_of) - pd.Timestamp(cut)).days,
        draws=0,
    )


def _days(orders: pd.DataFrame) -> pd.DataFrame:
    """Money by customer and day, of orders that stand."""
    orders = orders[orders["is_order"]]
    rows = orders.assign(day=orders["ordered_at"].dt.normalize(), money=orders["amount"].astype("float64"))
    return rows.groupby(["customer_id", "day"], as_index=False)["money"].sum()


def _truth(folder: Path, as_of: str) -> pd.Series:
    """By pseudonym: whether the planted end lies after `as_of` or never came."""
    truth = pd.read_parquet(folder / "truth" / "customers.parquet")
    number = "customer_no" if "customer_no" in truth else "card_no"
    known = pd.read_parquet(folder / "pseudonyms.parquet").set_index("client_id")["customer_id"]
    ids = truth[number].astype(str).map(known)
    alive = truth["alive_until"].isna() | (truth["alive_until"] > pd.Timestamp(as_of))
    return pd.Series(alive.to_numpy(dtype=float), index=ids)[ids.notna().to_numpy()]


def _area(odds: np.ndarray, alive: np.ndarray) -> float:
    """Probability that a customer still there has the higher P(alive) than one who left (Mann and Whitney)."""
    ranks, n = rankdata(odds), alive.sum()
    return float((ranks[alive].sum() - n * (n + 1) / 2) / (n * (len(alive) - n)))
