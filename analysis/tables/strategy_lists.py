"""The tables of target lists as the reader sees them: counts by play, and the reasons for leaving customers out."""

from collections.abc import Mapping

import pandas as pd

from analysis.profiles.suppression import TOTAL, hidden_cells
from analysis.strategies.audience import REASONS
from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.text import Text, count
from analysis.text.formats import MISSING

PARTS = ("no_consent", "others", "treatment", "hold_out")
UNCHECKED = ("no_consent", "minor_or_unknown_age", "in_other_test")  # reasons whose lack of data has words of its own


def counts_table(counts: pd.DataFrame, reasons: pd.DataFrame, titles: Mapping[str, str], *, text: Text, minimum: int) -> str:
    """One row per approved play: matched, left out, to be contacted, held out; a dash where a figure is small or betrays one."""
    heads = [
        Head(text("Play")), Head(text("Channel")), Head(text("Matched"), "num"), Head(text("No consent"), "num"),
        Head(text("Other reasons"), "num"), Head(text("Contact"), "num"), Head(text("Hold out"), "num"),
    ]  # fmt: skip
    sums, hidden = list_sums(counts, reasons, minimum=minimum)
    channels = counts.drop_duplicates("play").set_index("play")["channel"]
    rows = [
        Row(
            [
                titles.get(play, play),
                text.name("contact_channel", channels[play]),
                text.show(count(sums[play].sum())),
                *(_count(sums.at[part, play], hidden.at[part, play], text) for part in PARTS),
            ]
        )
        for play in sums
    ]
    if len(rows) > 1:
        together = [_count(sums.loc[part].sum(), hidden.at[part, TOTAL], text) for part in PARTS]
        rows.append(Row([text("Together"), "", text.show(count(sums.to_numpy().sum())), *together], total=True))
    return html_table(heads, rows, label=text("Target lists"))


def list_sums(counts: pd.DataFrame, reasons: pd.DataFrame, *, minimum: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """PARTS by play in numbers, and which of them must not be shown (with the totals of each part as '(all)').

    Where only a few may be contacted at all, all parts of the play stay back: what was matched less those without
    consent would tell them.
    """
    plays = counts["play"].drop_duplicates()
    by_play = counts.groupby("play")[["suppressed", "treatment", "hold_out"]].sum().loc[plays]
    without = reasons[reasons["reason"] == "no_consent"].set_index("play")["first"].reindex(plays).fillna(0).astype("int64")
    sums = by_play.assign(no_consent=without, others=by_play["suppressed"] - without)[list(PARTS)].T
    hidden = hidden_cells(sums, minimum=minimum)
    free = sums.drop("no_consent").sum()
    for play in sums.columns[((free > 0) & (free < minimum)).to_numpy()]:
        hidden[play] = True
        hidden[TOTAL] |= len(plays) == 2  # the other play would tell
    return sums, hidden


def reasons_table(reasons: pd.DataFrame, counts: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """One row per reason: how many are left out for it first, and where it is written; said where nothing is."""
    heads = [Head(text("Left out because")), Head(text("Customers"), "num"), Head(text("Read from"))]
    firsts = reasons.groupby("reason")["first"].sum()
    figures = pd.concat([firsts, counts[["treatment", "hold_out"]].sum()]).to_frame("all")
    hidden = hidden_cells(figures, minimum=minimum)["all"]
    _, of_plays = list_sums(counts, reasons, minimum=minimum)
    hidden["no_consent"] |= bool(of_plays.at["no_consent", TOTAL])
    while 0 < figures["all"][hidden].sum() < minimum and (further := figures["all"][~hidden & (figures["all"] > 0)]).size:
        hidden[further.idxmin()] = True  # the sum of what is kept back is known: no less than a group that may be shown
    of = dict(list(reasons.groupby("reason")))
    rows = [
        Row([text.name("exclusion", key), _said(of[key], firsts[key], hidden[key], text), _read_from(of[key], text)])
        for key in sorted(firsts.index, key=REASONS.index)
    ]
    return html_table(heads, rows, label=text("Why customers are left out, and which data say so"))


def _said(rows: pd.DataFrame, first: int, hidden: bool, text: Text) -> Cell:
    """How many; a dash where nothing was checked and nobody is left out for it."""
    return Muted(MISSING) if not rows["checked"].any() and not first else _count(first, hidden, text)


def _read_from(rows: pd.DataFrame, text: Text) -> Cell:
    """The tables and headers that say it; for another list of the same period that list."""
    told = rows[rows["checked"]]
    if told.empty:
        reason = rows["reason"].iloc[0]
        return Muted(text.name("unchecked", reason if reason in UNCHECKED else "other"))
    tables = dict.fromkeys(one.split(".")[0] for sources in told["source"] for one in sources.split(", "))
    named = text(", ").join(text.name("table", table) for table in tables)
    labels = text(", ").join(dict.fromkeys(label for label in told["label"] if label))
    return Muted(text("{tables} ({columns})").format(tables=named, columns=labels) if labels else named)


def _count(value: int, hidden: bool, text: Text) -> Cell:
    return Muted(MISSING) if hidden else text.show(count(value))
