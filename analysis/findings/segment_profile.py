"""Chapter 03 in sentences: what sets the segments apart, who they are, what they buy, how satisfied they are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segment_profile_apart import apart, differences, how_little, ranking, standing_out
from analysis.findings.segment_profile_cards import portraits, traced
from analysis.findings.segment_profile_cards import words as card_words
from analysis.findings.segment_profile_index import NO_ATTRIBUTES, NO_HABITS, buying, habit_rows, heat_rows, traits
from analysis.findings.segment_profile_lens import CHANCE, Lens
from analysis.text import Decision, Finding, Message, Skip, Words, count, day, decimal, money_exact, share
from analysis.text.names_segment_profile import figure_value, people_value

__all__ = [
    "NO_ATTRIBUTES", "NO_HABITS", "NO_SURVEY", "Tables",
    "defining", "differences", "habit_rows", "heat_rows", "portraits", "snake_rows", "standing_out", "story", "traced",
]  # fmt: skip

TOTAL, FEW = "(all)", 2
SNAKE = ("recency_days", "gap_median_days", "order_count", "average_order", "revenue", "category_count", "unit_count")
MEASURED_BY = {"order_count": ("lifetime_order_count",), "gap_median_days": ("gap_count", "gap_mean_days", "last_gap_days")}

NO_SURVEY = Skip(
    Message("No survey answers with a customer number are held, or too few for any segment."),
    Message("Survey answers with the customer number: satisfaction, and recommendation from 0 to 10."),
    Message("How satisfied each segment is, and which would recommend you."),
)


def snake_rows(profile: pd.DataFrame, lens: Lens) -> pd.DataFrame:
    """The numbers of the shown segments that the panels draw: those with a median above 0 among all customers."""
    own = profile[profile["segment"].isin(lens.shown) & profile["trait"].isin(SNAKE) & (profile["base_median"] > 0)]
    return own.iloc[own["trait"].map(SNAKE.index).argsort(kind="stable")].reset_index(drop=True)


def defining(defined_by: tuple[str, ...]) -> list[str]:
    """The traits of the panels that define the segments, under their own name or another."""
    return [trait for trait in SNAKE if trait in defined_by or set(MEASURED_BY.get(trait, ())) & set(defined_by)]


def numbers(rows: pd.DataFrame, lens: Lens, note: tuple[Message, ...]) -> Words:
    """The panels of medians."""
    top = lens.shown[0]
    cell = rows.set_index(["segment", "trait"])

    def figure(column: str, trait: str):
        return figure_value(trait, float(cell.loc[(top, trait), column]) if (top, trait) in cell.index else float("nan"))

    values = {
        "people": people_value(top), "orders": figure("median", "order_count"), "money": figure("median", "average_order"),
        "all_orders": figure("base_median", "order_count"), "all_money": figure("base_median", "average_order"),
    }  # fmt: skip
    return Words(
        answer=(
            Message("That segments differ in what defines them is no news; how far they differ is."),
            Message("Half of {people} placed {orders} orders or more in the window; of all customers, half placed {all_orders} or more.", **{k: values[k] for k in ("people", "orders", "all_orders")}),
        ),
        title=Message("{people}: {money} a typical order, all customers {all_money}", **{k: values[k] for k in ("people", "money", "all_money")}),
        subtitle=Message("Median customer of each segment as a multiple of the median of all customers; its own figure at the right"),
        note=(Message("Hollow marks define the segments, the others follow from these in part. Marks stop at an eighth and at eight times. Days between orders: of customers with two order days or more."), *note),
        alt=Message(
            "Medians by segment against all customers. {people}: {orders} orders, {money} an order; all: {all_orders} and {all_money}.", **values
        ),
    )  # fmt: skip


def satisfied(scores: pd.DataFrame, *, lens: Lens, asked: Basis, reach: tuple[float, float] | None) -> Words:
    """Satisfaction and recommendation of each segment with their intervals."""
    shown = scores[scores["segment"].isin(lens.shown) & scores["value"].notna()]
    if shown.empty:
        return Words()
    main = "satisfaction" if (shown["measure"] == "satisfaction").any() else "nps"
    own = shown[shown["measure"] == main].set_index("segment")
    total = scores[(scores["measure"] == main) & (scores["segment"] == TOTAL)].iloc[0]
    top = next(key for key in lens.shown if key in own.index)
    row, digits = own.loc[top], 1 if main == "satisfaction" else 0
    values = {
        "people": people_value(top), "value": decimal(row["value"], digits), "low": decimal(row["low"], digits),
        "high": decimal(row["high"], digits), "all": decimal(total["value"], digits), "revenue": share(lens.sizes.loc[top, "revenue_share"]),
    }  # fmt: skip
    some = {key: values[key] for key in ("people", "value", "all")}
    sure = own[own["p_adjusted"] < CHANCE]
    if sure.empty:
        first = Message("No segment is more or less satisfied than the others beyond chance.")
        title = Message("{people} give {value}, all respondents {all}: no difference beyond chance", **some)
    else:
        far = sure.loc[sure["difference"].abs().idxmax()]
        some = {"people": people_value(far.name), "value": decimal(far["value"], digits), "all": decimal(total["value"], digits)}
        first = Message("{people} stand out beyond chance: {value}, all respondents {all}.", **some)
        title = Message("{people} give {value}, all respondents {all}", **some)
    scale = (
        (Message("Satisfaction: mean on the scale from {low} to {high}.", low=decimal(reach[0], 0), high=decimal(reach[1], 0)),)
        if reach
        else ()
    )
    return Words(
        answer=(first, Message("{people}, who bring {revenue} of revenue, give {value} ({low} to {high}).", **{k: v for k, v in values.items() if k != "all"})),
        title=title,
        subtitle=Message("Each segment’s score with its 95% interval; the line is all respondents"),
        note=(
            Message(
                "n = {n} respondents; segments of {as_of}. Source: survey answers with a customer number.",
                n=count(total["n"]), as_of=day(asked.as_of),
            ),
            *scale, Message("NPS: share of 9 and 10 less share of 0 to 6, in points. – : too few answers to show. Who did not answer may feel otherwise."),
        ),
        alt=Message("Survey scores by segment with intervals. {people}: {value}, {low} to {high}; all respondents {all}.", **{k: v for k, v in values.items() if k != "revenue"}),
        **_no_better(row, values, float(lens.sizes.loc[top, "revenue"])),
    )  # fmt: skip


def _no_better(row: pd.Series, values: Mapping, revenue: float) -> dict[str, tuple]:
    """Those who bring most are no more satisfied than the others: a finding and a decision."""
    if row["measure"] != "satisfaction" or not row["difference"] <= 0:
        return {}
    weight = revenue * abs(row["difference"]) / row["value"]
    told = {key: values[key] for key in ("people", "revenue", "all")}
    finding = Finding(
        values["value"],
        Message("is the satisfaction of {people}, who bring {revenue} of revenue: no better than that of all respondents, {all}.", **told),
        weight, "satisfied", headline=Message("{people} are no happier than the rest", people=values["people"]),
    )  # fmt: skip
    decision = Decision(
        Message("Ask {people} what would please them more", people=values["people"]),
        Message("They bring {revenue} of revenue and rate you {value}, all respondents {all}.", **{k: values[k] for k in ("revenue", "value", "all")}),
        weight,
    )  # fmt: skip
    return {"findings": (finding,), "decisions": (decision,)}


def adds_up(sums: pd.DataFrame) -> Words:
    """The reconciliation."""
    difference = (sums["report"] - sums["files"]).abs()
    if difference.max() < 0.005:
        answer = Message("Yes. Every customer of the segments is in this profile, with all orders and to the penny.")
    else:
        answer = Message(
            "No: {difference} is unexplained. Do not use this chapter before it is found.", difference=money_exact(difference.max())
        )
    return Words(
        answer=(answer,), subtitle=Message("Counted twice: over all customers, and in the segments as this chapter shows them")
    )


@dataclass(frozen=True)
class Tables:
    """The finished tables of the chapter."""

    rows: pd.DataFrame  # standing_out
    found: pd.DataFrame  # differences
    who: pd.DataFrame  # cells of traits
    habit: pd.DataFrame  # cells of habits
    snake: pd.DataFrame  # snake_rows
    scores: pd.DataFrame  # survey_scores
    inside: pd.DataFrame  # segment_concentration
    sums: pd.DataFrame  # reconciliation


def story(
    tables: Tables, *, lens: Lens, kinds: Mapping[str, str], basis: Basis, reach: tuple[float, float] | None = None
) -> dict[str, Words]:
    """The words around every section of the chapter, by key."""
    everyone = (
        Message("n = {n} customers. As of {as_of}.", n=count(lens.customers), as_of=day(basis.as_of)),
        Message("Source: order lines and customer file; unknown values left out."),
    )
    told = {
        "apart": apart(tables.rows, tables.found, lens=lens, note=everyone),
        "ranking": ranking(tables.found, lens=lens, note=everyone),
        "index": traits(tables.who, lens=lens, kinds=kinds, note=(lens.note(), *everyone)),
        "snake": numbers(tables.snake, lens, basis.window()),
        "who": card_words(lens, tables.inside, note=basis.window(lens.note())),
        "buy": buying(tables.habit, lens=lens, note=basis.window()),
        "satisfied": satisfied(tables.scores, lens=lens, asked=basis, reach=reach),
        "sum": adds_up(tables.sums),
    }
    few = sum(len(words.findings) for words in told.values()) < FEW
    return told | {"apart": replace(told["apart"], findings=how_little(tables.found))} if few else told
