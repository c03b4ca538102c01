"""What a campaign file holds: its arms, how many were in each, and the outcomes that the file itself gives."""

from collections.abc import Sequence

import pandas as pd

WHOLE = "(all)"


def arm_overview(contacts: pd.DataFrame, outcomes: Sequence[str], *, minimum: int = 10) -> pd.DataFrame:
    """One row per campaign, arm and outcome: see `campaign_arms` of schema.py.

    The first row of an arm is its size (outcome '', value missing).  Arms of fewer than `minimum` show their size only.
    Nothing is compared here: whether a difference is an effect is the evaluation's question.
    """
    campaign = contacts["campaign"].fillna(WHOLE) if "campaign" in contacts else pd.Series(WHOLE, contacts.index)
    rows = []
    for (name, arm), group in contacts.groupby([campaign.rename("campaign"), "arm"], sort=True):
        rows.append((name, arm, "", len(group), float("nan")))
        for outcome in outcomes:
            values = pd.to_numeric(group[outcome], errors="coerce").dropna()
            if len(values) >= minimum:
                rows.append((name, arm, outcome, len(values), float(values.mean())))
    table = pd.DataFrame(rows, columns=["campaign", "arm", "outcome", "n", "value"])
    size = table[table["outcome"] == ""].groupby("campaign")["n"].transform("sum")
    return table.assign(share=(table["n"] / size).where(table["outcome"] == ""))
