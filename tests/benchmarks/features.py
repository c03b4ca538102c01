"""From synthetic order lines to the customer table, against a bare scan and against pandas, in one run.

    python tests/benchmarks/features.py            # a million lines
    python tests/benchmarks/features.py 10         # ten million

Each contender runs in a process of its own; printed are CPU seconds, wall seconds, peak memory,
and the ratio of CPU to that of the scan.  pandas computes the core of the table only (recency,
frequency, money, gaps, favourite category and channel), so it is favoured.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

AS_OF, WINDOW, PERIOD = date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1)
CONTENDERS = ("scan", "kit", "pandas")


def make_lines(path: Path, millions: int) -> None:
    """Order lines in canonical form: 50,000 customers a million, three years, eight categories."""
    import duckdb

    rows, people = millions * 1_000_000, millions * 50_000
    duckdb.connect().execute(
        f"""COPY (SELECT printf('%016x', hash(i % {people} * 7919)) AS customer_id,
              TIMESTAMP '2023-01-01' + to_minutes(((i * 48271) % 1578240)::BIGINT) AS ordered_at,
              ((i * 16807) % 9973 / 37.0 + 1)::DECIMAL(18,4) AS amount, (i // 2)::VARCHAR AS order_id,
              'category ' || (i * 31 % 8) AS category, 'channel ' || (i * 17 % 3) AS channel, 'city ' || (i * 13 % 20) AS city,
              'paid' AS status, 'ok' AS fate, 'lines' AS source_file, i AS source_row
            FROM range({rows}) t(i)) TO '{path}' (FORMAT parquet)"""
    )


def scan(path: Path, folder: Path) -> None:
    """The physical floor: read the columns and reduce them to one row."""
    import duckdb

    columns = "customer_id, ordered_at, amount, order_id, category, channel, city, status"
    sums = ", ".join(f"min({one}), max({one})" for one in columns.split(", "))
    duckdb.connect().execute(f"SELECT {sums}, sum(amount) FROM read_parquet('{path}')").fetchall()


def kit(path: Path, folder: Path) -> None:
    """What a report does: analysed lines, orders, categories, the customer table."""
    from analysis.engine import F, read_parquet, write_parquet
    from analysis.features import (
        analysed_lines,
        customer_features,
        known_customers,
        order_category_table,
        order_table,
        transactions,
    )  # fmt: skip

    lines = transactions(path)
    analysed = analysed_lines(lines, as_of=AS_OF, refunds="net")
    write_parquet(order_table(analysed), folder / "orders.parquet", order_by=["customer_id", "order_id"])
    write_parquet(order_category_table(analysed), folder / "categories.parquet", order_by=["customer_id", "order_id", "category"])
    orders, categories = read_parquet(folder / "orders.parquet"), read_parquet(folder / "categories.parquet")
    known = known_customers(lines.where(F.col("fate") == F.lit("ok")), None, as_of=AS_OF)
    customer_features(orders, categories, known, as_of=AS_OF, window_start=WINDOW, period_start=PERIOD)


def pandas(path: Path, folder: Path) -> None:
    """The core of the same table with groupby."""
    import pandas as pd

    lines = pd.read_parquet(path, columns=["customer_id", "ordered_at", "amount", "order_id", "category", "channel"])
    lines = lines.assign(amount=lines["amount"].astype("float64"))
    orders = lines.groupby(["customer_id", "order_id"], as_index=False).agg(
        ordered_at=("ordered_at", "min"), amount=("amount", "sum"), channel=("channel", "max")
    )
    recent = orders[orders["ordered_at"] >= pd.Timestamp(WINDOW)]
    days = (
        orders.assign(day=orders["ordered_at"].dt.normalize())
        .drop_duplicates(["customer_id", "day"])
        .sort_values(["customer_id", "day"])
    )
    gaps = days.assign(gap=days.groupby("customer_id")["day"].diff().dt.days)
    tops = [
        lines.groupby(["customer_id", column])
        .size()
        .rename("n")
        .reset_index()
        .sort_values("n")
        .drop_duplicates("customer_id", keep="last")
        for column in ("category", "channel")
    ]
    table = orders.groupby("customer_id").agg(
        first=("ordered_at", "min"), last=("ordered_at", "max"), orders=("order_id", "size"), revenue=("amount", "sum")
    )
    table.join(recent.groupby("customer_id")["amount"].agg(["size", "sum"])).join(
        gaps.groupby("customer_id")["gap"].agg(["mean", "median", "std"])
    ).join([top.set_index("customer_id").iloc[:, :1] for top in tops])


def main() -> None:
    """Make the lines once, run every contender on them, print the table."""
    millions = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.parquet"
        make_lines(path, millions)
        floor = 0.0
        for name in CONTENDERS:
            done = subprocess.run(
                [sys.executable, __file__, "--run", name, str(path), folder], capture_output=True, text=True, check=True
            )
            cpu, wall, peak = (float(part) for part in done.stdout.split()[-3:])
            floor = floor or cpu
            sys.stdout.write(
                f"{name:8s} {millions:3d}M lines  {cpu:7.1f} CPU s  {wall:7.1f} s  {peak:6.2f} GB  {cpu / floor:5.1f} x scan\n"
            )


def run(name: str, path: Path, folder: Path) -> None:
    """One contender, imports left out of its time."""
    import duckdb
    import pandas as pd

    import analysis.features

    del duckdb, pd
    assert analysis.features
    began, cpu = time.perf_counter(), time.process_time()
    {"scan": scan, "kit": kit, "pandas": pandas}[name](path, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sys.stdout.write(f"{time.process_time() - cpu} {time.perf_counter() - began} {peak}\n")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    run(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])) if "--run" in sys.argv else main()
