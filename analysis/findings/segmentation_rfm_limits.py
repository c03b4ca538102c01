"""Chapter 02 in sentences: which scheme gives the scores, where they are cut, and what that leaves of them."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_rfm_boxes import references
from analysis.segmentations.score_cuts import FIXED, GIVEN, QUANTILE
from analysis.text import Message, Words, count, name, raw, share

CROWDED = 1.25  # a score with this much more than its part of the buyers is worth a word


def limits(bands: pd.DataFrame, basis: Basis) -> Words:
    """What stands behind the scores, and whether equal parts were possible; `bands` with the customers of each."""
    return Words(
        title=_title(bands, basis.customers),
        subtitle=Message("Limits behind the scores, and the buyers in each"),
        note=basis.window(
            *_rule(bands),
            Message(
                "Customers with an equal value have an equal score, so a score can hold more or fewer than its part, or nobody."
            ),
            Message("A limit belongs to the score in whose row it stands."),
        ),
    )


def code_notes(definition: pd.DataFrame) -> tuple[Message, ...]:
    """How to read the codes of a definition of rfm."""
    best, codes = definition["score"].max(), definition[definition["kind"] == "code"]
    letters = Message(
        "A code is the letters for recency, frequency and, where there is a third, money: H reaches the reference, L does not."
    )
    digits = Message(
        "A code is the scores for recency, frequency and, where there is a third digit, money; {best} is best.", best=count(best)
    )
    once = Message("A customer with one order ever is never in Can’t Lose.")
    return (
        Message("Scheme: {scheme}.", scheme=name("scheme", codes["scheme"].iloc[0])),
        letters if best == 2 else digits,
        *((once,) if (codes["segment"] == "cant_lose").any() else ()),
    )


def _rule(bands: pd.DataFrame) -> tuple[Message, ...]:
    """The scheme, how many scores hold somebody, and what the two letters of eight boxes mean."""
    filled = bands.drop_duplicates("score_name").set_index("score_name")["effective_bins"]
    said = Message(
        "Scheme: {scheme}. Of {best} scores, recency fills {recency}, frequency {frequency}, money {monetary}.",
        scheme=name("scheme", bands["scheme"].iloc[0]),
        best=count(bands["score"].max()),
        **{score: count(number) for score, number in filled.items()},
    )
    return (said, references(bands)) if bands["score"].max() == 2 else (said,)


def _title(bands: pd.DataFrame, buyers: int) -> Message:
    """What is most worth knowing about the scores."""
    by_score = bands.drop_duplicates("score_name").set_index("score_name")
    orders, best = by_score.loc["frequency"], int(bands["score"].max())
    alone = by_score.index[by_score["effective_bins"] == 1]
    held = bands[bands["rule"] == QUANTILE]
    largest = held.loc[held["customers"].idxmax()] if len(held) else None
    if len(alone):
        return Message("{measure}: one score holds all buyers, so it divides nobody", measure=name("score_name", alone[0]))
    if orders["rule"] == FIXED:
        return Message(
            "Equal parts by number of orders would fill {n} of {best} scores, so fixed limits apply: {limits} orders and more",
            n=count(orders["quantile_bins"]), best=count(best), limits=raw(", ".join(map(str, range(1, best + 1)))),
        )  # fmt: skip
    if best == 2:
        high = bands[bands["score"] == 2].set_index("score_name")["customers"] / buyers
        return Message(
            "High in recency are {recency} of buyers, in frequency {frequency}, in money {monetary}",
            **{score: share(part) for score, part in high.items()},
        )
    if orders["rule"] == QUANTILE and orders["effective_bins"] < best:
        return Message(
            "Equal numbers of orders get equal scores, so orders fill {n} scores, not {best}", n=count(orders["effective_bins"]), best=count(best)
        )  # fmt: skip
    if largest is not None and largest["customers"] / buyers > CROWDED / best:
        return Message(
            "{measure}: score {score} holds {part} of buyers, because equal values stay together",
            measure=name("score_name", largest["score_name"]), score=count(largest["score"]), part=share(largest["customers"] / buyers),
        )  # fmt: skip
    given = by_score.index[by_score["rule"] == GIVEN]
    if len(given):
        return Message("{measure}: the limits are set, not read from the data", measure=name("score_name", given[0]))
    return Message("Each score holds about {part} of buyers", part=share(1 / best))
