"""Clear or not: what the counts of a customer's choices are worth, by the rule of `preference`.

From counts and a definition to one verdict per row, so that customers and choices drawn by lot are
judged alike.  `overview_of` holds the two against each other.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from analysis.segmentations.choices import above, first_choice

OTHER, UNCLEAR, TOO_FEW = "other_preference", "no_clear_preference", "too_few_orders"
MIXED = "price_mixed"
UNDECIDED = (UNCLEAR, MIXED)
SHARES = {  # the segments above, at and below the base's share
    "price": ("price_promotion", MIXED, "price_full"),
    "weekend": ("time_weekend", UNCLEAR, "time_weekday"),
}
DRAWN = 20_000  # customers drawn by lot: enough for a tenth of a point
SEED = 20


def first_verdict(tops: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """n, value (the first choice), probability that it leads, segment; for rows of n, top, top_n, second, second_n."""
    rule = definition.iloc[0]
    mix = definition[definition["value"] != ""].set_index("value")["base_share"]
    probability = first_choice(tops, mix, float(rule["prior"]))
    own = tops["top_n"].to_numpy() / np.maximum(tops["n"].to_numpy(), 1)
    base = tops["top"].map(mix).fillna(0.0).to_numpy(dtype="float64")
    named = dict(zip(definition["value"], definition["segment"], strict=True))
    wished = tops["top"].fillna("").map(named).fillna(OTHER).to_numpy(dtype=object)
    clear = (probability >= rule["confidence"]) & (own > base)
    segment = np.where(tops["n"] < rule["minimum"], TOO_FEW, np.where(clear, wished, UNCLEAR))
    return pd.DataFrame({"n": tops["n"], "value": tops["top"], "probability": probability, "segment": segment})


def share_verdict(hits: np.ndarray, n: np.ndarray, definition: pd.DataFrame) -> pd.DataFrame:
    """The same for hits among n: `probability` is that of the side on which the customer lies, `value` is empty."""
    rule = definition.iloc[0]
    base, prior, lead, sure = (float(rule[name]) for name in ("base_share", "prior", "lead", "confidence"))
    over, under = above(hits, n, base, prior, lead), above(n - hits, n, 1 - base, prior, lead)
    high, between, low = SHARES[rule["by"]]
    segment = np.select([n < rule["minimum"], over >= sure, under >= sure], [TOO_FEW, high, low], default=between)
    return pd.DataFrame({"n": n, "value": None, "probability": np.maximum(over, under), "segment": segment})


def overview_of(verdicts: Mapping[str, pd.DataFrame], definitions: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table `preference_overview`: one row per lens, from the verdicts on its buyers and its definition.

    method      str    lens
    by          str    what is chosen
    buyers      int    buyers
    n           int    of these, with enough choices
    clear       int    of these, with a clear preference
    share       float  clear / n, with its 95 % Wilson interval low, high
    chance      float  the same share if everybody chose by the base's mix: customers drawn by lot, as many choices each
    minimum     int    choices that the rule asks for
    confidence  float  probability that it asks for
    """
    rows = []
    for lens, found in verdicts.items():
        definition = definitions[lens]
        enough = found[found["segment"] != TOO_FEW]
        clear = int((~enough["segment"].isin(UNDECIDED)).sum())
        wilson = binomtest(clear, len(enough)).proportion_ci(method="wilson") if len(enough) else None
        rows.append(
            {
                "method": lens,
                "by": str(definition["by"].iloc[0]),
                "buyers": len(found),
                "n": len(enough),
                "clear": clear,
                "share": clear / len(enough) if len(enough) else np.nan,
                "low": wilson.low if wilson else np.nan,
                "high": wilson.high if wilson else np.nan,
                "chance": _by_lot(enough["n"].to_numpy(), definition),
                "minimum": int(definition["minimum"].iloc[0]),
                "confidence": float(definition["confidence"].iloc[0]),
            }
        )
    columns = ["method", "by", "buyers", "n", "clear", "share", "low", "high", "chance", "minimum", "confidence"]
    return pd.DataFrame(rows, columns=columns)


def _by_lot(n: np.ndarray, definition: pd.DataFrame) -> float:
    """Share of clear preferences among customers who choose by the base's mix, `n` choices each."""
    if not len(n):
        return np.nan
    held = np.sort(n.astype("int64"))  # the same draws for any order of rows
    drawn = held[np.linspace(0, len(held) - 1, min(DRAWN, 10 * len(held))).astype("int64")]
    rng = np.random.default_rng(SEED)
    if definition["rule"].iloc[0] == "share":
        hits = rng.binomial(drawn, float(definition["base_share"].iloc[0]))
        found = share_verdict(hits.astype("float64"), drawn.astype("float64"), definition)
    else:
        mix = definition[definition["value"] != ""]
        counts = rng.multinomial(drawn, (mix["base_share"] / mix["base_share"].sum()).to_numpy())
        found = first_verdict(_tops_of(counts, mix["value"].to_numpy(dtype=object)), definition)
    return float((~found["segment"].isin(UNDECIDED)).mean())


def _tops_of(counts: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """First and second choice of each row of counts; of equals the first by name, as in the table `habits`."""
    by_name = np.argsort(values.astype(str), kind="stable")
    counts, values = counts[:, by_name], values[by_name]
    order = np.argsort(-counts, axis=1, kind="stable")
    rows = np.arange(len(counts))
    second = order[:, 1] if counts.shape[1] > 1 else order[:, 0]
    second_n = counts[rows, second] if counts.shape[1] > 1 else np.zeros(len(counts), dtype="int64")
    return pd.DataFrame(
        {
            "n": counts.sum(axis=1),
            "top": values[order[:, 0]],
            "top_n": counts[rows, order[:, 0]],
            "second": np.where(second_n > 0, values[second], None),
            "second_n": second_n,
        }
    )
