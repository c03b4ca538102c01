"""The tables of chapter 02 about what is made of other lenses and by the client: groups, rules, combinations, changes by hand."""

import json
from collections.abc import Mapping

import pandas as pd

from analysis.schema.number_labels import is_label
from analysis.segmentations.condition_forms import ALWAYS
from analysis.segmentations.small_cells import few
from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.tables.segmentation import definition_table
from analysis.text import Text, count, decimal, label
from analysis.text.formats import MISSING
from analysis.text.names_segmentation import lens_segment

SIGNS = {">=": "≥", "<=": "≤", "in": "=", "not_in": "≠"}


def groups_table(definition: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """The rule of each working group in words, its size and its return rate."""
    return _by_rule("groups", definition, sizes, returns, text)


def rules_table(definition: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """The client's rules in words, the size of each segment and its return rate."""
    return _by_rule("rules", definition, sizes, returns, text)


def combined_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """How many combinations each segment holds, its size and its return rate.  `rule` is `combined.describe`."""
    rows: dict[str, list[Cell]] = {
        row.segment: [text.show(count(row.combinations)) if row.combinations else Muted("")] for row in rule.itertuples()
    }
    return definition_table("combined", [Head(text("Combinations"), "num")], rows, sizes, returns, text)


def _by_rule(lens: str, definition: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, text: Text) -> str:
    rows: dict[str, list[Cell]] = {segment: [Muted(rule)] for segment, rule in rules_in_words(definition, text).items()}
    return definition_table(lens, [Head(text("Rule, asked in order"))], rows, sizes, returns, text, rule_last=True)


def rules_in_words(definition: pd.DataFrame, text: Text) -> Mapping[str, str]:
    """The rule of each segment: 1. Revenue ≥ 500 and Life cycle = Loyal, Won back."""
    joined: dict[str, list[str]] = {}
    for (number, segment), rule in definition.groupby(["rule", "segment"], sort=True):
        either = [
            f" {text('and')} ".join(_test(test, text) for test in part.itertuples()) for _, part in rule.groupby("alternative")
        ]
        said = f" {text('or')} ".join(either)
        joined.setdefault(segment, []).append(f"{number}. {said}")
    return {segment: "; ".join(parts) for segment, parts in joined.items()}


def _test(test, text: Text) -> str:
    """One test as the reader says it; segments of a lens by their names."""
    if test.test == ALWAYS:
        return text("everybody else")
    part, _, rest = test.column.partition(".")
    column = text.name("lens", rest) if part == "segment" else _column(test.column, text)
    if test.test in ("missing", "present"):
        return f"{column}: {text('not known') if test.test == 'missing' else text('known')}"
    given = json.loads(test.given)
    if part == "segment":
        words = [text.show(lens_segment(rest, one)) for one in given]
    else:
        words = [_number(test.column, one, text) if isinstance(one, float) else one for one in given]
    return f"{column} {SIGNS[test.test]} {text(', ').join(words)}"


def _number(column: str, given: float, text: Text) -> str:
    """A number of a test; a year or a code as it is written."""
    return text.show(label(given) if is_label(column, given) else decimal(given, 0 if given.is_integer() else 2))


def _column(column: str, text: Text) -> str:
    """A column of the record: a feature by its name, the client's own by its word."""
    own = column.partition(".")[2] or column
    named = text.name("trait", own)
    return named if named != own.replace("_", " ") else text.name("column", own)


def overrides_table(applied: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """Every change by hand: lens, from, to, customers, reason, who, until; fewer than `minimum` customers are a dash."""
    heads = [
        Head(text("Lens")), Head(text("By the rule")), Head(text("By hand")), Head(text("Customers"), "num"), Head(text("Reason")),
        Head(text("Decided by")), Head(text("Until")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.name("lens", row.method),
                text.show(lens_segment(row.method, row.from_segment)),
                text.show(lens_segment(row.method, row.segment)),
                people,
                row.reason,
                row.by,
                row.until or Muted(text("open")),
            ]
        )
        for row, people in zip(applied.itertuples(), _people(applied["customers"], minimum, text), strict=True)
    ]
    return html_table(heads, rows, label=text("Segments changed by hand"))


def merges_table(applied: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """Every segment that was taken into another: lens, from, to, customers."""
    heads = [Head(text("Lens")), Head(text("Segment")), Head(text("Stands with")), Head(text("Customers"), "num")]
    rows = [
        Row(
            [
                text.name("lens", row.method),
                text.show(lens_segment(row.method, row.from_segment)),
                text.show(lens_segment(row.method, row.segment)),
                people,
            ]
        )
        for row, people in zip(applied.itertuples(), _people(applied["customers"], minimum, text), strict=True)
    ]
    return html_table(heads, rows, label=text("Segments put together by the client"))


def _people(customers: pd.Series, minimum: int, text: Text) -> list[Cell]:
    """Customers by line; few are a dash, and where the sum would tell a single one, the next smallest too."""
    return [
        Muted(MISSING) if gone else text.show(count(number))
        for number, gone in zip(customers, few(customers, minimum=minimum), strict=True)
    ]
