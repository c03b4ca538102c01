"""Which segments are too small to be shown, and which others would give them away: decided once, for every chapter.

A segment of fewer than `minimum` customers has no figures.  One alone could still be told from the total, so the next
smallest of its lens goes with it.  Lenses also tell of one another: the places of a region add up to the region, and
who has only refunds is the same under every lens.  And days tell of one another: who knows a place at the end of the last
period and at the start of this one knows it twice.  So it is asked of all lenses and all days together, those of the
reports before among them (`earlier`), whether a hidden segment is a sum or a difference of shown ones (`telling.py`); if
it is, a further segment is hidden, until none is.  What an earlier report showed stays known, and what it hid stays to be
protected.

A small segment that has grown is still kept back while it is nearly the same: fewer than `minimum` customers came or left
since the day on which it was small, so that its size of now would say what it was to within as many.  The segments that
hide it are chosen first among those that hide it on other days.

A segment of many is as small where one customer brings nearly all of its money: the second largest could tell what the
largest brought to within a tenth (the p % rule, p = 10).

What is known anyway counts as shown: how many customers are known on a day, and how many of them are buyers.  Where only one
segment is made of people without an order, these two give it away, and nothing can be put beside it; nor beside those who
came between two days, where a segment is just them.

Limits: the hidden of a lens have a known sum, which bounds each of them.  By how much a segment grew that is shown on both
days is no secret.  Only the latest reports are remembered, and only those of earlier periods.

Cox (1980), Suppression Methodology and Statistical Disclosure Control, Journal of the American Statistical Association
75, 377–385.  Hundepool et al. (2012), Statistical Disclosure Control, section 4.2, for the p % rule.
"""

import numpy as np
import pandas as pd

from analysis.segmentations.population import STATE_SEGMENTS, check_table
from analysis.segmentations.telling import Telling, telling

TOGETHER = "(few)"  # the segments of a lens that are not shown, as one
KEY = ["method", "segment"]
ADDED = ("customers", "customer_share", "revenue", "revenue_share", "orders", "n", "returned")  # what may be summed
CELL = ["day", *KEY]
NOW, THEN = "now", "then"
TRIED = 6  # segments tried for one that closes a sum by itself; else the first is hidden, and it is asked again
WITHIN = 0.10  # of the largest: so near another contributor must not come


def shown_segments(
    segments: pd.DataFrame,
    before: pd.DataFrame | None,
    *,
    minimum: int,
    worth: tuple[pd.Series | None, pd.Series | None] = (None, None),
    earlier: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What may be shown of each segment of each lens: the table `shown_segments`.

    `worth` is the money of each customer (by customer_id) now and at the start; None where none is held.  `earlier` holds
    the segments of the reports before: day (any name), customer_id, method, segment, shown (whether that report showed it).

    From the segments of now and those of the start (customer_id, method, segment; None: not held) to one row per
    segment of either day: method, segment, shown (figures of now), shown_then (figures of the start).

    Raises SchemaError if a column is missing.
    """
    check_table(segments, "segments", ("customer_id", *KEY))
    own = {NOW: (segments, worth[0])} | ({} if before is None else {THEN: (before, worth[1])})
    cells = [_cells(table, minimum, money).assign(day=day, own=True) for day, (table, money) in own.items()]
    every = [table[["customer_id", *KEY]].assign(day=day) for day, (table, _) in own.items()]
    if earlier is not None and len(earlier):
        check_table(earlier, "earlier", ("customer_id", *CELL, "shown"))
        cells.append(_cells_before(earlier, minimum))
        every.append(earlier[["customer_id", *CELL]])
    listed = pd.concat(cells, ignore_index=True)
    hidden = listed["small"].to_numpy()
    if hidden.any():
        hidden = _decided(listed, telling(pd.concat(every, ignore_index=True), listed), minimum)
    seen = listed[KEY].assign(shown=~hidden)
    flags = {name: seen[listed["day"] == day].set_index(KEY)["shown"] for name, day in (("shown", NOW), ("shown_then", THEN))}
    both = pd.DataFrame(flags)
    return both.eq(True).where(both.notna(), True).astype(bool).rename_axis(KEY).reset_index()


def blanked(table: pd.DataFrame, shown: pd.DataFrame, *, by: str = "shown") -> pd.DataFrame:
    """`table` (method, segment, figures) without the figures of segments that are not shown; adds `shown`."""
    seen = _flags(table, shown, by)
    numbers = [column for column in table.columns if column not in KEY]
    return table.assign(**{column: table[column].astype("float64").where(seen) for column in numbers}, shown=seen)


def seen(table: pd.DataFrame, shown: pd.DataFrame, *, by: str = "shown") -> pd.DataFrame:
    """The rows of `table` (method, segment) whose segment is shown."""
    return table[_flags(table, shown, by)].reset_index(drop=True)


def pooled(table: pd.DataFrame, shown: pd.DataFrame, *, by: str = "shown") -> pd.DataFrame:
    """`blanked`, with the sums of what is blank in a row of its own, so that totals stay what they are: for sentences.

    The row is called '(few)'.  Hidden states (nobody there has ordered) are summed apart, on the row of the first of
    them, so that buyers stay buyers; a single one is summed with the others.
    """
    hidden = table[~_flags(table, shown, by)]
    result = blanked(table, shown, by=by).drop(columns="shown")
    added = [column for column in ADDED if column in table.columns]
    rows = []
    for method, own in hidden.groupby("method", sort=False):
        states = own[own["segment"].isin(STATE_SEGMENTS)]
        if len(states) > 1:
            result.loc[states.index[0], added] = states[added].sum(min_count=1).astype("float64")
            own = own.drop(index=states.index)
        if len(own):
            rows.append({"method": method, "segment": TOGETHER, **own[added].sum(min_count=1).astype("float64")})
    return pd.concat([result, pd.DataFrame(rows)], ignore_index=True)[result.columns] if rows else result


def hidden_of(shown: pd.DataFrame, method: str) -> tuple[str, ...]:
    """The segments of a lens that are not shown on either day: movement between the days would tell of both."""
    return tuple(shown.loc[(shown["method"] == method) & ~(shown["shown"] & shown["shown_then"]), "segment"])


def together(segments: pd.DataFrame, hidden: tuple[str, ...]) -> pd.DataFrame:
    """`segments` of one lens with the hidden ones as one, '(few)'; two hidden states and more as the first of these."""
    states = [key for key in hidden if key in STATE_SEGMENTS]
    others = [key for key in hidden if key not in states]
    names = dict.fromkeys(others if len(states) > 1 else hidden, TOGETHER)
    names |= dict.fromkeys(states, states[0]) if len(states) > 1 else {}
    return segments.assign(segment=segments["segment"].map(lambda key: names.get(key, key)).astype("str"))


def few(counts: pd.Series, *, minimum: int) -> pd.Series:
    """True for counts between 1 and `minimum` - 1; for one alone, which a total would tell, also for the next smallest."""
    held = counts[counts > 0].sort_values(kind="stable")
    small = held.index[held < minimum]
    return pd.Series(counts.index.isin(held.index[:2] if len(small) == 1 else small), index=counts.index)


def _flags(table: pd.DataFrame, shown: pd.DataFrame, by: str) -> np.ndarray:
    """Whether each row's segment is shown; a segment that is not in the decision is."""
    flags = shown.set_index(KEY)[by]
    return ~flags.reindex(pd.MultiIndex.from_frame(table[KEY])).eq(False).to_numpy()


def _cells(segments: pd.DataFrame, minimum: int, worth: pd.Series | None) -> pd.DataFrame:
    """The segments of a day: customers, state (nobody there has ordered), few, small (few, or the money of one)."""
    cells = _counted(segments, KEY, minimum)
    one = dominated(segments, worth).reindex(pd.MultiIndex.from_frame(cells[KEY])).to_numpy()
    return cells.assign(small=cells["few"] | one)


def _cells_before(earlier: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The same of earlier reports; small is what they did not show."""
    cells = _counted(earlier, CELL, minimum)
    seen = earlier.groupby(CELL, sort=True)["shown"].all().to_numpy()
    return cells.assign(few=cells["few"] & ~seen, small=~seen, own=False)


def _counted(segments: pd.DataFrame, key: list[str], minimum: int) -> pd.DataFrame:
    cells = segments.groupby(key, sort=True).size().rename("customers").reset_index()
    return cells.assign(state=cells["segment"].isin(STATE_SEGMENTS), few=cells["customers"] < minimum)


def _decided(cells: pd.DataFrame, sums: Telling, minimum: int) -> np.ndarray:
    """True where a cell stays hidden; those of earlier reports are as they were."""
    protected = cells["small"].to_numpy() | _nearly_small(cells, sums.shared, minimum)
    hidden = _complemented(cells, protected)
    return _closed(cells, hidden, protected, sums)


def _nearly_small(cells: pd.DataFrame, shared: np.ndarray, minimum: int) -> np.ndarray:
    """Whether fewer than `minimum` customers tell a segment from what it was on a day on which it was small."""
    result, size = np.zeros(len(cells), dtype=bool), cells["customers"].to_numpy()
    for _, same in cells.groupby(KEY, sort=False):
        for one in same.index[same["few"]]:
            apart = size[same.index] + size[one] - 2 * shared[same.index, one]
            result[same.index] |= (apart < minimum) & same["own"].to_numpy()
    return result


def dominated(segments: pd.DataFrame, worth: pd.Series | None) -> pd.Series:
    """Whether one customer brings so much of a segment's money that the second largest could tell how much (p % rule)."""
    money = 0.0 if worth is None else segments["customer_id"].map(worth).fillna(0.0).clip(lower=0.0).to_numpy(dtype="float64")
    each = segments[KEY].assign(money=money).sort_values([*KEY, "money"], ascending=[True, True, False], ignore_index=True)
    by = each.groupby(KEY, sort=True)["money"]
    largest, place = by.first(), by.cumcount()
    second = each[place == 1].set_index(KEY)["money"]
    left = by.sum() - largest - second.reindex(largest.index).fillna(0.0)
    return (largest > 0) & (left < WITHIN * largest)


def _complemented(cells: pd.DataFrame, hidden: np.ndarray) -> np.ndarray:
    """A second segment hidden where one alone is, among those who have ordered or among those who have not."""
    result = hidden.copy()
    for _, block in cells[cells["own"]].groupby(["day", "method", "state"], sort=False):
        if result[block.index].sum() == 1 and (beside := _beside(cells, result, block.index[result[block.index]][0])):
            result[beside[0]] = True
    return result


def _beside(cells: pd.DataFrame, hidden: np.ndarray, cell: int) -> list[int]:
    """The shown segments of the same lens and day: those of the same kind first, of these what another day hides, the smallest."""
    at = cells.loc[cell]
    lens = cells["method"] == at["method"]
    own = cells[lens & (cells["day"] == at["day"]) & cells["own"] & ~hidden]
    elsewhere = set(cells.loc[lens & hidden, "segment"])
    ranked = own.assign(far=own["state"] != at["state"], new=~own["segment"].isin(elsewhere))
    return list(ranked.sort_values(["far", "new", "customers", "segment"], kind="stable").index)


def _telling(cells: pd.DataFrame, hidden: np.ndarray, cell: int, sums: Telling) -> list[int]:
    """The shown segments of other lenses or days that take part in the sum which tells of it, the smallest first."""
    at, part = cells.loc[cell], cells.loc[sums.part_of(cell, hidden)]
    part = part[part["own"] & ((part["method"] != at["method"]) | (part["day"] != at["day"]))]
    return list(part.sort_values(["customers", "method", "segment", "day"], kind="stable").index)


def _closed(cells: pd.DataFrame, hidden: np.ndarray, protected: np.ndarray, sums: Telling) -> np.ndarray:
    """Further segments hidden until no protected one is a sum or a difference of shown ones."""
    small = np.flatnonzero(protected)
    nothing = hidden | cells["own"].to_numpy()
    small = small[~sums.told(small, nothing)]  # what totals and earlier reports give away cannot be hidden
    result = hidden.copy()
    while len(open_ := small[sums.told(small, result)]):
        cell = open_[0]
        beside = _beside(cells, result, cell) + _telling(cells, result, cell, sums)
        if not beside:
            small = small[small != cell]
            continue
        safe = (one for one in beside[:TRIED] if not sums.told(np.array([cell]), _also(result, one))[0])
        result = _also(result, next(safe, beside[0]))
    return result


def _also(hidden: np.ndarray, cell: int) -> np.ndarray:
    result = hidden.copy()
    result[cell] = True
    return result
