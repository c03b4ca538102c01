"""Every method on a million customers: learn the limits and place everybody, in seconds and memory.

    python tests/benchmarks/lenses.py                  # a million
    python tests/benchmarks/lenses.py --customers 100000
    python tests/benchmarks/lenses.py --lenses rfm clusters

The customers are copies of 50,000 that the contract tests' crowd draws: a customer table with what the file, website and
app, habits, a survey and the lifetime model tell beside it.  Printed are CPU seconds (user and system), wall seconds,
and the most memory held so far, by lens and setting.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
DRAWN = 50_000


def customers(number: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The record and the table `gaps` of so many customers."""
    from tests.segmentations.conftest import features_of, gaps_of, simulated_orders
    from tests.segmentations.crowd import record

    as_of = pd.Timestamp("2025-12-31")
    orders = simulated_orders(7, min(number, DRAWN), rate=(1.0, 40.0), dropout=(0.9, 4.0), days=730)
    one, gaps = record(features_of(orders, as_of)), gaps_of(orders, as_of)
    copies = -(-number // len(one))
    return _copied(one, copies).iloc[:number], _copied(gaps, copies)


def _copied(table: pd.DataFrame, copies: int) -> pd.DataFrame:
    """The table so many times over, the customers of each copy under other names."""
    many = pd.concat([table] * copies, ignore_index=True)
    copy = np.repeat(np.arange(copies), len(table)).astype(str)
    return many.assign(customer_id=many["customer_id"] + "-" + pd.Series(copy, dtype="str"))


def measured(name: str, step: Callable[[], object]) -> object:
    """Run a step and print what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    made = step()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sys.stdout.write(f"{name:60s} {time.process_time() - cpu:8.2f} {time.perf_counter() - wall:8.2f} {memory:8.2f}\n")
    sys.stdout.flush()
    return made


def main() -> None:
    """Draw the customers, then fit and assign lens by lens, and compare the lenses with one another."""
    sys.path.insert(0, str(ROOT))
    from analysis.segmentations import definition_for, lenses, overview, segments_of
    from tests.segmentations.crowd import variants

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--customers", type=int, default=1_000_000)
    options.add_argument("--lenses", nargs="*", default=[])
    given = options.parse_args()
    sys.stdout.write(f"{f'{given.customers:,} customers':60s}    CPU s   wall s  GB held\n")
    record, gaps = measured("drawn", lambda: customers(given.customers))
    start, found = (time.process_time(), time.perf_counter()), {}
    for lens, settings in variants():
        if given.lenses and lens.partition(".")[0] not in given.lenses:
            continue
        if given.customers > DRAWN:  # the contract's short cuts are for small tables
            settings = {key: value for key, value in settings.items() if key not in ("starts", "samples")}
        name = f"{lens} {', '.join(f'{key}={value}' for key, value in settings.items() if key not in ('kinds', 'rules', 'as_of'))}"
        rule = measured(f"{name[:48]}: fit", lambda: definition_for(lens, record, gaps=gaps, **settings))  # noqa: B023
        part = measured(f"{name[:48]}: assign", lambda: segments_of(record, {lens: rule}))  # noqa: B023
        found.setdefault(lens, part)
    segments = measured("the table segments", lambda: pd.concat(found.values(), ignore_index=True))
    order = dict.fromkeys(found, ())
    measured("segment_sizes of all", lambda: lenses.by_method(order, overview.segment_sizes, record, segments))
    features = record.assign(period_revenue=record["revenue"])
    measured("lens_comparison", lambda: overview.lens_comparison(segments, at_start=segments, features=features))
    measured("separation_differences", lambda: lenses.separation_differences(segments, features))
    cpu, wall = time.process_time() - start[0], time.perf_counter() - start[1]
    sys.stdout.write(f"{'all of it':60s} {cpu:8.2f} {wall:8.2f}\n")


if __name__ == "__main__":
    main()
