"""Category purchases: who bought, or came for, what and when; the rows behind tastes and replenishment.

Both readings have one shape, so that everything after works for clients counted by orders and by visits:
customer_id, category, ordered_at, amount; one row per order (or visit) and category.
"""

from pathlib import Path

from analysis.engine import DataFrame, F, column_names, named, read_parquet
from analysis.features.visits import KEPT
from analysis.schema.model import ENGINE_TYPES


def category_purchases(orders: DataFrame, order_categories: DataFrame) -> DataFrame:
    """Categories of the orders that stand, from the tables `orders` and `order_categories`."""
    standing = orders.where(F.col("is_order")).select("customer_id", "order_id")
    joined = order_categories.join(named(standing), ["customer_id", "order_id"], "inner")
    return joined.select("customer_id", "category", "ordered_at", "amount")


def category_visits(visits: Path) -> DataFrame:
    """Categories of the visits that were kept; amount is what the visit consumed, missing where that is not held.

    From the canonical visits, which must hold a category and a day.
    """
    held = column_names(visits)
    times = [F.col(name) for name in ("arrived_at", "booked_at") if name in held]
    frame = read_parquet(visits).where(F.col("customer_id").isNotNull() & F.col("category").isNotNull())
    if "stage" in held:
        frame = frame.where(F.col("stage").isin(*KEPT))
    at = F.coalesce(*times) if len(times) > 1 else times[0]
    amount = F.col("consumed") if "consumed" in held else F.lit(None)
    rows = frame.select(
        "customer_id",
        "category",
        at.cast(ENGINE_TYPES["timestamp"]).alias("ordered_at"),
        amount.cast(ENGINE_TYPES["money"]).alias("amount"),
    )
    return rows.where(F.col("ordered_at").isNotNull())
