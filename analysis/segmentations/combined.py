"""Combined: two or three lenses crossed, such as value × life cycle.

A segment is a combination of segments that enough buyers have.  Combinations of too few are merged by one rule:
first those that differ in the last lens only ("A × others"), where these together are enough; what is still too
small then makes the `(other combinations)`.  So a small group keeps what its first lenses say of it.

Which combinations stand alone is learned once and frozen.  A combination never seen before goes where its
neighbours went, or to the `(other combinations)`.

The key is made of the parts, "value=a|lifecycle=loyal"; `Text` shows it by the names of both.
"""

from collections.abc import Sequence

import pandas as pd

from analysis.errors import ConfigError
from analysis.segmentations.groups import buyer_words
from analysis.segmentations.population import NO_ORDER, REFUND_ONLY, check_not_empty, check_table, segments_by_state

OTHERS = "(other combinations)"
REST = "(other)"  # the part of a key that stands for several segments of a lens
SEGMENTS: tuple[str, ...] = ()  # keys made of the data, largest first, then OTHERS and the states
DIVIDES = "buyers"
COLUMNS = ("lenses", "combination", "segment", "customers")
MOST = 3  # lenses; with four nobody can say any more what a group is


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    by: Sequence[str] | str = ("value", "lifecycle"),
    minimum: int = 30,
) -> pd.DataFrame:
    """Which combination makes a segment of its own, one row per combination that buyers have, most customers first.

        lenses       str  lenses crossed, in their order, joined by "+"
        combination  str  key of the combination, "value=a|lifecycle=loyal"
        segment      str  the same key, "value=a|(other)", or "(other combinations)"
        customers    int  buyers with the combination when fitted

    `by` names two or three lenses that the record holds as segment.<lens>, as a list or joined by "+"; `minimum`
    is the number of buyers from which a combination stands alone.  `gaps` is not used.

    Raises ConfigError for settings out of range; SchemaError if a lens has not been applied yet, or nobody has ordered.
    """
    del gaps
    lenses = _lenses(by)
    if minimum < 1:
        raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting="minimum", given=minimum, allowed="1 or more")
    people = buyer_words(features, [f"segment.{lens}" for lens in lenses])
    check_not_empty(people, "combined")
    parts = _parts(people, lenses)
    held = parts.groupby(lenses).size().rename("customers").reset_index()
    held["combination"] = _keys(held, lenses)
    held["segment"] = _merged(held, lenses, minimum)
    held = held.assign(lenses="+".join(lenses)).sort_values(["customers", "combination"], ascending=[False, True])
    return held[list(COLUMNS)].reset_index(drop=True).astype({"customers": "int64"} | dict.fromkeys(COLUMNS[:3], "str"))


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column is missing, or a buyer has no segment in one of the lenses.
    """
    check_table(definition, "combined definition", COLUMNS)
    lenses = definition["lenses"].iloc[0].split("+")
    people = buyer_words(features, [f"segment.{lens}" for lens in lenses])
    parts = _parts(people, lenses)
    known = dict(zip(definition["combination"], definition["segment"], strict=True))
    segments = set(definition["segment"])
    found = _keys(parts, lenses).map(known)
    for length in range(len(lenses) - 1, 0, -1):  # never seen before: where its neighbours went
        near = _keys(parts, lenses[:length]) + f"|{REST}"
        found = found.where(found.notna(), near.where(near.isin(segments)))
    return segments_by_state(features, found.fillna(OTHERS).to_numpy(dtype=object))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment, most customers first, the merged last: segment, combinations (how many it holds), customers when fitted."""
    check_table(definition, "combined definition", COLUMNS)
    found = definition.groupby("segment").agg(combinations=("combination", "size"), customers=("customers", "sum")).reset_index()
    if OTHERS not in set(found["segment"]):
        found = pd.concat([found, pd.DataFrame([{"segment": OTHERS, "combinations": 0, "customers": 0}])], ignore_index=True)
    found["merged"] = found["segment"].str.endswith(REST).astype("int64") + 2 * (found["segment"] == OTHERS)
    found = found.sort_values(["merged", "customers", "segment"], ascending=[True, False, True]).drop(columns="merged")
    states = pd.DataFrame({"segment": [REFUND_ONLY, NO_ORDER], "combinations": 0, "customers": 0})
    return pd.concat([found, states], ignore_index=True).astype({"segment": "str"})


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns segment.<lens> that are crossed."""
    check_table(definition, "combined definition", COLUMNS)
    return tuple(f"segment.{lens}" for lens in definition["lenses"].iloc[0].split("+"))


def lacking(features: pd.DataFrame, *, by: Sequence[str] | str = ("value", "lifecycle"), **settings: object) -> str:
    """no_lenses where one of the lenses has not been applied."""
    del settings
    return "" if {f"segment.{lens}" for lens in _lenses(by)} <= set(features.columns) else "no_lenses"


def _lenses(by: Sequence[str] | str) -> list[str]:
    lenses = by.split("+") if isinstance(by, str) else [str(lens) for lens in by]
    if not 2 <= len(lenses) <= MOST or len(set(lenses)) < len(lenses) or "combined" in lenses:
        raise ConfigError(
            "settings.combined.by is {given}. Name two or three different lenses, such as [value, lifecycle].",
            given=", ".join(lenses),
        )
    return lenses


def _parts(people: pd.DataFrame, lenses: Sequence[str]) -> pd.DataFrame:
    """The segments of each lens, without the two signs that keys are joined by."""
    safe = {lens: people[f"segment.{lens}"].str.replace("|", "/").str.replace("=", "≈") for lens in lenses}
    return pd.DataFrame(safe)


def _keys(parts: pd.DataFrame, lenses: Sequence[str]) -> pd.Series:
    named = [f"{lens}=" + parts[lens].astype("str") for lens in lenses]
    joined = named[0]
    for one in named[1:]:
        joined = joined + "|" + one
    return joined


def _merged(held: pd.DataFrame, lenses: Sequence[str], minimum: int) -> pd.Series:
    """The segment of each combination: its own key, its neighbours' (the last lens left open, then the last two), or OTHERS."""
    segment = held["combination"].where(held["customers"] >= minimum)
    for length in range(len(lenses) - 1, 0, -1):
        near = _keys(held, lenses[:length]) + f"|{REST}"
        left = segment.isna()
        together = held["customers"].where(left, 0).groupby(near).transform("sum")
        segment = segment.where(~left | (together < minimum), near)
    return segment.fillna(OTHERS)
