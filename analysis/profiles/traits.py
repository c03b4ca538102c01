"""What can be said about a customer beside the segment: habits, place, attributes.

A trait is either categorical (a channel, a city, an age band) or numeric (days, money, shares).
Categorical traits feed the index, numeric ones the quartiles; both feed the differentiators.
Only attributes that the client declared are read.  A value that is not known is a level of its
own, `(missing)`, so that a gap in the data is seen and never mistaken for a habit.
"""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import SchemaError, listed
from analysis.schema.number_labels import is_label

MISSING = "(missing)"
OTHER = "(other)"
TOP_LEVELS = 10
FEW_VALUES = 8  # a number with so few different values is read as categories
AGE_EDGES = (18, 25, 35, 45, 55, 65)
SMALL = 100  # counts below are told to the unit: 3–6, then 7+; of larger figures the rounded limits, 1,200–1,500
LAST_SENTINEL_YEAR = 1901  # 1900-01-01 and 1901-01-01 are how systems write "no birth date"
BIRTH = ("birth_date", "birth_year")
ACQUIRED = "acquired_in_promotion"  # held where client.yaml lists promotions
NO_TRAITS = ("consent", "outcome")  # kinds that say whom one may reach, and what became of somebody
METRIC, ANSWER = "metric", "answer"  # kinds of attributes: a figure of the client's file, a score of a survey

CATEGORICAL_FEATURES = ("top_category", "top_channel", "top_daypart", "top_weekday", "city", "store")
NUMERIC_FEATURES = (
    "recency_days", "tenure_days", "order_count", "revenue", "average_order", "unit_count", "margin", "refund_amount",
    "gap_mean_days", "gap_median_days", "gap_variation", "category_count", "top_category_share", "category_entropy",
    "first_time_share", "channel_count", "top_channel_share", "weekend_share", "top_daypart_share", "discount_share",
    "refund_share", "trend", "gross_revenue", "lifetime_order_count", "lifetime_revenue", "order_day_count",
)  # fmt: skip


def customer_traits(
    features: pd.DataFrame,
    customers: pd.DataFrame | None = None,
    *,
    attributes: Mapping[str, str] | None = None,
    as_of: date | pd.Timestamp,
) -> pd.DataFrame:
    """The categorical traits of each customer.

    From one row per customer in `features` (and the declared `attributes` of `customers`, column ->
    kind) to one row per customer: customer_id and one column of text per trait.

        yes/no figures (metric, answer of 0 and 1)  yes, no
        top_category, top_channel, city, store …  ten most frequent levels, the rest as '(other)'
        acquired_in_promotion                     yes, no; of customers with an order, where promotions are listed
        weekend_buyer                             yes: at least half of the orders on Saturday or Sunday
        age                                       bands, from birth_date, birth_year or age at `as_of`
        other numeric attributes                  quartile bands with their limits, rounded

    Unknown values are '(missing)'; birth dates up to 1901 are unknown.  Consent is about reach, an
    outcome is what came of it: both are no traits; dates other than birth dates are left out.  A trait that nobody has is left out.
    A declared attribute takes the place of a feature of the same name.  A score (kind `answer`) is a number alone.

    Raises SchemaError if a declared attribute is not a column of `customers`.
    """
    columns = {name: _levels(features[name]) for name in CATEGORICAL_FEATURES if name in features}
    if "weekend_share" in features:
        columns["weekend_buyer"] = _weekend_buyer(features["weekend_share"])
    if ACQUIRED in features:
        columns[ACQUIRED] = _levels(features[ACQUIRED])
    declared = _attributes(features["customer_id"], customers, attributes, as_of)
    scores = {name for name, kind in (attributes or {}).items() if kind == ANSWER}
    columns |= {name: _banded(name, values) for name, values in declared.items() if name not in scores or not _is_number(values)}
    known = {name: values.to_numpy() for name, values in columns.items() if values.ne(MISSING).any()}
    return pd.DataFrame({"customer_id": features["customer_id"].to_numpy()} | known)


def numeric_traits(
    features: pd.DataFrame,
    customers: pd.DataFrame | None = None,
    *,
    attributes: Mapping[str, str] | None = None,
    as_of: date | pd.Timestamp,
) -> pd.DataFrame:
    """The numeric traits of each customer: customer_id and one float column per trait.

    Takes the same tables as `customer_traits`: the features of NUMERIC_FEATURES in their own
    units, numeric attributes as given, and age in completed years.  A trait that nobody has is left out.

    Raises SchemaError if a declared attribute is not a column of `customers`.
    """
    columns = {name: features[name] for name in NUMERIC_FEATURES if name in features}
    declared = _attributes(features["customer_id"], customers, attributes, as_of)
    columns |= {name: values for name, values in declared.items() if _is_number(values)}
    known = {name: values.to_numpy(dtype=float, na_value=np.nan) for name, values in columns.items() if values.notna().any()}
    return pd.DataFrame({"customer_id": features["customer_id"].to_numpy()} | known)


def _attributes(ids, customers, attributes, as_of) -> dict[str, pd.Series]:
    """Declared attributes in the order of `ids`; birth dates turned into `age`."""
    kinds = {name: kind for name, kind in (attributes or {}).items() if kind not in NO_TRAITS}
    if customers is None or not kinds:
        return {}
    missing = [name for name in kinds if name not in customers]
    if missing:
        raise SchemaError(
            "Table 'customers' has no column {missing}. Columns found: {found}. "
            "Map it under source.customers.columns, or take it out of the attributes.",
            missing=listed(f"'{name}'" for name in missing),
            found=listed(customers.columns),
        )
    rows = customers.set_index("customer_id").reindex(ids)
    read = {name: _said(rows[name], kinds[name]) for name in kinds if name not in (*BIRTH, "age") and not _is_date(rows[name])}
    age = next((_age(name, rows[name], as_of) for name in (*BIRTH, "age") if name in kinds), None)
    return read if age is None else read | {"age": age}


def _said(values: pd.Series, kind: str) -> pd.Series:
    """Of a figure that is 0 or 1 the words no and yes: it counts nothing, it says whether."""
    if kind in (METRIC, ANSWER) and _is_number(values) and set(values.dropna().unique()) == {0, 1}:
        return values.map({0: "no", 1: "yes"})
    return values


def _age(name: str, values: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """Completed years at `as_of`; sentinels and births after `as_of` are missing."""
    if name == "birth_date":
        born = values if _is_date(values) else pd.to_datetime(values, errors="coerce", format="mixed")
        born = born.where(born.dt.year > LAST_SENTINEL_YEAR)
        birthday_to_come = (born.dt.month * 100 + born.dt.day) > as_of.month * 100 + as_of.day
        years = as_of.year - born.dt.year - birthday_to_come.astype(float)
    else:
        number = pd.to_numeric(values, errors="coerce")
        years = as_of.year - number if name == "birth_year" else number
    return years.where(years.between(0, as_of.year - LAST_SENTINEL_YEAR - 1))


def _banded(name: str, values: pd.Series) -> pd.Series:
    """Numbers in bands, anything else as levels."""
    if name == "age":
        return _bands(name, values, AGE_EDGES, whole=True)
    if not _is_number(values) or values.nunique() <= FEW_VALUES:
        return _levels(values)
    edges = values.astype(float).quantile([0.25, 0.5, 0.75])
    whole = edges.max() < SMALL and bool(values.dropna().astype(float).mod(1).eq(0).all())
    limits = (np.ceil(_rounded(edge)) if whole else _rounded(edge) for edge in edges)
    return _bands(name, values, sorted({float(limit) for limit in limits}), whole=whole)


def _bands(name: str, values: pd.Series, edges, *, whole: bool) -> pd.Series:
    """Each value as the band it lies in; a value on a limit belongs to the band above.

    Of whole numbers the last one inside is written: 3–6 where the next band begins at 7, 2 where it begins at 3.
    """
    first = f"0–{edges[0] - 1:g}" if name == "age" else f"<{_figure(name, edges[0])}"
    ends = [(_figure(name, low), _figure(name, high - whole)) for low, high in pairwise(edges)]
    between = [low if low == last else f"{low}–{last}" for low, last in ends]
    names = np.array([first, *between, f"{_figure(name, edges[-1])}+"], dtype=object)
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    return pd.Series(np.where(np.isnan(numbers), MISSING, names[np.searchsorted(edges, numbers, side="right").clip(0, len(edges))]))


def _figure(name: str, value: float) -> str:
    return f"{value:.10g}" if is_label(name, value) else f"{value:,.10g}"


def _levels(values: pd.Series) -> pd.Series:
    """Values as text; the most frequent ones keep their name, the rest is '(other)'."""
    words = values.map(_word, na_action="ignore")
    counts = words.value_counts().rename_axis("level").reset_index(name="count")
    kept = counts.sort_values(["count", "level"], ascending=[False, True])["level"].head(TOP_LEVELS)
    return words.where(words.isin(kept) | words.isna(), OTHER).astype(object).where(words.notna(), MISSING)


def _word(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _weekend_buyer(weekend_share: pd.Series) -> pd.Series:
    return pd.Series(np.select([weekend_share.isna(), weekend_share >= 0.5], [MISSING, "yes"], default="no"))


def _rounded(value: float, digits: int = 2) -> float:
    return float(f"{value:.{digits}g}")


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _is_date(values: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(values)
