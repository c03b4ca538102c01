"""Orders of every part of a client, read back from the parts' own files: what their reports will count.

The lines of all parts go through the same steps as those of one report, in one plan.  A customer of two parts is one in
each of them, and an order with lines of two parts is an order in each.
"""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from pathlib import Path

import pandas as pd

from analysis.engine import F, named, to_pandas
from analysis.features.orders import analysed_lines, numbered, order_table, transactions

MARK = "\x1f"  # between a part and a customer; no key holds it
COLUMNS = ["part", "customer_id", "order_id", "ordered_at", "amount", "line_count", "is_order"]
USED = ("order_id", "customer_id", "ordered_at", "amount", "status", "fate", "quantity", "category", "channel", "store", "city")
MONEY = ("list_amount", "discount", "cost")


def orders_by_part(paths: Mapping[str, Path], *, as_of: date, refunds: str) -> pd.DataFrame:
    """One row per part × order: part, customer_id, order_id, ordered_at, amount, line_count, is_order.

    `paths` are the canonical transactions of each part.  Raises ConfigError for an unknown refund policy.
    """
    frames = [transactions(path).select(*USED, *MONEY).withColumn("part", F.lit(part)) for part, path in paths.items()]
    lines = numbered(
        analysed_lines(named(reduce(lambda left, right: left.unionByName(right), frames)), as_of=as_of, refunds=refunds)
    )
    # Numbered before: where no order number is held it is made of the customer's.
    apart = lines.withColumn("customer_id", F.concat(F.col("part"), F.lit(MARK), F.col("customer_id")))
    orders = order_table(apart).select(
        "customer_id", "order_id", "ordered_at", F.col("amount").cast("double").alias("amount"), "line_count", "is_order"
    )
    found = to_pandas(orders)
    pair = found["customer_id"].str.split(MARK, n=1, expand=True, regex=False)
    found = found.assign(part=pair[0], customer_id=pair[1], is_order=found["is_order"].astype(bool))[COLUMNS]
    return found.sort_values(["part", "customer_id", "order_id"], ignore_index=True)
