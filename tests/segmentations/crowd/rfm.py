"""What scores and tiers read is in the crowd's orders; the schemes are the variants."""

import numpy as np
import pandas as pd

SCHEMES = ("rfm_125", "rf_map", "putler_11", "r_rfm", "pypi_rfm", "klaviyo_6", "pymc_quartiles", "chinese_8")
OWN = {
    "name": "own",
    "scores": ["recency", "frequency"],
    "levels": 3,
    "cuts": {"recency": [60, 200]},
    "order": ["regulars", "guests", "quiet"],
    "rules": {"regulars": {"recency": "2-3", "frequency": 3}, "quiet": {"recency": 1}, "guests": "rest"},
}

VARIANTS = [
    *(("rfm", {"scheme": scheme}) for scheme in SCHEMES),
    ("rfm", {"scheme": OWN}),
    ("rfm", {"scheme": "chinese_8", "cuts": {"recency": "median", "frequency": "mean", "monetary": 100}}),
    *(("value", {"scheme": scheme}) for scheme in ("abc", "hml", "percentile", "pareto_80", "top_20")),
    ("value", {"scheme": "top_20", "share": 0.1}),
]


def columns(crowd: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """No further column."""
    del rng
    return pd.DataFrame(index=crowd.index)
