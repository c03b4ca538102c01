"""Chapter 03, which segments are the same people: where customers stand in other lenses."""

import pandas as pd

from analysis.findings.segment_profile_lens import CHANCE, Lens
from analysis.text import Message, Skip, Words, count, decimal, name, share
from analysis.text.names_segment_profile import OTHERS, people_value

HALF = 0.5
STRONG = 0.5  # Cramér's V
NO_OTHER_LENS = Skip(
    Message("No other way of dividing these customers goes with this one, or there is none."),
    Message("Attributes, figures or answers of each customer."),
    Message("Which segments are the same people under two names, and which must be told apart."),
)


def overlap_cells(overlap: pd.DataFrame, lens: Lens) -> pd.DataFrame:
    """The rows of the shown segments as the heat map draws them: trait (the other lens), level (its segment), certain.

    A segment of the other lens in which nobody of the shown ones stands, or of whom too few, keeps its row.
    """
    own = overlap[overlap["segment"].isin(lens.shown)]
    named = own.rename(columns={"other": "trait", "other_segment": "level"})
    return named.assign(certain=named["p_adjusted"].lt(CHANCE))[
        ["trait", "level", "segment", "n", "customers", "share", "base_share", "index", "certain", "cramers_v", "same_figures"]
    ].reset_index(drop=True)


def overlap(table: pd.DataFrame, *, lens: Lens, note: tuple[Message, ...]) -> Words | Skip:
    """Where the customers of each segment stand in the other lenses."""
    own = table[table["segment"].isin(lens.shown)]
    if own.empty or not own["shown"].any():
        return NO_OTHER_LENS
    lenses = own.drop_duplicates("other").set_index("other")
    first = _plainest(own)
    facts = _facts(first)
    answer = [Message("Of {people}, {share} stand in “{group}” ({lens}), {index} times the share among all.", **facts)]
    answer += [
        Message("Of the lenses made of other figures, {lens} goes with it most: {share} of {people} are “{group}”, of all customers {base}.", **_facts(other, base=True))
        for other in _independent(own, first)
    ]  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("{share} of {people} are “{group}” ({lens})", **{key: facts[key] for key in ("share", "people", "group", "lens")}),
        subtitle=Message("Share of each segment’s customers (columns) in the groups of other lenses (rows); coloured by the index, 100 = as common as among all"),
        note=(
            *(
                Message("{lens}: association {v} (Cramér’s V, 0 to 1), n = {n}.", lens=name("lens", key), v=decimal(row["cramers_v"], 2), n=count(_n(table, key)))
                for key, row in lenses.iterrows()
            ),
            *(
                Message("{lens} is made of the same figures, so part of the overlap follows from that.", lens=name("lens", key))
                for key, row in lenses.iterrows() if row["same_figures"]
            ),
            Message("Coloured where chance does not explain the difference; “all”: share among all customers. – : too few to show."),
            *note,
        ),
        alt=Message("{share} of {people} are “{group}” ({lens}), among all customers {base}.", **_facts(first, base=True)),
        so=_so(lenses),
    )  # fmt: skip


def _n(table: pd.DataFrame, other: str) -> int:
    """Customers whom both lenses place."""
    return int(table[table["other"] == other].drop_duplicates("segment")["n"].sum())


def _plainest(rows: pd.DataFrame) -> pd.Series:
    """The certain cell that is most above what it would be among all, in points."""
    sure = rows[rows["shown"] & rows["p_adjusted"].lt(CHANCE)]
    named = sure[sure["other_segment"] != OTHERS]
    pool = next(part for part in (named, sure, rows[rows["shown"]]) if len(part))
    return pool.loc[(pool["share"] - pool["base_share"]).astype("float64").idxmax()]


def _independent(own: pd.DataFrame, first: pd.Series) -> list[pd.Series]:
    free = own[~own["same_figures"].astype(bool) & own["shown"] & own["p_adjusted"].lt(CHANCE)]
    if not first["same_figures"] or free.empty:
        return []
    return [_plainest(free)]


def _facts(row: pd.Series, *, base: bool = False) -> dict:
    said = {
        "people": people_value(row["segment"]), "share": share(row["share"]), "group": name("segment", row["other_segment"]),
        "lens": name("lens", row["other"]),
    }  # fmt: skip
    return said | ({"base": share(row["base_share"])} if base else {"index": decimal(row["index"] / 100, 1)})


def _so(lenses: pd.DataFrame) -> tuple[Message, ...]:
    """Whether one plan will do for two lenses.  One that is made of the same figures repeats them at best: only another adds to them."""
    strongest = lenses["cramers_v"].idxmax()
    if lenses.loc[strongest, "cramers_v"] >= STRONG:
        return (
            Message("Much of what is true of these segments is true of {lens} again: plan by one of the two, not by both.", lens=name("lens", strongest)),
        )  # fmt: skip
    others = lenses[~lenses["same_figures"].astype(bool)]
    if others.empty:
        return (Message("No other lens repeats these segments."),)
    return (
        Message("No other lens repeats these segments: laid across them, {lens} tells customers apart whom they do not.", lens=name("lens", others["cramers_v"].idxmax())),
    )  # fmt: skip
