"""What an arm of a campaign did, over everybody and by segment, for every outcome.

    everybody   difference and ratio against those left alone, with 95 % intervals; p-values held to one false alarm over
                all arms and outcomes of the campaign (Holm); the same difference less what figures of before foretell
                (CUPED), and by how much that made it more exact; the smallest difference that the test could show
    segments    the same by the segments of before the contact; p-values controlled for false discoveries over all
                segments and arms of an outcome (Benjamini and Hochberg), each effect drawn towards the others as far as
                its own figures say little, and whether segments differ at all (Cochran's Q, controlled as well)

Only a campaign that may be judged (`trial_design`) has differences; of all others the table keeps the outcomes alone.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import contrasts, pooling
from analysis.contrasts import Contrast
from analysis.evaluation.trial_checks import CUSTOMER, units_of
from analysis.evaluation.trial_people import ONLY_CONTACTED, SHARES, known_before, numeric, outcomes_of

EVERYBODY = "(all)"
OTHERS = "(others)"
ENOUGH = 30  # customers in an arm
FEW = 10  # customers below which their number must not be told
KEY = ["campaign", "arm", "outcome", "dimension", "segment"]
FIGURES = [
    "n", "control_n", "units", "control_units", "value", "control_value", "difference", "low", "high", "p", "error",
    "ratio", "ratio_low", "ratio_high", "detectable",
]  # fmt: skip
MORE = [
    "p_adjusted", "adjusted", "adjusted_low", "adjusted_high", "noise_cut", "from_more", "from_each",
    "drawn", "drawn_low", "drawn_high", "differ_p", "cost", "control_cost",
]  # fmt: skip
COLUMNS = [*KEY, "contacted", "days", "unit", "randomised", *FIGURES, *MORE]


def experiment_effects(
    people: pd.DataFrame,
    design: pd.DataFrame,
    *,
    days: int,
    control: Collection[str] = ("control",),
    dimensions: Mapping[str, str] | None = None,
    given: Sequence[str] = (),
) -> pd.DataFrame:
    """The table `experiment_effects`, from `trial_people` and its `trial_design`.

    dimensions  ways of dividing by what was known before the contact: name → column of `people`.  A segment needs 30
                customers in each arm; smaller ones stand together as '(others)'
    given       columns known before the contact that may foretell outcomes, beside the figures of orders

    An arm that was left alone has one row per outcome, with its own value.
    """
    facts, parts = design.set_index("campaign"), []
    for campaign, part in people.groupby("campaign"):
        fact = facts.loc[campaign]
        table = _of_campaign(part, fact, control, dimensions or {}, given)
        parts.append(
            table.assign(
                campaign=campaign, contacted=fact["contacted"], days=days, unit=fact["unit"], randomised=bool(fact["randomised"])
            )
        )
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)
    whole = ["n", "control_n", "units", "control_units"]
    numbers = [name for name in (*FIGURES, *MORE) if name not in whole]
    return table.astype({**dict.fromkeys(numbers, float), **dict.fromkeys(whole, "Int64"), "contacted": "datetime64[ns]"})


def _of_campaign(
    part: pd.DataFrame, fact: pd.Series, control: Collection[str], dimensions: Mapping[str, str], given: Sequence[str]
) -> pd.DataFrame:
    held_out = part["arm"].isin(control)
    rows = [_plain(part[part["arm"] == arm], arm, outcome) for arm in sorted(set(part["arm"])) for outcome in outcomes_of(part)]
    if not fact["randomised"]:
        return pd.DataFrame(rows)
    rows = [row for row in rows if row["arm"] in control]
    before = numeric(known_before(part, given))
    for outcome in outcomes_of(part):
        known = part[part[outcome].notna()]
        foreseen = (
            contrasts.less_foreseen(known[outcome].to_numpy(), before[part[outcome].notna().to_numpy()]) if before.size else None
        )
        for arm in sorted(set(part["arm"][~held_out])):
            rows.append(_overall(known, arm, outcome, control, fact["unit"], foreseen))
            if outcome not in ONLY_CONTACTED:
                rows += _by_segment(known, arm, outcome, control, fact["unit"], dimensions)
    return _judged(pd.DataFrame(rows))


def _plain(people: pd.DataFrame, arm: str, outcome: str) -> dict:
    """The outcome of an arm alone."""
    values = people[outcome].dropna()
    row = {"arm": arm, "outcome": outcome, "dimension": EVERYBODY, "segment": EVERYBODY, "n": len(values), "value": values.mean()}
    return row | ({"cost": people["cost"].astype(float).mean()} if "cost" in people else {})


def _overall(known: pd.DataFrame, arm: str, outcome: str, control: Collection[str], unit: str, foreseen: np.ndarray | None) -> dict:
    """One arm over everybody: the difference, what it is made of, and more exactly by the figures of before."""
    mine, theirs = known["arm"].eq(arm).to_numpy(), known["arm"].isin(control).to_numpy()
    values, units = known[outcome].to_numpy(), units_of(known, unit)
    row = {"arm": arm, "outcome": outcome, "dimension": EVERYBODY, "segment": EVERYBODY}
    row |= _compared(values, mine, theirs, units, share=outcome in SHARES, told=outcome not in ONLY_CONTACTED)
    if "cost" in known:
        cost = known["cost"].astype(float)
        row |= {"cost": cost[mine].mean(), "control_cost": cost[theirs].fillna(0).mean()}
    if outcome in ONLY_CONTACTED:
        return row
    if outcome not in SHARES:
        row |= dict(zip(("from_more", "from_each"), contrasts.two_parts(values[mine], values[theirs]), strict=True))
    if foreseen is not None and np.isfinite(row["error"]) and row["error"] > 0:
        exact = _contrast(foreseen, mine, theirs, units, share=False)
        row |= {"adjusted": exact.difference, "adjusted_low": exact.low, "adjusted_high": exact.high}
        row |= {"noise_cut": 1 - (exact.error / row["error"]) ** 2}
    return row


def _contrast(values, mine, theirs, units, *, share: bool) -> Contrast:
    sides = (contrasts.side(values[who], None if units is None else units[who], share=share) for who in (mine, theirs))
    return contrasts.contrast(*sides)


def _compared(values, mine, theirs, units, *, share: bool, told: bool = True) -> dict:
    one, other = (contrasts.side(values[who], None if units is None else units[who], share=share) for who in (mine, theirs))
    row = {
        "n": one.n, "control_n": other.n, "units": one.units, "control_units": other.units,
        "value": one.mean, "control_value": other.mean,
    }  # fmt: skip
    return row | (vars(contrasts.contrast(one, other)) if told else {})


def _by_segment(
    known: pd.DataFrame, arm: str, outcome: str, control: Collection[str], unit: str, dimensions: Mapping[str, str]
) -> Iterator[dict]:
    """One arm within each segment of each way of dividing, every effect drawn towards the others of its division."""
    both = known[known["arm"].eq(arm) | known["arm"].isin(control)]
    for dimension, column in dimensions.items():
        segments = gathered(both[column], both["arm"].eq(arm))
        rows = []
        for segment, part in both.assign(segment=segments).dropna(subset="segment").groupby("segment"):
            mine = part["arm"].eq(arm).to_numpy()
            if min(mine.sum(), (~mine).sum()) < ENOUGH:
                continue
            figures = _compared(part[outcome].to_numpy(), mine, ~mine, units_of(part, unit), share=outcome in SHARES)
            rows.append({"arm": arm, "outcome": outcome, "dimension": dimension, "segment": segment, **figures})
        if len(rows) > 1:
            yield from _drawn(pd.DataFrame(rows), counted=outcome in SHARES and unit == CUSTOMER)


def gathered(segments: pd.Series, treated: pd.Series) -> pd.Series:
    """Segments with `ENOUGH` customers in each arm; the others together, with the next smallest while an arm has few of these.

    So no segment that is too small can be worked out from those that stand beside it.  Missing stays missing.
    """
    names = segments.astype("string")
    sizes = pd.crosstab(names, treated).reindex(columns=[False, True], fill_value=0)
    sizes = sizes.loc[sizes.min(axis=1).sort_values(kind="stable").index]
    small = int((sizes.min(axis=1) < ENOUGH).sum())
    while 0 < small < len(sizes) and (sizes.iloc[:small].sum() < FEW).any():
        small += 1
    return names.mask(names.isin(sizes.index[:small]), OTHERS).astype(object).where(names.notna(), None)


def _drawn(rows: pd.DataFrame, *, counted: bool) -> Iterator[dict]:
    """Effects drawn towards one another, and whether they differ by more than chance."""
    variance = _variance(rows) if counted else rows["error"] ** 2
    held = (variance > 0) & rows["difference"].notna()
    own, noise = rows.loc[held, "difference"].to_numpy(), variance[held].to_numpy()
    drawn = pooling.drawn(own, noise) if held.sum() > 1 else (np.nan, np.nan, np.nan)
    rows.loc[held, ["drawn", "drawn_low", "drawn_high"]] = np.column_stack(drawn) if held.sum() > 1 else np.nan
    return iter(rows.assign(differ_p=pooling.differ_p(own, noise)).to_dict("records"))


def _variance(rows: pd.DataFrame) -> pd.Series:
    """Variance of a difference of shares; one success and one failure are added, so that no arm without any counts as certain."""
    shares = [(rows[f"{side}value"] * rows[f"{side}n"] + 1) / (rows[f"{side}n"] + 2) for side in ("", "control_")]
    return sum(p * (1 - p) / rows[n] for p, n in zip(shares, ("n", "control_n"), strict=True))


def _judged(rows: pd.DataFrame) -> pd.DataFrame:
    """p-values of one campaign for the many times that they were asked for."""
    if "p" not in rows:
        return rows
    overall = rows["dimension"].eq(EVERYBODY)
    rows["p_adjusted"] = np.nan
    rows.loc[overall, "p_adjusted"] = pooling.holm(rows.loc[overall, "p"])
    for outcome in set(rows.loc[~overall, "outcome"]):
        mine = ~overall & rows["outcome"].eq(outcome)
        rows.loc[mine, "p_adjusted"] = pooling.discovery(rows.loc[mine, "p"])
        asked = rows[mine].drop_duplicates(["arm", "dimension"])
        told = pd.Series(pooling.discovery(asked["differ_p"]), index=pd.MultiIndex.from_frame(asked[["arm", "dimension"]]))
        rows.loc[mine, "differ_p"] = told.reindex(pd.MultiIndex.from_frame(rows.loc[mine, ["arm", "dimension"]])).to_numpy()
    return rows
