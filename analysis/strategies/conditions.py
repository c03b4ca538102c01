"""Where a play's conditions hold: the figure of each segment that was asked, and whether it lies within the bounds.

A condition on a table of segments asks one cell of it: the row of the segment (and of `match`), the column
named.  A cell that is not held, or may not be shown, meets no condition: what is not known triggers nothing.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any

import pandas as pd

from analysis.strategies.play import Condition, Play
from analysis.strategies.playbook import ANY, Playbook

KEY = ["method", "segment"]
ABOUT = "(about)"  # the levels that were held, of several asked for
COLUMNS = ["play", "method", "segment", "condition", "table", "column", "about", "value", "n", "at_least", "at_most", "met"]


def segments_of(play: Play, sizes: pd.DataFrame, *, lens: str | None = None) -> pd.DataFrame:
    """The rows of `sizes` (method, segment …) that a play names; a play for any method those of `lens`."""
    named = pd.Series([segment in play.segments.get(method, ()) for method, segment in sizes[KEY].itertuples(index=False)])
    anyone = sizes["method"].eq(lens).to_numpy() if ANY in play.segments else False
    return sizes[named.to_numpy(dtype=bool) | anyone]


def play_triggers(
    sizes: pd.DataFrame, playbook: Playbook, tables: Mapping[str, pd.DataFrame], *, lens: str | None = None
) -> pd.DataFrame:
    """Every condition of a play beside each segment that it names: one row per play × method × segment × condition.

    From `segment_sizes` and the `tables` that conditions may ask (by name; those that are not held are missing) to
    the table `play_triggers`: the figure found (`value`, a number; of `n` customers where the table says so), its
    bounds and whether it is `met`.  Only conditions on segments; those on customers narrow the audience.
    """
    rows = [
        _row(play, number, condition, method, segment, tables)
        for play in playbook.plays
        for number, condition in enumerate(play.where)
        if condition.of_segments
        for method, segment in segments_of(play, sizes, lens=lens)[KEY].itertuples(index=False)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(
    play: Play, number: int, condition: Condition, method: str, segment: str, tables: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    cell = _cell(condition, method, segment, tables)
    value = cell.get(condition.column)
    return {
        "play": play.key, "method": method, "segment": segment, "condition": number,
        "table": condition.table, "column": condition.column, "about": cell.get(ABOUT) or " ".join(chain.from_iterable(map(listed_values, condition.match.values()))),
        "value": value if isinstance(value, int | float) else None, "n": cell.get("n", cell.get("customers")),
        "at_least": condition.at_least, "at_most": condition.at_most, "met": _met(condition, value),
    }  # fmt: skip


def _cell(condition: Condition, method: str, segment: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The one row asked, or nothing: not held, not shown, or more than one."""
    table = tables.get(condition.table)
    if table is None or not {*KEY, *condition.match, condition.column} <= set(table.columns):
        return {}
    rows = table[(table["method"] == method) & (table["segment"] == segment)]
    for column, wanted in condition.match.items():
        rows = rows[rows[column].astype(str).isin(listed_values(wanted))]
    if "shown" in rows:
        rows = rows[rows["shown"].astype(bool)]
    several = any(isinstance(wanted, list) for wanted in condition.match.values())
    if several and len(rows) > 1 and condition.column in ("index", "share"):
        share, base = rows["share"].sum(), rows["base_share"].sum()
        found = {ABOUT: "/".join(rows["level"].astype(str))} if "level" in rows else {}
        return rows.iloc[0].to_dict() | found | {"share": share, "index": 100 * share / base if base else float("nan")}
    if several and len(rows) == 1 and "level" in rows:
        return rows.iloc[0].to_dict() | {ABOUT: str(rows["level"].iloc[0])}
    return rows.iloc[0].to_dict() if len(rows) == 1 else {}


def listed_values(wanted: str | list[str]) -> list[str]:
    """One value or several, as a list."""
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _met(condition: Condition, value: Any) -> bool:
    if value is None or pd.isna(value):
        return False
    if condition.one_of:
        return str(value) in condition.one_of
    low, high = condition.at_least, condition.at_most
    return (low is None or value >= low) and (high is None or value <= high)
