"""Recency, frequency, money: when did a customer last order, how often, for how much?

Each buyer gets three scores from 1 to 5, 5 being best, and the code of the three names the
segment.  Scores are fifths of the client's own buyers, cut on *values*: equal values always get
equal scores, so a band can hold more or fewer than a fifth.  The cut points are saved, and next
period's customers are measured with the same ruler.

Where most customers have ordered once, fifths of the order count collapse, and a second order
would already score 5.  Then fixed limits apply: 1, 2, 3, 4, 5 orders and more.

The method is bad at slow businesses (a good buyer of one order a year looks dormant) and says
nothing about the future that the last order does not say.

Terms: Hughes (1994), Strategic Database Marketing.
"""

import numpy as np
import pandas as pd

from analysis.errors import ConfigError
from analysis.segmentations.population import (
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)
from analysis.segmentations.scheme import BEST, SCORES, scheme_codes

SEGMENTS: tuple[str, ...] = (
    "champions", "loyal", "potential_loyalist", "new", "promising", "need_attention",
    "about_to_sleep", "at_risk", "cant_lose", "hibernating", "lost", REFUND_ONLY, NO_ORDER,
)  # fmt: skip
DEFINED_BY: tuple[str, ...] = ("recency_days", "order_count", "revenue", "lifetime_order_count")

QUANTILE_METHOD = "inverted_cdf"  # a cut point is always a value that some buyer has
FIXED_ORDER_LIMITS = (1.0, 2.0, 3.0, 4.0)  # highest order count of scores 1 to 4
COLUMNS = (
    "kind", "score_name", "score", "low", "high", "rule", "quantile_bins", "effective_bins",
    "scheme", "code", "segment", "segment_if_once",
)  # fmt: skip
MEASURES = dict(zip(SCORES, ("recency_days", "order_count", "revenue"), strict=True))


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    scheme: str = "rfm_125",
    minimum_bins: int = 4,
) -> pd.DataFrame:
    """Cut points of the three scores and the codes of the scheme, as one table.

    From one row per customer (customer_id, state, recency_days, order_count, revenue,
    lifetime_order_count) to fifteen rows of kind `band` and one row of kind `code` per code:

        kind             str    band | code
        score_name       str    recency | frequency | monetary (bands)
        score            int    1-5 (bands), 0 (codes)
        low, high        float  the band is low < value <= high, in days, orders, currency; missing = open,
                                low = high: nobody (ties have swallowed the band)
        rule             str    quantile | fixed (bands)
        quantile_bins    int    bands that the quantiles would fill
        effective_bins   int    bands that the rule in force fills
        scheme           str    name of the scheme
        code             str    code of scores (codes)
        segment          str    its segment
        segment_if_once  str    its segment for a customer with one order ever

    All buyers take part, also those whose orders lie before the window (order count and revenue
    0).  Cuts are `numpy.quantile(…, method="inverted_cdf")` at 20, 40, 60 and 80 %.  When these
    fill fewer than `minimum_bins` bands of the order count, the fixed limits take over; recency
    and money keep the fewer bands, counted in `effective_bins`.  `gaps` is not used.

    Raises SchemaError if a column or a value is missing or nobody has ordered; ConfigError if
    there is no such scheme.
    """
    del gaps
    if not 2 <= minimum_bins <= BEST:
        raise ConfigError("'minimum_bins' is {given}. Choose from 2 to 5.", given=minimum_bins)
    codes = scheme_codes(scheme).assign(kind="code", score_name="", score=0, low=np.nan, high=np.nan)
    people = buyers(features, needs=DEFINED_BY)
    check_not_empty(people, "rfm")
    bands = [_bands(people[measure].to_numpy(), name, minimum_bins) for name, measure in MEASURES.items()]
    codes = codes.assign(rule="", quantile_bins=0, effective_bins=0)
    bands = pd.concat(bands).assign(scheme=scheme, code="", segment="", segment_if_once="")
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
        code_list                   str    the exact rule; the spans of segments may overlap
        two_orders                  int    1: needs at least two orders ever

    The days, orders and money behind a score are in `score_bands`.
    """
    codes = definition[definition["kind"] == "code"]
    digits = codes["code"].str.len().max()
    scores = codes[["segment", "code"]].assign(two_orders=(codes["segment"] != codes["segment_if_once"]).astype("int64"))
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
    """One row per score: score_name, score, low, high, rule, quantile_bins, effective_bins."""
    check_table(definition, "rfm definition", ("kind", "score_name", "score", "low", "high", "rule"))
    columns = ["score_name", "score", "low", "high", "rule", "quantile_bins", "effective_bins"]
    return definition.loc[definition["kind"] == "band", columns].reset_index(drop=True)


def rfm_scores(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per buyer: customer_id, recency_score, frequency_score, monetary_score (1-5)."""
    people, scores = _scored(features, definition)
    return pd.concat([people[["customer_id"]], scores.add_suffix("_score")], axis="columns")


def recency_frequency_grid(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """All 25 cells: recency_score, frequency_score, customers, revenue, revenue_share.

    Revenue is that of the window, in the client's currency; the share is of all buyers' revenue
    and is missing where that is zero.
    """
    people, scores = _scored(features, definition)
    cells = people.groupby([scores["recency"], scores["frequency"]])["revenue"].agg(["size", "sum"])
    every = pd.MultiIndex.from_product([range(1, BEST + 1)] * 2, names=["recency_score", "frequency_score"])
    cells = cells.reindex(every, fill_value=0).set_axis(["customers", "revenue"], axis="columns").reset_index()
    total = cells["revenue"].sum()
    return cells.assign(revenue_share=cells["revenue"] / total if total else np.nan)


def _scored(features: pd.DataFrame, definition: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The buyers, and beside them their scores: recency, frequency, monetary."""
    bands = score_bands(definition)
    people = buyers(features, needs=DEFINED_BY)
    limits = {name: np.sort(bands.loc[bands["score_name"] == name, "high"].dropna()) for name in SCORES}
    passed = {name: np.searchsorted(limits[name], people[measure]) for name, measure in MEASURES.items()}
    scores = pd.DataFrame(passed, index=people.index).astype("int64") + 1
    return people, scores.assign(recency=BEST + 1 - scores["recency"])


def _bands(values: np.ndarray, name: str, minimum_bins: int) -> pd.DataFrame:
    """The five bands of one measure, score 1 first; see `fit` for the columns."""
    limits = np.quantile(values, (0.2, 0.4, 0.6, 0.8), method=QUANTILE_METHOD)
    quantile_bins = np.unique(np.searchsorted(limits, values)).size
    fixed = name == "frequency" and quantile_bins < minimum_bins
    limits = np.array(FIXED_ORDER_LIMITS) if fixed else limits
    bands = pd.DataFrame({"low": [np.nan, *limits], "high": [*limits, np.nan]})
    bands = bands[::-1].reset_index(drop=True) if name == "recency" else bands
    return bands.assign(
        kind="band",
        score_name=name,
        score=range(1, BEST + 1),
        rule="fixed" if fixed else "quantile",
        quantile_bins=quantile_bins,
        effective_bins=np.unique(np.searchsorted(limits, values)).size,
    )
