"""How much more often a sign stood before leaving than before coming back: differences and odds with their room.

A match is one leaver and the controls dealt to it.  Each leaver counts once, its controls together once, so the two
shares and their difference are those of the people who left.  Odds and the test are conditional on the match.

Odds and test are those of `strata`, a match being a stratum; Benjamini and Hochberg (1995) for the false discovery
rate over all signs.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.profiles.habits import adjusted
from analysis.profiles.leaving.strata import Cells, odds_ratio, p_value

CHANCE = 0.05  # largest false discovery rate of what is said to go with leaving
FEW = 30  # leavers with a match below which the data cannot say
COLUMNS = [
    "sign", "leavers", "controls", "leavers_with", "controls_with", "leavers_share", "controls_share", "difference", "low", "high",
    "odds_ratio", "odds_low", "odds_high", "p", "p_adjusted", "verdict", "rank",
]  # fmt: skip


def compared(pairs: pd.DataFrame, signs: Sequence[str], *, minimum: int = 10, level: float = 0.95) -> pd.DataFrame:
    """One row per sign over the matches of `matching.matched`: see `leaving_signs` of schema.py, without active customers.

    A match counts where the sign can be told of the leaver and of a control.  Where fewer than `minimum` leavers or controls
    have the sign, or lack it, no figure but the two numbers compared is given.
    """
    found = [{"sign": sign} | _one(_counts(pairs, sign), level) for sign in signs]
    table = pd.DataFrame(found, columns=[name for name in COLUMNS if name not in ("p_adjusted", "verdict", "rank")])
    few = (table["leavers"] < max(FEW, minimum)) | _small(table, minimum)
    table.loc[few, table.columns.drop(["sign", "leavers", "controls"])] = np.nan
    table = judged(table, few)
    order = table.assign(place=table["verdict"].map(PLACES), size=-table["difference"].abs())
    order = order.sort_values(["place", "size", "sign"], kind="stable").drop(columns=["place", "size"])
    return order.assign(rank=np.arange(1, len(order) + 1))[COLUMNS].reset_index(drop=True)


def judged(table: pd.DataFrame, few: pd.Series) -> pd.DataFrame:
    """What was compared (difference, p) with p_adjusted and verdict; `few`: too few customers show a row to say anything."""
    table = table.assign(p_adjusted=adjusted(table["p"]))
    sure = table["p_adjusted"] < CHANCE
    verdict = np.select([few, sure & (table["difference"] > 0), sure], ["too_few", "more", "less"], "chance")
    return table.assign(verdict=pd.Series(verdict, index=table.index, dtype="str"))


PLACES = {"more": 0, "less": 1, "chance": 2, "too_few": 3}  # in the ranking


def _small(table: pd.DataFrame, minimum: int) -> pd.Series:
    """Whether a cell of the sign's four is small but not empty; an empty pair of cells says nothing either."""
    cells = [table["leavers_with"], table["controls_with"]]
    cells += [table[side] - table[f"{side}_with"] for side in ("leavers", "controls")]
    return pd.concat([(cell < minimum) & (cell > 0) for cell in cells] + [sum(cells[:2]) == 0], axis=1).any(axis=1)


def _counts(pairs: pd.DataFrame, sign: str) -> pd.DataFrame:
    """One row per match of which the sign can be told on both sides: left (0 or 1), controls, controls_with."""
    known = pairs.loc[pairs[sign].notna(), ["match", "left", sign]]
    own = known[known["left"]].set_index("match")[sign].rename("left")
    others = known[~known["left"]].groupby("match")[sign].agg(["size", "sum"]).set_axis(["controls", "controls_with"], axis=1)
    return others.join(own, how="inner").astype(float)


def _one(each: pd.DataFrame, level: float) -> dict[str, float]:
    n = len(each)
    sizes = {
        "leavers": n, "controls": int(each["controls"].sum()), "leavers_with": each["left"].sum(),
        "controls_with": each["controls_with"].sum(),
    }  # fmt: skip
    if n < 2:
        return sizes
    z = stats.norm.isf((1 - level) / 2)
    control = each["controls_with"] / each["controls"]
    gap = each["left"] - control
    half = z * gap.std(ddof=1) / np.sqrt(n)
    shares = {"leavers_share": each["left"].mean(), "controls_share": control.mean()}
    cells = Cells(each["left"], 1 - each["left"], each["controls_with"], each["controls"] - each["controls_with"])
    odds = dict(zip(("odds_ratio", "odds_low", "odds_high"), odds_ratio(cells, level=level), strict=True))
    ends = {"difference": gap.mean(), "low": gap.mean() - half, "high": gap.mean() + half}
    return sizes | shares | ends | {"p": p_value(cells)} | odds
