"""The parts of a client in sentences: which stand apart at the same mix of segments, how their mix differs, whether they add up."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.findings.notes import Basis
from analysis.profiles.part_sums import APART, REST, SEVERAL
from analysis.text import Finding, Message, Skip, Value, Words, count, money, money_exact, name, raw, share
from analysis.text.names_evaluation import kpi_value
from analysis.text.names_parts import gap_value

NOT_SPLIT = Skip(
    Message("client.yaml names no column by which the report is to be divided."),
    Message("A line such as split_by: store (or region, brand, consultant, an attribute of the customers)."),
    Message("One report per part on the same definitions, and a comparison of the parts here."),
)
ONE_PART = Skip(Message("There is one part alone that is large enough, so nothing can be compared."))
NO_START = Skip(
    Message("No customers are known from before the period, so the parts cannot be brought to the same mix of segments."),
    Message("Order lines of the year before the period."),
    Message("How the parts differ once their mix of segments is the same."),
)
KPIS = ("revenue_per_customer", "retention", "average_order")
SECTION = "parts"
NO_GRADE = Message(
    "A part that stands apart is a question to ask on the spot, not a grade: what else differs there is not in the data."
)
NO_PRAISE = Message("Neither praise nor blame a part for a difference that these numbers do not show.")
PENNY = 0.005


def of_part(whole: str) -> Skip:
    """What stands in the place of the comparison in the report of a part."""
    return Skip(
        Message("This report is one part of {whole}. How the parts compare stands in the report of the whole.", whole=raw(whole)),
        Message("Its segments are measured by the limits of the whole; customers are counted by their orders in this part."),
    )


def part_value(key: str, label: str) -> Value:
    """A part as readers see it: the client's own word, or the kit's for what is put together."""
    return raw(label) if label else name("part", key)


def apart(kpis: pd.DataFrame) -> pd.DataFrame:
    """The rows of `part_kpis` whose interval leaves out nothing, farthest from it in standard errors first."""
    clear = kpis[(kpis["shrunk_low"] > 0) | (kpis["shrunk_high"] < 0)]
    return clear.assign(far=(clear["shrunk"] / clear["se"]).abs()).sort_values("far", ascending=False, kind="stable")


def comparison(kpis: pd.DataFrame, labels: dict[str, str], *, column: str, basis: Basis) -> Words:
    """What the parts do differently at the same mix of segments."""
    clear, held = apart(kpis), kpis.dropna(subset="shrunk")
    if clear.empty:
        answer = (
            Message(
                "At the same mix of segments the {n} parts (by {column}) cannot be told apart: every interval reaches across zero.",
                n=count(kpis["part"].nunique()), column=name("column", column),
            ),
        )  # fmt: skip
        title = Message("The parts cannot be told apart once their mix of segments is the same")
    else:
        lead = [clear[clear["kpi"] == kpi].iloc[0] for kpi in KPIS if (clear["kpi"] == kpi).any()]
        answer = tuple(_stands_apart(row, labels) for row in lead)
        answer += (
            Message(
                "Of {all} comparisons {clear} stay clear of zero; in the others a part cannot be told apart from all together.",
                all=count(len(held)), clear=count(len(clear)),
            ),
        )  # fmt: skip
        title = _title(lead[0], labels)
    drawn = (
        Message(
            "Drawn towards their mean as far as chance explains the differences, so that a small part neither leads nor trails by luck."
        )
        if kpis["spread"].notna().any()
        else Message("Two parts stay as found: from one difference no spread can be told from chance.")
    )
    return Words(
        answer=answer,
        title=title,
        subtitle=Message("Above or below all parts together at their mix of segments, with 95% intervals; largest part first, which is no ranking"),
        note=basis.period(
            Message("n = {n} customers known before the period; whoever buys in two parts counts in each.", n=count(kpis.loc[kpis["kpi"] == KPIS[0], "n"].sum())),
            drawn,
        ),
        so=(NO_GRADE if len(clear) else NO_PRAISE,),
        findings=tuple(_finding(row, labels) for _, row in clear[clear["kpi"] == KPIS[0]].head(1).iterrows()),
    )  # fmt: skip


def _of(row: pd.Series, labels: dict[str, str]) -> Value:
    return part_value(row["part"], labels[row["part"]])


def _facts(row: pd.Series, labels: dict[str, str]) -> dict[str, Value]:
    kpi = row["kpi"]
    low, high = sorted(abs(row[end]) for end in ("shrunk_low", "shrunk_high"))
    ends = (row["shrunk_low"], row["shrunk_high"]) if kpi == "retention" else (low, high)
    gap = row["shrunk"] if kpi == "retention" else abs(row["shrunk"])
    return {
        "part": _of(row, labels), "gap": gap_value(kpi, gap), "low": gap_value(kpi, ends[0]), "high": gap_value(kpi, ends[1]),
        "n": count(row["n"]), "whole": kpi_value(kpi, row["whole"]),
    }  # fmt: skip


def _title(row: pd.Series, labels: dict[str, str]) -> Message:
    facts = {key: value for key, value in _facts(row, labels).items() if key in ("part", "gap")}
    match row["kpi"], bool(row["shrunk"] < 0):
        case "revenue_per_customer", False:
            return Message("{part}: {gap} more per customer than in all parts, at the same mix of segments", **facts)
        case "revenue_per_customer", True:
            return Message("{part}: {gap} less per customer than in all parts, at the same mix of segments", **facts)
        case "average_order", False:
            return Message("{part}: {gap} more per order than in all parts, at the same mix of segments", **facts)
        case "average_order", True:
            return Message("{part}: {gap} less per order than in all parts, at the same mix of segments", **facts)
    return Message("{part}: {gap} in the share who ordered, at the same mix of segments", **facts)


def _stands_apart(row: pd.Series, labels: dict[str, str]) -> Message:
    facts, less = _facts(row, labels), row["shrunk"] < 0
    match row["kpi"], bool(less):
        case "revenue_per_customer", False:
            return Message("{part}: revenue per customer is {gap} above that of all parts ({whole}) at the same mix of segments (95% interval {low} to {high}; n = {n}).", **facts)  # fmt: skip
        case "revenue_per_customer", True:
            return Message("{part}: revenue per customer is {gap} below that of all parts ({whole}) at the same mix of segments (95% interval {low} to {high}; n = {n}).", **facts)  # fmt: skip
        case "average_order", False:
            return Message("{part}: an order is worth {gap} more than in all parts ({whole}) at the same mix of segments (95% interval {low} to {high}; n = {n}).", **facts)  # fmt: skip
        case "average_order", True:
            return Message("{part}: an order is worth {gap} less than in all parts ({whole}) at the same mix of segments (95% interval {low} to {high}; n = {n}).", **facts)  # fmt: skip
    return Message("{part}: the share who ordered in the period differs by {gap} from that of all parts ({whole}) at the same mix of segments (95% interval {low} to {high}; n = {n}).", **facts)  # fmt: skip


def _finding(row: pd.Series, labels: dict[str, str]) -> Finding:
    worth = float(row["shrunk"] * row["n"])
    facts = {key: value for key, value in _facts(row, labels).items() if key in ("part", "gap", "n")}
    if worth > 0:
        sentence = Message(
            "{part}: each of {n} customers brought {gap} more than in all parts at the same mix of segments.", **facts
        )
    else:
        sentence = Message(
            "{part}: each of {n} customers brought {gap} less than in all parts at the same mix of segments.", **facts
        )
    return Finding(money(abs(worth)), sentence, worth, SECTION)


def figures_words(kpis: pd.DataFrame) -> Words:
    """The words around the table of all figures."""
    thin = int((kpis["covered"] < 0.95).sum())
    note = [
        Message(
            "As found: with the part’s own mix. At the same mix: each segment of the part against that of all parts, weighed alike."
        )
    ]
    if thin:
        note.append(
            Message("In {n} rows some segments hold too few customers to compare; the others stand for them.", n=count(thin))
        )
    return Words(title=Message("Every figure of every part, as found and at the same mix of segments"), note=tuple(note))


def mix_words(mix: pd.DataFrame, labels: dict[str, str], *, basis: Basis) -> Words:
    """Which part's mix differs most from that of all parts, beyond what the number of cells makes likely by chance."""
    seen = mix[mix["shown"] & (mix["customers"] > 0) & mix["base_share"].between(0, 1, inclusive="neither")]
    error = np.sqrt(
        seen["base_share"] * (1 - seen["base_share"]) * (1 / seen["n"] - 1 / mix.groupby("part")["n"].first().sum()).clip(lower=0)
    )
    z = ((seen["share"] - seen["base_share"]) / error.where(error > 0)).abs()
    clear = z[z > stats.norm.isf(0.025 / max(len(seen), 1))]
    if clear.empty:
        answer = Message("The mix of segments differs between the parts by no more than chance.")
        title = Message("The parts hold the same mix of segments, as far as their numbers tell")
    else:
        top = seen.loc[clear.idxmax()]
        facts = {
            "part": _of(top, labels), "share": share(top["share"]), "base": share(top["base_share"]), "n": count(top["n"]),
            "segment": name("segment", top["segment"]),
        }  # fmt: skip
        answer = Message("{part}: {share} of {n} customers are “{segment}”, against {base} in all parts.", **facts)
        title = Message(
            "{part} differs most in its mix: “{segment}” is {share} of its customers, {base} of all",
            **{k: v for k, v in facts.items() if k != "n"},
        )
    return Words(
        answer=(answer,),
        title=title,
        subtitle=Message("Share of each part’s customers by segment today; what is too small to show is a dash"),
        note=basis.history(Message("A customer has one segment, that of the whole report; whoever buys in two parts counts in each.")),
    )  # fmt: skip


def sums_words(table: pd.DataFrame, *, minimum: int) -> Words:
    """Whether the parts add up to the whole, and what is in none of them or in several."""
    rows = table.set_index("part")
    left = rows.loc[APART]
    cents = max(abs(left["revenue"]), abs(left["period_revenue"]))
    others = int(abs(left[["lines_read", "lines", "orders", "customers"]]).sum())
    if cents < PENNY and not others:
        answer = [Message("Yes: lines, orders, revenue and customers of the parts add up to the whole report, to the cent.")]
    else:
        answer = [
            Message(
                "No: {money} of revenue and {n} lines, orders or customers are unexplained. Do not use the parts before they are found.",
                money=money_exact(cents), n=count(others),
            )
        ]  # fmt: skip
    several = rows.loc[SEVERAL]
    if several["customers"] and not 0 < rows["customers"].get(REST, 0) < minimum:
        twice = Message(
            "A customer of several parts counts in each: {n} more than there are. Lines and revenue stand once.",
            n=count(-several["customers"]),
        )
        answer.append(twice)
    if several["orders"]:
        answer.append(
            Message("An order with lines of several parts counts in each: {n} more than there are.", n=count(-several["orders"]))
        )
    if rows.loc[REST, "lines_read"]:
        answer.append(
            Message(
                "{lines} lines ({revenue}) say of no part: they are in the whole report alone.",
                lines=count(rows.loc[REST, "lines_read"]), revenue=money_exact(rows.loc[REST, "revenue"]),
            )
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("The parts and the whole"),
        subtitle=Message("Each part counted over its own files, the whole over its own, up to the end of the period"),
    )
