"""Deliveries in sentences: what one restated, which days are still provisional, and that finance's totals hold."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Value, Words, count, day, days, money, name, raw, share

NOTABLE = 0.005  # change of a month's revenue, and refunds to come as a share of sales, from which they are findings


def month_of(month: pd.Timestamp) -> dict[str, Value]:
    """The fields {month} and {year} of a sentence."""
    return {"month": name("month_name", str(month.month)), "year": raw(month.year)}


def restated_words(table: pd.DataFrame, *, basis: Basis) -> Words:
    """What the last delivery changed in months that had been read before; `table` as `restatements`, not empty."""
    last = table[table["latest"]]
    if last.empty:
        return _restated_before(table)
    revenue = last[last["figure"] == "revenue"]
    months, net = last["month"].nunique(), revenue["change"].sum()
    order = revenue["change"].abs().sort_values(ascending=False, kind="stable").index
    answer = [_restated(row) for row in revenue.loc[order].head(3).itertuples()]
    if not answer:
        answer = [Message("Months delivered again with other lines and the same revenue: {n}.", n=count(months))]
    return Words(
        answer=tuple(answer),
        title=Message("Months restated by the last delivery: {n}, {sum} in all", n=count(months), sum=money(net)),
        subtitle=Message("Months whose figures differ from the reading before, with the files that changed them"),
        note=(
            Message("Compared over the days that were read before; what is new since then is no restatement. Last delivery: {files}. As of {as_of}.", files=raw(last["delivery"].iloc[0]), as_of=day(basis.as_of)),
        ),
        findings=_restated_finding(revenue.loc[order[0]] if len(order) else None),
    )  # fmt: skip


def _restated_before(table: pd.DataFrame) -> Words:
    newest = table[table["reading"] == table["reading"].max()]
    facts = {"n": count(newest["month"].nunique()), "files": raw(newest["delivery"].iloc[0])}
    return Words(
        answer=(
            Message(
                "The last delivery restated nothing. Months that the one before it with changes ({files}) restated: {n}.", **facts
            ),
        ),
        title=Message("The last delivery restated nothing"),
        subtitle=Message("Months whose figures differ from the reading before, with the files that changed them"),
    )


def _restated(row) -> Message:
    facts = {**month_of(row.month), "before": money(row.before), "after": money(row.after)}
    if row.change < 0:
        return Message(
            "{month} {year} was restated by {change} since the last delivery: revenue is {after}, not {before}.",
            change=money(row.change), **facts,
        )  # fmt: skip
    return Message(
        "{month} {year} was restated by +{change} since the last delivery: revenue is {after}, not {before}.",
        change=money(row.change), **facts,
    )  # fmt: skip


def _restated_finding(worst: pd.Series | None) -> tuple[Finding, ...]:
    if worst is None or abs(worst["change"]) < NOTABLE * abs(worst["before"]):
        return ()
    sentence = Message("is what {month} {year} changed by since the last delivery.", **month_of(worst["month"]))
    return (Finding(money(worst["change"]), sentence, money=float(abs(worst["change"])), section="restated"),)


def provisional_words(table: pd.DataFrame, *, basis: Basis) -> Words:
    """Which days can still change, and by how much; `table` as `provisional`, with its one row."""
    row = table.iloc[0]
    measured = row["expected"] == row["expected"]
    reaches = row["first_day"].date() <= basis.as_of
    facts = {"n": days(row["days"]), "first": day(row["first_day"]), "last": day(row["last_day"])}
    if not row["days"]:
        answer = [Message("No day is provisional: refunds come on the day of the sale, or client.yaml says so.")]
    elif reaches:
        answer = [
            Message("The last {n} days, {first} to {last}, are provisional: refunds on their sales are still to come.", **facts)
        ]
    else:
        answer = [
            Message("The last {n} days of the data, {first} to {last}, are provisional; the period ended before them.", **facts)
        ]
    if measured:
        answer.append(
            Message(
                "About {expected} of refunds is still to be expected on sales up to {last}.",
                expected=money(row["expected"]), last=facts["last"],
            )
        )  # fmt: skip
    else:
        answer.append(Message("Too few refunds are matched to an order to say how much is still to come."))
    return Words(
        answer=tuple(answer),
        title=Message("The last {n} days are provisional", n=facts["n"]) if row["days"] else Message("No day is provisional"),
        subtitle=Message("Share of a sale’s refunds that have arrived, by days since the order"),
        note=_provisional_note(row, measured=measured),
        findings=_provisional_finding(row) if measured and reaches else (),
    )


def _provisional_note(row: pd.Series, *, measured: bool) -> tuple[Message, ...]:
    rests = Message(
        "n = {matched} of {refunds} refunds, matched to their order by its number.",
        matched=count(row["matched"]), refunds=count(row["refunds"]),
    )  # fmt: skip
    if row["declared"]:
        source = Message("The number of days is that of client.yaml.")
    else:
        source = Message("After so many days 95% of refunds have arrived; young sales are counted as if they were old.")
    if not measured:
        return (rests, source)
    return (
        rests,
        source,
        Message("In the end {share} of sales goes back; an estimate, no booking.", share=share(row["refund_share"])),
    )


def _provisional_finding(row: pd.Series) -> tuple[Finding, ...]:
    if not row["sold"] or row["expected"] < NOTABLE * row["sold"]:
        return ()
    sentence = Message("of refunds is still to be expected on the last days’ sales.")
    return (Finding(money(row["expected"]), sentence, money=float(row["expected"]), section="provisional"),)


def controls_words(table: pd.DataFrame, *, basis: Basis) -> Words:
    """That the totals of the client's finance hold; `table` as `control_totals`."""
    off = (table["difference"] / table["expected"]).abs().where(table["expected"] != 0, 0.0)
    facts = {"n": count(len(table)), "most": share(off.max(), 2)}
    return Words(
        answer=(
            Message("All {n} control totals of the client’s finance hold; the largest difference is {most}.", **facts)
            if len(table) > 1
            else Message("The control total of the client’s finance holds; the difference is {most}.", most=facts["most"]),
        ),
        title=Message("Finance and order lines agree to {most}", most=facts["most"]),
        subtitle=Message("Totals of the client’s finance beside the same figures of the order lines"),
        note=(
            Message("Every sale counts, also without a customer number, by the day it was booked. The report stops where a total is missed. As of {as_of}.", as_of=day(basis.as_of)),
        ),
    )  # fmt: skip
