"""The tables of campaigns as chapter 05 shows them: which effects, in which order, and what they are worth."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.evaluation import EVERYBODY, OTHERS
from analysis.evaluation.trial_people import ONLY_CONTACTED
from analysis.findings.evaluation_contacts import CONTROL
from analysis.findings.evaluation_moves import ENOUGH, STATES

LEADS = ("ordered", "revenue", "visit", "clicked", "opened")  # what a campaign is for, first come first
CERTAIN = 0.05
MOST_PARTS = 24  # segments of a chart


def of_window(table: pd.DataFrame, design: pd.DataFrame, *, first: date) -> pd.DataFrame:
    """The rows of campaigns contacted from `first` on, or without a day."""
    dated = design["contacted"]
    return table[table["campaign"].isin(design.loc[dated.isna() | (dated >= pd.Timestamp(first)), "campaign"])]


def overall(effects: pd.DataFrame) -> pd.DataFrame:
    """Arms against those left alone over everybody, most customers first, outcomes in their order; of 30 customers and more."""
    told = effects[effects["dimension"].eq(EVERYBODY) & effects["difference"].notna()]
    told = told[(told["n"] >= ENOUGH) & (told["control_n"] >= ENOUGH)]
    size = told.groupby("campaign")["n"].transform("sum")
    rank = told["outcome"].map({key: place for place, key in enumerate(LEADS)})
    order = told.assign(size=-size.astype(float), rank=rank, large=-told["difference"])
    return order.sort_values(["size", "campaign", "rank", "large"], kind="stable", ignore_index=True).drop(
        columns=["size", "rank", "large"]
    )


def plain(effects: pd.DataFrame) -> pd.DataFrame:
    """The outcomes of every arm, as they were seen: campaign, arm, n, a column per outcome; those left alone last."""
    told = effects[effects["dimension"].eq(EVERYBODY)]
    wide = told.pivot_table(index=["campaign", "arm"], columns="outcome", values="value", observed=True)
    sizes = told.groupby(["campaign", "arm"])["n"].max()
    table = wide.reindex(columns=[key for key in LEADS if key in wide]).assign(n=sizes).reset_index()
    last = table["arm"].eq(CONTROL)
    return table.assign(last=last).sort_values(["campaign", "last", "arm"], ignore_index=True).drop(columns="last")


def shown_balance(balance: pd.DataFrame, arms: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """`experiment_balance` without small groups and without levels that fewer than `minimum` customers of a group have."""
    sizes = arms.set_index(["campaign", "arm"])["n"]
    mine = sizes.reindex(pd.MultiIndex.from_frame(balance[["campaign", "arm"]])).to_numpy(dtype=float)
    others = balance["campaign"].map(sizes.xs(CONTROL, level="arm") if CONTROL in sizes.index.get_level_values("arm") else {})
    few = np.zeros(len(balance), dtype=bool)
    for column, n in (("value", mine), ("control_value", others.to_numpy(dtype=float))):
        told = balance[column].to_numpy(dtype=float) * n
        few |= (balance["level"].ne("").to_numpy() & (told > 0) & (told < minimum)) | ~(n >= ENOUGH)
    return balance[~few]


def worth(table: pd.DataFrame, *, margin: float | None) -> pd.DataFrame:
    """What the arms of `overall` brought in money: campaign, arm, n, and with both ends extra revenue and what is left of it.

    total          difference in revenue per customer × customers contacted
    net            `margin` × total less what the contacts cost beyond those left alone; missing without a margin
    """
    money = table[table["outcome"] == "revenue"]
    n, cost = money["n"].astype(float), (money["cost"] - money["control_cost"].fillna(0)).fillna(0.0)
    sums = {f"total{end}": money[column] * n for end, column in _ENDS.items()}
    nets = {f"net{end}": (margin * money[column] - cost) * n if margin else np.nan for end, column in _ENDS.items()}
    return money[["campaign", "arm", "n", "cost", "from_more", "from_each", "difference"]].assign(**sums, **nets)


_ENDS = {"": "difference", "_low": "low", "_high": "high"}


def by_segment(effects: pd.DataFrame, *, campaign: str, lens: str | None, places: tuple[str, ...]) -> pd.DataFrame:
    """The effects of one campaign in segments, of the outcome that it tells most exactly.

    Of the lens of the chapter (`places`: those of its segments that may be shown) and of the attributes of the
    contacts file; ways of dividing in which effects differ most certainly first, then as they come.  Too many for one
    chart: the last ways of dividing are left out.
    """
    mine = effects[effects["campaign"].eq(campaign) & effects["difference"].notna()]
    whole = mine[mine["dimension"].eq(EVERYBODY) & ~mine["outcome"].isin(ONLY_CONTACTED)]
    parts = mine[mine["dimension"].ne(EVERYBODY) & mine["drawn"].notna()]
    of_lens = parts["dimension"].eq(lens) & parts["segment"].isin([*places, OTHERS]) & ~parts["segment"].isin(STATES)
    parts = parts[of_lens | parts["dimension"].str.startswith("attribute.")]
    if whole.empty or parts.empty:
        return parts.assign(whole=np.nan)
    clear = (whole["difference"].abs() / whole["error"]).groupby(whole["outcome"]).max()
    parts = parts[parts["outcome"] == clear.idxmax()]
    whole = whole[whole["outcome"] == clear.idxmax()].set_index("arm")["difference"]
    sure = parts.groupby("dimension")["differ_p"].transform("min")
    rank = {key: place for place, key in enumerate((*places, *sorted(set(parts["segment"]) - set(places) - {OTHERS}), OTHERS))}
    table = parts.assign(whole=parts["arm"].map(whole), sure=sure, rank=parts["segment"].map(rank))
    table = table.sort_values(["sure", "dimension", "rank", "arm"], kind="stable", ignore_index=True).drop(columns=["rank"])
    sizes = table.groupby("dimension", sort=False)["segment"].nunique().cumsum()
    return table[table["dimension"].isin(sizes.index[(sizes <= MOST_PARTS) | (np.arange(len(sizes)) == 0)])].drop(columns="sure")
