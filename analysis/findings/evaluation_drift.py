"""Does the segmentation still hold: drift of the features, and whether to keep the definitions."""

from collections.abc import Sequence

import pandas as pd

from analysis.findings.evaluation_moves import eve, filled
from analysis.findings.notes import Basis
from analysis.text import Decision, Message, Words, day, decimal, raw
from analysis.text.names_evaluation import feature_value

WATCH, SHIFTED = 0.10, 0.25  # customary limits of the stability index
GROWS_BY_ITSELF = "tenure_days"
REFIT = Message("Cut the segments anew next period")


def watched_features(usual: Sequence[str], makers: Sequence[str]) -> list[str]:
    """The features whose drift is looked at: the usual ones and those that make the segments, less what grows by itself."""
    return [feature for feature in dict.fromkeys([*makers, *usual]) if feature != GROWS_BY_ITSELF]


def marked(table: pd.DataFrame, makers: Sequence[str]) -> pd.DataFrame:
    """The table `drift` with `defines`: whether the segments are made of the feature."""
    return table.assign(defines=table["feature"].isin(makers))


def refit(table: pd.DataFrame) -> bool:
    """The trigger: a feature that makes the segments has shifted."""
    return bool((table["defines"] & (table["verdict"] == "shifted")).any())


def holds(table: pd.DataFrame, *, frozen_from: str, label: str, basis: Basis) -> Words:
    """Keep or refit, with the trigger; `table` as `marked` returns it."""
    makers = table[table["defines"]]
    top = makers.iloc[0] if len(makers) else table.iloc[0]
    facts = {"feature": feature_value(top["feature"]), "psi": decimal(top["psi"], 2)}
    limit = {"limit": decimal(SHIFTED, 2)}
    again, watch = refit(table), bool((makers["verdict"] == "watch").any())
    decision = Decision(
        Message("Keep these definitions for the next period"),
        Message("Write “definitions: {label}” in client.yaml: then customers move next time, not the ruler.", label=raw(label)),
        0.0,
    )
    if makers.empty:
        answer = Message(
            "Keep: what makes these segments is not a figure that every order moves, so no drift of theirs is watched here."
        )
        title = Message("Of the figures that orders move, “{feature}” has moved most: index {psi}, limit {limit}", **facts, **limit)
    elif again:
        answer = Message(
            "Refit: “{feature}” has shifted since the start of the period (index {psi}, limit {limit}).",
            **facts,
            **limit,
        )
        title = Message("“{feature}” has shifted: index {psi}, limit {limit}", **facts, **limit)
        reason = Message("“{feature}” has shifted since the start of the period: index {psi}, limit {limit}.", **facts, **limit)
        decision = Decision(REFIT, reason, 0.0)
    elif watch:
        answer = Message(
            "Keep, and watch “{feature}”: its index of {psi} is on the way to the limit of {limit}.",
            **facts,
            **limit,
        )
        title = Message("“{feature}” is to be watched: index {psi}, limit {limit}", **facts, **limit)
    else:
        answer = Message("Keep: nothing that makes the segments has shifted since the start of the period.")
        title = Message("Nothing that makes the segments has shifted: largest index {psi}, limit {limit}", psi=facts["psi"], **limit)  # fmt: skip
    note = [
        Message(
            "Between {then} and {now}. Index below {watch} stable, above {limit} shifted, by custom; trigger for new definitions: a feature marked bold above {limit}.",
            then=day(eve(basis)),
            now=day(basis.as_of),
            watch=decimal(WATCH, 2),
            **limit,
        ),
        Message("Days since the first order are left out: they grow by themselves."),
    ]
    if not filled(basis, periods=1):
        note.append(
            Message("At the start the history was shorter than the window, so figures counted in the window could only grow.")
        )
    if frozen_from:
        note.append(Message("The definitions in force are those of {label}.", label=raw(frozen_from)))
    return Words(
        answer=(answer,),
        title=title,
        subtitle=Message("How far each feature’s spread over customers has moved in the period (population stability index); bold: makes the segments"),
        note=tuple(note),
        alt=title if makers.empty else Message("Largest index among the features that make the segments: {feature}, {psi}.", **facts),
        decisions=(decision,) if again or not frozen_from else (),
    )  # fmt: skip
