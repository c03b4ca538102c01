"""Chapter 02 in sentences: which lenses say the same, and what one adds to the other."""

import pandas as pd

from analysis.segmentations.lenses import UNTOLD
from analysis.text import Message, Words, count, decimal, name, share

ALIKE = 0.65  # adjusted Rand index from which two lenses put nearly the same customers together (Steinley 2004: moderate)
APART = 0.10  # below it they have next to nothing in common
HALF = 0.5  # of a segment's customers in one segment of the other lens


def second_lens(agreement: pd.DataFrame, judged: pd.DataFrame, *, main: str) -> str | None:
    """The lens to lay across the main one: of those a team can work with and that say something else, the one that tells most."""
    rand = pd.concat(
        [
            agreement.loc[agreement["method"] == main].set_index("other")["rand"],
            agreement.loc[agreement["other"] == main].set_index("method")["rand"],
        ]
    )
    able = judged[judged["able"] & (judged["method"] != main)].set_index("method")["separation"]
    free = able[able.index.isin(rand.index[rand < ALIKE])].dropna()
    return None if free.empty else str(free.sort_index(kind="stable").idxmax())


def agreement_words(agreement: pd.DataFrame) -> Words | None:
    """Which two lenses come closest to one another; None with a single lens."""
    if agreement.empty or agreement["rand"].isna().all():
        return None
    pairs = agreement.sort_values(["rand", "method", "other"], ascending=[False, True, True])
    first = pairs.iloc[0]
    facts = {"one": name("lens", first["method"]), "other": name("lens", first["other"]), "rand": decimal(first["rand"], 2)}
    if first["rand"] >= ALIKE:
        title = Message("{one} and {other} put nearly the same customers together", one=facts["one"], other=facts["other"])
        answer = Message(
            "{one} and {other} put nearly the same customers together (agreement {rand} of 1): work with one of the two.", **facts
        )
    else:
        title = Message("No two lenses say the same: the closest agree by {rand} of 1", rand=facts["rand"])
        answer = Message("No two lenses say the same: even {one} and {other} agree only by {rand} of 1.", **facts)
    apart = int((agreement["rand"] < APART).sum())
    return Words(
        answer=(answer,),
        title=title,
        subtitle=Message("Agreement of two lenses over the same buyers: 1 the same groups, 0 no more than by lot"),
        note=(
            Message(
                "n = {n} buyers. Adjusted Rand index; beside it Cramér’s V, the association of the cross table.",
                n=count(agreement["n"].max()),
            ),
            Message("{apart} of {all} pairs have next to nothing in common (below {limit}).", apart=count(apart), all=count(len(agreement)), limit=decimal(APART, 1)),
        ),
    )  # fmt: skip


def cross_words(cross: pd.DataFrame, *, segments: str = "segment") -> Words:
    """What the second lens adds: the segment that it splits least, and the one that it splits most.

    `cross` is `lens_cross`, with `shown` where some of its cells are not.
    """
    main, other = cross["method"].iloc[0], cross["other"].iloc[0]
    cross = cross[cross["shown"]] if "shown" in cross else cross
    most = cross.loc[cross.groupby("segment", sort=False)["share"].idxmax()].sort_values("share", ascending=False)
    told = most[~most["segment"].isin(UNTOLD) & ~most["other_segment"].isin(UNTOLD)]
    facts = {"main": name("lens", main), "other": name("lens", other)}
    title = Message("{main} by {other}", **facts)
    split = int((most["share"] < HALF).sum())
    answer = []
    if len(told):
        top = told.iloc[0]
        held = {
            "segment": name(segments, top["segment"]),
            "part": share(top["share"]),
            "other_segment": name(segments, top["other_segment"]),
        }
        template = (
            "Of “{segment}”, {part} ({n} customers) are in “{other_segment}”."
            if split
            else "Each group of {main} lies mostly in one group of {other}: of “{segment}”, {part} ({n} customers) are in “{other_segment}”."
        )
        answer.append(Message(template, n=count(top["customers"]), **held, **facts))
    if split:
        answer.append(
            Message(
                "{split} of {all} groups of {main} have no majority in {other}: there the second lens tells customers apart whom the first does not.",
                split=count(split), all=count(len(most)), **facts,
            )
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Share of each group’s customers (rows) in the groups of the other lens (columns)"),
        note=(Message("Rows add up to 100%. A dash stands for groups with too few customers to show."),),
        alt=Message("Of “{segment}”, {part} are in “{other_segment}”.", **held) if len(told) else title,
    )
