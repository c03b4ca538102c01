"""What each arm of a campaign was followed by: counts, whatever may be said about their cause.

Without a control arm nothing can be said about effect: those who were contacted were chosen, and would have ordered at
another rate anyway.  Such a campaign is listed with its counts only.  `trial_effects` tells effects.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from analysis.evaluation.trial_checks import sample_ratio
from analysis.evaluation.trial_people import trial_people
from analysis.intervals import newcombe

COLUMNS = ["campaign", "arm", "n", "ordered", "rate", "revenue", "difference", "low", "high", "sample_ratio_p", "randomised"]


def experiment_arms(
    contacts: pd.DataFrame,
    orders: pd.DataFrame | None = None,
    *,
    days: int,
    control: Collection[str] = ("control",),
    planned: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Each arm of each campaign: one row per campaign × arm.

    From `contacts` and `orders` as `trial_people` reads them:

        n, ordered, rate   customers; those with an order within `days` from the contact; their share
        revenue            revenue per customer in those days, in currency; missing where it is not held
        difference         rate less that of the control arm, with its 95 % interval (Newcombe)
        sample_ratio_p     chi-square test of the arm sizes against `planned`
        randomised         True where the campaign has an arm named in `control`

    `planned` gives the planned share or weight by arm, e.g. {"control": 0.2, "email": 0.8}; without it, or for other
    arms than planned, the ratio is not checked.  Without a control arm difference, low, high are missing; so they are
    for the control arm itself.  Raises SchemaError where neither orders with contact dates nor outcomes are given.
    """
    people = trial_people(contacts, orders, days=days)
    return arms_of(people, control=control, planned={} if planned is None else dict.fromkeys(set(people["campaign"]), planned))


def arms_of(
    people: pd.DataFrame, *, control: Collection[str] = ("control",), planned: Mapping[str, Mapping[str, float]] | None = None
) -> pd.DataFrame:
    """The table `experiment_arms` of `people` (`trial_people`); empty where no orders are held.  `planned` by campaign."""
    if "ordered" not in people or people.empty:
        return pd.DataFrame(columns=COLUMNS)
    people = people.assign(revenue=people.get("revenue", np.nan))
    groups = people.groupby(["campaign", "arm"])
    arms = groups.agg(n=("ordered", "size"), ordered=("ordered", "sum"), revenue=("revenue", "mean")).reset_index()
    arms = arms.astype({"ordered": "int64"}).assign(rate=lambda table: table["ordered"] / table["n"])
    parts = [_compared(part, control, (planned or {}).get(campaign, {})) for campaign, part in arms.groupby("campaign")]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _compared(arms: pd.DataFrame, control: Collection[str], planned: Mapping[str, float]) -> pd.DataFrame:
    """The arms of one campaign against its control arm (several control arms are taken together)."""
    held_out = arms.loc[arms["arm"].isin(control), ["ordered", "n"]].sum()
    randomised = held_out["n"] > 0
    ratio = sample_ratio(arms.set_index("arm")["n"], planned)
    table = arms.assign(sample_ratio_p=ratio, randomised=bool(randomised))
    table[["difference", "low", "high"]] = np.nan
    for row in arms.index[~arms["arm"].isin(control)] if randomised else ():
        ordered, n = int(arms.at[row, "ordered"]), int(arms.at[row, "n"])
        limits = newcombe(ordered, n, int(held_out["ordered"]), int(held_out["n"]))
        table.loc[row, ["difference", "low", "high"]] = [ordered / n - held_out["ordered"] / held_out["n"], *limits]
    return table
