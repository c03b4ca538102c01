"""The tables of campaigns in chapter 05: every group as it was seen, every effect, balance, effects by segment."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Row, html_table, known_columns
from analysis.text import Text, decimal
from analysis.text.formats import MISSING, is_missing
from analysis.text.message import Value, count
from analysis.text.names_evaluation import (
    before_value,
    campaign_value,
    dimension_value,
    outcome_difference,
    outcome_end,
    outcome_value,
    part_value,
)

ENOUGH = 30  # customers below which no share is given
CERTAIN = 0.05
MOST_BEFORE = 15


def arms_table(arms: pd.DataFrame, *, text: Text) -> str:
    """Every group of every campaign with its outcomes (`evaluation_trials.plain`)."""
    outcomes = [name for name in arms if name not in ("campaign", "arm", "n")]
    heads = [Head(text("Campaign")), Head(text("Group")), Head(text("Customers"), "num")]
    heads += [Head(text.name("outcome", outcome), "num") for outcome in outcomes]
    rows = []
    for row in arms.to_dict("records"):
        few = row["n"] < ENOUGH
        size = Muted(text("under {n}").format(n=ENOUGH)) if few else text.show(count(row["n"]))
        shown = [
            Muted(MISSING) if few or is_missing(row[one]) else text.show(outcome_value(one, row[one], row["n"])) for one in outcomes
        ]
        rows.append(Row([_campaign(row["campaign"], text), text.name("arm", row["arm"]), size, *shown], muted=few))
    return html_table(heads, rows, label=text("What did the actions do?"))


def effects_table(effects: pd.DataFrame, *, text: Text) -> str:
    """Every effect over everybody: difference, ratio, by what was known before, how sure, and what the test could show."""
    heads = [
        Head(text("Campaign and group")), Head(text("Outcome")), Head(text("Contacted"), "num"), Head(text("Left alone"), "num"),
        Head(text("Difference"), "num"), Head(text("95% interval"), "num"), Head(text("Ratio"), "num"), Head(text("95% interval"), "num"),
        Head(text("More exactly"), "num"), Head(text("Certain"), ""), Head(text("Could show"), "num"),
    ]  # fmt: skip
    rows = [Row(_effect(row, text)) for row in effects.itertuples()]
    return html_table(*known_columns(heads, rows, keep=2), label=text("Every effect, as difference and as ratio"))


def _effect(row, text: Text) -> list[Cell]:
    """The cells of one effect."""
    one, n = row.outcome, row.n
    exact = text("{value} ({range})").format(
        value=_by(one, row.adjusted, n, text), range=_range(one, row.adjusted_low, row.adjusted_high, n, text)
    )
    return [
        _who(row, text), text.name("outcome", one),
        _shown(outcome_value(one, row.value, n), text), _shown(outcome_value(one, row.control_value, n), text),
        _by(one, row.difference, n, text), Muted(_range(one, row.low, row.high, n, text)),
        Muted(MISSING) if is_missing(row.ratio) else text.show(decimal(row.ratio, 2)),
        Muted(MISSING) if is_missing(row.ratio) else Muted(_between(*(text.show(decimal(end, 2)) for end in (row.ratio_low, row.ratio_high)), text)),
        Muted(MISSING) if is_missing(row.adjusted) else Muted(exact),
        text("yes") if row.p_adjusted < CERTAIN else Muted(text("no")),
        Muted(_by(one, row.detectable, n, text).lstrip("+")),
    ]  # fmt: skip


def balance_table(balance: pd.DataFrame, *, text: Text) -> str:
    """What was known before the contact, group against those left alone, farthest apart first."""
    heads = [
        Head(text("Known before")), Head(text("Campaign and group")), Head(text("Contacted"), "num"), Head(text("Left alone"), "num"),
        Head(text("Apart, in standard deviations"), "num"),
    ]  # fmt: skip
    rows = []
    for row in balance.head(MOST_BEFORE).itertuples():
        told = text.show(before_value(row.feature))
        told = text("{trait}: {level}").format(trait=told, level=row.level) if row.level else told
        who = _who(row, text)
        figures = (text.show(decimal(one, 3 if abs(one) < 10 else 1)) for one in (row.value, row.control_value))
        rows.append(Row([told, who, *figures, text.show(decimal(row.difference, 3))]))
    return html_table(heads, rows, label=text("Were the groups alike before the contact?"))


def segments_table(parts: pd.DataFrame, *, text: Text) -> str:
    """Effects by segment: own, drawn towards the others, whether certain, whether segments differ."""
    heads = [
        Head(text("Segment")), Head(text("Group")), Head(text("Contacted"), "num"), Head(text("Left alone"), "num"),
        Head(text("Own difference"), "num"), Head(text("95% interval"), "num"), Head(text("Drawn towards the others"), "num"),
        Head(text("95% range"), "num"), Head(text("Certain")), Head(text("Differ")),
    ]  # fmt: skip
    rows = []
    for row in parts.itertuples():
        one, n = row.outcome, 0  # one unit of exactness for large and small
        sure, differ = (row.p_adjusted < CERTAIN, row.differ_p < CERTAIN)
        said = [text("yes") if one_is else Muted(text("no")) for one_is in (sure, differ)]
        rows.append(
            Row(
                [
                    text("{trait}: {level}").format(
                        trait=text.show(dimension_value(row.dimension)), level=text.show(part_value(row.dimension, row.segment))
                    ),
                    text.name("arm", row.arm), text.show(count(row.n)), text.show(count(row.control_n)),
                    _by(one, row.difference, n, text), Muted(_range(one, row.low, row.high, n, text)),
                    _by(one, row.drawn, n, text), Muted(_range(one, row.drawn_low, row.drawn_high, n, text)),
                    *said,
                ]
            )
        )  # fmt: skip
    return html_table(heads, rows, label=text("Effects by segment, in figures"))


def _who(row, text: Text) -> str:
    return text("{campaign}, {arm}").format(campaign=_campaign(row.campaign, text), arm=text.name("arm", row.arm))


def _campaign(key: str, text: Text) -> str:
    return text.show(campaign_value(key))


def _shown(value: Value, text: Text) -> str:
    return text.show(value)


def _by(outcome: str, value: float, n: float, text: Text) -> str:
    """A difference with its sign."""
    if is_missing(value):
        return MISSING
    shown = text.show(outcome_difference(outcome, value, n))
    return f"+{shown}" if value > 0 and not shown.startswith("+") else shown


def _range(outcome: str, low: float, high: float, n: float, text: Text) -> str:
    """An interval in the unit of the figure beside it."""
    return MISSING if is_missing(low) else _between(*(text.show(outcome_end(outcome, end, n)) for end in (low, high)), text)


def _between(low: str, high: str, text: Text) -> str:
    return text("{low} to {high}").format(low=low, high=high)
