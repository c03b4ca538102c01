"""Chapter 02 in sentences: which lens to work with, why, and how sure that is.

A lens is worth what its groups say about what customers do next, and a team can act on four to
seven of them.  So among such lenses the one that tells most is recommended; where that could be
chance, the one with fewer groups.
"""

import pandas as pd

from analysis.findings.segmentation_outcomes import Followed
from analysis.segmentations.lenses import GROUPS_FOR_A_TEAM
from analysis.text import Decision, Message, Words, count, day, days, decimal, name, share
from analysis.text.message import Value

WORTH = 0.01  # a lens that tells less of what comes next tells nothing that a team could use


def recommended(lenses: pd.DataFrame, differences: pd.DataFrame) -> tuple[str, str]:
    """The lens to use and the one that tells most, among those a team can work with.

    They differ where a lens with fewer groups, or as many of which the smallest is larger, is not clearly worse.
    """
    able = lenses[lenses["able"]] if lenses["able"].any() else lenses
    best = able.loc[able["separation"].idxmax()]
    behind = differences[(differences["method"] == best["method"]) & (differences["low"] <= 0)]
    as_good = able[able["method"].isin(behind["other"]) & (able["segments"] <= best["segments"])]
    easier = as_good[(as_good["segments"] < best["segments"]) | (as_good["smallest_share"] > best["smallest_share"])]
    order = {"by": ["segments", "smallest_share"], "ascending": [True, False]}
    chosen = easier.sort_values(**order).iloc[0] if len(easier) else best
    return chosen["method"], best["method"]


def tells(lenses: pd.DataFrame) -> bool:
    """Whether any lens tells more of what came next than groups drawn by lot, and enough to be worth a word."""
    return bool(lenses["separation"].max() >= WORTH and (lenses["low"] > lenses["chance"]).any())


def lens(lenses: pd.DataFrame, differences: pd.DataFrame, *, period_revenue: float, followed: Followed) -> Words:
    """Which lens to use, why, and how sure that is."""
    if not lenses["separation"].notna().any():
        none = Message("Nobody known at the start ordered in the period, so no lens can be held against what came next.")
        return Words(answer=(none,), subtitle=Message("The lenses side by side"))
    row = lenses.set_index("method")
    chosen, best = recommended(lenses, differences)
    own = row.loc[chosen]
    if not tells(lenses):
        return _none_tells(row.loc[lenses.set_index("method")["separation"].idxmax()], followed)
    facts: dict[str, Value] = {"lens": name("lens", chosen), "told": share(own["separation"])}
    answer = [
        Message(
            "The lens to work with: {lens}. Its groups account for {told} ({low} to {high}) of the differences in what customers spent next.",
            low=share(own["low"]),
            high=share(own["high"]),
            **facts,
        ),
        *_rivals(row, differences, chosen=chosen, best=best),
    ]
    alone = len(lenses) == 1
    so = [] if alone else [Message("Use it for plans and reports, and the others for selections within its groups.")]
    if lenses["separation"].max() < 0.5:
        so.append(Message("Most of what customers do next is not told by any lens."))
    return Words(
        answer=(Message("Only one lens was chosen, so there is none to compare it with."), *answer[1:]) if alone else tuple(answer),
        title=Message("{lens}: {told} of the differences in what came next", **facts),
        subtitle=_shown(followed),
        note=(
            *_note(own, followed),
            *(
                ()
                if lenses["able"].all()
                else (Message("Grey: not four to seven groups of at least 1% of buyers, so not proposed as the main lens."),)
            ),
        ),
        so=tuple(so),
        decisions=()
        if alone
        else (
            Decision(
                Message("Make one lens the common language: {lens}", lens=facts["lens"]),
                Message(
                    "Its groups account for {told} of the differences in what customers spent next; {same} of buyers stayed in their group for the {days} days.",
                    told=facts["told"],
                    same=share(own["stability"]),
                    days=days(followed.days),
                ),
                period_revenue * 0.1,
            ),
        ),
    )


def _shown(followed: Followed) -> Message:
    return Message(
        "How much the groups of {start} tell of the revenue up to {end}, and how steady they are",
        start=day(followed.start),
        end=day(followed.end),
    )


def _note(own: pd.Series, followed: Followed) -> tuple[Message, ...]:
    return (
        Message("n = {n} buyers known on {start}.", n=count(own["n"]), start=day(followed.start)),
        Message(
            "Tells: share of the differences in later revenue, by rank, that lies between the groups; range: 95%. "
            "By lot: the same for groups drawn at random. Stayed: buyers in the same group at the end of the period. "
            "Smallest: the smallest group’s share of buyers."
        ),
    )


def _none_tells(own: pd.Series, followed: Followed) -> Words:
    """No lens tells more than groups drawn by lot, or less than is worth a word; `own` is the row of the one that tells most."""
    facts = {
        "lens": name("lens", own.name), "told": share(own["separation"]), "low": share(own["low"]), "high": share(own["high"]), "lot": share(own["chance"]),
    }  # fmt: skip
    return Words(
        answer=(
            Message(
                "No lens tells what customers spent next: even {lens} accounts for {told} of the differences ({low} to {high}), groups drawn by lot for {lot}.",
                **facts,
            ),
        ),
        title=Message("No lens tells what came next: {told} at most", told=facts["told"]),
        subtitle=_shown(followed),
        note=_note(own, followed),
        so=(Message("Choose a lens by whom it lets you reach and what you could say to them, not by what it foretells."),),
    )  # fmt: skip


def _rivals(row: pd.DataFrame, differences: pd.DataFrame, *, chosen: str, best: str) -> list[Message]:
    """The next best lens of few groups, and the finer one that tells more."""
    against = differences[differences["method"] == chosen].set_index("other")
    able = row[row["able"] & (row.index != chosen)]
    said = []
    if chosen != best:
        said.append(
            Message(
                "{other} tells {told}, but that could be chance, so the lens with fewer or larger groups is preferred.",
                other=name("lens", best),
                told=share(row.loc[best, "separation"]),
            )
        )
    elif len(able):
        other = able["separation"].idxmax()
        gap = against.loc[other]
        template = (
            "{other} comes next with {told}; the {gap} points between them ({low} to {high}) are more than chance."
            if gap["low"] > 0
            else "{other} tells {told}; the {gap} points between them ({low} to {high}) could be chance."
        )
        said.append(Message(template, other=name("lens", other), told=share(row.loc[other, "separation"]), **_points(gap)))
    more = row["segments"] > max(GROUPS_FOR_A_TEAM)
    finer = [other for other in against.index if more[other] and not row.loc[other, "able"] and against.loc[other, "high"] < 0]
    for other in finer:
        gap = -against.loc[other, ["difference", "high", "low"]].set_axis(["difference", "low", "high"])
        said.append(
            Message(
                "The {k} segments of {other} tell {gap} points more ({low} to {high}), but are more than a team can act on.",
                k=count(row.loc[other, "segments"]),
                other=name("lens", other),
                **_points(gap),
            )
        )
    return said


def _points(gap: pd.Series) -> dict[str, Value]:
    """A difference of shares in points, with its range."""
    return {
        "gap": decimal(100 * gap["difference"], 1),
        "low": decimal(100 * gap["low"], 1),
        "high": decimal(100 * gap["high"], 1),
    }
