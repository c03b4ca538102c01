"""Which segments are too small to be shown, and which others would give them away: decided once, for every chapter.

A segment of fewer than `minimum` customers has no figures.  One alone could still be told from the total, so the next
smallest of its lens goes with it.  Lenses also tell of one another: the places of a region add up to the region, and
who has only refunds is the same under every lens.  So it is asked of all lenses together whether a hidden segment is a
sum or a difference of shown ones; if it is, a further segment is hidden, until none is.

A segment of many is as small where one customer brings nearly all of its money: the second largest could tell what the
largest brought to within a tenth (the p % rule, p = 10).

What is known anyway counts as shown: how many customers are known, and how many of them are buyers.  Where only one
segment is made of people without an order, these two give it away, and nothing can be put beside it.

Limits: the hidden of a lens have a known sum, which bounds each of them; the two dates are decided apart.

Cox (1980), Suppression Methodology and Statistical Disclosure Control, Journal of the American Statistical Association
75, 377–385.  Hundepool et al. (2012), Statistical Disclosure Control, section 4.2, for the p % rule.
"""

import numpy as np
import pandas as pd
from scipy.sparse import coo_array

from analysis.segmentations.population import STATE_SEGMENTS, check_table

TOGETHER = "(few)"  # the segments of a lens that are not shown, as one
KEY = ["method", "segment"]
ADDED = ("customers", "customer_share", "revenue", "revenue_share", "orders", "n", "returned")  # what may be summed
SAMPLE = 20_000  # customers on whom sums are compared
NEAR = 1e-6
WITHIN = 0.10  # of the largest: so near another contributor must not come


def shown_segments(
    segments: pd.DataFrame,
    before: pd.DataFrame | None,
    *,
    minimum: int,
    worth: tuple[pd.Series | None, pd.Series | None] = (None, None),
) -> pd.DataFrame:
    """What may be shown of each segment of each lens: the table `shown_segments`.

    `worth` is the money of each customer (by customer_id) now and at the start; None where none is held.

    From the segments of now and those of the start (customer_id, method, segment; None: not held) to one row per
    segment of either day: method, segment, shown (figures of now), shown_then (figures of the start).

    Raises SchemaError if a column is missing.
    """
    check_table(segments, "segments", ("customer_id", *KEY))
    now = _decided(segments, minimum, worth[0]).rename("shown")
    then = (now.iloc[:0] if before is None else _decided(before, minimum, worth[1])).rename("shown_then")
    both = pd.concat([now, then], axis=1)
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


def _decided(segments: pd.DataFrame, minimum: int, worth: pd.Series | None) -> pd.Series:
    """True where a segment is shown, by method and segment."""
    cells = segments.groupby(KEY, sort=True).size().rename("customers").reset_index()
    cells["state"] = cells["segment"].isin(STATE_SEGMENTS)
    cells["small"] = (cells["customers"] < minimum) | dominated(segments, worth).reindex(
        pd.MultiIndex.from_frame(cells[KEY])
    ).to_numpy()
    hidden = cells["small"].to_numpy()
    if hidden.any():
        hidden = _complemented(cells, hidden)
        hidden = _closed(cells, hidden, _sums(segments, cells))
    return pd.Series(~hidden, index=pd.MultiIndex.from_frame(cells[KEY]))


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
    for _, block in cells.groupby(["method", "state"], sort=True):
        if result[block.index].sum() == 1 and (beside := _beside(cells, result, block.index[result[block.index]][0])):
            result[beside[0]] = True
    return result


def _beside(cells: pd.DataFrame, hidden: np.ndarray, cell: int) -> list[int]:
    """The shown segments of the same lens: those of the same kind first, the smallest first."""
    own = cells[(cells["method"] == cells.at[cell, "method"]) & ~hidden]
    far = own["state"] != cells.at[cell, "state"]
    return list(own.assign(far=far).sort_values(["far", "customers", "segment"], kind="stable").index)


def _telling(cells: pd.DataFrame, hidden: np.ndarray, cell: int, sums: np.ndarray) -> list[int]:
    """The shown segments of other lenses that take part in the sum which tells of it, the smallest first."""
    weights = pd.Series(_weights(sums, np.array([cell]), hidden)[:-2, 0], index=np.flatnonzero(~hidden))
    part = cells.loc[weights.index[weights.abs() > NEAR]]
    part = part[part["method"] != cells.at[cell, "method"]]
    return list(part.sort_values(["customers", "method", "segment"], kind="stable").index)


def _closed(cells: pd.DataFrame, hidden: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Further segments hidden until no small one is a sum or a difference of shown ones."""
    small = np.flatnonzero(cells["small"].to_numpy())
    nothing = np.ones(len(cells), dtype=bool)
    small = small[~_told(sums, small, nothing)]  # what totals alone give away cannot be hidden
    result = hidden.copy()
    while len(open_ := small[_told(sums, small, result)]):
        cell = open_[0]
        beside = _beside(cells, result, cell) + _telling(cells, result, cell, sums)
        if not beside:
            small = small[small != cell]
            continue
        safe = (one for one in beside if not _told(sums, np.array([cell]), _also(result, one))[0])
        result = _also(result, next(safe, beside[0]))
    return result


def _also(hidden: np.ndarray, cell: int) -> np.ndarray:
    result = hidden.copy()
    result[cell] = True
    return result


def _sums(segments: pd.DataFrame, cells: pd.DataFrame) -> np.ndarray:
    """How many customers each two segments share; all customers and all buyers stand last.

    On a sample, evenly over the ids and with everybody of a small segment: what holds for all holds for them, so that a
    segment that is safe here is safe.
    """
    places = pd.MultiIndex.from_frame(cells[KEY]).get_indexer(pd.MultiIndex.from_frame(segments[KEY]))
    codes, ids = pd.factorize(segments["customer_id"], sort=True)
    chosen = np.zeros(len(ids), dtype=bool)
    chosen[:: max(1, len(ids) // SAMPLE)] = True
    chosen[codes[cells["small"].to_numpy()[places]]] = True
    taken = chosen[codes]
    row, column = codes[taken], places[taken]
    waiting = np.unique(row[cells["state"].to_numpy()[column]])
    buyers = np.setdiff1d(np.flatnonzero(chosen), waiting)
    row = np.concatenate([row, np.flatnonzero(chosen), buyers])
    column = np.concatenate([column, np.full(chosen.sum(), len(cells)), np.full(len(buyers), len(cells) + 1)])
    members = coo_array((np.ones(len(row)), (row, column)), shape=(len(ids), len(cells) + 2)).tocsr()
    return (members.T @ members).toarray()


def _told(sums: np.ndarray, cells: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Whether each of the cells is a sum or a difference of what is shown: nothing of it is left beside its projection."""
    left = sums[cells, cells] - (sums[np.ix_(cells, _known(hidden))] * _weights(sums, cells, hidden).T).sum(axis=1)
    return left < NEAR * np.maximum(sums[cells, cells], 1.0)


def _weights(sums: np.ndarray, cells: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """How often what is known goes into the sum that comes nearest to each of the cells."""
    known = _known(hidden)
    return np.linalg.lstsq(sums[np.ix_(known, known)], sums[np.ix_(known, cells)], rcond=1e-10)[0]


def _known(hidden: np.ndarray) -> np.ndarray:
    """The places of what is shown, and of all customers and all buyers."""
    return np.append(np.flatnonzero(~hidden), [len(hidden), len(hidden) + 1])
