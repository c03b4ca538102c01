"""From synthetic order lines to the customer table: the kit, SQL by hand, pandas, and the bare reading of the lines.

    python tests/benchmarks/features.py            # a million lines, then ten million
    python tests/benchmarks/features.py 1          # a million only

Every contender runs several times, each time in a process of its own, and the run with the least
CPU counts.  Printed are CPU seconds (user and system, without imports), wall seconds, the most
memory held, and CPU against that of the bare scan.  The tables of SQL and pandas are then held
against the kit's, value by value.

The kit writes what the others do not need: orders with their main category and purchases by
category, two sorted files that the rest of a report reads.  `staged` is the CPU that they took.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

DAYS = {"as_of": date(2025, 12, 31), "window_start": date(2024, 1, 1), "period_start": date(2025, 10, 1)}
MIDDLE = date(2024, 12, 31)  # day 365 of the window's 731
CONTENDERS = ("scan", "kit", "sql", "pandas")
REPEATS = {1: 3, 10: 2}
NUMBERS = ("amount", "quantity", "list_amount", "cost")
TEXTS = ("customer_id", "order_id", "category", "channel", "store", "city", "status", "fate")


def make_lines(path: Path, millions: int) -> None:
    """Order lines in canonical form, by time: three years, orders of one to three lines, one line in thirty sent back.

    Fifty thousand customers a million lines, half of them with nine orders or fewer, the busiest with hundreds.
    """
    import duckdb

    rows, people = millions * 1_000_000, millions * 50_000
    duckdb.connect().execute(
        f"""COPY (
          SELECT printf('%016x', hash(who)) AS customer_id, order_number::VARCHAR AS order_id,
            TIMESTAMP '2023-01-01' + to_days((order_number * 1096 // {rows // 2})::INT) + to_minutes((o % 1440)::BIGINT) AS ordered_at,
            price::DECIMAL(18,4) AS amount, (price * (1 + line // 13 % 3 / 10))::DECIMAL(18,4) AS list_amount,
            (price * 0.6)::DECIMAL(18,4) AS cost, (1 + line // 11 % 3)::DOUBLE AS quantity, 'category ' || line // 7 % 8 AS category,
            'channel ' || o % 3 AS channel, 'store ' || o // 3 % 12 AS store, 'city ' || who % 20 AS city,
            CASE WHEN line // 17 % 33 = 0 THEN 'refunded' ELSE 'paid' END AS status,
            'ok' AS fate, 'lines' AS source_file, i AS source_row
          FROM (SELECT *, hash(i) AS line, hash(order_number + {rows}) AS o, hash(i) % 26000 / 100 + 1 AS price,
                  floor({people} * pow(hash(order_number) / 18446744073709551616.0, 1.5))::BIGINT AS who
                FROM (SELECT i, 3 * (i // 6) + [0, 1, 1, 2, 2, 2][i % 6 + 1] AS order_number FROM range({rows}) t(i)))
          ORDER BY i) TO '{path}' (FORMAT parquet)"""
    )


def scan(path: Path, folder: Path) -> None:
    """The physical floor: every value of the needed columns is read, and added up.

    (For counts, or least and greatest, DuckDB would read the file's statistics only.)
    """
    import duckdb

    sums = [f"sum(strlen({name}))" for name in TEXTS] + [f"sum({name})" for name in NUMBERS] + ["sum(epoch(ordered_at))"]
    duckdb.connect().execute(f"SELECT {', '.join(sums)} FROM read_parquet('{path}')").fetchall()


def kit(path: Path, folder: Path):
    """What a report does: analysed lines, orders and their categories on disk, the customer table."""
    from analysis import features
    from analysis.engine import F, named, read_parquet, write_parquet

    lines = named(features.transactions(path))
    analysed = named(features.analysed_lines(lines, as_of=DAYS["as_of"], refunds="net"))
    key = ["customer_id", "order_id"]
    write_parquet(features.order_table(analysed), folder / "orders.parquet", order_by=key)
    write_parquet(features.order_category_table(analysed), folder / "categories.parquet", order_by=[*key, "category"])
    staged = time.process_time()
    orders, categories = read_parquet(folder / "orders.parquet"), read_parquet(folder / "categories.parquet")
    known = named(features.known_customers(lines.where(F.col("fate") == F.lit("ok")), None, as_of=DAYS["as_of"]))
    return features.customer_features(orders, categories, known, **DAYS), staged


def sql(path: Path, folder: Path):
    """The same table in DuckDB's own SQL."""
    from contenders import by_hand

    return by_hand.customer_table(path, middle=MIDDLE, **DAYS)


def pandas(path: Path, folder: Path):
    """The same table in pandas."""
    from contenders import in_pandas

    return in_pandas.customer_table(path, middle=MIDDLE, **DAYS)


def measure(name: str, path: Path, folder: Path) -> None:
    """One contender in this process; imports are left out of its time.  Its table is written afterwards."""
    import duckdb
    import pandas as pd
    import pyarrow.parquet as pq

    import analysis.features

    assert all((duckdb, pd, pq, analysis.features))
    began, cpu = time.perf_counter(), time.process_time()
    made = globals()[name](path, folder)
    figures = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - began}
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    if isinstance(made, tuple):
        made, staged = made
        figures["staged"] = staged - cpu
    if made is not None:
        made.to_parquet(folder / f"{name}.parquet", index=False)
    sys.stdout.write(json.dumps(figures) + "\n")


def agree(one: Path, other: Path) -> None:
    """How a contender's table compares with the kit's: texts, counts and times exactly, doubles to nine figures."""
    import pandas as pd

    from analysis.schema import DERIVED

    names = list(DERIVED["features"].names)
    ours, theirs = (pd.read_parquet(path)[names] for path in (one, other))
    texts = {name: "str" for name in names if not pd.api.types.is_numeric_dtype(ours[name]) and not name.endswith("_at")}
    kinds = texts | dict.fromkeys(("first_order_at", "last_order_at"), "datetime64[us]")
    theirs = theirs.astype(kinds).sort_values("customer_id", ignore_index=True)
    pd.testing.assert_frame_equal(ours.astype(kinds), theirs, check_dtype=False, rtol=1e-9, atol=1e-7)
    sys.stdout.write(f"{len(ours):,} customers, {len(names)} columns\n")


def child(task: str, *arguments: object) -> str:
    """A function of this file in a process of its own: this one stays small, because a child begins with its peak of memory."""
    command = [sys.executable, __file__, f"--{task}", *map(str, arguments)]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def compare(millions: int) -> None:
    """Make the lines, run every contender on them, print its figures and whether the tables are equal."""
    with tempfile.TemporaryDirectory() as holder:
        folder = Path(holder)
        path = folder / "lines.parquet"
        child("make_lines", path, millions)
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in CONTENDERS}
        for _ in range(REPEATS.get(millions, 1)):  # in turns: what else the machine does then meets all of them
            for name, figures in runs.items():
                figures.append(json.loads(child("measure", name, path, folder)))
        best = {name: min(figures, key=lambda figure: figure["cpu"]) for name, figures in runs.items()}
        for name, figure in best.items():
            staged = f"  ({figure['staged']:.1f} staged)" if "staged" in figure else ""
            sys.stdout.write(
                f"{name:7s} {millions:3d}M lines {figure['cpu']:7.1f} CPU s {figure['wall']:7.1f} s {figure['memory']:6.2f} GB"
                f" {figure['cpu'] / best['scan']['cpu']:6.1f} x scan{staged}\n"
            )
        for name in ("sql", "pandas"):
            sys.stdout.write(
                f"{name}'s table equals the kit's: {child('agree', folder / 'kit.parquet', folder / f'{name}.parquet')}"
            )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--make_lines", path, millions]:
            make_lines(Path(path), int(millions))
        case ["--measure", name, path, folder]:
            measure(name, Path(path), Path(folder))
        case ["--agree", one, other]:
            agree(Path(one), Path(other))
        case sizes:
            for size in map(int, sizes or sorted(REPEATS)):
                compare(size)
