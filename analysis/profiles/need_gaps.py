"""How important a need is, and how well it is met: the gaps between the two, from a survey.

Where the survey asks both of the same need, a respondent is one pair of answers.  Two figures stand side by side:

    gap          mean importance less mean satisfaction, in points of the scale
    opportunity  10 × (I + max(I − S, 0)), I and S the shares in the top part of the scale (from three quarters of it up:
                 4 and 5 of 1 to 5); from 0 to 20, above 10 under-served.  Ulwick (2005), What Customers Want

Where only importance and satisfaction on the whole are held, nobody was asked how well the need is met.  Then the figure is
derived: how much less satisfied on the whole are those to whom the need matters than those to whom it does not?
That may have other reasons, and is said to be derived.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from analysis.profiles.habits import adjusted

ASKED, DERIVED = "asked", "derived"
TOP, MIDDLE = 0.75, 0.5  # of the scale: from TOP up an answer is high, up to MIDDLE it is not satisfied
COLUMNS = [
    "item", "basis", "n", "importance", "satisfaction", "gap", "low", "high", "p_adjusted", "opportunity", "opportunity_low",
    "opportunity_high",
]  # fmt: skip
REPEATS = 1000

Scale = tuple[float, float]


def latest_answers(answers: pd.DataFrame, as_of: object) -> pd.DataFrame:
    """One row per respondent: of those who answered twice the latest up to `as_of`; indexed by customer_id.

    A respondent without a customer number counts as a respondent, under the number of the row.
    """
    known = answers
    if "answered_at" in known:
        known = known[~(known["answered_at"].dt.normalize() > pd.Timestamp(as_of))].sort_values("answered_at", kind="stable")
    row = pd.Series([f"(row {place})" for place in range(len(known))], index=known.index)
    who = known["respondent_id"].fillna(row) if "respondent_id" in known else row
    who = known["customer_id"].fillna(who) if "customer_id" in known else who
    return known.assign(customer_id=who).drop_duplicates("customer_id", keep="last").set_index("customer_id")


def need_gaps(
    latest: pd.DataFrame,
    pairs: Mapping[str, str | None],
    scales: Mapping[str, Scale],
    *,
    overall: str | None = None,
    minimum: int = 10,
    level: float = 0.95,
    seed: int = 1,
) -> pd.DataFrame:
    """The table `need_gaps`: one row per need, widest opportunity (else gap) first.

    From `latest_answers`, the satisfaction item of each need (None where it was not asked), the scale of each item and the
    item of satisfaction on the whole.  Paired needs are `asked`: importance and satisfaction are means of those who answered
    both, gap has a paired t interval, opportunity one from `REPEATS` samples of respondents.  Without a pair, and with
    `overall`, a need is `derived`: importance is the share to whom it matters, satisfaction their mean on the whole, gap how far
    that lies below the others' (Welch), and there is no opportunity.  Needs with fewer than `minimum` respondents (on either
    side) are left out.
    """
    rows = []
    for need, partner in pairs.items():
        if partner is not None and {need, partner} <= set(latest):
            both = latest[[need, partner]].astype(float).dropna()
            if len(both) >= minimum:
                rows.append({"item": need, "basis": ASKED} | _asked(both, scales[need], scales[partner], level, seed))
        elif overall is not None and {need, overall} <= set(latest):
            both = latest[[need, overall]].astype(float).dropna()
            high = is_high(both[need], scales[need])
            if min(high.sum(), (~high).sum()) >= minimum:
                rows.append({"item": need, "basis": DERIVED} | _derived(both[overall], high, level))
    table = pd.DataFrame(rows, columns=[*(name for name in COLUMNS if name != "p_adjusted"), "p"])
    table = table.assign(p_adjusted=adjusted(table["p"].astype(float)))[COLUMNS]
    return table.sort_values(["basis", "opportunity", "gap"], ascending=[True, False, False], kind="stable", ignore_index=True)


def is_high(values: pd.Series, scale: Scale) -> pd.Series:
    """Answers in the top part of the scale."""
    return values >= scale[0] + TOP * (scale[1] - scale[0])


def is_unmet(values: pd.Series, scale: Scale) -> pd.Series:
    """Satisfaction no better than the middle of the scale."""
    return values <= scale[0] + MIDDLE * (scale[1] - scale[0])


def _asked(both: pd.DataFrame, scale: Scale, partner_scale: Scale, level: float, seed: int) -> dict[str, float]:
    importance, satisfaction = both.iloc[:, 0], both.iloc[:, 1]
    gaps, n = importance - satisfaction, len(both)
    spread = float(gaps.std(ddof=1) / np.sqrt(n))
    half = stats.t.isf((1 - level) / 2, n - 1) * spread
    p = 2 * stats.t.sf(abs(gaps.mean()) / spread, n - 1) if spread > 0 else np.nan
    high = is_high(importance, scale).to_numpy(dtype=float), is_high(satisfaction, partner_scale).to_numpy(dtype=float)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=REPEATS) / n
    again = _opportunity(drawn @ high[0], drawn @ high[1])
    tail = (1 - level) / 2
    return {
        "n": n, "importance": importance.mean(), "satisfaction": satisfaction.mean(), "gap": gaps.mean(),
        "low": gaps.mean() - half, "high": gaps.mean() + half, "p": p,
        "opportunity": float(_opportunity(high[0].mean(), high[1].mean())),
        "opportunity_low": float(np.quantile(again, tail)), "opportunity_high": float(np.quantile(again, 1 - tail)),
    }  # fmt: skip


def _opportunity(importance: np.ndarray, satisfaction: np.ndarray) -> np.ndarray:
    return 10 * (importance + np.maximum(importance - satisfaction, 0))


def _derived(overall: pd.Series, high: pd.Series, level: float) -> dict[str, float]:
    own, others = overall[high], overall[~high]
    one, two = own.var(ddof=1) / len(own), others.var(ddof=1) / len(others)
    gap, spread = float(others.mean() - own.mean()), float(np.sqrt(one + two))
    freedom = (one + two) ** 2 / (one**2 / (len(own) - 1) + two**2 / (len(others) - 1)) if spread > 0 else 1.0
    half = stats.t.isf((1 - level) / 2, freedom) * spread
    return {
        "n": len(overall), "importance": float(high.mean()), "satisfaction": float(own.mean()), "gap": gap, "low": gap - half,
        "high": gap + half, "p": 2 * stats.t.sf(abs(gap) / spread, freedom) if spread > 0 else np.nan,
        "opportunity": np.nan, "opportunity_low": np.nan, "opportunity_high": np.nan,
    }  # fmt: skip


def survey_demand(latest: pd.DataFrame, pairs: Mapping[str, str | None], scales: Mapping[str, Scale]) -> pd.DataFrame:
    """Respondents × paired needs they answered: customer_id, subject, part (1: important and not satisfied), whole (1)."""
    rows = [pd.DataFrame(columns=["customer_id", "subject", "part", "whole"])]
    for need, partner in pairs.items():
        if partner is None or not {need, partner} <= set(latest):
            continue
        both = latest[[need, partner]].astype(float).dropna()
        unmet = is_high(both[need], scales[need]) & is_unmet(both[partner], scales[partner])
        rows.append(
            pd.DataFrame({"customer_id": both.index, "subject": need, "part": unmet.astype(float).to_numpy(), "whole": 1.0})
        )
    return pd.concat([part for part in rows if len(part)] or rows, ignore_index=True)


def derived_demand(
    latest: pd.DataFrame, pairs: Mapping[str, str | None], scales: Mapping[str, Scale], *, overall: str | None
) -> pd.DataFrame:
    """Respondents × needs without a pair that matter to them: customer_id, subject, part (1: not satisfied on the whole), whole (1)."""
    rows = [pd.DataFrame(columns=["customer_id", "subject", "part", "whole"])]
    for need, partner in pairs.items():
        if partner is not None or overall is None or not {need, overall} <= set(latest):
            continue
        both = latest[[need, overall]].astype(float).dropna()
        both = both[is_high(both[need], scales[need])]
        unmet = is_unmet(both[overall], scales[overall]).astype(float).to_numpy()
        rows.append(pd.DataFrame({"customer_id": both.index, "subject": need, "part": unmet, "whole": 1.0}))
    return pd.concat([part for part in rows if len(part)] or rows, ignore_index=True)
