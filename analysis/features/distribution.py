"""How many orders customers place: the shape behind every average."""

import pandas as pd

BANDS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, 19), (20, None))


def order_distribution(features: pd.DataFrame) -> pd.DataFrame:
    """Customers and lifetime revenue by number of orders ever placed.

    From the table `features` to columns low, high (missing for "and more"), customers,
    customer_share, revenue, revenue_share; one row per band that holds customers.
    """
    buyers = features[features["state"] == "buyer"]
    rows = []
    for low, high in BANDS:
        inside = buyers[buyers["lifetime_order_count"].between(low, high if high else float("inf"))]
        rows.append({"low": low, "high": high, "customers": len(inside), "revenue": float(inside["lifetime_revenue"].sum())})
    table = pd.DataFrame(rows).astype({"high": "float64"})
    table = table.assign(
        customer_share=table["customers"] / max(len(buyers), 1),
        revenue_share=table["revenue"] / buyers["lifetime_revenue"].sum() if len(buyers) else float("nan"),
    )
    return table[table["customers"] > 0].reset_index(drop=True)
