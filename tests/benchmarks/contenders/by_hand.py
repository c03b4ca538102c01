"""The customer table in DuckDB's own SQL, written by hand for speed: nothing is staged on disk, no order is kept.

What SQL of its own can do better than the kit's portable code: filtered aggregates, arg_max, one
temporary table of orders in place of two sorted files.
"""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

LINES = """
CREATE TEMP VIEW lines AS
SELECT customer_id, coalesce(order_id, customer_id || '@' || ordered_at::DATE) AS order_id, ordered_at, category, channel, store, city,
       amount, quantity, list_amount, cost, coalesce(status, 'paid') AS status,
       CASE WHEN amount > 0 THEN amount ELSE 0 END::DECIMAL(18,4) AS sold,
       CASE WHEN amount < 0 THEN -amount WHEN status IN ('refunded', 'cancelled') THEN amount ELSE 0 END::DECIMAL(18,4) AS refunded
FROM read_parquet('{path}')
WHERE fate = 'ok' AND ordered_at < DATE '{as_of}' + INTERVAL 1 DAY;

CREATE TEMP VIEW paid AS
SELECT * FROM lines WHERE status <> 'pending' AND NOT (status = 'cancelled' AND amount >= 0)
"""

ORDERS = """
CREATE TEMP TABLE orders AS
SELECT *, (amount > 0 OR (gross = 0 AND refunded = 0)) AS stands, ordered_at >= DATE '{window_start}' AS recent FROM (
  SELECT customer_id, order_id, min(ordered_at) AS ordered_at, sum(sold - refunded)::DECIMAL(18,4) AS amount,
         sum(sold)::DECIMAL(18,4) AS gross, sum(refunded)::DECIMAL(18,4) AS refunded,
         sum(list_amount) FILTER (sold > 0)::DECIMAL(18,4) AS listed,
         sum(cost) FILTER (NOT (sold > 0 AND sold = refunded))::DECIMAL(18,4) AS cost,
         sum(quantity::DECIMAL(18,4)) FILTER (sold > 0)::DECIMAL(18,4) AS units,
         max(channel) AS channel, max(store) AS store, max(city) AS city
  FROM paid GROUP BY ALL)
"""

TOTALS = """
CREATE TEMP TABLE totals AS
SELECT customer_id, min(ordered_at) FILTER (stands) AS first_order_at, max(ordered_at) FILTER (stands) AS last_order_at,
       count(*) FILTER (stands) AS lifetime_order_count, sum(amount)::DOUBLE AS lifetime_revenue,
       count(*) FILTER (stands AND recent) AS order_count, sum(amount) FILTER (recent)::DOUBLE AS revenue,
       sum(gross) FILTER (recent)::DOUBLE AS gross_revenue, sum(refunded) FILTER (recent)::DOUBLE AS refund_amount,
       sum(units) FILTER (recent)::DOUBLE AS unit_count, sum(amount - cost) FILTER (recent)::DOUBLE AS margin,
       sum(listed) FILTER (recent)::DOUBLE AS listed, sum(greatest(listed - gross, 0)) FILTER (recent)::DOUBLE AS discount,
       sum(amount) FILTER (ordered_at >= DATE '{middle}')::DOUBLE AS late,
       count(*) FILTER (stands AND ordered_at >= DATE '{period_start}') AS period_order_count,
       sum(amount) FILTER (ordered_at >= DATE '{period_start}')::DOUBLE AS period_revenue,
       arg_min(city, (-epoch_us(ordered_at), order_id)) FILTER (city IS NOT NULL) AS city,
       {weekdays}, {dayparts}
FROM orders GROUP BY ALL;

CREATE TEMP TABLE gaps AS
SELECT customer_id, count(*) AS gap_count, avg(gap) AS gap_mean_days, median(gap) AS gap_median_days,
       CASE WHEN count(*) >= 3 THEN stddev_samp(gap) / avg(gap) END AS gap_variation, arg_max(gap, day)::DOUBLE AS last_gap_days
FROM (SELECT customer_id, day, (day - lag(day) OVER (PARTITION BY customer_id ORDER BY day))::DOUBLE AS gap
      FROM (SELECT DISTINCT customer_id, ordered_at::DATE AS day FROM orders WHERE stands))
WHERE gap IS NOT NULL GROUP BY ALL
"""

FAVOURITE = """
CREATE TEMP TABLE {habit}s AS
SELECT customer_id, arg_min({habit}, (-n, {habit})) AS top_{habit}, max(n) / sum(n) AS top_{habit}_share, count(*) AS {habit}_count
FROM (SELECT customer_id, {habit}, count(*) AS n FROM orders WHERE stands AND recent AND {habit} IS NOT NULL GROUP BY ALL)
GROUP BY ALL
"""

CATEGORIES = """
CREATE TEMP TABLE categories AS
SELECT customer_id, arg_min(category, (-votes, category)) FILTER (votes > 0) AS top_category, max(votes) / nullif(sum(votes), 0) AS top_category_share,
       count(*) FILTER (votes > 0) AS category_count, ln(sum(n)) - sum(n * ln(n)) FILTER (n > 0) / sum(n) AS category_entropy,
       count(*) FILTER (n > 0 AND first_at >= DATE '{window_start}') / nullif(sum(n), 0) AS first_time_share
FROM (SELECT customer_id, category, count(*) FILTER (bought.ordered_at >= DATE '{window_start}') AS n, min(bought.ordered_at) AS first_at,
             count(stands) AS votes
      FROM (SELECT customer_id, order_id, category, min(ordered_at) AS ordered_at FROM paid
            WHERE sold > 0 AND category IS NOT NULL GROUP BY ALL) AS bought
      LEFT JOIN (SELECT customer_id, order_id, stands FROM orders WHERE stands AND recent) USING (customer_id, order_id) GROUP BY ALL)
GROUP BY ALL
"""

TABLE = """
SELECT customer_id, CASE WHEN lifetime_order_count > 0 THEN 'buyer' WHEN line > 0 THEN 'refund_only' ELSE 'prospect' END AS state,
       first_order_at, last_order_at, (DATE '{as_of}' - last_order_at::DATE)::DOUBLE AS recency_days,
       (DATE '{as_of}' - first_order_at::DATE)::DOUBLE AS tenure_days,
       coalesce(lifetime_order_count, 0) AS lifetime_order_count, coalesce(lifetime_revenue, 0) AS lifetime_revenue,
       CASE WHEN lifetime_order_count > 0 THEN coalesce(gap_count, 0) + 1 ELSE 0 END AS order_day_count,
       coalesce(order_count, 0) AS order_count, coalesce(revenue, 0) AS revenue, coalesce(gross_revenue, 0) AS gross_revenue,
       coalesce(refund_amount, 0) AS refund_amount, CASE WHEN order_count > 0 THEN revenue / order_count END AS average_order,
       coalesce(unit_count, 0) AS unit_count, margin, coalesce(gap_count, 0) AS gap_count, gap_mean_days, gap_median_days, gap_variation,
       last_gap_days, coalesce(category_count, 0) AS category_count, top_category, top_category_share, category_entropy, first_time_share,
       coalesce(channel_count, 0) AS channel_count, top_channel, top_channel_share,
       CASE WHEN order_count > 0 THEN list_position([{days}], greatest({days}))::DOUBLE END AS top_weekday,
       CASE WHEN order_count > 0 THEN (weekday6 + weekday7) / order_count END AS weekend_share,
       CASE WHEN order_count > 0 THEN {names}[list_position([{parts}], greatest({parts}))] END AS top_daypart,
       CASE WHEN order_count > 0 THEN greatest({parts}) / order_count END AS top_daypart_share,
       CASE WHEN listed > 0 THEN discount / listed END AS discount_share,
       CASE WHEN gross_revenue > 0 THEN refund_amount / gross_revenue END AS refund_share, city, top_store AS store,
       (2 * coalesce(late, 0) - revenue) / nullif(abs(coalesce(late, 0)) + abs(revenue - coalesce(late, 0)), 0) AS trend,
       coalesce(period_order_count, 0) AS period_order_count, coalesce(period_revenue, 0) AS period_revenue
FROM (SELECT customer_id, max((status <> 'pending')::INT) AS line FROM lines GROUP BY ALL)
LEFT JOIN totals USING (customer_id) LEFT JOIN gaps USING (customer_id) LEFT JOIN categories USING (customer_id)
LEFT JOIN channels USING (customer_id) LEFT JOIN stores USING (customer_id)
ORDER BY customer_id
"""

PARTS = {"afternoon": (14, 18), "evening": (18, 24), "midday": (11, 14), "morning": (6, 11), "night": (0, 6)}


def customer_table(path: Path, *, as_of: date, window_start: date, period_start: date, middle: date) -> pd.DataFrame:
    """The table `features` of order lines, refunds net."""
    weekdays = (f"count(*) FILTER (stands AND recent AND isodow(ordered_at) = {n}) AS weekday{n}" for n in range(1, 8))
    dayparts = (
        f"count(*) FILTER (stands AND recent AND hour(ordered_at) >= {low} AND hour(ordered_at) < {high}) AS {name}"
        for name, (low, high) in PARTS.items()
    )
    values = {
        "path": path, "as_of": as_of, "window_start": window_start, "period_start": period_start, "middle": middle,
        "weekdays": ", ".join(weekdays), "dayparts": ", ".join(dayparts), "days": ", ".join(f"weekday{n}" for n in range(1, 8)),
        "parts": ", ".join(PARTS), "names": list(PARTS),
    }  # fmt: skip
    connection = duckdb.connect()
    steps = (LINES, ORDERS, TOTALS, CATEGORIES, FAVOURITE.replace("{habit}", "channel"), FAVOURITE.replace("{habit}", "store"))
    for step in steps:
        connection.execute(step.format(**values))
    return connection.sql(TABLE.format(**values)).to_arrow_table().to_pandas()
