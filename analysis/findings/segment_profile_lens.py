"""Which segments chapter 03 shows by name, and which of their cells say more than chance.

A page holds six or seven segments; the ones with most revenue are shown, the others stand together
as “all others” and stay in the base of every index.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.errors import unknown_choice
from analysis.segmentations.small_cells import seen
from analysis.text import Message, count, share
from analysis.text.names_segment_profile import OTHERS

MOST = 6
CHANCE = 0.05  # largest false discovery rate of what is said to differ
CELLS = ["trait", "level", "segment", "n", "share", "base_share", "rest_share", "index", "certain"]
DAYPARTS = ("night", "morning", "midday", "afternoon", "evening")
ROLES = {"satisfaction": "satisfaction", "recommendation": "nps"}


@dataclass(frozen=True)
class Lens:
    """The segments of one method as the chapter shows them: `sizes` largest revenue first."""

    method: str
    sizes: pd.DataFrame
    rest: pd.DataFrame

    @classmethod
    def of(cls, sizes: pd.DataFrame, shown: pd.DataFrame, *, method: str) -> "Lens":
        """From the tables `segment_sizes` and `shown_segments`.  Segments without orders or revenue, or kept back in
        chapter 02, are never shown, nor is what a lens itself puts together as all others.

        Raises ConfigError where the table holds no such method.
        """
        if method not in set(sizes["method"]):
            raise unknown_choice("segment_by", method, sizes["method"].unique())
        own = sizes[sizes["method"] == method].sort_values("revenue", ascending=False, kind="stable")
        able = seen(own, shown)["segment"]
        fit = own[(own["orders"] > 0) & (own["revenue"] > 0) & own["segment"].isin(able) & (own["segment"] != OTHERS)]
        first = fit if len(fit) == MOST + 1 else fit.head(MOST)
        return cls(method, first.set_index("segment"), own[~own["segment"].isin(first["segment"])].set_index("segment"))

    @property
    def shown(self) -> list[str]:
        return list(self.sizes.index)

    @cached_property
    def customers(self) -> int:
        return int(self.sizes["customers"].sum() + self.rest["customers"].sum())

    def grouped(self, segments: pd.DataFrame) -> pd.DataFrame:
        """The table `segments` of the method, all segments that are not shown put together."""
        own = segments[segments["method"] == self.method]
        return own.assign(segment=own["segment"].where(own["segment"].isin(self.shown), OTHERS))

    def cells(self, index: pd.DataFrame) -> pd.DataFrame:
        """The rows of `order_habits` or `against_rest` that belong to shown segments: CELLS.

        `certain` where chance does not explain the difference to everybody else.
        """
        own = index[index["segment"].isin(self.shown) & index["level"].ne("(missing)")]
        return own.assign(certain=own["p_adjusted"].lt(CHANCE))[CELLS].reset_index(drop=True)

    def note(self) -> Message:
        """Which segments are shown, and where the others are."""
        if self.rest.empty:
            return Message("All segments are shown, largest revenue first.")
        return Message(
            "Shown: the {n} segments with most revenue, {revenue} of it. The other {customers} customers count among all customers.",
            n=count(len(self.sizes)), revenue=share(float(self.sizes["revenue_share"].sum())), customers=count(self.rest["customers"].sum()),
        )  # fmt: skip


def kinds_held(attributes: pd.DataFrame | None, declared: Mapping[str, str]) -> dict[str, str]:
    """The declared attributes that the client's file holds, with their kind."""
    return {} if attributes is None else {name: kind for name, kind in declared.items() if name in attributes}


def declared_kinds(source: object) -> Mapping[str, str]:
    """What client.yaml declares of the customers' attributes; nothing where there is no customer file."""
    customers = getattr(source, "customers", None)
    return customers.attributes if customers is not None else {}


def survey_items(source: object) -> dict[str, str]:
    """The first survey item of each role that the chapter reads, on the whole: {"satisfaction": …, "nps": …}."""
    responses = getattr(source, "responses", None)
    items = responses.items.items() if responses is not None else ()
    return {
        ROLES[item.role]: key for key, item in reversed(list(items)) if item.role in ROLES and item.of is None and _on_ten(item)
    }


def survey_reach(source: object) -> tuple[float, float] | None:
    """Lowest and highest answer of the satisfaction item, where client.yaml says so."""
    items = survey_items(source)
    return source.responses.items[items["satisfaction"]].scale if "satisfaction" in items else None


def _on_ten(item: object) -> bool:
    """A recommendation counts as a net promoter score on a scale to 10 only."""
    return item.role != "recommendation" or item.scale is None or item.scale[1] == 10


def joined(*tables: pd.DataFrame) -> pd.DataFrame:
    """Cells of several tables one below the other; empty ones do not count."""
    full = [table for table in tables if len(table)]
    return pd.concat(full, ignore_index=True) if full else tables[0]


def widest(cells: pd.DataFrame) -> pd.DataFrame:
    """The certain cells with `gap`, their distance from everybody else; widest first."""
    chosen = cells[cells["certain"]]
    chosen = chosen.assign(gap=chosen["share"] - chosen["rest_share"])
    return chosen.iloc[chosen["gap"].abs().argsort(kind="stable")[::-1]]


def in_order(cells: pd.DataFrame, *, most: int = 24, traits: Sequence[str] = ()) -> pd.DataFrame:
    """The rows of a heat map: traits in the order given, else those with a certain cell, widest first.

    Levels stand in their own order; whole traits only, up to `most` levels.
    """
    spread = widest(cells).groupby("trait")["gap"].agg(lambda gap: gap.abs().max()).sort_values(ascending=False, kind="stable")
    blocks, rows = [], 0
    for trait in traits or spread.index:
        block = cells[cells["trait"] == trait]
        rows += block["level"].nunique()
        if len(block) and (rows <= most or not blocks):
            blocks.append(block.iloc[block["level"].map(_place).argsort(kind="stable")])
    return pd.concat(blocks, ignore_index=True) if blocks else cells.iloc[:0]


def _place(level: str) -> tuple[int, float]:
    """Days, parts of the day and bands in their order; other levels as they stand; all others last."""
    if level in DAYPARTS:
        return 0, DAYPARTS.index(level)
    start = re.match(r"<|\d+", level)
    return (1, 0.0) if level == OTHERS else (0, float(start[0]) if start and start[0] != "<" else -1.0)


def reconciliation(
    lens: Lens, features: pd.DataFrame, segments: pd.DataFrame, profile: pd.DataFrame, bought: pd.DataFrame
) -> pd.DataFrame:
    """Customers, money and orders over all customers and again in the profile: what, unit, files, report.

    `segments` are the grouped ones; orders are counted over the weekdays of `order_habits`, which every order has.
    """
    named = segments["segment"].ne(OTHERS)
    people = profile.loc[profile["trait"] == "order_count", "n"].sum()
    rows = [
        ("shown", "count", int(named.sum()), int(lens.sizes["customers"].sum())),
        ("others", "count", int((~named).sum()), int(lens.rest["customers"].sum())),
        ("customers", "count", len(features), int(people)),
        ("revenue", "money", float(features["revenue"].sum()), float(lens.sizes["revenue"].sum() + lens.rest["revenue"].sum())),
    ]
    days = bought[bought["trait"] == "weekday"].drop_duplicates("segment")
    if len(days):
        rows.append(("orders", "count", int(features["order_count"].sum()), int(days["n"].sum())))
    return pd.DataFrame(rows, columns=["what", "unit", "files", "report"])


def balances_of(table: pd.DataFrame | None, lens: Lens) -> pd.DataFrame | None:
    """The rows of `segment_balances` of the lens, segments that are not shown put together, largest first; None for None."""
    if table is None:
        return None
    own = lens.grouped(table).groupby(["method", "segment"], as_index=False).sum()
    ranks = {key: rank for rank, key in enumerate([*lens.shown, OTHERS])}
    return own.sort_values("segment", key=lambda keys: keys.map(ranks), ignore_index=True)
