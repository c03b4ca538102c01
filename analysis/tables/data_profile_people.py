"""The tables of chapter 01 about people, and about inputs beside the order lines."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from analysis.schema.derived.inputs import WITHOUT_DETAILS
from analysis.schema.number_labels import is_label
from analysis.tables.html import Head, Muted, Row, Step, html_table
from analysis.text import Text, count, decimal, label, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names import NAMES

YES = ("yes", "true", "1", "y", "是", "有")
NO = ("no", "false", "0", "n", "否", "无")


def groups_table(values: pd.DataFrame, *, text: Text, most: int = 12) -> str:
    """Customers or respondents by group, one block per attribute; those of yes and no in one block at the end.

    The `most` best known attributes of several groups are shown, and all of two.
    """
    heads = [Head(text("Group")), Head(text("People"), "num"), Head(text("Share"), "num"), Head("", "wf")]
    known = values.drop_duplicates(["table", "column"]).sort_values("known", ascending=False, kind="stable")
    blocks = [values[(values["table"] == one.table) & (values["column"] == one.column)] for one in known.itertuples()]
    rows = []
    for block in [one for one in blocks if _yes(one) is None][:most]:
        rows.append(Row([attribute(block.iloc[0], text), "", "", ""], total=True))
        rows += [_group(text.name("level", row.value), row, text) for row in block.itertuples()]
    yes_no = [(attribute(block.iloc[0], text), row) for block in blocks if (row := _yes(block)) is not None]
    if yes_no:
        rows.append(Row([text("Answered yes"), "", "", ""], total=True))
        rows += [_group(named, row, text) for named, row in yes_no]
    return html_table(heads, rows, label=text("Who are the customers?"))


def _group(label: str, row: Any, text: Text) -> Row:
    set_apart = row.value in ("(other)", "(missing)")
    return Row([label, text.show(count(row.rows)), text.show(share(row.share)), Step(0, row.share, set_apart)], muted=set_apart)


def _yes(block: pd.DataFrame) -> Any | None:
    """The row of those who said yes, where there is nothing but yes and no; None elsewhere."""
    words = {str(row.value).lower(): row for row in block.itertuples() if row.value != "(missing)"}
    return next((words[word] for word in YES if word in words), None) if len(words) == 2 and any(no in words for no in NO) else None


def attribute(row: Any, text: Text) -> str:
    """An attribute's name; the header of the client's own file where the kit has none."""
    own = getattr(row, "label", None)
    return titled("attribute", row.column, text) if row.column in NAMES["attribute"] or not isinstance(own, str) else own


def titled(context: str, key: str, text: Text) -> str:
    """A name as a heading: the client's own keys begin with a capital, too."""
    name = text.name(context, key)
    return name[:1].upper() + name[1:]


def numbers_table(numbers: pd.DataFrame, *, text: Text, most: int = 24) -> str:
    """The figures that the client gives per customer or respondent."""
    heads = [
        Head(text("Figure")), Head(text("n"), "num"), Head(text("Mean"), "num"), Head(text("Median"), "num"),
        Head(text("5th to 95th percentile"), "num"), Head(text("Total"), "num"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                attribute(row, text),
                Muted(text.show(count(row.n))),
                _number(row.column, row.mean, text),
                _number(row.column, row.median, text),
                Muted(
                    text("{low} to {high}").format(low=_number(row.column, row.low, text), high=_number(row.column, row.high, text))
                ),
                _total(row.column, row.total, row.median, text),
            ]
        )
        for row in numbers.head(most).itertuples()
    ]
    return html_table(heads, rows, label=text("Figures per customer"))


def _total(column: str, value: float, typical: float, text: Text) -> str | Muted:
    """The sum; none of years and codes, which add up to nothing."""
    if is_label(column, typical):
        return Muted(MISSING)
    return text.show(count(value)) if abs(value) >= 100 else _number(column, value, text)


def _number(column: str, value: float, text: Text) -> str:
    """As many decimals as its size needs; a year or a code as it is written."""
    if is_label(column, value):
        return text.show(label(round(value, 1)))
    size = abs(value)
    return text.show(decimal(value, 0 if size >= 1000 else 1 if size >= 10 else 2))


def details_table(details: pd.DataFrame, inputs: pd.DataFrame, *, text: Text) -> str:
    """One row per further input: rows, and what they are."""
    heads = [Head(text("Input")), Head(text("Rows"), "num"), Head(text("What its rows are")), Head(text("What it is for"))]
    rows = []
    for row in inputs.itertuples():
        if row.table in WITHOUT_DETAILS:
            continue
        parts = details[details["table"] == row.table]
        told = [
            text("{what}: {words}").format(what=text.name("telling", column), words=_words(group, text))
            for column, group in parts.groupby("column", sort=False)
        ]
        made_of = text("; ").join(told) or MISSING
        rows.append(Row([text.name("table", row.table), text.show(count(row.rows)), made_of, Muted(text.name("use", row.table))]))
    return html_table(heads, rows, label=text("What the other inputs hold"))


# Words of the kit's own lists; all others are the client's.
_LISTS = {("events", "kind"): "event_kind", ("visits", "stage"): "visit_stage", ("balances", "kind"): "balance_kind"}


def _words(group: pd.DataFrame, text: Text) -> str:
    told = []
    for row in group.itertuples():
        words = _LISTS.get((row.table, row.column), "level")
        told.append(f"{text.name(words if row.value in NAMES[words] else 'level', row.value)} {text.show(share(row.share))}")
    return text(", ").join(told)


def items_table(items: pd.DataFrame, labels: Mapping[str, str], *, text: Text) -> str:
    """The scored items of the survey, highest on their scale first."""
    width = (items["scale_high"] - items["scale_low"]).replace(0, 1)
    place = (items["value"] - items["scale_low"]) / width
    heads = [
        Head(text("Question")), Head(text("Answered"), "num"), Head(text("Result"), "num"), Head(text("95% interval"), "num"),
        Head(text("Scale"), "num"), Head("", "wf"),
    ]  # fmt: skip
    rows = []
    for at in place.sort_values(ascending=False, kind="stable").index:
        row = items.loc[at]
        form = partial(share, digits=1) if row["measure"] == "share" else partial(decimal, digits=2)
        between = text("{low} to {high}").format(low=text.show(form(row["low"])), high=text.show(form(row["high"])))
        scale = text("share of yes") if row["measure"] == "share" else f"{_plain(row['scale_low'])}–{_plain(row['scale_high'])}"
        cells = [
            titled("item", row["item"], text) if row["item"] in NAMES["item"] else labels.get(row["item"], row["item"]),
            Muted(text.show(count(row["answered"]))),
        ]
        rows.append(Row([*cells, text.show(form(row["value"])), Muted(between), Muted(scale), Step(0, min(max(place[at], 0), 1))]))
    return html_table(heads, rows, label=text("What the respondents say"))


def _plain(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def arms_table(arms: pd.DataFrame, *, text: Text) -> str:
    """Arms with their size, their share and the means of the outcomes that the file gives."""
    outcomes = [one for one in arms["outcome"].drop_duplicates() if one]
    highest = arms.groupby("outcome")["value"].max()
    rates = {one for one in outcomes if one != "revenue" and highest[one] <= 1}
    heads = [
        Head(text("Campaign and arm")), Head(text("Contacts"), "num"), Head(text("Share"), "num"),
        *(Head(titled("attribute", one, text), "num") for one in outcomes),
    ]  # fmt: skip
    rows = []
    for campaign, of_campaign in arms.groupby("campaign", sort=False):
        if campaign != "(all)":
            rows.append(Row([campaign, *[""] * (len(heads) - 1)], total=True))
        for arm, group in of_campaign.groupby("arm", sort=False):
            size, means = group[group["outcome"] == ""].iloc[0], group.set_index("outcome")["value"]
            shown = [_outcome(means.get(one, float("nan")), one in rates, text) for one in outcomes]
            rows.append(Row([text.name("arm", arm), text.show(count(size["n"])), text.show(share(size["share"])), *shown]))
    return html_table(heads, rows, label=text("Arms of the campaigns"))


def _outcome(value: float, rate: bool, text: Text) -> str | Muted:
    if is_missing(value):
        return Muted(MISSING)
    if rate:
        return text.show(share(value, 2 if value >= 0.1 else 3))
    return text.show(decimal(value, 4 if value < 10 else 2))


def joins_table(joins: pd.DataFrame, *, text: Text) -> str:
    """How the inputs meet: keys, those found on the other side, orphans, the relation expected and found."""
    heads = [
        Head(text("Input")), Head(text("Held against")), Head(text("Keys"), "num"), Head(text("Found there"), "num"),
        Head(text("Orphan rows"), "num"), Head(text("Relation")), Head(text("Verdict")),
    ]  # fmt: skip
    rows = []
    for row in joins.itertuples():
        met = share(row.matched_keys / row.keys) if row.keys else None
        as_expected = row.status == "pass" or not row.expected
        relation = row.found if as_expected else text("{found}, expected {expected}").format(found=row.found, expected=row.expected)
        rows.append(
            Row(
                [
                    _input(row.table, text),
                    text("its own rows") if row.other == row.table else text.name("table", row.other),
                    text.show(count(row.keys)),
                    Muted(MISSING) if met is None else text.show(met),
                    text.show(count(row.orphan_rows)) if row.orphan_rows else Muted(MISSING),
                    Muted(relation or MISSING),
                    text.name("join_status", row.status),
                ]
            )
        )
    return html_table(heads, rows, label=text("How the inputs meet"))


def _input(table: str, text: Text) -> str:
    """The name of an input; of a list that others look things up in, the client's own."""
    return (
        text("List {name}").format(name=table.removeprefix("extra.")) if table.startswith("extra.") else text.name("table", table)
    )


def dictionary_table(columns: pd.DataFrame, used: pd.DataFrame, *, text: Text) -> str:
    """Every column held: where it comes from, what it is, for how many rows it is known, how many values it has."""
    headers = used.set_index(["table", "column"])[["header", "kind"]]
    heads = [
        Head(text("Input")), Head(text("Column")), Head(text("In the file")), Head(text("Kind of data")), Head(text("Known"), "num"),
        Head(text("Distinct"), "num"),
    ]  # fmt: skip
    rows = []
    for row in columns.itertuples():
        known = headers.loc[(row.table, row.column)] if (row.table, row.column) in headers.index else None
        figures = [text.show(share(1 - row.missing_share)), text.show(count(row.distinct))]
        kind = MISSING if known is None else text.name("data_kind", known["kind"])
        cells = [text.name("table", row.table), row.column, Muted(MISSING if known is None else known["header"] or MISSING), kind]
        rows.append(Row([*cells, *figures]))
    return html_table(heads, rows, label=text("Data dictionary"), classes="long")
