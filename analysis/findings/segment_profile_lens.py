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
from analysis.schema.level_order import known_order
from analysis.segmentations.small_cells import seen
from analysis.text import Message, count, share
from analysis.text.names_segment_profile import OTHERS

MOST = 6
STATES = ("no_order", "prospect", "refund_only")  # nothing was bought
UNKNOWN = "(missing)"
FEW = 50  # customers, and
HARDLY_ANY = 0.01  # of all customers: fewer outside the segments shown are in no comparison
SEEN = 0.02  # shares closer than that are the same to a reader
CHANCE = 0.05  # largest false discovery rate of what is said to differ
CELLS = ["trait", "level", "segment", "n", "share", "base_share", "rest_share", "index", "certain"]
DAYPARTS = ("night", "morning", "midday", "afternoon", "evening")
ROLES = {"satisfaction": "satisfaction", "recommendation": "nps"}


@dataclass(frozen=True)
class Lens:
    """The segments of one method as the chapter shows them: `sizes` largest revenue first, without any most customers first.

    Where the client's data hold no money, revenue is 0 and `money` False.
    """

    method: str
    sizes: pd.DataFrame
    rest: pd.DataFrame
    money: bool = True
    apart: bool = False  # the others are so few that a comparison with them would betray them: they are left out of it

    @classmethod
    def of(cls, sizes: pd.DataFrame, shown: pd.DataFrame, *, method: str) -> "Lens":
        """From the tables `segment_sizes` and `shown_segments`.  Segments without orders or revenue (where these are held),
        or kept back in chapter 02, are never shown, nor is what a lens itself puts together as all others, nor those of
        whom nothing is known.

        Raises ConfigError where the table holds no such method.
        """
        if method not in set(sizes["method"]):
            raise unknown_choice("segment_by", method, sizes["method"].unique())
        own = sizes[sizes["method"] == method]
        held = {name: bool((own[name] > 0).any()) for name in ("revenue", "orders")}
        own = own.sort_values("revenue" if held["revenue"] else "customers", ascending=False, kind="stable")
        own = own if held["revenue"] else own.assign(revenue=0.0, revenue_share=0.0)
        fit = own[own["segment"].isin(seen(own, shown)["segment"]) & ~own["segment"].isin([OTHERS, UNKNOWN, *STATES])]
        for name in (name for name in held if held[name]):
            fit = fit[fit[name] > 0]
        first = fit if len(fit) == MOST + 1 else fit.head(MOST)
        rest = own[~own["segment"].isin(first["segment"])]
        few = bool(rest["customers"].sum() < FEW and rest["customer_share"].sum() < HARDLY_ANY)
        return cls(method, first.set_index("segment"), rest.set_index("segment"), held["revenue"], few)

    @property
    def shown(self) -> list[str]:
        return list(self.sizes.index)

    @cached_property
    def customers(self) -> int:
        return int(self.sizes["customers"].sum() + self.rest["customers"].sum())

    def grouped(self, segments: pd.DataFrame) -> pd.DataFrame:
        """The table `segments` of the method, all segments that are not shown put together, or left out where they are few."""
        own = segments[segments["method"] == self.method]
        if self.apart:
            return own[own["segment"].isin(self.shown)]
        return own.assign(segment=own["segment"].where(own["segment"].isin(self.shown), OTHERS))

    def cells(self, index: pd.DataFrame) -> pd.DataFrame:
        """The rows of `order_habits` or `against_rest` that belong to shown segments: CELLS.

        `certain` where chance does not explain the difference to everybody else.  A trait that was not compared, with
        shares but no p_adjusted, is left out; one that is hidden everywhere stays.
        """
        told = index[["p_adjusted", "share"]].notna().groupby(index["trait"]).transform("any").astype(bool)
        compared = told["p_adjusted"] | ~told["share"]
        own = index[compared & index["segment"].isin(self.shown) & index["level"].ne("(missing)")]
        return own.assign(certain=own["p_adjusted"].lt(CHANCE))[CELLS].reset_index(drop=True)

    def note(self) -> Message:
        """Which segments are shown, and where the others are."""
        if self.rest.empty and self.money:
            return Message("All segments are shown, largest revenue first.")
        if self.rest.empty:
            return Message("All segments are shown, most customers first.")
        if self.apart:
            return Message(
                "Shown: {n} segments. The other {customers} customers are too few to compare and are left out.",
                n=count(len(self.sizes)), customers=count(self.rest["customers"].sum()),
            )  # fmt: skip
        if not self.money:
            return Message(
                "Shown: the {n} largest segments. The other {customers} customers count among all customers.",
                n=count(len(self.sizes)), customers=count(self.rest["customers"].sum()),
            )  # fmt: skip
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
    """The first survey item of each role that the chapter reads, on the whole: {"satisfaction": …, "nps": …}.

    Satisfaction that is said with yes or no (0 and 1) is the measure `satisfied`, a share.
    """
    responses = getattr(source, "responses", None)
    items = responses.items.items() if responses is not None else ()
    return {_measure(item): key for key, item in reversed(list(items)) if item.role in ROLES and item.of is None and _on_ten(item)}


def _measure(item: object) -> str:
    return "satisfied" if item.role == "satisfaction" and item.scale == (0, 1) else ROLES[item.role]


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
    """The certain cells with `gap`, their distance from everybody else; widest first.  All others together are no trait."""
    chosen = cells[cells["certain"] & cells["level"].ne(OTHERS)]
    chosen = chosen.assign(gap=chosen["share"] - chosen["rest_share"])
    return chosen.iloc[chosen["gap"].abs().argsort(kind="stable")[::-1]]


def clear(cells: pd.DataFrame) -> pd.DataFrame:
    """The rows of `widest` that a card tells: SEEN or more apart.  50 % against 51 % is no difference, however sure."""
    sure = widest(cells)
    return sure[sure["gap"].abs() >= SEEN]


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
            places = _worded(block["level"].unique())
            blocks.append(
                block.iloc[block["level"].map(lambda level, found=places: found.get(level) or _place(level)).argsort(kind="stable")]
            )
    return pd.concat(blocks, ignore_index=True) if blocks else cells.iloc[:0]


def _worded(levels: Sequence[str]) -> dict[str, tuple[int, float]]:
    """The places of levels whose words tell an order, joined ones by their first: never, once a year + once a month, daily."""
    heads = {level: re.split(r" \+ | – ", level)[0] for level in levels if level != OTHERS}
    order = known_order(heads.values())
    return {level: (0, float(order.index(head))) for level, head in heads.items()} if order else {}


def _place(level: str) -> tuple[int, float]:
    """Days, parts of the day and bands in their order; other levels as they stand; all others last."""
    if level in DAYPARTS:
        return 0, DAYPARTS.index(level)
    start = re.match(r"<|[\d,]+", level)
    return (1, 0.0) if level == OTHERS else (0, float(start[0].replace(",", "") or 0) if start and start[0] != "<" else -1.0)


def reconciliation(
    lens: Lens, features: pd.DataFrame, segments: pd.DataFrame, profile: pd.DataFrame, bought: pd.DataFrame
) -> pd.DataFrame:
    """Customers, money and orders over all customers and again in the profile: what, unit, files, report.

    `segments` are the grouped ones; money only where it is held; orders are counted over the weekdays of `order_habits`, which every order has.
    """
    named = segments["segment"].ne(OTHERS)
    left = int(lens.rest["customers"].sum()) if lens.apart else 0
    people = profile.loc[profile["trait"] == "order_count", "n"].sum() + left if len(bought) else lens.customers
    rows = [
        ("shown", "count", int(named.sum()), int(lens.sizes["customers"].sum())),
        ("others", "count", len(features) - int(named.sum()), int(lens.rest["customers"].sum())),
        ("customers", "count", len(features), int(people)),
    ]
    if lens.money:
        money = float(lens.sizes["revenue"].sum() + lens.rest["revenue"].sum())
        rows.append(("revenue", "money", float(features["revenue"].sum()), money))
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
