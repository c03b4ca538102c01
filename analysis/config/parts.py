"""A report by part: stores, regions, consultants …, and what a part takes from the whole.

client.yaml names the column (`split_by: store`).  The folder of a part holds a client.yaml of one key, `part`; everything
else is read from the whole's, so that the two cannot drift apart.
"""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.config.columns import KeyPathError, Strict

if TYPE_CHECKING:
    from analysis.config.client import ClientConfig, Source

FOLDER = "children"  # of a client, holds the folders of its parts
OTHERS, REST = "others", "rest"  # parts too small for a report of their own; lines of no part
ORDER_COLUMNS = ("store", "brand", "city", "region", "country", "channel", "consultant", "category", "promotion")
KINDS = ("demographic", "geographic", "membership", "psychographic")  # of attributes that can divide a report
STAFF = ("consultant", "doctor", "adviser", "advisor", "account_manager", "salesperson")  # persons: shown by a code, never by name
SUMS = ("revenue", "orders", "customers", "new_customers")  # targets that are the whole's alone


class Part(Strict):
    """One part of a client.

    of       the client that it is a part of
    by       the column that divides, such as store
    key      its folder
    label    what readers see: the value of the column, a code where the values are persons
    without  inputs that hold no row of it
    last     last day of the whole's order lines: a store without an order on that day is not behind
    share    its share of the whole's revenue, which budget, staff time and least sums follow
    """

    of: str
    by: str
    key: str
    label: str
    without: tuple[str, ...] = ()
    last: datetime.date
    share: float


def split_place(split_by: str, source: "Source") -> tuple[str, str]:
    """The input and the column that `split_by` names: order lines first, then the customers' attributes.

    Raises KeyPathError where there is none.
    """
    orders = [name for name in ORDER_COLUMNS if source.transactions is not None and name in source.transactions.columns]
    kinds: Mapping[str, str] = {} if source.customers is None else source.customers.attributes
    people = [name for name, kind in kinds.items() if kind in KINDS]
    table, _, column = split_by.rpartition(".")
    if source.transactions is None:
        raise KeyPathError(("split_by",), "a report by part is made of order lines; declare source.transactions")
    if column in orders and table in ("", "transactions"):
        return "transactions", column
    if column in people and table in ("", "customers"):
        return "customers", column
    known = ", ".join(dict.fromkeys([*orders, *people])) or "none"
    raise KeyPathError(("split_by",), f"write a column of the order lines or an attribute of customers; here: {known}")


def config_of_part(whole: "ClientConfig", part: Part) -> "ClientConfig":
    """The configuration of a part: the whole's, without what speaks of the whole alone."""
    targets = {key: value for key, value in whole.strategy.targets.items() if key not in SUMS}
    budget = None if whole.strategy.budget is None else round(whole.strategy.budget * part.share, 2)
    capacity = {owner: round(minutes * part.share, 2) for owner, minutes in whole.strategy.capacity.items()}
    least = {key: value if value <= 1 else value * part.share for key, value in whole.strategy.minimum.items()}
    least = {key: value for key, value in least.items() if value > 1 or whole.strategy.minimum[key] <= 1}
    came = whole.source.visits is not None and "visits" not in part.without
    return whole.model_copy(
        update={
            "name": f"{whole.name} · {part.label}",
            "part": part,
            "split_by": None,
            "control_totals": (),
            "source": whole.source.model_copy(update=dict.fromkeys(part.without)),
            "recency_of": whole.recency_of if came else "order",
            "strategy": whole.strategy.model_copy(
                update={"targets": targets, "budget": budget, "capacity": capacity, "minimum": least}
            ),
        }
    )
