"""What the customers of a segment think: the answers that make it, and other ratings that set it apart.

The answers that make a segment are kept out of what sets the segments apart, since they would come first by construction.  A reader of a
card still wants to know them before anything else, so they are said as what they are: the way the group was cut.
"""

from collections.abc import Collection, Mapping

import pandas as pd

from analysis.findings.segment_profile_evidence import Cell, Evidence, Statement
from analysis.findings.segment_profile_evidence import shown as middle
from analysis.findings.segment_profile_lens import CHANCE
from analysis.profiles.traits import ANSWER
from analysis.text import Message, Value, count, decimal, share
from analysis.text.names_segment_profile import trait_value

MOST, LEAST, RATED = 3, 2, 2  # answers told of a segment; ratings, where other things make the segments
FAR = 0.2  # standard deviations from all respondents, below which a third answer is not worth telling (Cohen 1988: small)


def answered(known: Evidence) -> Statement | None:
    """The answers in which the segment lies farthest from all respondents, with those of all; of one kind, shares or means.

    None where other things than answers make the segments, or fewer than two answers are shown.
    """
    told = _farthest(known.makers)
    if len(told) < LEAST:
        return None
    shown = share if told["measure"].iloc[0] == "share" else _tenths
    values: dict[str, Value] = {}
    cells: list[Cell] = []
    for place, (item, row) in zip("abc", told.iterrows(), strict=False):
        own, base = (Cell("survey_profile", str(item), "", figure, float(row[figure])) for figure in ("value", "base"))
        values |= {f"item_{place}": trait_value(str(item)), place: shown(own.value), f"all_{place}": shown(base.value)}
        cells += [own, base]
    fewest = told["n"].astype(int).idxmin()
    n = Cell("survey_profile", str(fewest), "", "n", float(told.loc[fewest, "n"]))
    return Statement(Message(_SAYS[told["measure"].iloc[0], len(told)].template, n=count(n.value), **values), (*cells, n))


def ratings_apart(apart: pd.DataFrame, kinds: Mapping[str, str], *, but: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """By segment the ratings that set it apart beyond chance and more than barely, farthest first.

    From the table `differentiators` and the kind of each trait; the answers in `but` are told elsewhere.
    """
    own = apart[apart["trait"].map(kinds.get).eq(ANSWER) & ~apart["trait"].isin(list(but))]
    sure = own[own["p_adjusted"].lt(CHANCE) & own["strength"].ne("negligible") & own["direction"].isin(["higher", "lower"])]
    ranked = sure.iloc[(-sure["effect"].abs()).argsort(kind="stable")]
    return {segment: tuple(rows["trait"]) for segment, rows in ranked.groupby("segment")}


def rated(known: Evidence) -> Statement | None:
    """The one or two ratings farthest from all customers' whose middle differs from theirs."""
    pairs = [(known.number(trait), known.number(trait, "base_median")) for trait in known.rated]
    told = [(own, base) for own, base in pairs if own is not None and base is not None and own.value != base.value][:RATED]
    if not told:
        return None
    values = {
        key: value
        for place, (own, base) in zip("ab", told, strict=False)
        for key, value in (
            (f"item_{place}", trait_value(own.trait)),
            (place, middle(own)),
            (f"all_{place}", middle(base)),
        )
    }
    says = (
        Message("Their middle rating is {a} for “{item_a}” (all customers {all_a}).", **values)
        if len(told) == 1
        else Message(
            "Their middle rating is {a} for “{item_a}” (all customers {all_a}) and {b} for “{item_b}” ({all_b}).", **values
        )
    )
    return Statement(says, tuple(cell for pair in told for cell in pair))


def _farthest(makers: pd.DataFrame) -> pd.DataFrame:
    """The rows to tell, farthest first, of the kind of answer of the farthest; equal distances as they stand."""
    if makers.empty:
        return makers
    held = makers.dropna(subset=["value", "standard"])
    held = held.iloc[(-held["standard"].abs()).argsort(kind="stable")]
    same = held[held["measure"].eq(held["measure"].iloc[0])] if len(held) else held
    far = same["standard"].abs().ge(FAR).sum()
    return same.head(max(LEAST, min(MOST, int(far))))


def _tenths(value: float) -> Value:
    return decimal(value, 1)


_SAYS = {
    ("share", 2): Message(
        "By their answers, which make this group, {a} agree with “{item_a}” (all respondents {all_a}) and {b} with “{item_b}” ({all_b}); at least {n} answers each."
    ),
    ("share", 3): Message(
        "By their answers, which make this group, {a} agree with “{item_a}” (all respondents {all_a}), {b} with “{item_b}” ({all_b}) and {c} with “{item_c}” ({all_c}); at least {n} answers each."
    ),
    ("mean", 2): Message(
        "By their answers, which make this group, they rate “{item_a}” {a} on average (all respondents {all_a}) and “{item_b}” {b} ({all_b}); at least {n} answers each."
    ),
    ("mean", 3): Message(
        "By their answers, which make this group, they rate “{item_a}” {a} on average (all respondents {all_a}), “{item_b}” {b} ({all_b}) and “{item_c}” {c} ({all_c}); at least {n} answers each."
    ),
}
