"""Who left beside who came back from the same point of the same road.

Every leaver's last moment is, trivially, the last.  What it is held against must be drawn in the same way: a moment of
somebody at the same point (as many moments behind, the same quarter of the calendar, as long a customer, as much
spent, the same category) after which he or she did come back.  Nobody is left out of the controls for leaving
later, which would let the future choose them and overstate every sign (Lubin and Gail 1984).  The settling time must have passed without a return
on both sides, so that what takes days to happen had the same days (a landmark, Anderson, Cain and Gelber 1983).

Iacus, King and Porro (2012), Causal inference without balance checking: coarsened exact matching.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

POSITIONS = (1, 2, 3, 4, 5, 7, 10, 15, 25)  # last position of each band
TENURES = (0, 90, 180, 365, 730)  # days, last of each band
SPENDING = 5  # bands of money spent so far, with as many moments in each
STRICT = ("position_band", "quarter", "tenure_band", "spent_band", "category")
STEPS = (STRICT, STRICT[:4], STRICT[:3])  # what must agree: the first set with which enough leavers find somebody
FOUND = 0.6  # share of leavers that is enough
BALANCED = ("position", "tenure_days", "spent_before", "day")


def candidates(
    moments: pd.DataFrame,
    leavers: pd.Index,
    *,
    settling: int,
    start: pd.Timestamp,
    as_of: pd.Timestamp,
    longest: pd.Series | None = None,
    one_off: Collection[str] = (),
) -> pd.DataFrame:
    """The moments that may be compared, with `left`: last ones of `leavers`, and those after which somebody came back.

    Both lie in `start` to `as_of` and were followed by more than `settling` days without a return; who came back did so
    within the `longest` silence of his or her kind (days by customer_id), where that is given.  After a category that is
    bought once (`one_off`) silence means nothing, so such moments are not compared.
    """
    silent = (as_of - moments["day"]).dt.days
    limit = np.inf if longest is None else moments["customer_id"].map(longest).fillna(np.inf)
    left = moments["next_days"].isna() & moments["customer_id"].isin(leavers) & (silent > settling)
    back = (moments["next_days"] > settling) & (moments["next_days"] <= limit)
    chosen = (left | back) & moments["day"].between(start, as_of) & ~moments["category"].isin(list(one_off))
    return moments[chosen].assign(left=left[chosen]).reset_index(drop=True)


def matched(rows: pd.DataFrame, *, per_leaver: int = 4, seed: int = 0) -> pd.DataFrame:
    """The rows of `candidates` that found their match, with `match` (number of the leaver) and `step` (place in STEPS).

    Each leaver gets up to `per_leaver` controls that agree with it in all bands; a moment serves once, nobody is his or
    her own control.  What must agree is the same for all: were it relaxed only for those who find nobody, those with a rare
    category would be held against the common ones, and what goes with the category would look like a sign.
    """
    rng = np.random.default_rng(seed)
    table = rows.assign(**_bands(rows), lot=rng.random(len(rows)), row=np.arange(len(rows)))
    left, back = table[table["left"]], table[~table["left"]]
    for step, names in enumerate(STEPS):
        controls = _paired(left, back, names, per_leaver).assign(step=step)
        own = controls[["match", "step"]].drop_duplicates().assign(row=lambda pairs: pairs["match"])
        if len(own) >= FOUND * len(left):
            break
    both = pd.concat([own, controls]).astype("int64")
    return both.merge(table.drop(columns=["lot", *STRICT[:4]]), on="row").drop(columns="row").reset_index(drop=True)


def _bands(rows: pd.DataFrame) -> Mapping[str, np.ndarray]:
    money = rows["spent_before"]
    edges = money.quantile(np.arange(1, SPENDING) / SPENDING).to_numpy() if len(rows) else np.empty(0)
    return {
        "category": rows["category"].astype("str").fillna("").to_numpy(),
        "position_band": np.searchsorted(POSITIONS, rows["position"]),
        "quarter": (rows["day"].dt.year * 4 + rows["day"].dt.quarter).to_numpy(),
        "tenure_band": np.searchsorted(TENURES, rows["tenure_days"]),
        "spent_band": np.searchsorted(edges, money),
    }


def _paired(waiting: pd.DataFrame, free: pd.DataFrame, names: Sequence[str], most: int) -> pd.DataFrame:
    """Controls (match, row) dealt out by lot within cells of equal bands: each leaver one before anybody gets a second."""
    names = list(names)
    both = waiting[[*names, "row", "lot", "customer_id"]].sort_values("lot")
    turn = both.assign(turn=both.groupby(names).cumcount(), sets=both.groupby(names)["row"].transform("size"))
    dealt = free[[*names, "row", "lot", "customer_id"]].sort_values("lot")
    dealt = dealt.assign(place=dealt.groupby(names).cumcount())
    dealt = dealt.merge(turn[[*names, "sets"]].drop_duplicates(names), on=names)
    dealt = dealt[dealt["place"] < most * dealt["sets"]]
    dealt = dealt.assign(turn=dealt["place"] % dealt["sets"])
    pairs = dealt.merge(turn[[*names, "turn", "row", "customer_id"]], on=[*names, "turn"], suffixes=("", "_left"))
    pairs = pairs[pairs["customer_id"] != pairs["customer_id_left"]]
    return pd.DataFrame({"match": pairs["row_left"], "row": pairs["row"]}).reset_index(drop=True)


def balance(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """How alike the two sides are: one row per figure that was matched on, see `leaving_balance` of schema.py.

    The standardised difference is that of the means over the pooled standard deviation before matching; up to 0.1 either
    way counts as balanced (Austin 2009).  After matching each leaver's controls count as one.
    """
    numbers = {name: rows[name] if name != "day" else (rows["day"] - rows["day"].min()).dt.days for name in BALANCED}
    later = {name: pairs[name] if name != "day" else (pairs["day"] - rows["day"].min()).dt.days for name in BALANCED}
    found = []
    for name in BALANCED:
        before, after = numbers[name].groupby(rows["left"]), _of_sets(later[name].astype(float), pairs)
        mean, spread = before.mean(), np.sqrt(before.var().mean())
        values = (mean.get(True), mean.get(False), after["left"].mean(), after["controls"].mean())
        differences = (values[0] - values[1], values[2] - values[3])
        found.append((name, *values, *(float(d / spread) if spread > 0 else np.nan for d in differences)))
    columns = ["figure", "left_all", "back_all", "left_matched", "back_matched", "difference_before", "difference_after"]
    return pd.DataFrame(found, columns=columns)


def _of_sets(values: pd.Series, pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per match: the leaver's value and the mean of the controls'."""
    return pd.DataFrame(
        {
            "left": values[pairs["left"]].groupby(pairs["match"]).first(),
            "controls": values[~pairs["left"]].groupby(pairs["match"]).mean(),
        }
    )
