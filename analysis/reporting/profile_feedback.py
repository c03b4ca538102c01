"""What customers say, for chapter 03: from the comments of a run to its tables and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.config import previous
from analysis.features import Dates
from analysis.findings import segment_profile_feedback as findings
from analysis.findings.comment_basis import Heard
from analysis.findings.segment_profile_lens import Lens
from analysis.findings.segment_profile_themes import by_trouble, widest_themes
from analysis.profiles import competitors, found_themes, log_odds, mood_model, themes, voices
from analysis.profiles.comment_words import clauses, terms
from analysis.profiles.comments import NEGATIVE, NEUTRAL, POSITIVE, comment_table, of_one_kind
from analysis.profiles.quotes import quotes
from analysis.profiles.theme_words import THEMES
from analysis.reporting.compose import canonical
from analysis.reporting.page import Page
from analysis.sources.masking import masked_text
from analysis.store import Run
from analysis.text import Skip, Words

SEED = 0


@dataclass(frozen=True)
class Said:
    """Tables of the section (`by_segment`, `themes`, `apart`, `terms`, `rivals`, `quotes`) and the words around them."""

    story: Mapping[str, Words | Skip | None]
    by_segment: pd.DataFrame | None = None
    themes: pd.DataFrame | None = None
    apart: pd.DataFrame | None = None
    terms: pd.DataFrame | None = None
    rivals: pd.DataFrame | None = None
    quotes: pd.DataFrame | None = None
    minimum: int = 10
    comments: pd.DataFrame | None = field(default=None, repr=False)  # `comment_table` with moods, for what else reads comments

    @property
    def differ(self) -> bool:
        """Whether a theme sets any segment apart."""
        return self.apart is not None and bool(self.apart["theme"].notna().any())

    @property
    def quoted(self) -> bool:
        """Whether any comment may be shown in its own words, and is fit for it."""
        return self.quotes is not None and len(self.quotes) > 0

    @property
    def compared(self) -> bool:
        """Whether enough comments speak of another shop for a table."""
        return self.rivals is not None and bool(self.rivals["n"].sum() >= self.minimum)


def comments_of(run: Run, dates: Dates) -> pd.DataFrame:
    """Every comment of a run up to the end of its period, masked as it came through the door: `comment_table`."""
    asked = run.config.source.responses
    free = [key for key, item in asked.items.items() if item.role == "free_text"] if asked else []
    feedback, answers = canonical(run, "feedback"), canonical(run, "responses")
    return comment_table(feedback, answers, free_text=free, scale=run.config.feedback.scale, as_of=dates.as_of)


def feedback(page: Page, dates: Dates, lens: Lens, segments: pd.DataFrame, *, features: pd.DataFrame | None = None) -> Said:
    """The section "What do they say?": moods, themes, what sets the segments apart, competitors, quotes.

    `segments` are those of the lens, the ones that are not shown put together; `features` gives the revenue of the window.
    """
    run, minimum = page.run, page.minimum_cell
    every = comments_of(run, dates)
    if len(_of_window(every, dates)) < minimum:
        return Said(
            {
                "said": findings.NO_COMMENTS,
                "themes_said": None,
                "quotes_said": None,
                "apart_said": None,
                "terms_said": None,
                "rivals_said": None,
            }
        )
    moods = mood_model.placed_moods(every, seed=SEED)
    own = _of_window(moods.placed, dates)
    held, kinds = _themes(own, run.config.feedback.themes, minimum)
    revenue = None if features is None else features.set_index("customer_id")["revenue"]
    now, before = (dates.start, dates.as_of), previous(run.period)
    days = {"period": now, "before": (before.start, before.end)}
    table = themes.theme_table(own, held, kinds, **days, revenue=revenue, minimum=minimum)
    by_segment = voices.negative_by_segment(own, segments, method=lens.method, minimum=minimum)
    apart = voices.themes_by_segment(own, held[held["theme"].isin(table["theme"])], segments, minimum=minimum)
    words = _terms(own, segments, lens, minimum)
    mentioned = competitors.mentions(own, names=run.config.feedback.competitors)
    rivals = competitors.mention_table(own, mentioned, minimum=minimum)
    shares = mood_model.negative_shares(_within(moods, own), seed=SEED)
    trend = voices.trend_of(own, **days, minimum=minimum)
    said = _quotes(run, own, held, table, segments, lens, minimum)
    found = {
        "comments": moods.placed.drop(columns="text"), "grade": moods.grade, "shares": shares, "segments": by_segment, "themes": table,
        "segment_themes": apart, "terms": words, "mentions": rivals,
    }  # fmt: skip
    for name, one in found.items():
        run.write_table(f"feedback_{name}", one)
    basis = Heard(shares=shares, grade=moods.grade, trend=trend, comments=own, as_of=dates.as_of, since=dates.window_start)
    story = findings.story(
        basis, lens=lens, by_segment=by_segment, themes=table, apart=apart, terms=words, rivals=rivals,
        named=bool(run.config.feedback.competitors), quotes=said, minimum=minimum,
    )  # fmt: skip
    return Said(story, by_segment, table, widest_themes(apart, by_segment, lens), words, rivals, said, minimum, moods.placed)


def _of_window(placed: pd.DataFrame, dates: Dates) -> pd.DataFrame:
    """Comments of the window, copies left out; those without a day count."""
    early = placed["written_at"].dt.normalize() < pd.Timestamp(dates.window_start)
    return placed[~early & ~placed["repeat"]].reset_index(drop=True)


def _within(moods: mood_model.Moods, own: pd.DataFrame) -> mood_model.Moods:
    return mood_model.Moods(own, moods.grade, moods.unseen)


def _themes(own: pd.DataFrame, listed: Mapping[str, tuple[str, ...]], minimum: int) -> tuple[pd.DataFrame, dict[str, str]]:
    """The themes of each comment (comment, theme), and the kind of each theme."""
    lists = THEMES | dict(listed)
    texts, customers = own.set_index("comment")["text"], own.set_index("comment")["customer_id"]
    sentences = pd.Series(dict.fromkeys((one for text in texts for one in clauses(text)), ""), dtype="str").index.to_series()
    told = themes.themes_of(sentences, lists)["comment"].unique()
    found, _ = found_themes.found_themes(texts, customers, sentences.isin(told), minimum=minimum)
    held = pd.concat([part for part in (themes.themes_of(texts, lists), found) if len(part)] or [found], ignore_index=True)
    kinds = dict.fromkeys(THEMES, themes.LISTED) | dict.fromkeys(found["theme"], themes.FOUND)
    return held, kinds | {theme: themes.OWN for theme in listed if theme not in THEMES}


def _terms(own: pd.DataFrame, segments: pd.DataFrame, lens: Lens, minimum: int) -> pd.DataFrame:
    """The words that set negative comments apart from positive ones, and shown segments from all others."""
    spoken = {comment: terms(text) for comment, text in zip(own["comment"], own["text"], strict=True)}
    rows = own.set_index("comment")
    voice = rows["customer_id"].where(rows["customer_id"].notna(), rows.index.astype(str))
    mood = rows["mood"].where(rows["mood"].ne(NEUTRAL))
    group = of_one_kind(rows)["customer_id"].map(segments.set_index("customer_id")["segment"])
    parts = [
        log_odds.standing_out(spoken, groups, voices=voice, minimum=minimum).assign(grouping=name)
        for name, groups in (("mood", mood), ("segment", group))
    ]
    words = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return words[words["grouping"].eq("mood") | words["group"].isin(lens.shown)].reset_index(drop=True)


def _quotes(
    run: Run, own: pd.DataFrame, held: pd.DataFrame, table: pd.DataFrame, segments: pd.DataFrame, lens: Lens, minimum: int
) -> pd.DataFrame | None:
    """Typical comments on the themes of the table, those with most trouble first; None where nothing may be quoted."""
    if not run.config.quotes:
        return None
    may = own[own["customer_id"].isin(segments.loc[segments["segment"].isin(lens.shown), "customer_id"])]
    order = [(theme, NEGATIVE) for theme in by_trouble(table)["theme"]] + [(theme, POSITIVE) for theme in table["theme"]]
    return quotes(may, held, order, mask=masked_text, minimum=minimum)
