"""Groups of respondents with like answers: k-means, how many groups, and whether another sample would find them.

How many: the largest number from 3 to 6 whose groups come back.  The same is done on samples of the respondents
drawn with replacement, everybody is placed by those groups, and the two ways of placing are compared (adjusted
Rand index: 1 the same, 0 as by lot; Hubert and Arabie 1985).  The median over the samples must reach .80 and nine
in ten samples .65 (good and moderate after Steinley 2004, Psychological Methods 9, 386-396), and no smaller number
may come back better by more than .05: a group cut in two comes back too, but less so.  The smallest group must hold
5 % of respondents.  Two groups are never chosen: one cloud without any groups is cut in the same two halves every
time.  Where no number passes there are no groups, and that is the answer; a number can be ordered.

Survey groups are cut out of a continuum far more often than found in it (Dolnicar, Gruen and Leisch 2018, Market
Segmentation Analysis), so the stability is printed beside them.

Missing answers: distances are taken over the answers given, and centres are means of these (k-POD: Chi, Chi and
Baraniuk 2016, The American Statistician 70, 91-99).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from analysis.errors import ConfigError
from analysis.segmentations.many_starts import agreement_of, best_centres

FEWEST, MOST, MOST_ORDERED = 3, 6, 8
STABLE, STABLE_LOW, AS_GOOD, SMALLEST = 0.80, 0.65, 0.05, 0.05
SAMPLES, STARTS, SAMPLE_STARTS = 30, 200, 10
FOR_STABILITY, FOR_FIT = 3_000, 20_000  # respondents; more change nothing but the time
SEED = 20240229
ROUNDS = 50


def choice_of_segments(coordinates: np.ndarray, *, ordered: int = 0, samples: int = SAMPLES, starts: int = STARTS) -> pd.DataFrame:
    """How many groups: one row per number tried.

    From respondents x items (sorted rows) to segments, stability (median adjusted Rand index), stability_low (its
    10th percentile), smallest_share, reason (chosen | ordered | unstable | small | less | more), where `less` means
    that a smaller number comes back clearly better, `more` that a larger number passes as well.  `ordered` sets the number; the others are shown beside it.

    Raises ConfigError where a setting is out of range.
    """
    wrong = {
        "segments": (ordered, bool(ordered) and not 2 <= ordered <= MOST_ORDERED, "2 to 8, or 0"),
        "samples": (samples, samples < 1, "1 or more"),
        "starts": (starts, starts < 1, "1 or more"),
    }
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
    rows = _distinct(thinned(np.nan_to_num(coordinates), FOR_STABILITY))
    tried = [k for k in sorted({*range(FEWEST, MOST + 1), ordered} - {0}) if k <= len(rows.different)]
    # Small tables are slower on several threads, and sums must not depend on their number.
    with threadpool_limits(1):
        found = [(k, *_stability(rows, k, samples, starts)) for k in tried]
    table = pd.DataFrame(found, columns=["segments", "stability", "stability_low", "smallest_share"])
    stable = (table["stability"] >= STABLE) & (table["stability_low"] >= STABLE_LOW)
    own = table["segments"].between(FEWEST, MOST)
    best = table["stability"].where(own & (table["smallest_share"] >= SMALLEST)).max()
    less = table["stability"] < best - AS_GOOD
    passes = stable & ~less & (table["smallest_share"] >= SMALLEST) & own
    taken = ordered or int(table.loc[passes, "segments"].max() if passes.any() else 0)
    reason = np.select(
        [table["segments"] == taken, ~stable, table["smallest_share"] < SMALLEST, less],
        ["ordered" if ordered else "chosen", "unstable", "small", "less"],
        default="more",
    )
    return table.assign(reason=pd.Series(reason, dtype="str"))


def centres(coordinates: np.ndarray, segments: int, *, starts: int = STARTS) -> np.ndarray:
    """The centres of so many groups, segments x items, in the order of their coordinates (sorted rows; missing allowed)."""
    rows = thinned(coordinates, FOR_FIT)
    known = np.isfinite(rows)
    # The groups that are shown come from the library that everybody knows; the samples, of which there are hundreds, do not.
    from sklearn.cluster import KMeans  # imported here: the command must not wait for it where no survey is held

    with threadpool_limits(1):
        fitted = KMeans(n_clusters=segments, n_init=starts, random_state=SEED).fit(np.where(known, rows, 0.0))
        label = nearest(rows, fitted.cluster_centers_)
    found = _means(rows, known, label, segments)
    for _ in range(ROUNDS if not known.all() else 0):
        moved = nearest(rows, found)
        if (moved == label).all() or np.bincount(moved, minlength=segments).min() == 0:
            break
        label, found = moved, _means(rows, known, moved, segments)
    return found[np.lexsort(found.T[::-1])]


def nearest(coordinates: np.ndarray, centres_: np.ndarray) -> np.ndarray:
    """The nearest centre of each row, over the answers given; the first where two are as near."""
    known = np.isfinite(coordinates)
    distance = [np.round(np.where(known, coordinates - centre, 0.0) ** 2, 12).sum(axis=1) for centre in centres_]
    return np.round(np.column_stack(distance), 9).argmin(axis=1)


def thinned(rows: np.ndarray, most: int) -> np.ndarray:
    """At most so many of the sorted rows, evenly spread over them."""
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).round().astype(int)]


def _means(rows: np.ndarray, known: np.ndarray, label: np.ndarray, segments: int) -> np.ndarray:
    """Mean of the answers given by each group; an item that nobody of a group answered stands at the mean of all."""
    sums = np.zeros((segments, rows.shape[1]))
    counts = np.zeros_like(sums)
    np.add.at(sums, label, np.where(known, rows, 0.0))
    np.add.at(counts, label, known)
    return sums / np.maximum(counts, 1)


class _Rows(NamedTuple):
    """The different rows of a table, the number of each row among them, and how often each occurs."""

    different: np.ndarray
    number: np.ndarray
    times: np.ndarray


def _distinct(rows: np.ndarray) -> _Rows:
    different, number, times = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    return _Rows(different, number.ravel(), times.astype("float64"))


def _stability(rows: _Rows, segments: int, samples: int, starts: int) -> tuple[float, float, float]:
    """Median and 10th percentile of the agreement with samples, and the share of the smallest group."""
    own = nearest(rows.different, best_centres(rows.different, rows.times, segments, starts=starts, seed=SEED))
    rng = np.random.default_rng(SEED)
    agreement = []
    for draw in range(samples):
        taken = rows.number[rng.integers(0, len(rows.number), len(rows.number))]
        times = np.bincount(taken, minlength=len(rows.different)).astype("float64")
        held = times > 0
        if held.sum() >= segments:
            middle = best_centres(rows.different[held], times[held], segments, starts=min(SAMPLE_STARTS, starts), seed=draw)
            agreement.append(agreement_of(own, nearest(rows.different, middle), rows.times))
    smallest = np.bincount(own, rows.times, minlength=segments).min() / len(rows.number)
    agreement = agreement or [0.0]
    return float(np.median(agreement)), float(np.quantile(agreement, 0.10)), float(smallest)
