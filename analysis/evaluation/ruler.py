"""Why segments grew or shrank: customers moved, the ruler moved, or others came and went.

A segment's size changes for three reasons that a comparison of two reports mixes up.  Each customer is followed over three
labels: under the old definitions at the first date, under the old ones at the second, under the new ones at the second.

    moved    from the first label to the second: the customers changed, the ruler did not
    ruler    from the second to the third: the ruler changed, the customers did not
    entered, left   in a segment at one of the dates only: first orders, or orders that no longer count

The order matters (the ruler could be changed first), and is that of time: customers are measured as they were
measured before, then measured anew.  The parts add up exactly, in customers and in money.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.evaluation.membership import members

PARTS = ("start", "moved_in", "moved_out", "spending", "ruler_in", "ruler_out", "entered", "left", "end")
COLUMNS = ["method", "segment", "part", "customers", "revenue"]
UNIT = 10_000  # money has four decimals: whole units of the last of them add up exactly


def segment_split(
    started: pd.DataFrame,
    ended_old: pd.DataFrame,
    ended: pd.DataFrame,
    before: pd.Series,
    after: pd.Series,
    *,
    method: str,
    outside: Collection[str] = (),
) -> pd.DataFrame:
    """Each segment's size and money at two dates, and every part of the change: one row per segment × part.

    From the segments at the first date under the old definitions, at the second under the old and under the new ones
    (customer_id, method, segment), and the money of each customer at both dates, by customer_id.  `outside` are keys that are
    no segment (nobody there has ordered); who is missing from a table is outside, too.

        customers  signed: 'start' plus all parts is 'end', for each segment and in total
        revenue    likewise; 'moved_…' and 'left' at the money of the first date, 'entered' and 'ruler_…' at that of
                   the second, 'spending' what those in the segment spent more or less than at the first date
    """
    labels = [members(table, method) for table in (started, ended_old, ended)]
    labels = [label[~label.isin(list(outside))] for label in labels]
    everybody = labels[0].index.union(labels[1].index).union(labels[2].index)
    first, second, third = (label.reindex(everybody).astype(object) for label in labels)
    worth = [_units(money.reindex(everybody).fillna(0.0)) for money in (before, after)]
    rows = [
        row
        for segment in sorted({*first.dropna(), *second.dropna(), *third.dropna()})
        for row in _parts(segment, first, second, third, *worth)
    ]
    table = pd.DataFrame(rows, columns=["segment", "part", "customers", "revenue"])
    return table.assign(method=method, revenue=table["revenue"].astype(float) / UNIT)[COLUMNS]


def net_change(parts: pd.DataFrame) -> pd.DataFrame:
    """The table `segment_split` with one row per segment: what each reason added, and by how many customers.

    Columns: method, segment, then for customers and for revenue (suffix _revenue) start, moved, ruler, mix, end, and spending
    (revenue only); touched_moved, touched_ruler and touched_mix count every customer behind a part, whichever way.
    """
    wide = {value: parts.pivot(index=["method", "segment"], columns="part", values=value) for value in ("customers", "revenue")}
    found = {}
    for value, suffix in (("customers", ""), ("revenue", "_revenue")):
        table = wide[value]
        pairs = {part: (table[f"{part}_in"], table[f"{part}_out"]) for part in ("moved", "ruler")}
        pairs["mix"] = (table["entered"], table["left"])
        found |= {f"start{suffix}": table["start"]} | {f"{part}{suffix}": come + go for part, (come, go) in pairs.items()}
        found |= {f"end{suffix}": table["end"]}
        if value == "customers":
            found |= {f"touched_{part}": come - go for part, (come, go) in pairs.items()}
    return pd.DataFrame(found | {"spending": wide["revenue"]["spending"]}).reset_index()


def _units(money: pd.Series) -> np.ndarray:
    return np.rint(money.to_numpy(dtype=float) * UNIT).astype("int64")


def _parts(segment: str, first: pd.Series, second: pd.Series, third: pd.Series, before: np.ndarray, after: np.ndarray) -> list:
    """The rows of one segment; revenue in units."""
    at = [label.eq(segment).to_numpy() for label in (first, second, third)]
    was, held = first.notna().to_numpy(), second.notna().to_numpy()
    rows = {
        "start": (at[0], 1, before),
        "moved_in": (at[1] & was & ~at[0], 1, before),
        "moved_out": (at[0] & held & ~at[1], -1, before),
        "ruler_in": (at[2] & ~at[1], 1, after),
        "ruler_out": (at[1] & ~at[2], -1, after),
        "entered": (at[1] & ~was, 1, after),
        "left": (at[0] & ~held, -1, before),
        "end": (at[2], 1, after),
    }
    told = {part: (sign * int(who.sum()), sign * int(money[who].sum())) for part, (who, sign, money) in rows.items()}
    told["spending"] = (0, int((after - before)[at[1] & was].sum()))
    return [(segment, part, *told[part]) for part in PARTS]
