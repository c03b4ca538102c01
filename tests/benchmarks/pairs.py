"""What goes together, and what to name next: the kit against mlxtend's fpgrowth, on the same baskets in one run.

    python tests/benchmarks/pairs.py            # a million order lines, then ten million
    python tests/benchmarks/pairs.py 1          # a million only

Fifty thousand customers a million lines, forty items of which few are common, each customer with a taste for some.
`pairs` is the kit from the file to customers with both of each two items, who came first, baskets with both, and the
lift; fpgrowth counts itemsets of two at most and makes its rules: customers with both, and the crude lift.  The counts
of both are then held against one another, pair by pair.  `next` is what fpgrowth does not do: purchases of every
customer in three stretches, every way to name something tried and graded on the tail, and what is named to each.

Measured once, on two cores that others used as well:

    lines   kit's pairs            next                   fpgrowth
    1M       2.7 CPU s, 0.44 GB     7.5 CPU s, 0.59 GB     22.7 CPU s, 0.47 GB, 8.4 times the kit's pairs
    10M     28.0 CPU s, 1.59 GB    56.2 CPU s, 2.98 GB    179.8 CPU s, 1.86 GB, 6.4 times

All 780 counts were the same.

Every contender is a process of its own; printed are CPU seconds (user and system, without imports), the most memory
held, and CPU against the kit's pairs.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "strata-benchmarks"
CUTS = (date(2025, 4, 3), date(2025, 8, 17))
ITEMS = 40


def make_baskets(path: Path, millions: int) -> None:
    """customer_id, basket_id, item, at: lines of three years; baskets of two lines on average."""
    import duckdb

    rows, people = millions * 1_000_000, millions * 50_000
    duckdb.connect().execute(
        f"""COPY (
          SELECT DISTINCT printf('%016x', hash(who)) AS customer_id, basket::VARCHAR AS basket_id,
            printf('item %02d', CASE WHEN hash(i + 5) % 2 = 0
              THEN (hash(who) % 8) * 5 + (pow(hash(i) / 18446744073709551616.0, 2) * 5)::INT % 5
              ELSE (pow(hash(i + 9) / 18446744073709551616.0, 2) * {ITEMS})::INT % {ITEMS} END) AS item,
            TIMESTAMP '2023-01-01' + to_days((basket * 1096 // {rows // 2})::INT) AS at
          FROM (SELECT i, i // 2 AS basket,
                  floor({people} * pow(hash(i // 2) / 18446744073709551616.0, 1.5))::BIGINT AS who
                FROM range({rows}) t(i))
        ) TO '{path}' (FORMAT parquet)"""
    )


def kit_pairs(path: Path, folder: Path) -> None:
    """Customers with both, who came first, baskets with both, and the lift with its interval."""
    from analysis.engine import read_parquet
    from analysis.features import pairs
    from analysis.strategies.pair_lift import pair_lift

    baskets = read_parquet(path)
    found = pair_lift(pairs.pair_counts(baskets), pairs.item_widths(baskets), level="category", minimum=10)
    found.to_parquet(folder / "kit.parquet", index=False)


def kit_next(path: Path, folder: Path) -> None:
    """Every way to name an item graded on the tail, and what is named to each customer."""
    from analysis.engine import read_parquet
    from analysis.features import pairs
    from analysis.strategies import next_best, next_best_grade, next_best_offers

    bought = pairs.customer_items(read_parquet(path), cuts=CUTS)
    items = sorted(bought["item"].unique())
    graded = next_best_grade.graded(bought, None, items=items, segments=(None, None))
    now = next_best.holdings(bought, None, items=items, phases=3)
    tail = next_best_offers.tail_by_segment(graded, None)
    offers = next_best_offers.customer_offers(now, next_best.fitted(now), graded, tail)
    new = graded.grade[(graded.grade["kind"] == "new") & (graded.grade["at"] == 1)]
    new.to_parquet(folder / "grade.parquet", index=False)
    sys.stderr.write(f"  {len(now.customers):,} customers, {len(offers):,} named\n")


def measure(name: str, path: Path, folder: Path) -> None:
    """One of the kit's two in this process; imports are left out of its time."""
    import analysis.features.pairs
    import analysis.strategies.next_best_offers

    assert all((analysis.features.pairs, analysis.strategies.next_best_offers))
    cpu = time.process_time()
    globals()[name](path, folder)
    figures = {"cpu": time.process_time() - cpu, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}
    sys.stdout.write(json.dumps(figures) + "\n")


def child(*command: object) -> dict[str, float]:
    """What a process prints in the end."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True, cwd=HERE.parents[1])
    return json.loads(done.stdout)


def compare(millions: int) -> None:
    """Make the baskets, run all three, print figures and whether the counts agree."""
    import pandas as pd
    from contenders.environments import python_of

    with tempfile.TemporaryDirectory() as holder:
        folder, path = Path(holder), Path(holder) / "baskets.parquet"
        subprocess.run([sys.executable, __file__, "--make", str(path), str(millions)], check=True)
        figures = {
            name: child(sys.executable, __file__, "--measure", name, path, folder) for name in ("kit_pairs", "kit_next")
        }  # fmt: skip
        script = HERE / "contenders" / "fp_growth.py"
        figures["fpgrowth"] = child(python_of("mlxtend", CACHE), script, path, folder / "fpgrowth.parquet")
        for name, figure in figures.items():
            more = f"  (one-hot {figure['prepared']:.1f}, mining {figure['mined']:.1f})" if "mined" in figure else ""
            ratio = figure["cpu"] / figures["kit_pairs"]["cpu"]
            sys.stdout.write(
                f"{name:9s} {millions:3d}M lines {figure['cpu']:7.1f} CPU s {figure['memory']:6.2f} GB {ratio:6.1f} x kit_pairs{more}\n"
            )
        ours, theirs = (pd.read_parquet(folder / f"{name}.parquet") for name in ("kit", "fpgrowth"))
        both = ours.merge(theirs, on=["item", "other"], suffixes=("", "_theirs"), validate="1:1")
        assert len(both) == len(ours) == len(theirs)
        assert (both["both"] == both["both_theirs"]).all()
        sys.stdout.write(f"{len(both)} pairs, the same counts\n")
        shown = ["model", "n", "hits", "share", "baseline_hits", "difference", "difference_low", "offered"]
        sys.stdout.write(pd.read_parquet(folder / "grade.parquet")[shown].round(3).to_string(index=False) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--make", path, millions]:
            make_baskets(Path(path), int(millions))
        case ["--measure", name, path, folder]:
            measure(name, Path(path), Path(folder))
        case sizes:
            for size in map(int, sizes or (1, 10)):
                compare(size)
