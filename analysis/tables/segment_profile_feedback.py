"""The tables of what customers say: themes, the theme of each segment, words that tell, competitors."""

import pandas as pd

from analysis.tables.html import Head, Muted, Named, Row, html_table
from analysis.text import Text, count, points, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_feedback import mention_value, shown_term, theme_value
from analysis.text.names_segment_profile import segment_value


def themes_table(themes: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """One row per theme: comments, share, negatives with their interval, the period beside the one before."""
    heads = [
        Head(text("Theme")), Head(text("Comments"), "num"), Head(text("Share"), "num"), Head(text("Negative"), "num"),
        Head(text("This period"), "num"), Head(text("Period before"), "num"), Head(text("Change"), "num"),
    ]  # fmt: skip
    rows = []
    for row in themes.itertuples():
        times = [
            text.show(count(n)) if n >= minimum else MISSING for n in (row.n_period, row.n_before)
        ]  # too few in a period to count aloud
        figures = [text.show(count(row.n)), text.show(share(row.share)), _range(row, text), *times, _change(row, times, text)]
        rows.append(Row([text.show(theme_value(row.theme)), *figures]))
    return html_table(heads, rows, label=text("What comments are about"))


def quotes_table(quotes: pd.DataFrame, *, text: Text) -> str:
    """One row per quote: theme, mood, words."""
    heads = [Head(text("Theme")), Head(text("Mood")), Head(text("In their words"))]
    rows = [
        Row([text.show(theme_value(row.theme)), Muted(text.name("mood", row.mood)), text("“{quote}”").format(quote=row.quote)])
        for row in quotes.itertuples()
    ]
    return html_table(heads, rows, label=text("In their own words"))


def _range(row, text: Text) -> str:
    """“57% (45% to 68%)”."""
    if is_missing(row.negative):
        return MISSING
    value, low, high = (text.show(share(figure, 0)) for figure in (row.negative, row.low, row.high))
    return text("{value} ({low} to {high})").format(value=value, low=low, high=high)


def _change(row, times: list[str], text: Text) -> str | Muted:
    """The change of the theme's share of comments; grey where chance explains it."""
    if is_missing(row.change) or MISSING in times:
        return Muted(MISSING)
    shown = text.show(points(row.change))
    return shown if row.p_adjusted < 0.05 else Muted(shown)


def apart_table(apart: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """One row per segment: comments, writers, and the theme that sets it apart."""
    heads = [
        Head(text("Segment")), Head(text("Comments"), "num"), Head(text("Writers"), "num"), Head(text("Sets it apart")),
        Head(text("Own share"), "num"), Head(text("Others"), "num"),
    ]  # fmt: skip
    rows = []
    for row in apart.itertuples():
        name = Named(text.show(segment_value(row.segment)), f"var(--c-{'no_order' if row.segment == 'none' else row.segment})")
        held = [text.show(count(n)) if row.customers >= minimum else MISSING for n in (row.comments, row.customers)]
        if is_missing(row.theme):
            rows.append(Row([name, *held, Muted(text("nothing beyond chance")), Muted(MISSING), Muted(MISSING)]))
            continue
        figures = [text.show(share(row.share)), text.show(share(row.rest))]
        rows.append(Row([name, *held, text.show(theme_value(row.theme)), *figures]))
    return html_table(heads, rows, label=text("The theme that sets each segment apart"))


def terms_table(terms: pd.DataFrame, *, text: Text) -> str:
    """One row per word: where it stands out, comments with it there and elsewhere."""
    heads = [
        Head(text("Where")), Head(text("Words")), Head(text("Comments with it"), "num"), Head(text("Share"), "num"),
        Head(text("Share elsewhere"), "num"),
    ]  # fmt: skip
    rows = []
    for row in terms.itertuples():
        where = text.name("mood", row.group) if row.grouping == "mood" else text.show(segment_value(row.group))
        shares = [text.show(share(row.n / row.comments)), text.show(share(row.others_n / row.others))]
        rows.append(Row([where, shown_term(row.term), text.show(count(row.n)), *shares]))
    return html_table(heads, rows, label=text("The words that set them apart"))


def rivals_table(rivals: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """One row per competitor: comments, writers, for and against the client; nothing below the minimum."""
    heads = [
        Head(text("Competitor")), Head(text("Comments"), "num"), Head(text("Writers"), "num"), Head(text("For you"), "num"),
        Head(text("Against you"), "num"), Head(text("No side"), "num"),
    ]  # fmt: skip
    rows = []
    for row in rivals.rename(columns={"for": "favour"}).itertuples():
        figures = (row.n, row.customers, row.favour, row.against, row.no_side)
        shown = [text.show(count(n)) if row.n >= minimum else MISSING for n in figures]
        rows.append(Row([text.show(mention_value(row.mention)), *shown]))
    return html_table(heads, rows, label=text("Mentions of competitors"))
