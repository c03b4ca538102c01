"""Chapter 03 in sentences: what comments are about, where most trouble is, what tells segments apart, and who competes."""

import numpy as np
import pandas as pd

from analysis.findings.comment_basis import Heard
from analysis.findings.segment_profile_lens import CHANCE, Lens
from analysis.profiles.comments import NEGATIVE, POSITIVE
from analysis.profiles.competitors import OTHERS
from analysis.text import Decision, Finding, Message, Value, Words, count, money, points, raw, share
from analysis.text.names_feedback import mention_value, shown_term, theme_value
from analysis.text.names_segment_profile import people_value

SHOWN_TERMS = 3  # words in a sentence


def by_trouble(themes: pd.DataFrame) -> pd.DataFrame:
    """Themes that are clearly more often negative than comments in general, most excess complaints first."""
    rated = themes["rated"].sum()
    usual = (themes["negative"] * themes["rated"]).sum() / rated if rated else np.nan
    worse = themes[themes["low"] > usual]
    excess = (worse["negative"] - usual) * worse["rated"]
    return worse.loc[excess.sort_values(ascending=False, kind="stable").index]


def about(heard: Heard, themes: pd.DataFrame, *, minimum: int) -> Words | None:
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
            pair = {"theme": theme_value(first["theme"]), "second": theme_value(second["theme"])}
            shares = {"negative": share(second["negative"]), "n": count(second["rated"])}
            answer.append(Message("Complaints gather on “{theme}”, and next on “{second}”: negative in {negative} of {n} comments.", **pair, **shares))  # fmt: skip
    moved = themes[themes["p_adjusted"] < CHANCE]
    if len(moved):
        row = moved.loc[moved["change"].abs().idxmax()]
        rising = Message("“{theme}” comes up more often than in the period before ({change}).", theme=theme_value(row["theme"]), change=points(row["change"]))  # fmt: skip
        falling = Message("“{theme}” comes up less often than in the period before ({change}).", theme=theme_value(row["theme"]), change=points(row["change"]))  # fmt: skip
        answer.append(rising if row["change"] > 0 else falling)
    else:
        answer.append(Message("No theme became more or less frequent than in the period before beyond chance."))
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Comments by theme; a comment may hold several. Negative: share of those with a mood, with its 95% interval"),
        note=heard.note(Message("Themes are told by lists of words, and by words that come together; a list finds what it knows.")),
        findings=findings,
        decisions=decisions,
    )  # fmt: skip


def quoting(quotes: pd.DataFrame | None, *, minimum: int) -> Words | None:
    """What stands around the quotes, or why there are none; None where none is fit."""
    if quotes is None:
        return Words(answer=(Message("Comments are not quoted: even without names they can tell who wrote them."),))
    if quotes.empty:
        return None
    masked = Message("Quotes are masked, short and typical; every word of them is used by {n} writers or more.", n=count(minimum))
    return Words(title=Message("In their own words"), subtitle=Message("A typical comment on a theme"), note=(masked,))


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
    complaints, praise = (_listed(terms, mood) for mood in (NEGATIVE, POSITIVE))
    answer = [Message("Complaints say: {words}.", words=complaints)] if complaints.value else []
    answer += [Message("Praise says: {words}.", words=praise)] if praise.value else []
    return Words(
        answer=tuple(answer),
        title=Message("The words that set them apart"),
        note=heard.note(
            Message("Log-odds with a prior made of all comments, largest z first; only beyond chance, and used by enough writers.")
        ),
    )


def _listed(terms: pd.DataFrame, mood: str) -> Value:
    """The strongest words of a mood with the comments that hold them: “late (26); box (20)”."""
    own = terms[(terms["grouping"] == "mood") & (terms["group"] == mood)].head(SHOWN_TERMS)
    return raw("; ".join(f"{shown_term(row.term)} ({row.n})" for row in own.itertuples()))


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
