"""Risk levels, as the client gives them: the risk class of a customer of a bank, broker or insurer.

A class that a regulated process has given is taken as it stands, lowest risk first, and never computed here.
It decides what may be offered to whom; it says nothing about who will leave (that is the lens of churn risk).
"""

from collections.abc import Sequence

import pandas as pd

from analysis.segmentations.attributes import PREFIX, attribute, check_people, check_somebody, first_held, segments_of_all
from analysis.segmentations.levels import MISSING, OTHER, as_levels, level_table, words
from analysis.segmentations.population import check_table
from analysis.segmentations.ranked import by_figure, by_meaning, check_order

SEGMENTS: tuple[str, ...] = ()
DIVIDES = "customers"

USUAL = ("risk_level", "风险等级", "risk_class", "risk_profile", "risk_rating")
KEPT = 12
COLUMNS = ("risk_level", "column", "order_from", "segment", "rank", "customers")


def lacking(features: pd.DataFrame, *, column: str = "", order: Sequence[str] | None = None) -> str:
    """Why there is no risk level to show: a reason's key, empty where there is one."""
    del order
    return "" if first_held(features, [_risk_column(features, column)]) else "no_risk_level"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    column: str = "",
    order: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The levels and their order.

    From one row per customer (customer_id and the level) to one row per level, lowest risk first, then
    '(other)' and '(missing)':

        risk_level  str  name of the attribute
        column      str  column of the record
        order_from  str  given | figures | words | size
        segment     str  level, the client's own word
        rank        int  1 is the lowest risk; 0 for '(other)' and '(missing)'
        customers   int  customers when fitted

    `column` names the attribute, else the usual names are tried.  `order` lists the levels, lowest first.
    Without it the figures in the words give the order (R1 to R5), or what the words say (low, medium, high);
    else the largest stands first and no order is claimed.  `gaps` is not used.

    Raises ConfigError where `order` names a level twice; SchemaError if there is no such column or nobody.
    """
    del gaps
    given = check_order(order)
    held = _risk_column(features, column)
    check_people(features, held)
    check_somebody(features, "risk_level")
    table = level_table(words(features[held]), kept=KEPT).set_index("segment")["customers"]
    found = [level for level in table.index if level not in (OTHER, MISSING)]
    order_from, levels = _in_order(found, given)
    ranks = {level: number for number, level in enumerate(levels, start=1)}
    keys = pd.Series([*levels, OTHER, MISSING], dtype="str")
    return pd.DataFrame(
        {
            "risk_level": held.removeprefix(PREFIX),
            "column": held,
            "order_from": order_from,
            "segment": keys,
            "rank": [ranks.get(key, 0) for key in keys],
            "customers": table.reindex(keys).fillna(0).to_numpy(dtype="int64"),
        }
    ).astype({"risk_level": "str", "column": "str", "order_from": "str"})


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.  Raises SchemaError if the column is missing."""
    check_table(definition, "risk_level definition", COLUMNS)
    column = definition["column"].iloc[0]
    check_people(features, column)
    return segments_of_all(features, as_levels(words(features[column]), definition["segment"]))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per level: segment, rank (1 lowest risk, missing for none)."""
    shown = definition[["segment", "rank"]].reset_index(drop=True)
    return shown.assign(rank=shown["rank"].where(shown["rank"] > 0))


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The column of the record that holds the level."""
    return (str(definition["column"].iloc[0]),)


def _risk_column(features: pd.DataFrame, column: str) -> str:
    if column:
        return attribute(column)
    return first_held(features, map(attribute, USUAL)) or attribute(USUAL[0])


def _in_order(found: list[str], given: list[str]) -> tuple[str, list[str]]:
    if given:
        return "given", [*given, *(level for level in found if level not in given)]
    for order_from, ladder in (("figures", by_figure(found)), ("words", by_meaning(found))):
        if ladder:
            return order_from, ladder
    return "size", found
