"""Chapter 01 in sentences: who the customers are by what is known of them, and what surveys, campaigns and events hold."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.schema.derived.inputs import WITHOUT_DETAILS
from analysis.text import Finding, Message, Skip, Words, count, decimal, money, name, raw, share
from analysis.text.message import Value
from analysis.text.names import NAMES
from analysis.text.names_segment_profile import level_value

OTHER, MISSING = "(other)", "(missing)"
NO_ATTRIBUTES = Skip(
    Message("No customer file with attributes is held, or none whose groups are large enough to show."),
    Message("One row per customer: year of birth, sex, place, level, consent."),
    Message("Who the customers are, and how groups of them differ."),
)
NO_ORDERS = Skip(
    Message("No order lines are held."),
    Message("Order lines: customer number, day, amount; a year of them or more."),
    Message("How customers buy, who brings in the money, who comes back, and every chapter that follows."),
)
NO_FURTHER = Skip(
    Message("Besides the order lines nothing is held: no events, survey, campaign or comments."),
    Message("Web events, survey answers, campaign contacts with their hold-out, comments with the customer number."),
    Message("Interest before the purchase, satisfaction and needs, what campaigns brought, what customers say."),
)


def label(row: Any) -> Value:
    """An attribute's name; the header of the client's own file where the kit has none."""
    return name("attribute", row.column) if row.column in NAMES["attribute"] else raw(getattr(row, "label", row.column))


def people(values: pd.DataFrame) -> Words:
    """The largest group of each attribute, and how much is known."""
    named = values[~values["value"].isin([OTHER, MISSING])]
    largest = named.sort_values("rows", ascending=False, kind="stable").drop_duplicates(["table", "column"])
    # The best known attributes speak first; a group that is nearly everybody says little.
    telling = largest[largest["rows"] / largest["known"] < 0.95].sort_values("known", ascending=False, kind="stable").head(3)
    answer = tuple(
        Message(
            "{column}: {value} is the largest group, {share} of the {n} whose value is known.",
            column=label(row), value=level_value(row.column, row.value), share=share(row.rows / row.known), n=count(row.known),
        )
        for row in telling.itertuples()
    )  # fmt: skip
    return Words(
        answer=answer,
        subtitle=Message("Customers or respondents by group; small groups are put together, what is missing is a group of its own"),
        note=(Message("Source: the attributes that client.yaml declares. Ages are those at the end of the period."),),
        findings=(*_largest(telling), *_missing(values)),
    )


def _largest(telling: pd.DataFrame) -> tuple[Finding, ...]:
    """The largest group of the best known attributes, one line each."""
    return tuple(
        Finding(
            share(row.rows / row.known),
            Message(
                "are in the group “{value}” ({column}), the largest among the {n} people of whom it is known.",
                n=count(row.known), column=label(row), value=level_value(row.column, row.value),
            ),
            0.0, "customers",
            headline=Message("{column}: {value} is the largest group, {share}", share=share(row.rows / row.known), column=label(row), value=level_value(row.column, row.value)),
        )
        for row in telling.head(2).itertuples()
    )  # fmt: skip


def _missing(values: pd.DataFrame) -> tuple[Finding, ...]:
    """An attribute that is unknown for most people is worth a line."""
    gaps = values[(values["value"] == MISSING) & (values["share"] > 0.5)].sort_values("share", ascending=False)
    return tuple(
        Finding(share(row.share), Message("of people on file have no value for {column}.", column=label(row)), 0.0, "customers")
        for row in gaps.head(1).itertuples()
    )


def numbers(table: pd.DataFrame) -> Words:
    """The figures that the client gives for each customer."""
    return Words(
        subtitle=Message("Figures per customer or respondent: mean, median, the middle nine tenths, and the sum"),
        note=(
            Message("The 5th and the 95th percentile stand for the spread: the largest value of all would be one person’s."),
            Message("{n} figures.", n=count(len(table))),
        ),
    )


def further(inputs: pd.DataFrame) -> Words:
    """What events, surveys, campaigns and comments hold."""
    others = inputs[~inputs["table"].isin(WITHOUT_DETAILS)]
    rows = int(others["rows"].sum())
    return Words(
        answer=(Message("{n} further inputs with {rows} rows.", n=count(len(others)), rows=count(rows)),) if len(others) else (),
        subtitle=Message("What the rows of each input are, the commonest first"),
        note=(Message("Words of few rows are put together."),),
    )


def items(table: pd.DataFrame, labels: Mapping[str, str]) -> Words:
    """The answers of the survey."""
    asked, best = int(table["respondents"].max()), table.assign(place=_place(table)).sort_values("place", kind="stable")
    low, high = best.iloc[0], best.iloc[-1]
    overall = table[(table["role"] == "satisfaction") & (table["measure"] == "share")]
    answer = [Message("{n} respondents answered {items} scored questions.", n=count(asked), items=count(len(table)))]
    findings: tuple[Finding, ...] = ()
    if len(table) > 1:
        answer.append(
            Message(
                "Highest on its scale: {high} ({high_value}); lowest: {low} ({low_value}).",
                high=asked_as(high["item"], labels), high_value=shown(high), low=asked_as(low["item"], labels), low_value=shown(low),
            )
        )  # fmt: skip
    if len(overall) == 1:
        row = overall.iloc[0]
        said = Message(
            "of {n} respondents are satisfied (between {low} and {high}).", n=count(row["answered"]), low=share(row["low"]), high=share(row["high"])
        )  # fmt: skip
        findings = (
            Finding(
                share(row["value"]),
                said,
                0.0,
                "further",
                headline=Message("{share} of respondents are satisfied", share=share(row["value"])),
            ),
        )
    return Words(
        answer=tuple(answer),
        subtitle=Message("Mean answer on the item’s scale, or share of yes, with its 95% interval"),
        note=(
            Message("“Not applicable” and answers outside the scale count as not answered. Who answers may differ from who does not; the interval knows of chance alone."),
        ),
        findings=findings,
    )  # fmt: skip


def asked_as(item: str, labels: Mapping[str, str]) -> Value:
    """An item's name; the question as the file asks it where the kit has none."""
    return name("item", item) if item in NAMES["item"] else raw(labels.get(item, item))


def shown(row: pd.Series) -> Value:
    """An item's figure: a share in per cent, a mean with two decimals."""
    return share(row["value"]) if row["measure"] == "share" else decimal(row["value"], 2)


def _place(table: pd.DataFrame) -> pd.Series:
    width = (table["scale_high"] - table["scale_low"]).replace(0, 1)
    return (table["value"] - table["scale_low"]) / width


def arms(table: pd.DataFrame) -> Words:
    """The arms of the campaigns."""
    sizes = table[table["outcome"] == ""]
    control = bool((sizes["arm"] == "control").any())
    verdict = (
        Message("A hold-out is among them, so effects can be measured (chapter 05).")
        if control
        else Message(
            "No hold-out is among them: what customers did afterwards cannot be told from what they would have done anyway."
        )
    )
    return Words(
        answer=(Message("{n} campaign contacts in {arms} arms.", n=count(sizes["n"].sum()), arms=count(len(sizes))), verdict),
        subtitle=Message("Contacts by arm, and the outcomes that the file itself gives"),
        note=(Message("Means of the file’s outcome columns; differences between arms are judged in chapter 05."),),
    )


def joins(table: pd.DataFrame) -> Words:
    """How the inputs meet: what is found on the other side, and what is not."""
    faults = table[table["status"] != "pass"]
    lost = table[(table["table"] == "transactions") & (table["orphan_rows"] > 0)]
    answer = [
        Message("Every join between inputs holds as expected.")
        if faults.empty
        else Message("{n} of {all} joins between inputs do not hold as expected.", n=count(len(faults)), all=count(len(table)))
    ]
    if len(lost):
        row = lost.iloc[0]
        answer.append(
            Message(
                "{rows} order lines, {amount}, are of customers whom this input does not hold: {other}.",
                rows=count(row["orphan_rows"]), amount=money(row["orphan_amount"]), other=name("table", row["other"]),
            )
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        subtitle=Message("Which input meets which, by customer; keys that the other side does not hold are orphans"),
        note=(Message("n:1 means: many rows of the first input to one of the second."),),
    )


DICTIONARY = Words(
    subtitle=Message(
        "Every column that is read, with the header of the file, the share of rows on which it is known, and its distinct values"
    ),
    note=(Message("Column names are those of the tables on disk."),),
)


def story(
    inputs: pd.DataFrame,
    meetings: pd.DataFrame,
    values: pd.DataFrame,
    figures: pd.DataFrame,
    answers: pd.DataFrame,
    contacts: pd.DataFrame,
    labels: Mapping[str, str],
) -> dict[str, Words]:
    """The words of every part that is held."""
    told = {"joins": joins(meetings)} if len(meetings) else {}
    told |= {"people": people(values)} if len(values) else {}
    told |= {"numbers": numbers(figures)} if len(figures) else {}
    told |= {"further": further(inputs)} if set(inputs["table"]) - WITHOUT_DETAILS else {}
    told |= {"items": items(answers, labels)} if len(answers) else {}
    return told | ({"arms": arms(contacts)} if len(contacts) else {})
