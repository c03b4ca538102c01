"""The client's own grouping of segments: several of a lens made into one, after they were assigned.

A merge keeps the key of one of its members ("champions" takes in "loyal"), so that colours, plays and rules that know
the key go on to hold; only the name shown is another, if the client gives one.  The definition stays as it was learned.
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.errors import ConfigError, listed
from analysis.segmentations.population import check_table

Merges = Mapping[str, Mapping[str, Sequence[str]]]  # lens -> the segment kept -> the segments that it takes in


def renamed(segments: pd.DataFrame, merges: Merges) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`segments` with the merges done, and how many customers each moved.

    From customer_id, method, segment to the same table, and to one row per segment taken in: method, from_segment,
    segment, customers (the table `merges_applied`).  A lens that `segments` does not hold is left out.

    Raises SchemaError if a column is missing.
    """
    check_table(segments, "segments", ("customer_id", "method", "segment"))
    pairs = [(lens, old, kept) for lens, own in merges.items() for kept, olds in own.items() for old in olds if old != kept]
    moves = pd.DataFrame(pairs, columns=["method", "from_segment", "segment"], dtype="str")
    if moves.empty:
        return segments.assign(segment=segments["segment"].astype("str")), moves.assign(customers=pd.Series(dtype="int64"))
    moves = moves[moves["method"].isin(segments["method"].unique())].reset_index(drop=True)
    after, moved = segments["segment"].astype("str"), dict.fromkeys(moves.index, 0)
    for lens, own in moves.groupby("method"):
        found = after[segments["method"] == lens]
        kept = dict(zip(own["from_segment"], own["segment"], strict=True))
        taken = found[found.isin(list(kept))]
        after[taken.index] = taken.map(kept)
        moved |= own["from_segment"].map(taken.value_counts()).fillna(0).to_dict()
    return segments.assign(segment=after), moves.assign(customers=pd.Series(moved, dtype="int64"))


def own_order(
    keys: Sequence[str], *, merged: Mapping[str, Sequence[str]] | None = None, order: Sequence[str] = ()
) -> tuple[str, ...]:
    """The display order of a lens after its merges: first those the client puts in order, then the rest as they were."""
    gone = {old for kept, olds in (merged or {}).items() for old in olds if old != kept}
    left = [key for key in keys if key not in gone]
    return (*(key for key in order if key in left), *(key for key in left if key not in order))


def check_segments(lens: str, named: Iterable[str], known: Sequence[str], *, key: str) -> None:
    """Raise ConfigError where the client names a segment that the lens does not have; `key` is where it stands."""
    for segment in named:
        if segment not in known:
            raise ConfigError(
                "segments.yaml, {lens}.{key}: '{given}' is no segment of this lens. Its segments: {known}.",
                lens=lens,
                key=key,
                given=segment,
                known=listed(known),
            )
