"""Recency, frequency, money: when did a customer last order, how often, for how much?

Each buyer gets three scores, the highest being best, and the code of the three names the segment.
A scheme says how many scores there are, where they are cut and which code is which segment; the
kit's own and a client's are data (`scheme`).  Most cut quantiles of the client's own buyers on
*values*: equal values always get equal scores, so a band can hold more or fewer than its part.  The
cut points are saved, and next period's customers are measured with the same ruler.

Where most customers have ordered once, quantiles of the order count collapse, and a second order
would already score best.  Then fixed limits apply: 1, 2, 3, 4, 5 orders and more.

The method is bad at slow businesses (a good buyer of one order a year looks dormant) and says
nothing about the future that the last order does not say.

Terms: Hughes (1994), Strategic Database Marketing.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import ConfigError
from analysis.segmentations.population import (
    BUYER,
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)
from analysis.segmentations.scheme import DEFAULT_SCHEME, load_scheme
from analysis.segmentations.scheme_rules import written
from analysis.segmentations.score_cuts import SCORES, checked_cuts, score_bands_of, scores_of

SEGMENTS: tuple[str, ...] = (
    "champions", "premium", "loyal", "repeat_buyer", "top_spender", "potential_loyalist", "new", "rfm_recent", "promising",
    "low_spenders", "need_attention", "about_to_sleep", "at_risk", "cant_lose", "hibernating", "rfm_inactive", "lost", "rfm_others",
    "important_value", "important_develop", "important_keep", "important_win_back",
    "general_value", "general_develop", "general_keep", "general_win_back",
    REFUND_ONLY, NO_ORDER,
)  # fmt: skip
DEFINED_BY: tuple[str, ...] = ("recency_days", "order_count", "revenue", "lifetime_order_count")

BAND = (
    "score_name", "measure", "score", "low", "high", "includes", "reference", "rule", "quantile_bins", "effective_bins", "scheme",
)  # fmt: skip
COLUMNS = ("kind", *BAND, "code", "segment", "segment_if_once")
MEASURES = {
    "total": dict(zip(SCORES, ("recency_days", "order_count", "revenue"), strict=True)),
    "mean": dict(zip(SCORES, ("recency_days", "order_count", "average_order"), strict=True)),
}


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """`no_orders` where the record holds no order, else nothing."""
    del settings
    held = set(DEFINED_BY) <= set(features.columns)
    return "" if held and features["state"].eq(BUYER).any() else "no_orders"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    scheme: str | Path | Mapping = DEFAULT_SCHEME["en"],
    cuts: Mapping[str, object] | None = None,
    minimum_bins: int | None = None,
) -> pd.DataFrame:
    """Cut points of the three scores and the codes of the scheme, as one table.

    From one row per customer (customer_id, state, recency_days, order_count, revenue,
    lifetime_order_count) to a row of kind `band` per score and one row of kind `code` per code:

        kind             str    band | code
        score_name       str    recency | frequency | monetary (bands)
        measure          str    the feature behind it: recency_days | order_count | revenue | average_order (bands)
        score            int    from 1 to the best (bands), 0 (codes)
        low, high        float  the band is low < value <= high, in days, orders, currency; missing = open,
                                low = high: nobody (ties have swallowed the band)
        includes         str    high, as above; low: the band is low <= value < high (bands)
        reference        float  what must be reached for the score, where the rule is given, mean or median
        rule             str    quantile | fixed (quantiles collapsed) | given | mean | median (bands)
        quantile_bins    int    bands that the quantiles would fill
        effective_bins   int    bands that the rule in force fills
        scheme           str    name of the scheme
        code             str    code of scores (codes)
        segment          str    its segment
        segment_if_once  str    its segment for a customer with one order ever

    `scheme` is the name of one of the kit's, the path of a client's own, or what that file holds;
    `cuts` replaces its cuts (`{"recency": [180, 365]}`, see `score_cuts`).  All buyers take part, also
    those whose orders lie before the window (order count and revenue 0).  Quantiles are
    `numpy.quantile(…, method="inverted_cdf")`.  When these fill fewer than `minimum_bins` bands of
    the order count (4 of 5, 3 of 4 or 3), the fixed limits take over; recency and money keep the
    fewer bands, counted in `effective_bins`.  `gaps` is not used.

    Raises SchemaError if a column or a value is missing or nobody has ordered; ConfigError if
    there is no such scheme, or if it, or a setting, cannot be used.
    """
    del gaps
    rule = load_scheme(scheme)
    chosen = {**rule.cuts, **({} if cuts is None else _own_cuts(cuts, rule.name, rule.levels))}
    least = min(rule.levels, max(3, rule.levels - 1)) if minimum_bins is None else minimum_bins
    if not 2 <= least <= rule.levels:
        raise ConfigError("'minimum_bins' is {given}. Choose from 2 to {levels}.", given=minimum_bins, levels=rule.levels)
    people = _measured(features)
    check_not_empty(people, "rfm")
    measures = MEASURES[rule.money]
    found = [
        score_bands_of(people[measure].to_numpy(), name, chosen[name], levels=rule.levels, minimum_bins=least).assign(
            measure=measure
        )
        for name, measure in measures.items()
    ]
    bands = pd.concat(found).assign(kind="band", scheme=rule.name, code="", segment="", segment_if_once="")
    open_ended = dict.fromkeys(("low", "high", "reference"), np.nan)
    blank = dict.fromkeys(("score_name", "measure", "includes", "rule"), "")
    codes = rule.codes.assign(kind="code", **open_ended, **blank, **dict.fromkeys(("score", "quantile_bins", "effective_bins"), 0))
    return pd.concat([bands[list(COLUMNS)], codes[list(COLUMNS)]], ignore_index=True)


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    A customer with one order ever goes to the code's `segment_if_once`: never to `cant_lose`,
    but to `hibernating`, or to `lost` when the recency score is 1.  Raises SchemaError if a
    column or a value is missing.
    """
    people, scores = _scored(features, definition)
    codes = definition[definition["kind"] == "code"]
    digits = codes["code"].str.len().max()
    number = sum(scores[name].to_numpy() * 10 ** (digits - 1 - place) for place, name in enumerate(SCORES[:digits]))
    row = codes.set_index(codes["code"].astype("int64")).loc[number]
    once = people["lifetime_order_count"].to_numpy() < 2
    return segments_by_state(features, np.where(once, row["segment_if_once"], row["segment"]))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment: the scores its codes span, and the codes themselves.

        segment                     str    key
        recency_low, recency_high   float  lowest and highest score; frequency and monetary likewise
        codes                       int    number of codes
        code_list                   str    the exact rule; the spans of segments may overlap.  Two scores are H and L
        two_orders                  int    1: needs at least two orders ever

    The days, orders and money behind a score are in `score_bands`.
    """
    codes = definition[definition["kind"] == "code"]
    digits = codes["code"].str.len().max()
    shown = codes["code"].map(lambda code: written(code, definition["score"].max()))
    scores = codes[["segment"]].assign(code=shown, two_orders=(codes["segment"] != codes["segment_if_once"]).astype("int64"))
    for place, name in enumerate(SCORES):
        scores[name] = codes["code"].str[place].astype("float64") if place < digits else np.nan
    by_segment = scores.groupby("segment", sort=False)
    spans = {f"{name}_{end}": (name, how) for name in SCORES for end, how in (("low", "min"), ("high", "max"))}
    rules = by_segment.agg(**spans, codes=("code", "size"), code_list=("code", " ".join), two_orders=("two_orders", "max"))
    states = pd.Index([REFUND_ONLY, NO_ORDER], name="segment", dtype=rules.index.dtype)
    rules = rules.reindex(rules.index.append(states))
    rules[["codes", "two_orders"]] = rules[["codes", "two_orders"]].fillna(0).astype("int64")
    return rules.assign(code_list=rules["code_list"].fillna("")).reset_index()


def score_bands(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per score: the columns of `fit` from score_name to scheme."""
    check_table(definition, "rfm definition", ("kind", *BAND))
    return definition.loc[definition["kind"] == "band", list(BAND)].reset_index(drop=True)


def rfm_scores(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per buyer: customer_id, recency_score, frequency_score, monetary_score (1 to the best)."""
    people, scores = _scored(features, definition)
    return pd.concat([people[["customer_id"]], scores.add_suffix("_score")], axis="columns")


def recency_frequency_grid(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """All cells of two scores, 25 where there are five: recency_score, frequency_score, customers, revenue, revenue_share.

    Revenue is that of the window, in the client's currency; the share is of all buyers' revenue
    and is missing where that is zero.
    """
    people, scores = _scored(features, definition)
    best = int(definition["score"].max())
    cells = people.groupby([scores["recency"], scores["frequency"]])["revenue"].agg(["size", "sum"])
    every = pd.MultiIndex.from_product([range(1, best + 1)] * 2, names=["recency_score", "frequency_score"])
    cells = cells.reindex(every, fill_value=0).set_axis(["customers", "revenue"], axis="columns").reset_index()
    total = cells["revenue"].sum()
    return cells.assign(revenue_share=cells["revenue"] / total if total else np.nan)


def _own_cuts(cuts: object, scheme: str, levels: int) -> dict:
    """The cuts that the setting replaces."""
    read = checked_cuts(cuts, scheme=scheme, levels=levels)
    return {name: read[name] for name in cuts}


def _measured(features: pd.DataFrame) -> pd.DataFrame:
    """The buyers with what is scored; without an order in the window the mean order is 0."""
    people = buyers(features, needs=DEFINED_BY)
    orders, revenue = people["order_count"].to_numpy(), people["revenue"].to_numpy()
    return people.assign(average_order=np.divide(revenue, orders, out=np.zeros_like(revenue), where=orders > 0))


def _scored(features: pd.DataFrame, definition: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The buyers, and beside them their scores: recency, frequency, monetary."""
    bands = score_bands(definition)
    people = _measured(features)
    measure = bands.drop_duplicates("score_name").set_index("score_name")["measure"]
    scores = {name: scores_of(people[measure[name]], bands, name) for name in SCORES}
    return people, pd.DataFrame(scores, index=people.index).astype("int64")
