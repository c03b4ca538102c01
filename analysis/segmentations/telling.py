"""Whether segments that are not shown are sums or differences of those that are, over lenses and over days.

A segment is the set of its customers; a sum or a difference of shown segments that gives a hidden one for every figure
that may be added up is one that gives its set.  So the sets are taken as vectors, one place per customer, and it is asked
whether the vector of a hidden one lies among the combinations of the shown: nothing is left beside its projection.  The
inner products of the vectors, how many customers each two segments share, are all that this takes.

How many customers are known on a day, and how many of them are buyers, is known anyway.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import lstsq
from scipy.sparse import coo_array

SAMPLE = 20_000  # customers on whom sums are compared
NEAR = 1e-6
PLENTY = 2  # customers for each segment from which a sum is no accident


@dataclass(frozen=True)
class Telling:
    """`cells`: one row per day, method and segment, as `small_cells` lists them; `shared`: how many customers each two of
    them share, the totals of the days behind; `wide`: all days and lenses are looked at together.

    With few customers to a segment any set is a sum of others by accident; then a segment is held against those of its
    day and those of its lens alone.
    """

    cells: pd.DataFrame
    shared: np.ndarray
    wide: bool

    def told(self, targets: np.ndarray, hidden: np.ndarray) -> np.ndarray:
        """Whether each of the cells (by place) is a sum or a difference of what is not `hidden`, or nearly so."""
        found = np.zeros(len(targets), dtype=bool)
        for known, asked in self._together(targets, hidden):
            own = targets[asked]
            size = self.shared[own, own]
            left = size - (self.shared[np.ix_(own, known)] * self._weights(own, known).T).sum(axis=1)
            found[asked] = left < NEAR * np.maximum(size, 1.0)
        return found

    def part_of(self, target: int, hidden: np.ndarray) -> np.ndarray:
        """The cells that take part in the sum which tells of a cell."""
        ((known, _),) = self._together(np.array([target]), hidden)
        weights = self._weights(np.array([target]), known)[:, 0]
        return known[(np.abs(weights) > NEAR) & (known < len(self.cells))]

    def _weights(self, targets: np.ndarray, known: np.ndarray) -> np.ndarray:
        """How often what is known goes into the sum that comes nearest to each of the cells."""
        return lstsq(self.shared[np.ix_(known, known)], self.shared[np.ix_(known, targets)], cond=1e-10, lapack_driver="gelsy")[0]

    def _together(self, targets: np.ndarray, hidden: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """What is known, and which of the targets are held against it."""
        if not len(targets):
            return []
        totals = np.arange(len(self.cells), len(self.shared))
        shown = np.flatnonzero(~hidden)
        if self.wide:
            return [(np.append(shown, totals), np.arange(len(targets)))]
        lens, day = (self.cells[column].to_numpy() for column in ("method", "day"))
        found: dict[tuple, list[int]] = {}
        for place, cell in enumerate(targets):
            found.setdefault((lens[cell], day[cell]), []).append(place)
        return [
            (np.append(shown[(lens[shown] == method) | (day[shown] == at)], totals), np.array(places))
            for (method, at), places in found.items()
        ]


def telling(segments: pd.DataFrame, cells: pd.DataFrame) -> Telling:
    """From segments (day, customer_id, method, segment) and their cells (day, method, segment, small, state).

    On a sample, evenly over the ids and with everybody of a small segment: what holds for all holds for them, so that a
    segment that is safe here is safe.
    """
    key = ["day", "method", "segment"]
    places = pd.MultiIndex.from_frame(cells[key]).get_indexer(pd.MultiIndex.from_frame(segments[key]))
    codes, ids = pd.factorize(segments["customer_id"], sort=True)
    chosen = np.zeros(len(ids), dtype=bool)
    chosen[:: max(1, len(ids) // SAMPLE)] = True
    chosen[codes[cells["small"].to_numpy()[places]]] = True
    taken = chosen[codes]
    row, column = [codes[taken]], [places[taken]]
    days, day = pd.factorize(segments["day"].to_numpy()[taken])[0], cells["state"].to_numpy()[places[taken]]
    for one in range(days.max(initial=-1) + 1):
        everybody = np.unique(row[0][days == one])
        waiting = np.unique(row[0][(days == one) & day])
        for known in (everybody, np.setdiff1d(everybody, waiting)):
            column.append(np.full(len(known), len(cells) + len(row) - 1))
            row.append(known)
    shape = (len(ids), len(cells) + len(row) - 1)
    members = coo_array((np.ones(sum(map(len, row))), (np.concatenate(row), np.concatenate(column))), shape=shape).tocsr()
    return Telling(cells, (members.T @ members).toarray(), wide=chosen.sum() > PLENTY * len(cells))
