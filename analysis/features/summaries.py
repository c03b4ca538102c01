"""Customers whose figures the client gives, where there are no order lines to compute them from."""

import pandas as pd


def summary_customers(summaries: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of the canonical table `summaries`, with those columns of `features` that it can fill.

    customer_id, state (buyer: an order or money; prospect: neither), lifetime_order_count, lifetime_revenue, revenue,
    recency_days, tenure_days.  A figure that the client does not give is missing throughout.
    """

    def figure(column: str) -> pd.Series:
        given = summaries[column] if column in summaries else pd.Series(float("nan"), summaries.index)
        return pd.to_numeric(given, errors="coerce").astype(float)

    orders, revenue = figure("orders"), figure("revenue")
    bought = (orders.fillna(0) > 0) | (revenue.fillna(0) > 0)
    return pd.DataFrame(
        {
            "customer_id": summaries["customer_id"],
            "state": bought.map({True: "buyer", False: "prospect"}),
            "lifetime_order_count": orders,
            "lifetime_revenue": revenue,
            "revenue": revenue,
            "recency_days": figure("recency"),
            "tenure_days": figure("tenure"),
        }
    ).sort_values("customer_id", ignore_index=True)
