"""Chapter 02 in sentences: how natural groups were chosen, what stands out in them, which rules restate them, what a refit moved."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.segmentations.cluster_choice import SEPARATE, SMALLEST, STABLE
from analysis.segmentations.cluster_rules import FAITHFUL
from analysis.segmentations.cluster_tables import choice_of, model_of, rows_of
from analysis.text import Message, Words, count, decimal, name, share
from analysis.text.names_clusters import column_value


def choice(definition: pd.DataFrame, basis: Basis) -> Words:
    """How the number of groups was chosen."""
    table = choice_of(definition)
    taken = table[table["chosen"] == 1]
    if taken.empty:
        title = Message("No number of groups is stable, separate and without a tiny group")
    elif taken["verdict"].iloc[0].startswith("given"):
        title = Message("{k} groups were asked for; this is how they compare", k=count(taken["k"].iloc[0]))
    else:
        title = Message("{k} is the largest number of groups that passes all tests", k=count(taken["k"].iloc[0]))
    return Words(
        title=title,
        subtitle=Message("Silhouette, stability and the smallest group by number of groups; lines: what is asked for"),
        note=basis.window(
            Message(
                "Silhouette: how much nearer customers lie to their own group than to the next, at least {separate} and near the best. Stability: agreement of groups formed again from ten resamples, median (dot) and lowest, at least {stable}. Smallest group: at least {smallest} of customers.",
                separate=decimal(SEPARATE, 2), stable=decimal(STABLE, 2), smallest=share(SMALLEST),
            )
        ),
        alt=title,
    )  # fmt: skip


def centroids(definition: pd.DataFrame, basis: Basis) -> Words:
    """What stands out in each group."""
    held, sizes = rows_of(definition, "centroid"), rows_of(definition, "segment").set_index("segment")["share"]
    weighed = (held["z"] ** 2 * held["segment"].map(sizes)).groupby(held["feature"], sort=False).sum()
    missing = rows_of(definition, "feature").set_index("feature")["missing"]
    filled = missing[missing > 0]
    notes = [Message("That groups differ in these columns is how they were formed; how much, and in which, is the news.")]
    if len(filled):
        notes.append(
            Message(
                "{n} customers have no value of “{column}”; the median stands in for it.",
                n=count(filled.max()), column=column_value(str(filled.idxmax())),
            )
        )  # fmt: skip
    notes += [
        Message("Left out: {column} ({reason}).", column=column_value(row.feature), reason=name("cluster_left_out", row.verdict))
        for row in rows_of(definition, "left_out").itertuples()
    ]
    title = Message("What sets the groups apart most: {column}", column=column_value(str(weighed.idxmax())))
    return Words(
        title=title,
        subtitle=Message(
            "Mean of each group; colour: distance from the mean of all in standard deviations, brown below, blue above"
        ),
        note=basis.window(*notes),
        alt=title,
    )


def rules(definition: pd.DataFrame, basis: Basis) -> Words:
    """The rules that restate the groups, and how far they can be trusted."""
    model, table = model_of(definition), rows_of(definition, "rule")
    facts = {"n": count(table["rule"].nunique()), "fidelity": share(model["fidelity"])}
    title = Message("{n} simple rules place {fidelity} of customers as the groups do", **facts)
    poor = model["fidelity"] < FAITHFUL
    so = Message(
        "The rules describe the groups but do not replace them: under {limit}, too many customers would change place.", limit=share(FAITHFUL)
    ) if poor else Message("Where a list must be made in another system, these limits can stand in for the groups.")  # fmt: skip
    return Words(
        answer=(
            Message(
                "{n} simple rules place {fidelity} of customers as the groups do; the others would be placed elsewhere.", **facts
            ),
        ),
        title=title,
        subtitle=Message("Limits, the group they lead to, customers caught, and the share of these who are in that group"),
        note=basis.window(Message("A decision tree of depth 4 on the values as they stand, limits rounded to three figures.")),
        so=(so,),
    )


def refit(match: pd.DataFrame, agreement: pd.DataFrame) -> Words:
    """What a refitted ruler changes for the same customers."""
    row = agreement.iloc[0]
    facts = {"same": share(row["share"]), "chance": share(row["chance"]), "rand": decimal(row["rand"], 2), "n": count(row["n"])}
    new = match[match["previous"] == ""]
    answer = [Message("Under the refitted limits {same} of {n} customers keep their segment; by lot it would be {chance}. Adjusted Rand index {rand}.", **facts)]  # fmt: skip
    if len(new):
        answer.append(
            Message("One segment is new: none of the earlier ones is continued in it.") if len(new) == 1
            else Message("{n} segments are new: none of the earlier ones is continued in them.", n=count(len(new)))
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("Refitting keeps {same} of customers in their segment", same=facts["same"]),
        subtitle=Message("Each segment, and the earlier one that it continues"),
        note=(Message("Both definitions are laid on the same customers: the difference is the ruler, not the customers."),),
    )
