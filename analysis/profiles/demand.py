"""What customers wanted and did not get, from whatever shows it, measured on one scale.

Every source of evidence is brought to the same rows: a customer wanted a subject (`whole`: how often), and
part of it was not met (`part`).  A subject is then held against the other subjects of the same evidence: how
often wants go unmet *there*, beyond what is usual here.  Customers are the independent units, each with all
they wanted, because one customer's wants resemble each other (Cochran (1977), Sampling Techniques, ch. 6, for
the spread of a ratio).  Over all subjects of all evidence the false discovery rate is controlled (Benjamini and
Hochberg (1995)).  It says what goes unmet, not what a new offer would sell.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.profiles.habits import adjusted

COLUMNS = [
    "evidence", "subject", "customers", "unmet", "base", "share", "usual", "difference", "low", "high", "p_adjusted", "reach",
]  # fmt: skip
DEMAND = ["customer_id", "evidence", "subject", "part", "whole", "usual"]
# What customers say or look for comes before what is inferred from where and when they are.
INFERRED = ("derived", "hours", "place", "booking", "booking_site", "waiting")
NOTHING_TO_MEET = ("not_held",)  # nobody could be served: all who looked are the gap
ONLY_OUTSIDE = ("place",)  # a city with a store lacks none
CHANCE = 0.05
MOST = 6
LEAST, LEAST_WISHED = 0.05, 0.01  # smaller differences are no ground for a product; most comments wish for nothing


def demand_rows(rows: pd.DataFrame, evidence: str, *, usual: pd.Series | bool = True) -> pd.DataFrame:
    """Rows of one evidence (customer_id, subject, part, whole) in the columns DEMAND.

    `usual` says which rows belong to what is usual: a category that is not sold can never be bought, and is none.
    """
    return rows.assign(evidence=evidence, usual=usual)[DEMAND]


def unmet_needs(demand: pd.DataFrame, *, minimum: int = 10, level: float = 0.95) -> pd.DataFrame:
    """One row per evidence and subject: the table `unmet_needs`, subjects of at least `minimum` customers only.

    customers   int    who wanted it;  unmet: of these, whose want went unmet at least once
    base        int    customers with any want in this evidence
    share       float  Σ part / Σ whole;  usual: the same over the other subjects of the evidence
    difference  float  share less usual, with low and high: its interval
    p_adjusted  float  that the difference is chance (Benjamini–Hochberg over all rows)
    reach       float  of the base, the share of customers that the difference is about: how many more go
                       without than is usual; for what is not held, all who looked for it
    """
    parts = [_of_evidence(rows, level) for _, rows in demand.groupby("evidence", sort=False)]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    table = table[table["customers"] >= minimum].reset_index(drop=True)
    nothing = table["evidence"].isin(NOTHING_TO_MEET)
    return table.assign(
        p_adjusted=adjusted(table["p"]),
        reach=table["customers"] / table["base"] * table["difference"].where(~nothing, 1.0),
    )[COLUMNS]


def _of_evidence(rows: pd.DataFrame, level: float) -> pd.DataFrame:
    people = pd.Index(rows["customer_id"].unique())
    usual = rows["usual"].astype(bool)
    # A subject outside the usual ones shares their column of what they are held against.
    spread = rows.assign(who=people.get_indexer(rows["customer_id"])).groupby(["subject", "who"])[["part", "whole"]].sum()
    everyone = rows[usual].assign(who=people.get_indexer(rows.loc[usual, "customer_id"])).groupby("who")[["part", "whole"]].sum()
    everyone = everyone.reindex(range(len(people)), fill_value=0.0).to_numpy(dtype=float)
    found = []
    for (subject, evidence, inside), _ in rows.groupby(["subject", "evidence", "usual"], sort=False):
        if inside and evidence in NOTHING_TO_MEET + ONLY_OUTSIDE:
            continue  # there to be compared with
        own = spread.loc[subject].reindex(range(len(people)), fill_value=0.0).to_numpy(dtype=float)
        others = everyone - own if inside else everyone
        wants, unmet = int((own[:, 1] > 0).sum()), int((own[:, 0] > 0).sum())
        found.append(
            {"evidence": evidence, "subject": subject, "customers": wants, "unmet": unmet, "base": len(people)}
            | _difference(own, others, level)
        )
    return pd.DataFrame(found)


def _difference(own: np.ndarray, others: np.ndarray, level: float) -> dict[str, float]:
    """Two ratios of the same customers (columns part, whole), their difference and its interval."""
    totals, rest = own.sum(axis=0), others.sum(axis=0)
    if not totals[1] or not rest[1]:
        share = totals[0] / totals[1] if totals[1] else np.nan
        return {"share": share} | dict.fromkeys(("usual", "difference", "low", "high", "p"), np.nan)
    share, usual = totals[0] / totals[1], rest[0] / rest[1]
    residual = (own[:, 0] - share * own[:, 1]) / totals[1] - (others[:, 0] - usual * others[:, 1]) / rest[1]
    n = len(residual)
    spread = float(np.sqrt((residual**2).sum() * n / max(n - 1, 1)))
    half, difference = stats.norm.isf((1 - level) / 2) * spread, share - usual
    p = 2 * stats.norm.sf(abs(difference) / spread) if spread > 0 else np.nan
    return {
        "share": share, "usual": usual, "difference": difference, "low": difference - half, "high": difference + half, "p": p,
    }  # fmt: skip


def product_ideas(needs: pd.DataFrame, *, minimum: int = 10, most: int = MOST) -> pd.DataFrame:
    """The unmet needs that are worth an idea, first things first: rows of `unmet_needs` with `rank` from 1.

    Beyond chance, above what is usual by more than a trace (LEAST), and of at least `minimum` customers who went without.  What was asked for comes
    before what is inferred; within each the widest reach first.
    """
    least = np.where(needs["evidence"] == "wish", LEAST_WISHED, LEAST)
    kept = needs[(needs["p_adjusted"] < CHANCE) & (needs["difference"] >= least) & (needs["unmet"] >= minimum)]
    order = kept.assign(tier=kept["evidence"].isin(INFERRED)).sort_values(
        ["tier", "reach", "subject"], ascending=[True, False, True], kind="stable"
    )
    return order.drop(columns="tier").head(most).reset_index(drop=True).assign(rank=lambda t: np.arange(1, len(t) + 1))


def standing_out(
    ideas: pd.DataFrame, demand: pd.DataFrame, segment: pd.Series, *, minimum: int = 10, others: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The ideas with the segment that has each need most, where one stands out.

    Adds segment (missing where none), segment_n (its customers in the base), segment_unmet, segment_share and rest_share:
    of the base, the share whose want went unmet, in the segment and among everybody else.  Only segments with at least
    `minimum` customers in the base and in the need, and in the rest; chance is ruled out over all ideas and segments at once
    (Benjamini–Hochberg).  `segment` is indexed by customer_id; names in `others` are never chosen.
    """
    rows = []
    for idea in ideas.itertuples():
        own = demand[demand["evidence"] == idea.evidence]
        base = pd.Series(0, index=own["customer_id"].unique())
        unmet = own.loc[(own["subject"] == idea.subject) & (own["part"] > 0), "customer_id"].unique()
        known = pd.DataFrame({"unmet": base.index.isin(unmet), "segment": segment.reindex(base.index).to_numpy()}).dropna()
        rows += [{"rank": idea.rank} | row for row in _by_segment(known, minimum, others)]
    found = pd.DataFrame(rows, columns=["rank", "segment", "segment_n", "segment_unmet", "segment_share", "rest_share", "p"])
    found = found[(adjusted(found["p"].astype(float)) < CHANCE) & (found["segment_share"] > found["rest_share"])]
    top = found.sort_values("segment_share", ascending=False, kind="stable").drop_duplicates("rank")
    return ideas.merge(top.drop(columns="p"), on="rank", how="left")


def _by_segment(known: pd.DataFrame, minimum: int, others: tuple[str, ...]) -> list[dict]:
    rows, total, all_unmet = [], len(known), int(known["unmet"].sum())
    for name, own in known.groupby("segment"):
        n, unmet, rest = len(own), int(own["unmet"].sum()), total - len(own)
        if name in others or min(n, unmet, rest) < minimum or all_unmet - unmet < minimum:
            continue
        pooled = all_unmet / total
        spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / rest))
        share, other = unmet / n, (all_unmet - unmet) / rest
        p = 2 * stats.norm.sf(abs(share - other) / spread) if spread > 0 else np.nan
        rows.append(
            {"segment": name, "segment_n": n, "segment_unmet": unmet, "segment_share": share, "rest_share": other, "p": p}
        )  # fmt: skip
    return rows
