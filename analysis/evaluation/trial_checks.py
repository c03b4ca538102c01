"""Whether a campaign is an experiment: what must hold before any difference is called an effect.

    control        there is an arm that was left alone
    declared       client.yaml does not say that customers were chosen (`randomised: false`)
    sample_ratio   arms are as large as planned: chi-square, broken below p = .001.  Counted in units of the lot
    balance        arms were alike before the contact: n R² of the arm on everything known before, chi-square, broken
                   below p = .001 (for a lot by customer); standardised differences beside it, .1 being small

A campaign that fails one of these is described, never judged.

The unit of the lot is the customer, or what client.yaml names, or else what the data show: when all customers of a
store (or day) share their arm, and chance would bring that about less than once in a million, stores were drawn.

Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments.  Hansen and Bowers (2008),
Covariate balance in simple, stratified and clustered comparative studies.  Austin (2009) on standardised differences.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.evaluation.trial_people import known_before, numeric

BROKEN = 0.001
UNLIKELY = 1e-6
CUSTOMER = "customer"
DAY = "contact_day"
DESIGN = [
    "campaign", "contacted", "n", "unit", "units", "planned", "sample_ratio_p", "balance_p", "farthest", "randomised", "reason",
]  # fmt: skip
BALANCE = ["campaign", "arm", "feature", "level", "value", "control_value", "difference"]


def trial_design(
    people: pd.DataFrame,
    *,
    control: Collection[str] = ("control",),
    planned: Mapping[str, Mapping[str, float]] | None = None,
    chosen: Collection[str] = (),
    units: Mapping[str, str] | None = None,
    candidates: Sequence[str] = (),
    given: Sequence[str] = (),
) -> pd.DataFrame:
    """The table `experiment_design`: one row per campaign of `people` (`trial_people`).

    planned     share or weight of each arm, by campaign; a campaign without it, or with other arms, is not checked
    chosen      campaigns whose customers were not drawn by lot
    units       the column that holds the unit of the lot, by campaign
    candidates  columns among which a unit is looked for where none is named
    given       columns known before the contact, beside the figures of orders

    `randomised` tells whether the campaign may be judged; if not, `reason` is no_control, chosen, sample_ratio, balance
    or one_unit (an arm of a single store or day, which no error can be told for).
    """
    rows = []
    for campaign, part in people.groupby("campaign"):
        unit = (units or {}).get(campaign) or found_unit(part, candidates)
        sizes = _units_by_arm(part, unit)
        ratio = sample_ratio(sizes, (planned or {}).get(campaign) or {})
        alike, farthest = _alike(part, control, given, by_customer=unit == CUSTOMER)
        reason = _reason(sizes, control, campaign in chosen, ratio, alike)
        rows.append(
            (
                campaign, part["since"].min() if "since" in part else pd.NaT, len(part), unit, int(sizes.sum()),
                ratio == ratio, ratio, alike, farthest, not reason, reason,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=DESIGN).astype({"contacted": "datetime64[ns]", "randomised": bool, "planned": bool})


def sample_ratio(sizes: pd.Series, planned: Mapping[str, float]) -> float:
    """p-value of arm sizes against the plan; missing without a plan for exactly these arms."""
    if len(sizes) < 2 or set(planned) != set(sizes.index):
        return float("nan")
    weights = sizes.index.map(dict(planned)).to_numpy(dtype=float)
    return float(stats.chisquare(sizes, weights / weights.sum() * sizes.sum()).pvalue)


def units_of(people: pd.DataFrame, unit: str) -> np.ndarray | None:
    """The unit that each customer came with; None where it is the customer."""
    if unit == CUSTOMER:
        return None
    return _column(people, unit).astype("string").fillna("").to_numpy(dtype=str)


def found_unit(people: pd.DataFrame, candidates: Sequence[str]) -> str:
    """The first of `candidates` by which arms were given out as a whole; the customer where there is none."""
    for name in candidates:
        values = _column(people, name)
        if values is None or values.isna().mean() > 0.02:
            continue
        arms = people["arm"].groupby(values.astype("string"))
        sizes, alone = arms.size(), arms.nunique() == 1
        per_arm = people.assign(unit=values.astype("string")).groupby("arm")["unit"].nunique()
        if alone.all() and sizes.max() > 1 and per_arm.min() > 1 and _chance(people["arm"], arms.first(), sizes) < UNLIKELY:
            return name
    return CUSTOMER


def _column(people: pd.DataFrame, name: str) -> pd.Series | None:
    if name == DAY:
        return people["contacted_at"].dt.normalize() if "contacted_at" in people else None
    return people.get(name)


def _chance(arms: pd.Series, of_unit: pd.Series, sizes: pd.Series) -> float:
    """How likely a lot by customer would give every unit one arm alone."""
    log_share = np.log(arms.value_counts(normalize=True))
    return float(np.exp(((sizes - 1) * of_unit.map(log_share).astype(float)).sum()))


def _units_by_arm(part: pd.DataFrame, unit: str) -> pd.Series:
    told = units_of(part, unit)
    return part["arm"].value_counts() if told is None else part.assign(unit=told).groupby("arm")["unit"].nunique()


def _alike(part: pd.DataFrame, control: Collection[str], given: Sequence[str], *, by_customer: bool) -> tuple[float, float]:
    """p-value of the joint check and the largest standardised difference over all arms against control."""
    before, arm = known_before(part, given), part["arm"]
    held_out = arm.isin(control)
    if before.empty or not held_out.any() or held_out.all():
        return float("nan"), float("nan")
    told = pd.concat([_standardised(before, arm.eq(one), held_out) for one in sorted(set(arm[~held_out]))])
    others = sorted(set(arm[~held_out]))
    found = [joint_p(numeric(before[arm.eq(one) | held_out]), arm[arm.eq(one) | held_out].eq(one).to_numpy()) for one in others]
    found = [p for p in found if p == p]
    joint = min(1.0, min(found) * len(found)) if found and by_customer else float("nan")  # Bonferroni over arms
    return joint, float(told["difference"].abs().max())


def joint_p(before: np.ndarray, treated: np.ndarray) -> float:
    """Whether everything known before tells the arm: n R² of a linear regression, chi-square under a lot by customer."""
    held = before.std(axis=0) > 0 if before.size else np.zeros(0, dtype=bool)
    n = len(treated)
    if not held.any() or n < 5 * (held.sum() + 1):
        return float("nan")
    told = before[:, held]
    told = (told - told.mean(axis=0)) / told.std(axis=0)
    wanted = treated - treated.mean()
    weights, _, rank, _ = np.linalg.lstsq(told, wanted, rcond=None)
    explained = ((told @ weights) ** 2).sum() / (wanted**2).sum()
    return float(stats.chi2.sf(n * explained, rank))


def _standardised(before: pd.DataFrame, treated: pd.Series, held_out: pd.Series) -> pd.DataFrame:
    one, other = before[treated], before[held_out]
    spread = np.sqrt((one.var(ddof=0) + other.var(ddof=0)) / 2)
    told = pd.DataFrame({"value": one.mean(), "control_value": other.mean()})
    return told.assign(difference=(told["value"] - told["control_value"]) / spread.where(spread > 0))


def _reason(sizes: pd.Series, control: Collection[str], chosen: bool, ratio: float, alike: float) -> str:
    if not sizes.index.isin(list(control)).any() or len(sizes) < 2:
        return "no_control"
    if chosen:
        return "chosen"
    if ratio < BROKEN:
        return "sample_ratio"
    if alike < BROKEN:
        return "balance"
    return "one_unit" if sizes.min() < 2 else ""


def trial_balance(people: pd.DataFrame, *, control: Collection[str] = ("control",), given: Sequence[str] = ()) -> pd.DataFrame:
    """The table `experiment_balance`: what was known before, in each arm and among those left alone, most apart first."""
    parts = []
    for campaign, part in people.groupby("campaign"):
        before, held_out = known_before(part, given), part["arm"].isin(control)
        for arm in sorted(set(part["arm"][~held_out])) if held_out.any() and not before.empty else ():
            told = _standardised(before, part["arm"].eq(arm), held_out).reset_index(names="column")
            parts.append(told.assign(campaign=campaign, arm=arm))
    if not parts:
        return pd.DataFrame(columns=BALANCE).astype({"value": float, "control_value": float, "difference": float})
    table = pd.concat(parts, ignore_index=True)
    names = table["column"].str.partition("=")
    table = table.assign(feature=names[0], level=names[2])[BALANCE]
    return table.sort_values("difference", key=lambda one: -one.abs(), kind="stable", ignore_index=True)
