"""Chapter 03 in sentences: what customers say, how many are displeased, about what, and whom they compare with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.findings.segment_profile_lens import CHANCE, Lens
from analysis.profiles.comments import NEGATIVE, POSITIVE
from analysis.profiles.competitors import OTHERS
from analysis.profiles.mood_model import LEAST_ACCURACY
from analysis.profiles.voices import NOBODY
from analysis.text import Decision, Finding, Message, Skip, Words, count, day, money, points, raw, share
from analysis.text.names_feedback import mention_value, shown_term, theme_value
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
SHOWN_TERMS = 3  # words in a sentence


@dataclass(frozen=True)
class Heard:
    """What the section rests on: shares of negatives, the model's grade, the trend, the comments of the window."""

    shares: pd.DataFrame
    grade: pd.DataFrame
    trend: Mapping[str, float]
    comments: pd.DataFrame
    as_of: date
    since: date

    @property
    def total(self) -> pd.Series | None:
        """The row of all comments with a mood; None without any."""
        rows = self.shares[self.shares["part"] == "all"]
        return rows.iloc[0] if len(rows) else None

    def note(self, *extra: Message) -> tuple[Message, ...]:
        """How many comments, which days, from where."""
        said = Message(
            "n = {n} comments since {since}, as of {as_of}; copies by the same customer count once. Source: comments and free answers of surveys.",
            n=count(len(self.comments)), since=day(self.since), as_of=day(self.as_of),
        )  # fmt: skip
        return (said, *extra)


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
    quoted: bool,
    minimum: int,
) -> dict[str, Words | Skip | None]:
    """The words around every block of the section, by key; None where a block has nothing to show."""
    return {
        "said": moods(heard, by_segment, lens),
        "themes_said": about(heard, themes, quoted=quoted, minimum=minimum),
        "apart_said": by_theme(heard, apart, by_segment, lens),
        "terms_said": telling(heard, terms),
        "rivals_said": compared(heard, rivals, named=named, minimum=minimum),
    }


def moods(heard: Heard, by_segment: pd.DataFrame, lens: Lens) -> Words | Skip:
    """How many comments are negative, in which segment more than in others; the reason where none has a mood."""
    total = heard.total
    if total is None:
        return NO_MOODS
    held = {"share": share(total["value"]), "n": count(total["n"])}
    some = held | {"low": share(total["low"]), "high": share(total["high"])}
    answer = [Message("{share} of {n} comments are negative ({low} to {high}).", **some), *_trend(heard.trend), *_read(heard)]
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
        note=heard.note(*_unjoined(by_segment), Message("Several comments by one customer widen the interval. – : too few to show. Whoever writes may feel otherwise than whoever does not.")),
        alt=Message("Share of negative comments by segment with intervals. All comments: {share} of {n}.", **held),
        findings=findings,
    )  # fmt: skip


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
    own = heard.comments
    unrated = int(own["placed_by"].ne("rating").sum())
    grade = heard.grade.set_index("question").loc[NEGATIVE]
    if not unrated:
        return [Message("All of them carry a rating, which tells the mood.")]
    if not grade["used"]:
        few = Message("{n} comments carry no rating. Too few rated ones are held to learn from, so they have no mood here.", n=count(unrated))  # fmt: skip
        weak = Message(
            "{n} comments carry no rating. A model learnt from the rated ones would tell a negative comment from others with {accuracy} balanced accuracy; from {least} on it would be used. So they have no mood here.",
            n=count(unrated), accuracy=share(grade["accuracy"]), least=share(LEAST_ACCURACY),
        )  # fmt: skip
        return [few if grade["reason"] == "few" else weak]
    placed = int(own["placed_by"].eq("model").sum())
    said = [
        Message(
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


def by_trouble(themes: pd.DataFrame) -> pd.DataFrame:
    """Themes that are clearly more often negative than comments in general, most excess complaints first."""
    rated = themes["rated"].sum()
    usual = (themes["negative"] * themes["rated"]).sum() / rated if rated else np.nan
    worse = themes[themes["low"] > usual]
    excess = (worse["negative"] - usual) * worse["rated"]
    return worse.loc[excess.sort_values(ascending=False, kind="stable").index]


def about(heard: Heard, themes: pd.DataFrame, *, quoted: bool, minimum: int) -> Words | None:
    """What comments are about, and what most complaints are about."""
    if themes.empty:
        return None
    most, trouble = themes.iloc[0], by_trouble(themes)
    answer = [Message("Most comments speak of “{theme}”: {share} of them ({n}).", theme=theme_value(most["theme"]), share=share(most["share"]), n=count(most["n"]))]  # fmt: skip
    findings, decisions = (), ()
    if trouble.empty:
        title = Message("No theme is more often negative than comments in general")
    else:
        first = trouble.iloc[0]
        told = {"theme": theme_value(first["theme"]), "negative": share(first["negative"]), "n": count(first["rated"])}
        title = Message("Most trouble: “{theme}”, negative in {negative} of {n} comments", **told)
        findings, decisions = _trouble(first, minimum)
        if len(trouble) > 1:
            second = trouble.iloc[1]
            answer.append(Message("Then “{theme}”: negative in {negative} of {n}.", theme=theme_value(second["theme"]), negative=share(second["negative"]), n=count(second["rated"])))  # fmt: skip
    moved = themes[themes["p_adjusted"] < CHANCE]
    if len(moved):
        row = moved.loc[moved["change"].abs().idxmax()]
        rising = Message("“{theme}” comes up more often than in the period before ({change}).", theme=theme_value(row["theme"]), change=points(row["change"]))  # fmt: skip
        falling = Message("“{theme}” comes up less often than in the period before ({change}).", theme=theme_value(row["theme"]), change=points(row["change"]))  # fmt: skip
        answer.append(rising if row["change"] > 0 else falling)
    else:
        answer.append(Message("No theme became more or less frequent than in the period before beyond chance."))
    silent = Message("Comments are not quoted: even without names they can tell who wrote them.")
    masked = Message("Quotes are masked, short and typical; every word of them is used by {n} writers or more.", n=count(minimum))
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Comments by theme; a comment may hold several. Negative: share of those with a mood, with its 95% interval"),
        note=heard.note(Message("Themes are told by lists of words, and by words that come together; a list finds what it knows."), masked if quoted else silent),
        findings=findings,
        decisions=decisions,
    )  # fmt: skip


def _trouble(row: pd.Series, minimum: int) -> tuple[tuple[Finding, ...], tuple[Decision, ...]]:
    """The theme with most trouble as a finding and a decision, with the money of those who complained where they may be shown."""
    theme = theme_value(row["theme"])
    at_stake = row["at_stake"] if row["unhappy"] >= minimum and row["at_stake"] == row["at_stake"] else 0.0
    told = {"n": count(row["rated"]), "theme": theme}
    if at_stake > 0:
        more = {"customers": count(row["unhappy"]), "money": money(at_stake)}
        sentence = Message("of {n} comments on “{theme}” are negative; the {customers} known customers who complain of it brought {money} in the window.", **told, **more)  # fmt: skip
        reason = Message("{share} of {n} comments on it are negative; the {customers} known customers behind them brought {money} in the window.", share=share(row["negative"]), n=told["n"], **more)  # fmt: skip
    else:
        sentence = Message("of {n} comments on “{theme}” are negative.", **told)
        reason = Message("{share} of {n} comments on it are negative.", share=share(row["negative"]), n=told["n"])
    headline = Message("Customers complain most of “{theme}”", theme=theme)
    finding = Finding(share(row["negative"]), sentence, float(at_stake), "said", headline=headline)
    return (finding,), (Decision(Message("Look into “{theme}” first", theme=theme), reason, float(at_stake)),)


def widest_themes(apart: pd.DataFrame, by_segment: pd.DataFrame, lens: Lens) -> pd.DataFrame:
    """The theme that sets each shown segment apart from the others, if any beyond chance: by_segment's rows with its columns."""
    sure = apart[(apart["p_adjusted"] < CHANCE) & apart["segment"].isin(lens.shown)]
    first = sure.loc[sure["difference"].abs().groupby(sure["segment"]).idxmax()] if len(sure) else sure
    own = by_segment[by_segment["segment"].isin(lens.shown)][["segment", "comments", "customers"]]
    found = own.merge(first[["segment", "theme", "n", "share", "rest"]], on="segment", how="left", validate="1:1")
    return found.sort_values("segment", key=lambda keys: keys.map(lens.shown.index), ignore_index=True)


def by_theme(heard: Heard, apart: pd.DataFrame, by_segment: pd.DataFrame, lens: Lens) -> Words | None:
    """Which theme sets a segment apart; one sentence where none does."""
    found = widest_themes(apart, by_segment, lens).dropna(subset="theme")
    if apart.empty:
        return None
    if found.empty:
        return Words(answer=(Message("All segments speak of the same things: no theme sets one apart beyond chance."),))
    row = found.loc[(found["share"] - found["rest"]).abs().idxmax()]
    title = Message(
        "{people}: “{theme}” in {own} of their comments, in {rest} of the others’",
        people=people_value(row["segment"]), theme=theme_value(row["theme"]), own=share(row["share"]), rest=share(row["rest"]),
    )  # fmt: skip
    return Words(
        title=title,
        subtitle=Message("The theme that sets each segment apart from all others, where one does beyond chance"),
        note=heard.note(),
    )


def telling(heard: Heard, terms: pd.DataFrame) -> Words | None:
    """Which words set complaints apart from praise, and segments from one another."""
    if terms.empty:
        return None
    answer = []
    for mood, template in ((NEGATIVE, "Complaints say: {words}."), (POSITIVE, "Praise says: {words}.")):
        own = terms[(terms["grouping"] == "mood") & (terms["group"] == mood)].head(SHOWN_TERMS)
        if len(own):
            listed = "; ".join(f"{shown_term(row.term)} ({row.n})" for row in own.itertuples())
            answer.append(Message(template, words=raw(listed)))
    return Words(
        answer=tuple(answer),
        title=Message("The words that set them apart"),
        note=heard.note(
            Message("Log-odds with a prior made of all comments, largest z first; only beyond chance, and used by enough writers.")
        ),
    )


def compared(heard: Heard, rivals: pd.DataFrame, *, named: bool, minimum: int) -> Words | None:
    """How often comments speak of another shop, and for whom that speaks."""
    more = () if named else (Message("No competitor is named in client.yaml (feedback.competitors), so only “elsewhere” and the like are found."),)  # fmt: skip
    n = int(rivals["n"].sum())
    if n < minimum:
        return Words(answer=(Message("Fewer than {n} comments speak of another place to buy: the data cannot say who competes.", n=count(minimum)), *more))  # fmt: skip
    sided = int(rivals["for"].sum() + rivals["against"].sum())
    against = int(rivals["against"].sum())
    first = rivals[rivals["mention"] != OTHERS].head(1)
    lines = [Message("{n} of {all} comments compare with another place to buy.", n=count(n), all=count(len(heard.comments)))]
    if sided >= minimum:
        lines.append(
            Message("Of {sided} that take a side {share} are against you.", sided=count(sided), share=share(against / sided))
        )
    if len(first):
        row = first.iloc[0]
        lines.append(Message("Named most: {name}, in {n} comments.", name=mention_value(row["mention"]), n=count(row["n"])))
    title = Message("{n} comments compare with another place to buy, {against} of them to your disadvantage", n=count(n), against=count(against)) if against >= minimum else Message("{n} comments compare with another place to buy", n=count(n))  # fmt: skip
    findings = ()
    if against >= minimum:
        findings = (
            Finding(
                count(against),
                Message("comments of {n} that compare with another place to buy do so to your disadvantage.", n=count(n)),
                0.0, "said", headline=title,
            ),
        )  # fmt: skip
    return Words(
        answer=(*lines, *more),
        title=title,
        subtitle=Message("Comments by competitor; for or against you by the mood of the comment"),
        note=heard.note(),
        findings=findings,
    )
