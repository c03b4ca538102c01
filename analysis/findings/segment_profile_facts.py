"""Chapter 03, what each segment is worth: money, orders, future value, answers and returns, each with its interval."""

from collections.abc import Collection

import pandas as pd

from analysis.findings.segment_profile_lens import Lens
from analysis.text import Finding, Message, Value, Words, count, money, share
from analysis.text.names_segment_profile import fact_value, people_value

TOTAL = "(all)"
DRAWN = (
    "customer_share", "revenue_share", "revenue_per_customer", "orders_per_customer", "average_order", "clv", "probability_alive",
    "returned", "left", "satisfaction", "satisfied", "nps",
)  # fmt: skip
MADE_BY = {
    "revenue_share": "revenue", "revenue_per_customer": "revenue", "orders_per_customer": "order_count",
    "average_order": "average_order", "clv": "clv", "probability_alive": "probability_alive",
}  # fmt: skip


def fact_rows(facts: pd.DataFrame, lens: Lens) -> pd.DataFrame:
    """The rows of the shown segments that the panels draw, measures in their order; those that no segment has are left out."""
    own = facts[facts["segment"].isin(lens.shown) & facts["measure"].isin(DRAWN)]
    held = own.dropna(subset="value")["measure"].unique()
    own = own[own["measure"].isin(held)]
    return own.iloc[own["measure"].map(DRAWN.index).argsort(kind="stable")].reset_index(drop=True)


def worth(facts: pd.DataFrame, *, lens: Lens, makers: Collection[str], note: tuple[Message, ...]) -> Words:
    """The panels and the table of what each segment is worth."""
    cell = facts.set_index(["segment", "measure"])
    top = lens.shown[0]
    measures = set(facts["measure"])
    answer = [_size(cell, top, lens, makers)]
    title = _size_title(cell, top, lens)
    findings: tuple[Finding, ...] = ()
    if (top, "clv") in cell.index and pd.notna(cell.loc[(top, "clv"), "value"]):
        answer.append(_future(cell, lens))
    if (top, "returned") in cell.index and pd.notna(cell.loc[(top, "returned"), "value"]):
        back = _back(cell, lens)
        answer.append(back)
        findings = _lost(cell, top, lens)
    if not lens.money:
        findings = _largest(lens, top)
        answer.append(Message("What customers bring is not held, so no segment can be said to be worth more than another."))
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Each segment’s figure with its 95% interval; the line is all customers"),
        note=(*_notes(measures, makers), *note),
        alt=title,
        so=_so(cell, lens),
        findings=findings,
    )  # fmt: skip


def table_words() -> Words:
    """What stands over the table behind the panels."""
    return Words(title=Message("Every figure with its interval and the customers behind it"))


def _values(cell: pd.DataFrame, segment: str, measure: str) -> dict[str, Value]:
    row = cell.loc[(segment, measure)]
    return {key: fact_value(measure, row[key], fine=True) for key in ("value", "low", "high", "base")} | {
        "people": people_value(segment)
    }


def _size(cell: pd.DataFrame, top: str, lens: Lens, makers: Collection[str]) -> Message:
    row = lens.sizes.loc[top]
    values = {"people": people_value(top), "n": count(row["customers"]), "part": share(row["customer_share"])}
    if not lens.money:
        ends = cell.loc[(top, "customer_share")]
        return Message("{people} are the largest segment: {n} customers, {part} of all ({low} to {high}).", low=share(ends["low"], 1), high=share(ends["high"], 1), **values)  # fmt: skip
    values["revenue"] = share(row["revenue_share"])
    if "revenue" in makers:
        return Message("{people}, {n} customers and {part} of all, bring {revenue} of revenue; that they bring more follows from how they are chosen.", **values)  # fmt: skip
    own = _values(cell, top, "revenue_per_customer")
    told = {key: own[key] for key in ("value", "low", "high", "base")}
    return Message("{people}, {n} customers and {part} of all, bring {revenue} of revenue: {value} each ({low} to {high}), all customers {base}.", **values, **told)  # fmt: skip


def _size_title(cell: pd.DataFrame, top: str, lens: Lens) -> Message:
    if (top, "returned") in cell.index and _apart(cell.loc[(top, "returned")]):
        own = _values(cell, top, "returned")
        return Message("{people}: {value} of those there at the start ordered in the period, of all customers {base}", **{key: own[key] for key in ("people", "value", "base")})  # fmt: skip
    row = lens.sizes.loc[top]
    values = {"people": people_value(top), "part": share(row["customer_share"])}
    if not lens.money:
        return Message("{people} are {part} of all customers", **values)
    return Message("{people}: {part} of customers, {revenue} of revenue", revenue=share(row["revenue_share"]), **values)


def _known(cell: pd.DataFrame, lens: Lens, measure: str) -> pd.Series:
    found = {key: cell.loc[(key, measure), "value"] for key in lens.shown if (key, measure) in cell.index}
    return pd.Series(found, dtype="float64").dropna()


def _future(cell: pd.DataFrame, lens: Lens) -> Message:
    """The segment with the highest expected value per customer."""
    top = str(_known(cell, lens, "clv").idxmax())
    return Message("{people} are expected to bring {value} each in the time ahead ({low} to {high}), all customers {base}.", **_values(cell, top, "clv"))  # fmt: skip


def _back(cell: pd.DataFrame, lens: Lens) -> Message:
    """The first segment's returns, and those of the segment with the fewest."""
    rates, top = _known(cell, lens, "returned"), lens.shown[0]
    low = str(rates.idxmin())
    if low == top or len(rates) < 2:
        return Message("Of those who were {people} at the start, {value} ordered in the period ({low} to {high}); of all customers {base}.", **_values(cell, top, "returned"))  # fmt: skip
    return Message(
        "Of those who were {people} at the start, {value} ordered in the period ({low} to {high}), of {fewest} {least}; of all customers {base}.",
        fewest=people_value(low), least=share(rates[low]), **_values(cell, top, "returned"),
    )  # fmt: skip


def _apart(row: pd.Series) -> bool:
    """Whether a figure differs from that of all customers beyond its interval; False where it is not known."""
    return bool(pd.notna(row["value"]) and not row["low"] <= row["base"] <= row["high"])


def _lost(cell: pd.DataFrame, top: str, lens: Lens) -> tuple[Finding, ...]:
    """Of the first segment at the start, those who did not come back in the period."""
    row = cell.loc[(top, "returned")]
    gone = 1 - float(row["value"])
    values = {"n": count(row["n"]), "people": people_value(top), "base": share(1 - float(row["base"]))}
    if _apart(row):
        sentence = Message("of the {n} customers who were {people} at the start did not order in the period; of all customers {base} did not.", **values)  # fmt: skip
    else:
        sentence = Message("of the {n} customers who were {people} at the start did not order in the period, no more and no fewer than chance allows against all customers ({base}).", **values)  # fmt: skip
    headline = Message("{gone} of {people} did not order again", gone=share(gone), people=people_value(top))
    return (Finding(share(gone), sentence, float(lens.sizes.loc[top, "revenue"]) * gone, "worth", headline=headline),)


def _largest(lens: Lens, top: str) -> tuple[Finding, ...]:
    """Where no money is held: how many customers the largest segment has."""
    row = lens.sizes.loc[top]
    sentence = Message(
        "is the share of {people} among all customers, the largest of the segments shown: {n} customers.",
        people=people_value(top),
        n=count(row["customers"]),
    )
    headline = Message("{people} are {part} of all customers", people=people_value(top), part=share(row["customer_share"]))
    return (Finding(share(row["customer_share"]), sentence, 0.0, "worth", headline=headline),)


def _so(cell: pd.DataFrame, lens: Lens) -> tuple[Message, ...]:
    """What the expected value is good for: the most that keeping a customer may cost."""
    known = _known(cell, lens, "clv")
    if len(known) < 2 or known.max() <= 0:
        return ()
    high, low = str(known.idxmax()), str(known.idxmin())
    return (
        Message(
            "What a customer is still expected to bring limits what keeping one may cost: {most} for {people}, {least} for {others}.",
            most=money(known[high]), people=people_value(high), least=money(known[low]), others=people_value(low),
        ),
    )  # fmt: skip


def _notes(measures: Collection[str], makers: Collection[str]) -> tuple[Message, ...]:
    said = []
    if any(MADE_BY.get(measure) in makers for measure in measures):
        said.append(Message("Hollow marks follow from how the segments are made."))
    said.append(Message("Filled marks whose interval does not reach the line differ from all customers beyond chance."))
    if "returned" in measures:
        said.append(Message("Ordered again: of those who were in the segment at the start of the period."))
    if "left" in measures:
        said.append(
            Message("Has left: what became of the segment’s customers, as the client’s file says; no segment is made of it.")
        )
    if "clv" in measures:
        said.append(Message("Expected value: of orders to come, as in chapter 02; its range holds the error of the test."))
    if "probability_alive" in measures:
        said.append(Message("Still a customer: mean probability of those who ordered on two days or more."))
    said.append(Message("n of each figure: see the table. – : too few to show."))
    return tuple(said)


def hollow_facts(makers: Collection[str]) -> list[str]:
    """Measures that follow from how the segments are made."""
    return [measure for measure, maker in MADE_BY.items() if maker in makers]
