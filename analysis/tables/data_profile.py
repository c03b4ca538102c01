"""The tables of chapter 01."""

import pandas as pd

from analysis.quality import OF_ORDERS
from analysis.tables.html import Head, Muted, Row, Step, html_table
from analysis.text import Text, count, day, money, money_exact, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names import NAMES


def inputs_table(inputs: pd.DataFrame, *, text: Text) -> str:
    """What is held: rows, rejects, customers, share who also ordered, span."""
    heads = [
        Head(text("Input")), Head(text("Files"), "num"), Head(text("Rows"), "num"), Head(text("Unreadable"), "num"),
        Head(text("Customers"), "num"), Head(text("Of these, ordered"), "num"), Head(text("From")), Head(text("To")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.name("table", row.table),
                text.show(count(row.files)),
                text.show(count(row.rows)),
                text.show(count(row.rejects)),
                text.show(count(row.customers)) if row.customers else Muted(MISSING),
                Muted(MISSING) if is_missing(row.join_share) else text.show(share(row.join_share)),
                text.show(day(row.first_at)),
                text.show(day(row.last_at)),
            ]
        )
        for row in inputs.itertuples()
    ]
    return html_table(heads, rows, label=text("What data do we hold?"))


def files_table(files: pd.DataFrame, *, text: Text, most: int = 20) -> str:
    """Which files were read and how: columns table, file, rows, rejects, read_as (encoding, or kind of file)."""
    heads = [
        Head(text("Input")), Head(text("File")), Head(text("Rows"), "num"), Head(text("Unreadable"), "num"), Head(text("Read as")),
    ]  # fmt: skip
    rows = [
        Row(
            [text.name("table", row.table), row.file, text.show(count(row.rows)), text.show(count(row.rejects)), Muted(row.read_as)]
        )
        for row in files.head(most).itertuples()
    ]
    return html_table(heads, rows, label=text("Files read"))


def waterfall_table(waterfall: pd.DataFrame, *, text: Text) -> str:
    """From raw to analysed lines, with money and a bar at every step."""
    heads = [Head(text("Step")), Head(text("Lines"), "num"), Head(text("Money"), "num"), Head("", "wf")]
    total = max(waterfall["rows"].iloc[0], 1)
    left, rows = total, []
    for row in waterfall.itertuples():
        removed = row.kind == "removed"
        bar = Step((left - row.rows) / total, left / total, True) if removed else Step(0, row.rows / total)
        left -= row.rows if removed else 0
        lines = text.show(count(-row.rows if removed else row.rows)) if row.rows else Muted(MISSING)
        money_shown = (
            Muted(MISSING)
            if is_missing(row.amount) or not row.amount
            else text.show(money_exact(-row.amount if removed else row.amount))
        )
        rows.append(Row([text.name("step", row.step), lines, money_shown, bar], total=not removed))
    return html_table(heads, rows, label=text("From raw lines to analysed lines"))


def roles_table(roles: pd.DataFrame, *, text: Text) -> str:
    """Customers, lines and money by role, and whether the role is in the base."""
    heads = [
        Head(text("Who buys")), Head(text("Customers"), "num"), Head(text("Lines"), "num"), Head(text("Money"), "num"), Head(text("In this report")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.name("role", row.role),
                text.show(count(row.customers)),
                text.show(count(row.lines)),
                text.show(money_exact(row.amount)),
                text("analysed") if row.in_base else Muted(text("kept apart")),
            ]
        )
        for row in roles.itertuples()
    ]
    return html_table(heads, rows, label=text("Who counts as a customer?"))


def checks_table(checks: pd.DataFrame, used: pd.DataFrame, *, text: Text, most: int = 20) -> str:
    """The faults with most money behind them, an example of each where there is one, and what was done.

    `used` (table, column, header) gives an attribute the name that the client's file has for it.
    """
    headers = {(row.table, row.column): row.header for row in used.itertuples() if row.header}
    held = checks if "example" in checks.columns else checks.assign(example="")
    heads = [
        Head(text("What we found")), Head(text("Column")), Head(text("Rows"), "num"), Head(text("Share"), "num"),
        Head(text("Money on them"), "num"), Head(text("Example")), Head(text("What was done")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.name("check", row.check),
                Muted(_looked_at(row, headers, text)),
                text.show(count(row.rows)),
                text.show(share(row.share)),
                Muted(MISSING) if is_missing(row.amount) else text.show(money(row.amount)),
                Muted("" if is_missing(row.example) else row.example),
                text.name("action", row.action),
            ]
        )
        for row in held.head(most).itertuples()
    ]
    return html_table(heads, rows, label=text("Faults by the money behind them"))


def value_maps_table(maps: pd.DataFrame, *, text: Text, most: int = 15) -> str:
    """Spellings of one value that could be put together, commonest first."""
    heads = [
        Head(text("Column")), Head(text("Written")), Head(text("Rows"), "num"), Head(text("Proposed")), Head(text("Why")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                f"{text.name('table', row.table)}: {text.name('column', row.column)}",
                row.value,
                text.show(count(row.rows)),
                row.proposed,
                Muted(text.name("spelling_why", row.why)),
            ]
        )
        for row in maps.sort_values("rows", ascending=False, kind="stable").head(most).itertuples()
    ]
    return html_table(heads, rows, label=text("Spellings to put together"))


def _looked_at(row, headers: dict[tuple[str, str], str], text: Text) -> str:
    """The column of a check; with its table where that is not the order lines."""
    held = row.column in NAMES["column"] or (row.table, row.column) not in headers
    column = "" if row.column == "*" else text.name("column", row.column) if held else headers[row.table, row.column]
    return column if row.table == "transactions" else f"{text.name('table', row.table)}: {column}".removesuffix(": ")


def readiness_table(readiness: pd.DataFrame, *, text: Text) -> str:
    """For each analysis the least it needs, the client's figure and the verdict."""
    heads = [
        Head(text("Analysis")),
        Head(text("Needs")),
        Head(text("At least"), "num"),
        Head(text("Held"), "num"),
        Head(text("Verdict")),
    ]
    rows = [
        Row(
            [
                text.name("analysis", row.analysis),
                Muted(text.name("measure", row.measure)),
                _figure(row.measure, row.minimum, text),
                _figure(row.measure, row.actual, text),
                text.name("status", row.status),
            ]
        )
        for row in readiness[readiness["status"] != "absent"].itertuples()
    ]
    return html_table(heads, rows, label=text("What can be analysed"))


def ask_list(readiness: pd.DataFrame, *, text: Text) -> str:
    """What further data would unlock, each asked for once: what was delivered and falls short comes first."""
    order = {"fail": 0, "warn": 1, "absent": 2}
    poor = readiness[readiness["status"] != "pass"].sort_values("status", key=lambda one: one.map(order), kind="stable")
    if poor.empty:
        return ""
    heads = [Head(text("Please send")), Head(text("It would unlock")), Head(text("Held"), "num")]
    of_orders = poor["analysis"].isin(OF_ORDERS) & (poor["status"] == "absent")
    asked = poor["analysis"].map(lambda one: text.name("send", one))
    asked = asked.mask(of_orders, text("Order lines: customer number, day, amount; a year of them or more"))
    rows = [
        Row([send, text("; ").join(text.name("analysis", one) for one in group["analysis"]), _held(group, text)])
        for send, group in poor.groupby(asked, sort=False)
    ]
    return html_table(heads, rows, label=text("What should we ask the client?"))


def _held(group: pd.DataFrame, text: Text) -> str | Muted:
    first = group.iloc[0]
    return Muted(MISSING) if is_missing(first["actual"]) else _figure(first["measure"], first["actual"], text)


def _figure(measure: str, value: float, text: Text) -> str:
    return text.show(share(value) if measure.endswith("_share") else count(value))


def breakdown_table(breakdown: pd.DataFrame, *, text: Text, most: int = 6) -> str:
    """Revenue of the period by category, channel and place; the rest of each in one row."""
    heads = [
        Head(text("By")), Head(text("Customers"), "num"), Head(text("Orders"), "num"), Head(text("Revenue"), "num"),
        Head(text("Share"), "num"),
    ]  # fmt: skip
    rows = []
    for dimension, group in breakdown.groupby("dimension", sort=False):
        rows.append(Row([text.name("dimension", dimension), "", "", "", ""], total=True))
        known, unknown = group[group["value"] != "(missing)"], group[group["value"] == "(missing)"]
        rows += [_part(row, text) for row in known.head(most).itertuples()]
        rest = known.iloc[most:]
        if len(rest):
            name = text("{n} others").format(n=text.show(count(len(rest))))
            # Customers may stand in several of the others: their number does not add up.
            shown = [Muted(MISSING), Muted(MISSING), text.show(money(rest["revenue"].sum())), text.show(share(rest["share"].sum()))]
            rows.append(Row([name, *shown], muted=True))
        rows += [_part(row, text) for row in unknown.itertuples()]
    return html_table(heads, rows, label=text("Revenue by category, channel and place"))


def _part(row, text: Text) -> Row:
    """One part of the breakdown."""
    shown = [count(row.customers), count(row.orders), money(row.revenue), share(row.share)]
    return Row([text.name("level", row.value), *map(text.show, shown)], muted=row.value == "(missing)")


def reconciliation_table(lines: pd.DataFrame, *, text: Text) -> str:
    """Figure, its sources side by side and their difference: columns what, here, there, unit."""
    heads = [
        Head(text("Figure")),
        Head(text("From the files"), "num"),
        Head(text("In the report"), "num"),
        Head(text("Difference"), "num"),
    ]
    rows = []
    for row in lines.itertuples():
        form = money_exact if row.unit == "money" else count
        rows.append(
            Row(
                [
                    text.name("reconciled" if row.what in NAMES["reconciled"] else "table", row.what),
                    text.show(form(row.files)),
                    text.show(form(row.report)),
                    text.show(form(row.report - row.files)),
                ]
            )
        )
    return html_table(heads, rows, label=text("Does it add up?"))
