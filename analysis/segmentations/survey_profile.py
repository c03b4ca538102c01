"""What the groups of a survey say, and whether they also buy differently.

The profile is true by construction: groups were formed so that their answers differ.  What they buy is not, so
that is where intervals and tests stand.  Only who answered is counted: customers placed by the rule were placed by
behaviour.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.segmentations import survey_definition
from analysis.segmentations.survey_answers import item_key
from analysis.segmentations.survey_lens import NOT_SURVEYED
from analysis.segmentations.survey_matrix import respondents

ALL = "(all)"
MEANS = ("revenue", "order_count")
RETURNED = "returned"
CLEAR_EFFECT = 0.01  # share of the differences between people from which a link is more than a trace (Cohen 1988: small)
PROFILE_COLUMNS = ["method", "segment", "item", "measure", "n", "value", "low", "high", "base", "difference", "standard"]
LINK_COLUMNS = ["method", "outcome", "segment", "n", "value", "low", "high", "effect", "p_adjusted", "clear"]


def placed_by_answers(features: pd.DataFrame, definition: pd.DataFrame) -> np.ndarray:
    """Which rows of the record were placed by what they answered."""
    return respondents(features, survey_definition.used_items(definition))


def placement(features: pd.DataFrame, segments: pd.DataFrame, definition: pd.DataFrame, *, method: str) -> pd.DataFrame:
    """How many of each segment answered and how many were placed by the rule: method, segment, answered, placed, customers."""
    answered = placed_by_answers(features, definition)
    segment = features["customer_id"].map(_own(segments, method))
    table = pd.crosstab(segment.to_numpy(), np.where(answered, "answered", "placed"))
    table = table.reindex(columns=["answered", "placed"], fill_value=0).rename_axis(index="segment", columns=None)
    order = [*survey_definition.centres_of(definition)[0], NOT_SURVEYED]
    table = table.reindex([name for name in order if name in table.index]).reset_index()
    table.loc[table["segment"] == NOT_SURVEYED, "placed"] = 0
    customers = segment.value_counts().reindex(table["segment"]).to_numpy()
    return table.assign(method=method, customers=customers)[["method", "segment", "answered", "placed", "customers"]]


def presentable_placement(table: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """`survey_placement` without counts under the minimum; where one alone would be told from the total, the next goes too."""
    shown = table.astype(dict.fromkeys(("answered", "placed", "customers"), "float64"))
    for column in ("answered", "placed", "customers"):
        held = shown.loc[shown[column] > 0, column].sort_values(kind="stable")
        small = held.index[held < minimum]
        shown.loc[held.index[:2] if len(small) == 1 else small, column] = np.nan
    return shown


def survey_profile(
    features: pd.DataFrame, segments: pd.DataFrame, definition: pd.DataFrame, *, method: str, minimum: int = 10
) -> pd.DataFrame:
    """One row per segment and item: what its respondents answered, beside all respondents.

        measure     share (items of two answers, 0 and 1; Wilson) | mean (Student's t)
        n           int    answers in the segment; below `minimum` no figure is shown
        value, low, high  float
        base        float  the same of all respondents
        difference  float  value less base
        standard    float  difference in standard deviations of all respondents

    Items in the order in which they differ most between segments, segments in display order.
    """
    answered = placed_by_answers(features, definition)
    segment = features.loc[answered, "customer_id"].map(_own(segments, method))
    names, _ = survey_definition.centres_of(definition)
    rows = []
    for column in survey_definition.used_items(definition):
        answers = features.loc[answered, column].astype("float64")
        yes_no = bool(answers.dropna().isin([0.0, 1.0]).all())
        base, spread = answers.mean(), answers.std(ddof=0)
        for name in names:
            n, value, low, high = _figures(answers[segment == name], minimum, yes_no)
            rows.append(
                (
                    method,
                    name,
                    item_key(column),
                    "share" if yes_no else "mean",
                    n,
                    value,
                    low,
                    high,
                    base,
                    value - base,
                    (value - base) / spread,
                )
            )
    table = pd.DataFrame(rows, columns=PROFILE_COLUMNS)
    apart = table.groupby("item")["standard"].agg(lambda values: np.nan_to_num(values).std()).round(9)
    order = {item: place for place, item in enumerate(sorted(apart.index, key=lambda item: (-apart[item], item)))}
    return table.sort_values("item", key=lambda items: items.map(order), kind="stable", ignore_index=True)


def behaviour_link(
    features: pd.DataFrame, segments: pd.DataFrame, definition: pd.DataFrame, *, method: str, minimum: int = 10
) -> pd.DataFrame:
    """Do the groups also buy differently?  Respondents who have bought, by segment and all together.

        outcome     revenue | order_count (window; mean, Student's t) | returned (an order in the period; Wilson)
        segment     str    '(all)' first
        effect      float  share of the differences between respondents that lies between segments: η² of ranks;
                           for shares Cramér's V, squared
        p_adjusted  float  that chance gives it: Kruskal–Wallis or χ², Benjamini–Hochberg over the outcomes
        clear       int    1: p below .05 and effect of .01 or more

    A segment with fewer than `minimum` respondents shows no figure.  Empty where orders are not held.
    """
    answered = placed_by_answers(features, definition) & features["state"].eq("buyer").to_numpy()
    outcomes = _outcomes(features[answered])
    segment = features.loc[answered, "customer_id"].map(_own(segments, method))
    names = [name for name in survey_definition.centres_of(definition)[0] if (segment == name).sum() >= minimum]
    if len(names) < 2 or not outcomes:
        return pd.DataFrame(columns=LINK_COLUMNS)
    tested = {outcome: _test(values, segment, names, outcome == RETURNED) for outcome, values in outcomes.items()}
    adjusted = dict(zip(tested, stats.false_discovery_control([p for _, p in tested.values()]), strict=True))
    rows = []
    for outcome, values in outcomes.items():
        effect, p = tested[outcome][0], float(adjusted[outcome])
        clear = int(p < 0.05 and effect >= CLEAR_EFFECT)
        for name in (ALL, *survey_definition.centres_of(definition)[0]):
            own = values if name == ALL else values[segment == name]
            rows.append((method, outcome, name, *_figures(own, minimum, outcome == RETURNED), effect, p, clear))
    return pd.DataFrame(rows, columns=LINK_COLUMNS)


def fidelity_table(definitions: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per lens: can those who were not asked be placed?

    method, segments, n, fidelity, low, high, chance, typed (1: the rule is in force).  Lenses without groups have no row.
    """
    rows = []
    for lens, definition in definitions.items():
        names, _ = survey_definition.centres_of(definition)
        figures = [
            survey_definition.setting(definition, name)
            for name in ("typed_on", "fidelity", "fidelity_low", "fidelity_high", "chance", "typed")
        ]
        if len(names) > 1:
            rows.append((lens, len(names), int(figures[0]), *figures[1:5], int(figures[5])))
    return pd.DataFrame(rows, columns=["method", "segments", "n", "fidelity", "low", "high", "chance", "typed"])


def _own(segments: pd.DataFrame, method: str) -> pd.Series:
    rows = segments[segments["method"] == method] if "method" in segments else segments
    return rows.set_index("customer_id")["segment"]


def _outcomes(people: pd.DataFrame) -> dict[str, pd.Series]:
    held = {outcome: people[outcome].astype("float64") for outcome in MEANS if outcome in people}
    if "period_order_count" in people:
        held[RETURNED] = people["period_order_count"].astype("float64").gt(0).astype("float64")
    return held


def _figures(values: pd.Series, minimum: int, share: bool) -> tuple[int, float, float, float]:
    """n, mean (or share), and its 95 % interval; no figure below the minimum."""
    values = np.sort(values.dropna().to_numpy())
    n = len(values)
    if n < max(minimum, 2):
        return n, np.nan, np.nan, np.nan
    mean = float(values.mean())
    if share:
        interval = stats.binomtest(int(values.sum()), n).proportion_ci(method="wilson")
        return n, mean, interval.low, interval.high
    half = float(stats.t.ppf(0.975, n - 1) * values.std(ddof=1) / np.sqrt(n))
    return n, mean, mean - half, mean + half


def _test(values: pd.Series, segment: pd.Series, names: Sequence[str], share: bool) -> tuple[float, float]:
    """Effect and p: η² of ranks with Kruskal–Wallis, or squared Cramér's V with χ²."""
    held = segment.isin(names) & values.notna()
    values, segment = values[held], segment[held]
    if values.nunique() < 2:
        return 0.0, 1.0
    if share:
        table = pd.crosstab(segment.to_numpy(), values.to_numpy())
        chi2 = stats.chi2_contingency(table, correction=False)
        return float(chi2.statistic / len(values)), float(chi2.pvalue)
    groups = [np.sort(values[segment == name].to_numpy()) for name in names]
    tested = stats.kruskal(*groups)
    return float(tested.statistic / (len(values) - 1)), float(tested.pvalue)
