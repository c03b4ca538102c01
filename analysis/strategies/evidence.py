"""What the client's own experiments teach about the effect of a play, beside what the playbook expected.

An effect is extra orders per customer contacted.  A campaign counts who ordered, not how often, so the difference
in the share who ordered is taken for it: whoever ordered twice because of it counts once, which errs on the low side.

    prior      the playbook's low and high are read as the ends of a 95 % range, so normal with mean `base` and
               standard deviation (high − low) / (2 × 1.96)
    own        difference between treated and held out; several campaigns of a play are put together by
               DerSimonian and Laird's random effects
    segments   effects of segments differ by a variance τ² (DerSimonian–Laird); each is drawn towards the mean of the
               play by how little its own numbers say: θ = B μ + (1 − B) d with B = v / (v + τ²)
    combined   μ is the prior and the segments' mean, each weighted by its precision; without a prior it is the
               client's own mean alone

Segments are those in which customers stood on the eve of the campaign.  A segment with fewer than `ENOUGH` customers
in either arm learns nothing and keeps what the playbook says.

DerSimonian and Laird (1986), Meta-analysis in clinical trials.  Efron and Morris (1975), Data analysis using Stein's
estimator, for the shrinkage.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.pooling import Z, between

ENOUGH = 30  # customers in each arm
EVERYBODY = "(all)"  # method and segment of a play's effect over all who were in its campaigns
CUSTOMER = "customer"  # unit of a lot that was drawn by customer
CELL = ["campaign", "method", "segment"]
COLUMNS = [
    "play", "method", "segment", "campaigns", "n", "control_n", "prior_low", "prior_base", "prior_high",
    "own", "own_low", "own_high", "low", "base", "high", "between",
]  # fmt: skip


def cells_of(effects: pd.DataFrame) -> pd.DataFrame:
    """Contacted beside those left alone, over everybody and by segment: campaign, method, segment, n, ordered, control_n,
    control_ordered, v.

    Of the table `experiment_effects`: the arms of a campaign together, and only where an effect may be told.  `v` is the
    variance of the difference where stores or days were drawn, else missing: counts tell it.
    """
    told = effects[effects["outcome"].eq("ordered") & effects["difference"].notna()]
    told = told.assign(
        method=told["dimension"], n=told["n"].astype(float), control_n=told["control_n"].astype(float),
        v=(told["error"] ** 2).where(told["unit"] != CUSTOMER),
    )  # fmt: skip
    told = told.assign(ordered=told["value"] * told["n"], control_ordered=told["control_value"] * told["control_n"])
    cells = told.groupby(CELL, as_index=False, sort=False).agg(
        n=("n", "sum"), ordered=("ordered", "sum"), control_n=("control_n", "first"),
        control_ordered=("control_ordered", "first"), v=("v", "mean"),
    )  # fmt: skip
    counts = ["n", "ordered", "control_n", "control_ordered"]
    return cells.assign(**{name: cells[name].round().astype("int64") for name in counts})


def learned_effects(
    cells: pd.DataFrame, priors: Mapping[str, tuple[float, float, float] | None], experiments: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """The table `play_effects`: each play with a campaign of its own, over everybody and by segment.

    cells        as `cells_of` gives them, over everybody and for each method whose segments are known
    priors       low, base, high of the playbook by play; None where it has no figure
    experiments  the plays that a campaign was an instance of
    """
    enough = cells[(cells["n"] >= ENOUGH) & (cells["control_n"] >= ENOUGH)]
    rows = []
    for play in dict.fromkeys(play for plays in experiments.values() for play in plays):
        mine = enough[enough["campaign"].isin([name for name, plays in experiments.items() if play in plays])]
        prior = priors.get(play)
        for method, part in mine.groupby("method", sort=False):
            rows += [{"play": play, "method": method, **row} for row in _shrunk(_by_segment(part), prior)]
    return pd.DataFrame(rows, columns=COLUMNS)


def with_effects(plays: pd.DataFrame, effects: pd.DataFrame, *, worth: pd.Series) -> pd.DataFrame:
    """`plays` with the effects learned, their evidence `tested` and the margin at stake that follows.

    `worth` is the margin of one extra order by (method, segment).  Where the segments of a method were not known on the
    eve of a campaign, the play's effect over everybody stands for each of them.
    """
    keys = ["play", "method", "segment"]
    own = effects[[*keys, "low", "base", "high"]]
    told = set(zip(own["play"], own["method"], strict=True))
    overall = own[own["method"] == EVERYBODY].drop(columns=["method", "segment"])
    by_segment = plays[keys].merge(own, on=keys, how="left", validate="m:1")
    at_large = plays[keys].merge(overall, on="play", how="left", validate="m:1")
    known = pd.Series([pair in told for pair in zip(plays["play"], plays["method"], strict=True)], index=by_segment.index)
    found = by_segment.where(known, at_large)[["low", "base", "high"]].astype(float).set_index(plays.index)
    learned = found["base"].notna()
    table = plays.assign(
        **{f"effect_{name}": plays[f"effect_{name}"].astype(float).mask(learned, found[name]) for name in found},
        evidence=plays["evidence"].mask(learned, "tested"),
    )
    reach = table["reachable"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    each = worth.reindex(pd.MultiIndex.from_frame(table[["method", "segment"]])).to_numpy(dtype=float)
    stakes = {"margin_at_stake": "effect_base", "margin_low": "effect_low", "margin_high": "effect_high"}
    return table.assign(**{stake: table[stake].mask(learned, table[effect] * reach * each) for stake, effect in stakes.items()})


def _by_segment(cells: pd.DataFrame) -> pd.DataFrame:
    """One own estimate per segment: d, v, n, control_n, campaigns."""
    each = cells.assign(d=cells["ordered"] / cells["n"] - cells["control_ordered"] / cells["control_n"], v=_variance(cells))
    each["v"] = cells["v"].fillna(each["v"]) if "v" in cells else each["v"]
    rows = []
    for segment, part in each.groupby("segment", sort=False):
        tau2 = between(part["d"], part["v"])
        weight = 1 / (part["v"] + tau2)
        rows.append(
            {
                "segment": segment, "campaigns": part["campaign"].nunique(), "n": int(part["n"].sum()),
                "control_n": int(part["control_n"].sum()), "d": float((weight * part["d"]).sum() / weight.sum()), "v": float(1 / weight.sum()),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _variance(cells: pd.DataFrame) -> pd.Series:
    """Variance of the difference; one success and one failure are added, so that no arm without orders counts as certain."""
    shares = [(cells[f"{arm}ordered"] + 1) / (cells[f"{arm}n"] + 2) for arm in ("", "control_")]
    return sum(p * (1 - p) / cells[n] for p, n in zip(shares, ("n", "control_n"), strict=True))


def _shrunk(own: pd.DataFrame, prior: tuple[float, float, float] | None) -> list[dict[str, float]]:
    """Every segment's effect drawn towards the play's, which the prior and all segments make."""
    tau2 = between(own["d"], own["v"])
    weight = 1 / (own["v"] + tau2)
    precision, centre = weight.sum(), (weight * own["d"]).sum()
    low, base, high = prior or (np.nan, np.nan, np.nan)
    if prior is not None:
        certain = 1 / max((high - low) / (2 * Z), 1e-6) ** 2
        precision, centre = precision + certain, centre + certain * base
    mean, spread = centre / precision, 1 / precision
    pull = own["v"] / (own["v"] + tau2)  # 1 where segments do not differ beyond chance
    effect = pull * mean + (1 - pull) * own["d"]
    error = Z * np.sqrt((1 - pull) * own["v"] + pull**2 * spread)
    table = own[["segment", "campaigns", "n", "control_n"]].assign(
        prior_low=low, prior_base=base, prior_high=high, own=own["d"], own_low=own["d"] - Z * np.sqrt(own["v"]),
        own_high=own["d"] + Z * np.sqrt(own["v"]), low=effect - error, base=effect, high=effect + error, between=np.sqrt(tau2),
    )  # fmt: skip
    return table.to_dict("records")


def extra_order_worth(sizes: pd.DataFrame, *, margin: float | None) -> pd.Series:
    """The margin of one extra order by (method, segment): average order × margin; missing where the margin is not known.

    A segment without orders takes the average order of its method, as in `plays`.
    """
    buying = sizes[["orders", "revenue"]].where(sizes["orders"] > 0, 0)
    totals = buying.groupby(sizes["method"]).transform("sum")
    usual = totals["revenue"] / totals["orders"].where(totals["orders"] > 0)
    order = (sizes["revenue"] / sizes["orders"].where(sizes["orders"] > 0)).fillna(usual)
    worth = order.where(order > 0) * (np.nan if margin is None else margin)
    return pd.Series(worth.to_numpy(dtype=float), index=pd.MultiIndex.from_frame(sizes[["method", "segment"]]))
