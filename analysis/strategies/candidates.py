"""What money may be allotted to: plays whose effect is tested or sourced, for the segments of one lens.

Customers stand in one segment of a lens, so within one lens nobody is counted, or contacted, twice.
"""

import numpy as np
import pandas as pd

PROVEN = ("tested", "sourced")
# Levers whose effect is on the next order of whoever orders anyway, not on the number of orders.
ON_NEXT_ORDER = ("basket", "margin")
COLUMNS = [
    "play", "method", "segment", "customers", "revenue", "reach", "unit_cost", "minutes", "owner", "touches", "worth",
    "low", "base", "high", "evidence", "break_even",
]  # fmt: skip


def allocation_options(
    plays: pd.DataFrame,
    details: pd.DataFrame,
    worth: pd.Series,
    returns: pd.DataFrame,
    *,
    margin: float | None,
    hold_out: float,
    minimum: int,
    lens: str,
) -> pd.DataFrame:
    """The options of one lens, by play and segment: COLUMNS, as `allocation.allocated` reads them.

    plays    the table `plays`, effects learned; rejected plays, unknown costs and effects to be tested are left out
    details  play, minutes, owner, touches (how many) of the playbook
    worth    margin of one extra order by (method, segment)
    returns  method, segment, share: who ordered in the period, for plays that raise the next order of those who order

    `reach` leaves out the share `hold_out`, which keeps on measuring.  Segments are left out that have fewer than
    `minimum` customers with consent, or without it: the contacts would tell how many.  The lens is `lens` if it holds
    an option, else the one with the most margin within reach.
    """
    proven = plays[plays["evidence"].isin(PROVEN) & plays["status"].ne("rejected") & plays["unit_cost"].notna()]
    reachable = proven["reachable"].fillna(proven["customers"]).astype(float)
    without = proven["customers"] - reachable
    told = (reachable >= minimum) & ((without == 0) | (without >= minimum))
    key = pd.MultiIndex.from_frame(proven[["method", "segment"]])
    table = proven.assign(reach=reachable * (1 - hold_out), worth=worth.reindex(key).to_numpy(dtype=float))[told]
    table = table.rename(columns={"effect_low": "low", "effect_base": "base", "effect_high": "high"})
    table = _on_next_order(table, returns, margin).merge(details, on="play", how="left", validate="m:1")
    table = table.dropna(subset=["worth", "base", "low", "high"])
    held = table[table["method"] == lens]
    if held.empty and len(table):
        within = (table["base"].clip(lower=0) * table["worth"] * table["reach"]).groupby(table["method"]).sum()
        held = table[table["method"] == within.idxmax()]
    return held[COLUMNS].sort_values(["segment", "play"], ignore_index=True)


def _on_next_order(table: pd.DataFrame, returns: pd.DataFrame, margin: float | None) -> pd.DataFrame:
    """Effects on the next order counted for those alone who order anyway; points of margin are worth the order itself."""
    share = table[["method", "segment"]].merge(returns[["method", "segment", "share"]], how="left", validate="m:1")["share"]
    part = np.where(table["lever"].isin(ON_NEXT_ORDER), share.to_numpy(dtype=float), 1.0)
    whole = table["worth"] / (np.nan if margin is None else margin)
    return table.assign(
        **{name: table[name].astype(float) * part for name in ("low", "base", "high")},
        worth=table["worth"].where(table["lever"] != "margin", whole),
    )
