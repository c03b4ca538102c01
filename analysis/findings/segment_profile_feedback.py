"""Chapter 03 in sentences: what customers say, how many are displeased, about what, and whom they compare with."""

from collections.abc import Mapping

import pandas as pd

from analysis.findings.comment_basis import Heard
from analysis.findings.segment_profile_lens import CHANCE, Lens
from analysis.findings.segment_profile_themes import about, by_theme, compared, quoting, telling
from analysis.profiles.comments import NEGATIVE
from analysis.profiles.mood_model import LEAST_ACCURACY
from analysis.profiles.voices import NOBODY
from analysis.text import Finding, Message, Skip, Words, count, raw, share
from analysis.text.names_segment_profile import people_value

NO_COMMENTS = Skip(
    Message("No comments are held, or too few to show."),
    Message("Reviews, complaints or notes of calls: text, day, rating and platform, with the customer number where it is known."),
    Message("What customers praise and complain of, in which segment, and whether it is getting better."),
)
NO_MOODS = Skip(
    Message("The comments carry no rating, so the data cannot say who is pleased and who is not."),
    Message("The rating beside each comment, at least for a few hundred of them: a model can then read the others."),
    Message("The share of complaints in each segment, and what they are about."),
)


def story(
    heard: Heard,
    *,
    lens: Lens,
    by_segment: pd.DataFrame,
    themes: pd.DataFrame,
    apart: pd.DataFrame,
    terms: pd.DataFrame,
    rivals: pd.DataFrame,
    named: bool,
    quotes: pd.DataFrame | None,
    minimum: int,
) -> dict[str, Words | Skip | None]:
    """The words around every block of the section, by key; None where a block has nothing to show."""
    return {
        "said": moods(heard, by_segment, lens, minimum=minimum),
        "themes_said": about(heard, themes, minimum=minimum),
        "quotes_said": quoting(quotes, minimum=minimum),
        "apart_said": by_theme(heard, apart, by_segment, lens),
        "terms_said": telling(heard, terms),
        "rivals_said": compared(heard, rivals, named=named, minimum=minimum),
    }


def moods(heard: Heard, by_segment: pd.DataFrame, lens: Lens, *, minimum: int) -> Words | Skip:
    """How many comments are negative, in which segment more than in others; the reason where none has a mood."""
    total = heard.total
    if total is None:
        return NO_MOODS
    held = {"share": share(total["value"]), "n": count(total["n"])}
    some = held | {"low": share(total["low"]), "high": share(total["high"])}
    answer = [
        Message("{share} of {n} comments are negative ({low} to {high}).", **some),
        *_register(heard, minimum),
        *_trend(heard.trend),
        *_read(heard),
    ]
    own = by_segment[by_segment["segment"].isin(lens.shown) & by_segment["share"].notna()].set_index("segment")
    sure = own[own["p_adjusted"] < CHANCE]
    findings: tuple[Finding, ...] = ()
    if sure.empty:
        title = Message("{share} of comments are negative; no segment stands out beyond chance", share=held["share"])
    else:
        far = sure.loc[sure["difference"].abs().idxmax()]
        told = {"people": people_value(far.name), "own": share(far["share"]), "n": count(far["n"]), "rest": share(far["rest"])}
        worse = far["difference"] > 0
        template = "{people} complain more: {own} of their comments are negative, {rest} of the others’" if worse else "{people} complain less: {own} of their comments are negative, {rest} of the others’"  # fmt: skip
        title = Message(template, **{key: told[key] for key in ("people", "own", "rest")})
        weight = float(lens.sizes.loc[far.name, "revenue"]) * abs(far["difference"])
        sentence = Message("of {n} comments by {people} are negative, of those by others {rest}.", **{key: told[key] for key in ("n", "people", "rest")})  # fmt: skip
        findings = (Finding(told["own"], sentence, weight, "said", headline=title),)
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Share of comments that are negative, by segment of the writer, with its 95% interval; the line is all comments"),
        note=heard.note(*_unjoined(by_segment), *_answers(heard), Message("Several comments by one customer widen the interval. – : too few to show. Whoever writes may feel otherwise than whoever does not.")),
        alt=Message("Share of negative comments by segment with intervals. All comments: {share} of {n}.", **held),
        findings=findings,
    )  # fmt: skip


def _register(heard: Heard, minimum: int) -> list[Message]:
    """A source that holds nothing but complaints makes the share look bad; how it is without that source."""
    known = heard.comments[heard.comments["mood"].notna()]
    negative = known["mood"].eq(NEGATIVE)
    sources = negative.groupby(known["source"]).agg(["mean", "size"])
    alone = sources[(sources["mean"] == 1.0) & (sources["size"] >= minimum)]
    rest = negative[~known["source"].isin(alone.index)]
    if alone.empty or len(rest) < minimum:
        return []
    held = {"source": raw(alone["size"].idxmax()), "n": count(alone["size"].sum())}
    template = "“{source}” holds complaints alone ({n}); of the other {rest} comments {share} are negative."
    return [Message(template, **held, rest=count(len(rest)), share=share(rest.mean()))]


def _answers(heard: Heard) -> tuple[Message, ...]:
    """Free answers of a survey have no mood here."""
    n = len(heard.comments) - len(heard.reviews)
    return (
        (Message("{n} free answers of surveys count in themes alone: they mostly say what is wished for.", n=count(n)),)
        if n
        else ()
    )


def _trend(trend: Mapping[str, float]) -> list[Message]:
    """The reviews of the period beside those of the period before."""
    if not trend:
        return []
    values = {"now": share(trend["share"]), "n": count(trend["n"]), "before": share(trend["share_before"]), "n_before": count(trend["n_before"])}  # fmt: skip
    if trend["p"] >= CHANCE or trend["p"] != trend["p"]:
        return [Message("In the period {now} of {n}, in the one before {before} of {n_before}: no change beyond chance.", **values)]
    return [Message("In the period {now} of {n}, in the one before {before} of {n_before}: beyond chance.", **values)]


def _read(heard: Heard) -> list[Message]:
    """How comments without a rating were read, and how well that works."""
    own = heard.reviews
    unrated = int(own["placed_by"].ne("rating").sum())
    grade = heard.grade.set_index("question").loc[NEGATIVE]
    if not unrated:
        return []
    if not grade["used"]:
        few = Message("{n} comments carry no rating. Too few rated ones are held to learn from, so they have no mood here.", n=count(unrated))  # fmt: skip
        weak = Message(
            "{n} comments carry no rating. A model learnt from the rated ones would tell a negative comment from others with {accuracy} balanced accuracy; from {least} on it would be used. So they have no mood here.",
            n=count(unrated), accuracy=share(grade["accuracy"]), least=share(LEAST_ACCURACY),
        )  # fmt: skip
        return [few if grade["reason"] == "few" else weak]
    placed = int(own["placed_by"].eq("model").sum())
    every = Message("A model learnt from {rated} rated comments placed all {n} without a rating.", n=count(unrated), rated=count(grade["n"]))  # fmt: skip
    said = [
        every if placed == unrated else Message(
            "Of {n} comments without a rating a model learnt from {rated} rated ones placed {placed}; the others use words that it does not know.",
            n=count(unrated), rated=count(grade["n"]), placed=count(placed),
        ),
        Message(
            "On comments it had not seen it told negative ones with {accuracy} balanced accuracy ({low} to {high}; lot gives {lot}); always saying “not negative” would be right in {majority}.",
            accuracy=share(grade["accuracy"]), low=share(grade["low"]), high=share(grade["high"]), lot=share(0.5), majority=share(grade["majority"]),
        ),
    ]  # fmt: skip
    part = heard.shares[heard.shares["part"] == "model"]
    if len(part):
        row = part.iloc[0]
        said.append(
            Message(
                "Of those it placed it calls {counted} negative; corrected for its own errors {value} ({low} to {high}).",
                counted=share(row["counted"]), value=share(row["value"]), low=share(row["low"]), high=share(row["high"]),
            )
        )  # fmt: skip
    return said


def _unjoined(by_segment: pd.DataFrame) -> tuple[Message, ...]:
    rows = by_segment[by_segment["segment"] == NOBODY]
    if rows.empty or rows["share"].isna().all():
        return ()
    row = rows.iloc[0]
    return (
        Message(
            "{n} comments cannot be joined to a customer and belong to no segment; {share} of them are negative.",
            n=count(row["comments"]), share=share(row["share"]),
        ),
    )  # fmt: skip
