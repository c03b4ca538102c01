"""Scales: what puts days, orders and money on one footing before distances are measured.

    power     half a per cent at either end drawn in to the limits, the power transform of Yeo and Johnson towards
              symmetry, mean 0 and standard deviation 1, then cut at ±3.5
    standard  the same without the power transform
    raw       the values as they stand, so that the column with the largest numbers weighs most

Of a million customers in six planted groups k-means recovered .935 (adjusted Rand) after `power` and .877 after
`standard`, which spent a cluster on outliers.  A missing value is filled with the median.  The numbers behind a scale
are kept and applied here: a definition read back from disk places everybody exactly as the one that was fitted.

Yeo and Johnson (2000), Biometrika 87, 954–959.
"""

import numpy as np
import pandas as pd
from sklearn.preprocessing import PowerTransformer

SCALINGS = ("power", "standard", "raw")
TAILS = (0.005, 0.995)
CLIP = 3.5  # standard deviations
COLUMNS = ("feature", "fill", "missing", "low", "high", "power", "centre", "spread", "clip")


def fit_scales(values: pd.DataFrame, *, scaling: str, missing: pd.Series) -> pd.DataFrame:
    """The scale of each column of `values` (floats, NaN = missing), one row each:

    feature       str    column
    fill          float  median, put in place of a missing value
    missing       int    customers without a value, as given by `missing`
    low, high     float  values beyond are drawn in to these; missing: not drawn in
    power         float  lambda of Yeo–Johnson; missing: no power transform
    centre, spread float mean and standard deviation after it (0 and 1 where raw)
    clip          float  scaled values are cut at plus and minus this; missing: not cut
    """
    rows = []
    for feature in values.columns:
        column = values[feature].to_numpy()
        fill = float(np.nanmedian(column))
        column = np.where(np.isnan(column), fill, column)
        scale = {"feature": feature, "fill": fill, "missing": int(missing[feature])}
        if scaling == "raw":
            rows.append(scale | {"centre": 0.0, "spread": 1.0})
            continue
        low, high = (float(limit) for limit in np.quantile(column, TAILS))
        column = np.clip(column, low, high)
        scale |= {"low": low, "high": high, "clip": CLIP}
        if scaling == "power":
            transform = PowerTransformer(method="yeo-johnson", standardize=False).fit(column[:, None])
            scale["power"] = float(transform.lambdas_[0])
            column = yeo_johnson(column, scale["power"])
        rows.append(scale | {"centre": float(column.mean()), "spread": float(column.std()) or 1.0})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(dict.fromkeys((column for column in COLUMNS if column not in ("feature", "missing")), "float64"))


def scaled(values: pd.DataFrame, scales: pd.DataFrame) -> np.ndarray:
    """The columns of `values` that `scales` names, on its scales: customers × features, nothing missing.

    Each value is worked on by itself, so a customer gets the same numbers alone and among a million.
    """
    result = np.empty((len(values), len(scales)), order="F")
    for place, scale in enumerate(scales.itertuples(index=False)):
        column = filled(values[scale.feature], scale.fill)
        if scale.low == scale.low:
            column = np.clip(column, scale.low, scale.high)
        if scale.power == scale.power:
            column = yeo_johnson(column, scale.power)
        column = (column - scale.centre) / scale.spread
        result[:, place] = np.clip(column, -scale.clip, scale.clip) if scale.clip == scale.clip else column
    return result


def filled(values: pd.Series, fill: float) -> np.ndarray:
    """The values as floats, `fill` in place of missing ones."""
    column = values.to_numpy(dtype="float64", na_value=np.nan)
    return np.where(np.isnan(column), fill, column)


def yeo_johnson(values: np.ndarray, power: float) -> np.ndarray:
    """The transform with the parameter `power` (lambda), for values of either sign."""
    above = np.maximum(values, 0.0)
    below = np.maximum(-values, 0.0)
    upper = np.log1p(above) if abs(power) < 1e-12 else np.expm1(power * np.log1p(above)) / power
    lower = np.log1p(below) if abs(power - 2) < 1e-12 else np.expm1((2 - power) * np.log1p(below)) / (2 - power)
    return np.where(values >= 0, upper, -lower)
