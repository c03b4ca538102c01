"""Tables of chapter 03 on leaving: the signs, the reasons given, and how alike the two sides are."""

import pandas as pd

from analysis.tables.html import Head, Muted, Row, html_table
from analysis.text import Text, count, decimal, share
from analysis.text.names_segment_profile import level_value

CERTAIN = ("more", "less")
LEAST = 0.001  # a p-value below this is shown as smaller


def signs_table(signs: pd.DataFrame, *, text: Text) -> str:
    """Every sign in the order of `leaving_signs`: both shares, difference, odds, p and numbers compared."""
    heads = [
        Head(text("Sign")), Head(text("Before leaving"), "num"), Head(text("Before coming back"), "num"),
        Head(text("Difference, points"), "num"), Head(text("Odds"), "num"), Head(text("p"), "num"), Head(text("Left (n)"), "num"),
        Head(text("Came back (n)"), "num"), Head(text("Show it now"), "num"),
    ]  # fmt: skip
    rows = []
    for row in signs.itertuples():
        figures = [
            text.show(share(row.leavers_share, 1)), text.show(share(row.controls_share, 1)),
            _span(*(decimal(100 * value, 1) for value in (row.difference, row.low, row.high)), text),
            _span(*(decimal(value, 2) for value in (row.odds_ratio, row.odds_low, row.odds_high)), text),
            _p(row.p_adjusted, text), text.show(count(row.leavers)), text.show(count(row.controls)), text.show(count(row.active)),
        ]  # fmt: skip
        certain = row.verdict in CERTAIN
        cells = figures if certain else [Muted(cell) for cell in figures]
        rows.append(Row([text.name("leaving_sign", row.sign), *cells], muted=not certain))
    return html_table(heads, rows, label=text("Signs before leaving"))


def outcome_table(shares: pd.DataFrame, *, text: Text) -> str:
    """Every level in the order of `leaving_outcome`, traits one below the other: shares that left, difference, odds, p, customers."""
    heads = [
        Head(text("Trait")), Head(text("Left"), "num"), Head("n", "num"), Head(text("Left, all others"), "num"), Head("n", "num"),
        Head(text("Difference, points"), "num"), Head(text("Odds"), "num"), Head(text("p"), "num"), Head(text("Still there"), "num"),
    ]  # fmt: skip
    rows = []
    for trait, own in shares.groupby("trait", sort=False):
        rows.append(Row([text.name("trait", trait), *[""] * 8], total=True))
        for row in own.itertuples():
            figures = [
                _span(share(row.share, 1), share(row.share_low, 1), share(row.share_high, 1), text), text.show(count(row.n)),
                text.show(share(row.others_share, 1)), text.show(count(row.others)),
                _span(*(decimal(100 * value, 1) for value in (row.difference, row.low, row.high)), text),
                _span(*(decimal(value, 2) for value in (row.odds_ratio, row.odds_low, row.odds_high)), text),
                _p(row.p_adjusted, text), text.show(count(row.active)),
            ]  # fmt: skip
            certain = row.verdict in CERTAIN
            cells = figures if certain else [Muted(cell) for cell in figures]
            rows.append(Row([text.show(level_value(trait, row.level)), *cells], muted=not certain))
    return html_table(heads, rows, label=text("Who left more often"))


def _span(value, low, high, text: Text) -> str:
    shown = [text.show(one) for one in (value, low, high)]
    if value.value != value.value:
        return shown[0]
    return text("{value} ({low} to {high})").format(value=shown[0], low=shown[1], high=shown[2])


def _p(value: float, text: Text) -> str:
    return f"< {text.show(decimal(LEAST, 3))}" if value < LEAST else text.show(decimal(value, 3))


def reasons_table(reasons: pd.DataFrame, *, text: Text) -> str:
    """Each reason: those who left, and all others who answered."""
    heads = [Head(text("Reason")), Head(text("Of those who left"), "num"), Head("n", "num"), Head(text("Of all others"), "num"), Head("n", "num")]  # fmt: skip
    rows = [
        Row(
            [
                row.reason,
                _span(share(row.share), share(row.low), share(row.high), text),
                text.show(count(row.leavers)),
                text.show(share(row.others_share)),
                text.show(count(row.others)),
            ]
        )
        for row in reasons.itertuples()
    ]
    return html_table(heads, rows, label=text("The reasons they give themselves"))


def balance_text(table: pd.DataFrame, *, text: Text) -> str:
    """Means and standardised differences before and after matching, as plain lines for the analyst."""
    lines = []
    for row in table.itertuples():
        shown = {
            key: text.show(decimal(getattr(row, key), 2 if key.startswith("difference") else 1))
            for key in ("left_all", "back_all", "left_matched", "back_matched", "difference_before", "difference_after")
        }
        lines.append(
            text("{figure}: all {left_all} and {back_all}, standardised difference {difference_before}; matched {left_matched} and {back_matched}, {difference_after}.").format(
                figure=text.name("leaving_figure", row.figure), **shown
            )
        )  # fmt: skip
    return "\n".join(lines)
