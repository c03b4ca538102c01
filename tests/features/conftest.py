"""Orders and features from lines, as the notebooks compose them."""

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.engine import DataFrame, F, named, to_pandas
from analysis.features import analysed_lines, customer_features, known_customers, order_category_table, order_table
from tests import stories

DAYS = {"as_of": stories.AS_OF, "window_start": stories.WINDOW_START, "period_start": stories.PERIOD_START}


@pytest.fixture(scope="session")
def orders_of() -> Callable[..., DataFrame]:
    """The order table of canonical lines, as an engine's frame."""

    def orders(lines: DataFrame, *, refunds: str = "net") -> DataFrame:
        return named(order_table(analysed_lines(lines, as_of=stories.AS_OF, refunds=refunds)))

    return orders


@pytest.fixture(scope="session")
def features_of(orders_of) -> Callable[..., pd.DataFrame]:
    """The customer table of canonical lines, by customer."""

    def features(lines: DataFrame, *, refunds: str = "net", customers: DataFrame | None = None) -> pd.DataFrame:
        analysed = named(analysed_lines(lines, as_of=stories.AS_OF, refunds=refunds))
        known = known_customers(lines.where(F.col("fate") == F.lit("ok")), customers, as_of=stories.AS_OF)
        made = customer_features(orders_of(lines, refunds=refunds), named(order_category_table(analysed)), named(known), **DAYS)
        return made.set_index("customer_id")

    return features


@pytest.fixture(scope="session")
def by_policy(story_lines, orders_of) -> dict[str, pd.DataFrame]:
    """The orders of the six under each refund policy, by customer and number."""
    return {
        policy: to_pandas(orders_of(story_lines, refunds=policy)).set_index(["customer_id", "order_id"]).sort_index()
        for policy in ("net", "gross", "drop")
    }
