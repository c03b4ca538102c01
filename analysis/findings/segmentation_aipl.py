"""Chapter 02 in sentences: from awareness over interest and purchase to loyalty, and who moved up."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_engagement import shares, source
from analysis.findings.segmentation_outcomes import Followed, of_method
from analysis.segmentations.lenses import ENOUGH
from analysis.text import Finding, Message, Words, count, day, days


def stages(sizes: pd.DataFrame, moves: pd.DataFrame | None, definition: pd.DataFrame, *, basis: Basis, followed: Followed) -> Words:  # fmt: skip
    """The stages from awareness to loyalty, and who moved up; `moves` is the table `aipl_moves`."""
    rows, rule = of_method(sizes, "aipl"), definition.set_index("segment")["aipl_within_days"]
    held = {key: count(rows.loc[f"aipl_{key}", "customers"] if f"aipl_{key}" in rows.index else 0) for key in ("aware", "interest", "purchase", "loyal")}  # fmt: skip
    answer = [
        Message("{aware} customers are aware, {interest} interested, {purchase} have bought and {loyal} are loyal.", **held),
    ]
    title = Message("{loyal} customers are loyal, {interest} interested without a recent order", loyal=held["loyal"], interest=held["interest"])  # fmt: skip
    findings: tuple[Finding, ...] = ()
    known = pd.DataFrame() if moves is None else moves.set_index("segment")
    first, again = (_moved(known, key) for key in ("aipl_interest", "aipl_purchase"))
    if first is not None and again is not None:
        facts = shares("first", first) | shares("again", again) | {"start": day(followed.start), "end": day(followed.end)}
        answer.append(Message("Of those interested on {start}, {first} ({first_low} to {first_high}) had bought by {end}; of those who stood at “bought”, {again} ({again_low} to {again_high}) had become loyal.", **facts))  # fmt: skip
        title = Message("{first} of the interested went on to buy, {again} of the buyers became loyal", first=facts["first"], again=facts["again"])  # fmt: skip
        findings = (
            Finding(
                facts["again"],
                Message("of the {n} customers who stood at “bought” on {start} were loyal by {end} ({again_low} to {again_high}).", n=count(again["n"]), start=facts["start"], end=facts["end"], again_low=facts["again_low"], again_high=facts["again_high"]),
                float(rows.loc["aipl_purchase", "revenue"]) if "aipl_purchase" in rows.index else 0.0,
                "aipl",
                headline=Message("{again} of those who had bought became loyal in the period", again=facts["again"]),
            ),
        )  # fmt: skip
    windows = Message(
        "Aware: any contact within {aware} days. Interested: an active one within {interest}. Bought: an order within {purchase}. Loyal: another order, a positive review or a share within {loyal}.",
        **{key: days(rule[f"aipl_{key}"]) for key in held},
    )  # fmt: skip
    floor = Message("Who saw an advertisement without giving a customer number is not counted: the first two stages are a floor, and no path is implied.")  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Customers by stage; share of each stage that stood higher at the end of the period, with its 95% range"),
        note=(*source(rows, basis), windows, floor),
        alt=title,
        findings=findings,
    )


def _moved(moves: pd.DataFrame, stage: str) -> pd.Series | None:
    """The share of a stage that moved up, where enough customers were in it."""
    return moves.loc[stage] if stage in moves.index and moves.loc[stage, "n"] >= ENOUGH else None
