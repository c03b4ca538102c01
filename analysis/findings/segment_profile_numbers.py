"""Chapter 03, the numbers of the segments: which of them the panels draw, and the sentences about them."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from analysis.findings.segment_profile_lens import Lens
from analysis.text import Message, Skip, Value, Words
from analysis.text.names_segment_profile import figure_value, people_value, trait_value

SNAKE = ("recency_days", "gap_median_days", "order_count", "average_order", "revenue", "category_count", "unit_count")
MEASURED_BY = {"order_count": ("lifetime_order_count",), "gap_median_days": ("gap_count", "gap_mean_days", "last_gap_days")}
MOST = 8  # rows of a panel
LED_BY = ("order_count", "average_order")  # what is told of a segment where both are known
FIGURE = "metric"  # kind of an attribute that is a quantity

NO_NUMBERS = Skip(
    Message("No figure that is held of customers can be compared: there is none, or at least half of the customers have none."),
    Message("Figures per customer, such as money, orders, days since the last order, age, income; or order lines."),
    Message("How far the segments are apart in them."),
)


def snake_rows(profile: pd.DataFrame, lens: Lens, *, kinds: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The numbers of the shown segments that the panels draw: those with a median above 0 among all customers.

    The usual ones first; without orders then the client's own figures (by `kinds`), farthest apart first.
    """
    own = profile[profile["segment"].isin(lens.shown) & (profile["base_median"] > 0) & profile["median"].notna()]
    usual = [trait for trait in SNAKE if (own["trait"] == trait).any()]
    given = [name for name, kind in kinds.items() if kind == FIGURE] + ["age", "tenure_days"] if kinds else []
    more = [trait for trait in _farthest(own) if trait in given and trait not in usual]
    drawn = [*usual, *more[: MOST - len(usual)]]
    rows = profile[profile["segment"].isin(lens.shown) & profile["trait"].isin(drawn)]
    return rows.iloc[rows["trait"].map(drawn.index).argsort(kind="stable")].reset_index(drop=True)


def _farthest(own: pd.DataFrame) -> list[str]:
    """Traits by how far the medians of the segments lie apart, on the scale of the panels."""
    spread = np.log2((own["median"] / own["base_median"]).clip(1 / 8, 8)).groupby(own["trait"]).agg(np.ptp)
    return list(spread.sort_values(ascending=False, kind="stable").index)


def defining(defined_by: Collection[str]) -> list[str]:
    """The traits of the panels that define the segments, under their own name or another."""
    usual = [trait for trait in SNAKE if trait in defined_by or set(MEASURED_BY.get(trait, ())) & set(defined_by)]
    other_names = {name for names in MEASURED_BY.values() for name in names}
    return [*usual, *(trait for trait in dict.fromkeys(defined_by) if trait not in other_names and trait not in SNAKE)]


def numbers(rows: pd.DataFrame, lens: Lens, note: tuple[Message, ...], *, hollow: Collection[str] = ()) -> Words | Skip:
    """The panels of medians."""
    if rows.empty:
        return NO_NUMBERS
    drawn = set(rows["trait"])
    marks = Message("Marks stop at an eighth and at eight times.")
    defined = (Message("Hollow marks define the segments, the others follow from these in part."),) if drawn & set(hollow) else ()
    gaps = (Message("Days between orders: of customers with two order days or more."),) if "gap_median_days" in drawn else ()
    common = {
        "subtitle": Message("Median customer of each segment as a multiple of the median of all customers; its own figure at the right"),
        "note": (*defined, marks, *gaps, *note),
    }  # fmt: skip
    return Words(**_orders(rows, lens), **common) if drawn >= set(LED_BY) else Words(**_farthest_words(rows, hollow), **common)


def _orders(rows: pd.DataFrame, lens: Lens) -> dict:
    """Orders and the average order of the first segment against those of all."""
    top = lens.shown[0]
    cell = rows.set_index(["segment", "trait"])

    def figure(column: str, trait: str) -> Value:
        return figure_value(trait, float(cell.loc[(top, trait), column]) if (top, trait) in cell.index else float("nan"))

    values = {
        "people": people_value(top), "orders": figure("median", "order_count"), "money": figure("median", "average_order"),
        "all_orders": figure("base_median", "order_count"), "all_money": figure("base_median", "average_order"),
    }  # fmt: skip
    return {
        "answer": (
            Message("That segments differ in what defines them is no news; how far they differ is."),
            Message("Half of {people} spend {money} or more per order on average; of all customers, half spend {all_money} or more.", **{k: values[k] for k in ("people", "money", "all_money")})
            if cell.loc[(top, "order_count"), "median"] <= 1
            else Message(
                "Half of {people} placed {orders} orders or more in the window; of all customers, half placed {all_orders} or more.",
                **{k: values[k] for k in ("people", "orders", "all_orders")},
            ),
        ),
        "title": Message("{people}: {money} a typical order, all customers {all_money}", **{k: values[k] for k in ("people", "money", "all_money")}),
        "alt": Message(
            "Medians by segment against all customers. {people}: orders {orders}, money an order {money}; all customers: {all_orders} and {all_money}.", **values
        ),
    }  # fmt: skip


def _farthest_words(rows: pd.DataFrame, hollow: Collection[str]) -> dict:
    """The figure in which a segment lies farthest from all customers, one that does not define the segments first."""
    free = rows[~rows["trait"].isin(hollow)]
    pool = (free if len(free) else rows).dropna(subset="median")
    away = np.log2((pool["median"] / pool["base_median"]).clip(1 / 8, 8)).abs()
    row = pool.loc[away.idxmax()]
    values = {
        "people": people_value(row["segment"]), "trait": trait_value(row["trait"]), "own": figure_value(row["trait"], row["median"]),
        "all": figure_value(row["trait"], row["base_median"]),
    }  # fmt: skip
    if away.max() == 0:
        return {
            "answer": (Message("The middle customer of every segment is like the middle one of all, in every figure."),),
            "title": Message("No figure sets the middle customers of the segments apart"),
            "alt": Message("Medians by segment against all customers: all alike."),
        }
    return {
        "answer": (
            Message("{people} lie farthest from all customers in {trait}: half of them are at {own} or above, half of all customers at {all}.", **values),
        ),
        "title": Message("{people}: {trait} {own}, all customers {all}", **values),
        "alt": Message("Medians by segment against all customers. {people}: {trait} {own}; all customers: {all}.", **values),
    }  # fmt: skip
