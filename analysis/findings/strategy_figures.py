"""The figures that chapter 04 lays side by side: what is at stake, what must happen, who can be reached.

Joins, products and sums of finished tables; nothing is estimated here.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.segmentations.small_cells import seen

ENOUGH = 30  # customers behind a rate that is shown
MATTERS = 0.05  # difference in the share ordering that a test should be able to show
MOST_CARDS = 8
MOSTLY = 0.5  # of the money of a lens, from which plays are written for it
KEY = ["method", "segment"]
PREFERRED = ("lifecycle", "rfm", "value", "groups", "loyalty", "clv", "risk", "nes", "aipl", "engagement.state")
RETURN_COLUMNS = ["method", "segment", "n", "returned", "share", "low", "high", "revenue"]
# Segments that have gone quiet, by method: what they bring is what comes without any action.
QUIET = {
    "lifecycle": ("dormant", "churned"),
    "rfm": (
        "at_risk", "cant_lose", "about_to_sleep", "hibernating", "lost", "rfm_inactive",
        "important_keep", "important_win_back", "general_keep", "general_win_back",
    ),
}  # fmt: skip


def lens_of(main: str, sizes: pd.DataFrame, written: pd.DataFrame) -> str:
    """The method this chapter leads with: the main one if several plays are written for it, for most of its money.

    From the table `segment_sizes` and the plays' segments (method, segment, play).  Else the first of PREFERRED of which
    that is true: stages and tiers say what a customer is due for; else the one that most is said for, and where nothing
    is said for any, the main one after all.  Customers count in place of money where no revenue is held.
    """
    weight = "revenue" if sizes["revenue"].fillna(0).sum() > 0 else "customers"
    said = sizes.merge(written[KEY].drop_duplicates(), on=KEY, how="inner")
    share = said.groupby("method")[weight].sum() / sizes.groupby("method")[weight].sum()
    plays = sizes[KEY].merge(written, on=KEY).groupby("method")["play"].nunique()
    ranked = [method for method in dict.fromkeys((main, *PREFERRED)) if share.get(method, 0.0) > 0]
    fit = (method for method in ranked if share[method] >= MOSTLY and plays[method] > 1)
    return next(fit, max(ranked, key=share.get, default=main))


def no_returns() -> pd.DataFrame:
    """`segment_returns` of a client whose history begins in the period."""
    return pd.DataFrame(columns=RETURN_COLUMNS).astype(
        dict.fromkeys(("share", "low", "high", "revenue", "n", "returned"), "float64")
    )


def stake(sizes: pd.DataFrame, returns: pd.DataFrame, *, method: str, margin: float | None) -> pd.DataFrame:
    """What each segment of `method` brings and would bring: one row per segment, most to come first.

        customers, revenue, revenue_share    today, in the window
        n, share, low, high                  of the customers who stood there before the period, those who ordered in it
        forward, forward_low, forward_high   margin to come (revenue where the margin is not known) if the next period
                                             goes as this one did: customers × revenue per customer then; the range
                                             is that of the share alone
        forward_share                        of the sum over all segments

    Fewer than ENOUGH customers then: no rate and nothing to come.  Customers with refunds only are left out.
    Both tables hold what may be shown (`small_cells.seen`).
    """  # fmt: skip
    own = sizes[(sizes["method"] == method) & (sizes["segment"] != "refund_only")]
    then = returns.loc[returns["n"] >= ENOUGH, [*KEY, "n", "share", "low", "high", "revenue"]]
    table = own[[*KEY, "customers", "revenue", "revenue_share", "median_recency_days"]].merge(
        then.rename(columns={"revenue": "revenue_then"}), on=KEY, how="left", validate="1:1"
    )
    forward = table["customers"] * table["revenue_then"] / table["n"] * (1.0 if margin is None else margin)
    known = table["share"].where(table["share"] > 0)
    table = table.assign(
        forward=forward,
        forward_low=forward * table["low"] / known,
        forward_high=forward * table["high"] / known,
        forward_share=forward / (forward.sum() or np.nan),
    )
    return table.drop(columns="revenue_then").sort_values(["forward", "revenue"], ascending=False, ignore_index=True)


def of_trait(habits: pd.DataFrame, trait: str) -> pd.DataFrame:
    """The rows of one trait of `order_habits`."""
    return habits[habits["trait"] == trait].reset_index(drop=True)


def leading(plays: pd.DataFrame, *, method: str, minimum: int, general: Collection[str] = ()) -> pd.DataFrame:
    """Each play of `method` once, beside its most important segment; most important first, MOST_CARDS at most.

    Every customer stands in one segment of a method, so only plays of one segment can meet the same person.
    Segments below `minimum` customers are left out; where `method` has no play, all methods count.  `general` are
    plays written for any method: they stand back where a segment has a play of its own.
    """
    shown = plays[plays["customers"] >= minimum]
    own = shown[shown["method"] == method] if (shown["method"] == method).any() else shown
    loose = own["play"].isin(general)
    served = set(own.loc[~loose, KEY].itertuples(index=False, name=None))
    beside = np.array([pair in served for pair in own[KEY].itertuples(index=False, name=None)], dtype=bool)
    own = own[~(loose.to_numpy() & beside)]
    return own.sort_values("priority").drop_duplicates("play").head(MOST_CARDS).reset_index(drop=True)


def further(plays: pd.DataFrame, cards: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """The pairs of play and segment that have no card, most important first."""
    on_card = plays.set_index(["play", *KEY]).index.isin(cards.set_index(["play", *KEY]).index)
    return plays[~on_card & (plays["customers"] >= minimum)].sort_values("priority", ignore_index=True)


def needed(plays: pd.DataFrame, sizes: pd.DataFrame, *, margin: float | None) -> pd.DataFrame:
    """What must happen for each play to pay for itself: `plays` with

        contacts     customers the play can reach; all of them where consent is not held
        extra        extra orders among them, rounded up
        ceiling      what a contact may cost if it brings one extra order in a hundred: order value × margin / 100
    """  # fmt: skip
    base = sizes.groupby("method")[["revenue", "orders"]].sum()
    usual = (base["revenue"] / base["orders"].where(base["orders"] > 0)).rename("usual_order")
    table = plays.merge(sizes[[*KEY, "average_order"]], on=KEY, how="left", validate="m:1").join(usual, on="method")
    contacts = table["reachable"].fillna(table["customers"]).astype("int64")
    order_value = table["average_order"].fillna(table["usual_order"])
    return table.assign(
        contacts=contacts,
        extra=np.ceil(table["break_even"] * contacts),
        ceiling=order_value * (np.nan if margin is None else margin) / 100,
    ).drop(columns=["average_order", "usual_order"])


def priorities(plays: pd.DataFrame, playbook: Any, *, margin: float | None) -> pd.DataFrame:
    """What each of `plays` reaches, and the effort it asks for: `plays` with effort and

        within   revenue × margin × share with consent, less the cost of the contacts: where money is within reach,
                 not what the play brings.  An unknown share, margin or cost counts as 1, 1 and 0; without consent
                 on record the contacts of all customers are paid, as on the cards
    """  # fmt: skip
    effort = {play.key: play.effort for play in playbook.plays}
    share = (plays["reachable"].astype("Float64") / plays["customers"]).astype(float).fillna(1.0)
    within = plays["revenue"] * (1.0 if margin is None else margin) * share - plays["cost"].fillna(
        plays["unit_cost"] * plays["customers"]
    ).fillna(0.0)
    return plays.assign(effort=plays["play"].map(effort), within=within)


def verdicts(
    plans: pd.DataFrame, remedies: pd.DataFrame, plays: pd.DataFrame, *, detectable: Callable[..., pd.Series]
) -> pd.DataFrame:
    """The `test_plans` of these `plays`, with `remedy` (testable, or what to do instead) and the plays' figures.

    `with_half` is what a test sees with half of the customers held out (`strategies.detectable_difference`);
    `test_cost` the cost of contacting the treated arm.
    """
    key = ["play", *KEY]
    table = plans.merge(remedies, on=key, how="left", validate="1:1")
    table["remedy"] = table["remedy"].fillna("testable")
    half = (table["treated"] + table["held_out"]) / 2
    table["with_half"] = detectable(table["base_rate"].fillna(0.5), half, half)
    beside = plays[[*key, "unit_cost", "priority", "revenue", "customers", "reachable", "break_even", "lever"]]
    table = table.merge(beside, on=key, how="inner", validate="1:1")
    return table.assign(test_cost=table["unit_cost"] * table["treated"]).sort_values("priority", ignore_index=True)


def reach(
    segments: pd.DataFrame,
    features: pd.DataFrame,
    consent: pd.DataFrame | None,
    *,
    sizes: pd.DataFrame,
    method: str,
    hold_out: float,
    shown: pd.DataFrame,
    minimum: int,
    hide: Callable[..., pd.DataFrame],
) -> pd.DataFrame:
    """From segment to consent to hold-out: one row per segment of `method`, most customers first.

        reachable, reachable_revenue   with consent on record (`consent`: customer_id, agreed); nobody where none is held
        without                        customers less reachable
        held_out, contacted            the reachable, divided at random
        shown                          False where `hide` (`profiles.hidden_cells`) says that the counts betray a small one,
                                       and where the table `shown_segments` keeps the segment back
        listed                         False where it keeps the segment back: not even its size is drawn
    """  # fmt: skip
    own = sizes.loc[sizes["method"] == method, [*KEY, "customers", "revenue"]]
    agreed = set() if consent is None else set(consent.loc[consent["agreed"], "customer_id"])
    people = segments[segments["method"] == method].merge(features[["customer_id", "revenue"]], on="customer_id", validate="1:1")
    with_consent = people[people["customer_id"].isin(agreed)].groupby("segment")["revenue"].agg(["size", "sum"])
    table = own.assign(
        reachable=own["segment"].map(with_consent["size"]).fillna(0).astype("int64"),
        reachable_revenue=own["segment"].map(with_consent["sum"]).fillna(0.0),
    )
    held = np.minimum(np.maximum((table["reachable"] * hold_out).round().astype("int64"), 1), table["reachable"])
    table = table.assign(held_out=held, contacted=table["reachable"] - held, without=table["customers"] - table["reachable"])
    counts = table.set_index("segment")[["reachable", "without"]].T
    hidden = hide(counts, minimum=minimum)[list(counts.columns)].any()
    kept = table["segment"].isin(seen(table, shown)["segment"])
    table = table.assign(shown=kept & ~hidden.to_numpy(), listed=kept)
    return table.sort_values("customers", ascending=False, ignore_index=True)


def agreed(attributes: pd.DataFrame | None, column: str, *, yes: Sequence[str]) -> pd.DataFrame | None:
    """Who gave consent: customer_id, agreed; None where no consent is held.  Only what says yes counts."""
    if attributes is None or not column:
        return None
    given = attributes[column].astype(str).str.strip().str.lower().isin(yes)
    return pd.DataFrame({"customer_id": attributes["customer_id"], "agreed": given.to_numpy()})


def reconciliation(
    sizes: pd.DataFrame,
    plays: pd.DataFrame,
    plans: pd.DataFrame,
    consent: pd.DataFrame | None,
    reached: pd.DataFrame,
    *,
    method: str,
) -> pd.DataFrame:
    """The plays of `method` beside the segments: columns what, unit, files (the segments), report (the plays)."""
    own = sizes[sizes["method"] == method]
    played = plays[plays["method"] == method].drop_duplicates("segment")
    bare = own[~own["segment"].isin(played["segment"])]
    mine = plans[plans["method"] == method]
    rows = [
        ("customers", "count", reached["customers"].sum(), played["customers"].sum() + bare["customers"].sum()),
        ("revenue", "money", own["revenue"].sum(), played["revenue"].sum() + bare["revenue"].sum()),
    ]
    if consent is not None:
        rows += [
            ("reachable", "count", consent["agreed"].sum(), reached["reachable"].sum()),
            ("arms", "count", plays.loc[plays["method"] == method, "reachable"].sum(), mine[["treated", "held_out"]].sum().sum()),
        ]
    else:
        total = plays.loc[plays["method"] == method, "customers"].sum()
        rows.append(("arms", "count", total, mine[["treated", "held_out"]].sum().sum()))
    return pd.DataFrame(rows, columns=["what", "unit", "files", "report"]).astype({"files": "float64", "report": "float64"})
