"""Features: from analysed order lines to orders, customers and the history of sales."""

from analysis.features.acquisition import with_acquisition
from analysis.features.balances import balance_kinds, balances_by_segment, monthly_flows, period_flows, snapshot
from analysis.features.basket import basket_figures, basket_values
from analysis.features.customers import customer_features, known_customers
from analysis.features.distribution import order_distribution
from analysis.features.engagement import engagement, event_lines, reviews
from analysis.features.gaps import gap_table
from analysis.features.histories import purchase_histories
from analysis.features.orders import analysed_lines, numbered, order_category_table, order_table, transactions
from analysis.features.summaries import summary_customers
from analysis.features.timeline import (
    Dates,
    breakdown,
    cohorts,
    data_span,
    has_hours,
    monthly_sales,
    rhythm,
    weekly_sales,
)  # fmt: skip
from analysis.features.visits import visit_days, visit_rhythm, with_visit_rhythm

__all__ = [
    "Dates",
    "analysed_lines",
    "balance_kinds",
    "balances_by_segment",
    "basket_figures",
    "basket_values",
    "breakdown",
    "cohorts",
    "customer_features",
    "data_span",
    "engagement",
    "event_lines",
    "gap_table",
    "has_hours",
    "known_customers",
    "monthly_flows",
    "monthly_sales",
    "numbered",
    "order_category_table",
    "order_distribution",
    "order_table",
    "period_flows",
    "purchase_histories",
    "reviews",
    "rhythm",
    "snapshot",
    "summary_customers",
    "transactions",
    "visit_days",
    "visit_rhythm",
    "weekly_sales",
    "with_acquisition",
    "with_visit_rhythm",
]  # fmt: skip
