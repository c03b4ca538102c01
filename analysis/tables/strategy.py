"""The tables of chapter 04: what is at stake, further plays, test plans, the reconciliation."""

import pandas as pd

from analysis.charts.palette import css_colour, lone_colour
from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table, known_columns
from analysis.text import Text, count, day, decimal, money, money_exact, points, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_strategy import segment_value

FORMS = {"count": count, "money": money, "share": share, "points": points, "decimal": decimal}


def _shown(kind: str, value: object, text: Text) -> Cell:
    return Muted(MISSING) if is_missing(value) else text.show(FORMS[kind](value))


def _people(value: object, minimum: int, text: Text) -> Cell:
    """A number of customers; a dash where there are too few to show."""
    return _shown("count", None if pd.isna(value) or 0 < value < minimum else value, text)


def _consenting(row, minimum: int, text: Text) -> Cell:
    """Customers with consent; a dash where they, or those without, are too few to show."""
    known = not pd.isna(row.reachable) and not 0 < row.customers - row.reachable < minimum
    return _people(row.reachable if known else None, minimum, text)


def _segment(method: str, segment: str, text: Text) -> Named:
    return Named(text.show(segment_value(method, segment)), css_colour(lone_colour(segment)))


def _range(kind: str, low: object, high: object, text: Text) -> Cell:
    if is_missing(low) or is_missing(high):
        return Muted(MISSING)
    return Muted(text("{low} to {high}").format(low=text.show(FORMS[kind](low)), high=text.show(FORMS[kind](high))))


def stake_table(stakes: pd.DataFrame, *, text: Text, margin: bool) -> str:
    """Customers, revenue, who came back, and what is to come with its range; where nobody is followed, the first two alone."""
    if stakes["forward"].isna().all():
        return _brought_table(stakes, text)
    heads = [
        Head(text("Segment")), Head(text("Customers"), "num"), Head(text("Revenue"), "num"), Head(text("Ordered in the period"), "num"),
        Head(text("Margin to come") if margin else text("Revenue to come"), "num"), Head(text("Range"), "num"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                _segment(row.method, row.segment, text),
                _shown("count", row.customers, text),
                _shown("money", row.revenue, text),
                _rate(row, text),
                _shown("money", row.forward, text),
                _range("money", row.forward_low, row.forward_high, text),
            ]
        )
        for row in stakes.itertuples()
    ]
    # The ranges of the segments do not add up to a range of the sum.
    sums = [
        _shown(kind, stakes[name].sum(), text)
        for kind, name in (("count", "customers"), ("money", "revenue"), ("money", "forward"))
    ]
    rows.append(Row([text("Together"), sums[0], sums[1], Muted(""), sums[2], Muted("")], total=True))
    return html_table(heads, rows, label=text("What is at stake?"))


def _brought_table(stakes: pd.DataFrame, text: Text) -> str:
    heads = [
        Head(text("Segment")),
        Head(text("Customers"), "num"),
        Head(text("Revenue"), "num"),
        Head(text("Share of revenue"), "num"),
    ]
    rows = [
        Row(
            [
                _segment(row.method, row.segment, text),
                _shown("count", row.customers, text),
                _shown("money", row.revenue, text),
                _shown("share", row.revenue_share, text),
            ]
        )
        for row in stakes.itertuples()
    ]
    rows.append(
        Row(
            [
                text("Together"),
                _shown("count", stakes["customers"].sum(), text),
                _shown("money", stakes["revenue"].sum(), text),
                Muted(""),
            ],
            total=True,
        )
    )
    return html_table(heads, rows, label=text("What is at stake?"))


def _rate(row, text: Text) -> Cell:
    """A share and the customers it is of."""
    if is_missing(row.share):
        return Muted(MISSING)
    return text("{share} of {n}").format(share=text.show(share(row.share)), n=text.show(count(row.n)))


def plays_table(plays: pd.DataFrame, titles: dict[str, str], *, text: Text, minimum: int = 10) -> str:
    """Matches of play and segment that have no card, by lens."""
    heads = [
        Head(text("Segment")), Head(text("Play")), Head(text("Customers"), "num"), Head(text("With consent"), "num"),
        Head(text("Revenue"), "num"), Head(text("Pays from"), "num"),
    ]  # fmt: skip
    rows = []
    for method in plays["method"].drop_duplicates():
        rows.append(Row([text.name("lens_name", method), "", "", "", "", ""], total=True))
        rows += [
            Row(
                [
                    _segment(row.method, row.segment, text),
                    titles[row.play],
                    _people(row.customers, minimum, text),
                    _consenting(row, minimum, text),
                    _shown("money", row.revenue, text),
                    _pays(row, text),
                ]
            )
            for row in plays[plays["method"] == method].itertuples()
        ]
    return html_table(*known_columns(heads, rows), label=text("Further plays"))


def _pays(row, text: Text) -> Cell:
    if is_missing(row.break_even):
        return Muted(MISSING)
    return text.show(share(row.break_even, 2) if row.lever == "basket" else decimal(100 * row.break_even, 2))


def plans_table(tests: pd.DataFrame, titles: dict[str, str], *, text: Text, minimum: int = 10) -> str:
    """Arms, who orders anyway, the smallest gain seen, and what to do."""
    heads = [
        Head(text("Segment")), Head(text("Play")), Head(text("Contact"), "num"), Head(text("Hold out"), "num"),
        Head(text("Order anyway"), "num"), Head(text("Smallest gain"), "num"), Head(text("With half"), "num"), Head(text("Needed"), "num"),
        Head(text("Starts")), Head(text("Weeks"), "num"), Head(text("Drawn by lot")), Head(text("What to do")),
    ]  # fmt: skip
    rows = []
    for row in tests.itertuples():
        seen = min(row.treated, row.held_out) >= minimum
        rows.append(
            Row(
                [
                    _segment(row.method, row.segment, text),
                    titles[row.play],
                    _people(row.treated if seen else None, minimum, text),
                    _people(row.held_out, minimum, text),
                    _shown("share", row.base_rate, text),
                    _shown("points", row.detectable if seen else None, text),
                    _shown("points", row.with_half if seen else None, text),
                    _shown("count", row.needed, text),
                    Muted(MISSING) if is_missing(row.starts) else text.show(day(row.starts.date())),
                    text.show(count(row.days / 7)),
                    text.name("test_unit", row.unit),
                    text.name("remedy", row.remedy),
                ]
            )
        )
    return html_table(*known_columns(heads, rows), label=text("How will we know?"))


def reconciliation_table(lines: pd.DataFrame, *, text: Text) -> str:
    """Each figure over the segments, over the plays, and the difference."""
    heads = [
        Head(text("Figure")), Head(text("In the segments"), "num"), Head(text("In the plays"), "num"), Head(text("Difference"), "num"),
    ]  # fmt: skip
    rows = []
    for row in lines.itertuples():
        form = money_exact if row.unit == "money" else count
        figures = (row.files, row.report, row.report - row.files)
        rows.append(Row([text.name("play_sum", row.what), *(text.show(form(figure)) for figure in figures)]))
    return html_table(heads, rows, label=text("Does it add up?"))
