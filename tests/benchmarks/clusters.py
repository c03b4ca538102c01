"""Natural groups of a million customers in twelve columns: time, memory, and what of the planted groups is found.

    python tests/benchmarks/clusters.py            # a million customers, and six thousand in ten columns
    python tests/benchmarks/clusters.py 0.1        # a tenth of it

Six groups are planted: skewed columns (lognormal, as money and days are), one in a thousand customers an outlier.
Printed are CPU seconds, the most memory held, the adjusted Rand index with the planted groups, and whether two
threads, and another order of the rows, give the same definition.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd


def make_customers(n: int, columns: int, seed: int = 5) -> tuple[pd.DataFrame, np.ndarray]:
    """Buyers with `columns` columns and the group each was drawn from."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(6, n, p=[0.30, 0.22, 0.18, 0.14, 0.10, 0.06])
    centres = rng.normal(0, 1.0, (6, columns))
    values = np.exp(centres[truth] + rng.normal(0, 0.7, (n, columns)) + 3)
    values[rng.random(n) < 0.001] *= 200
    table = pd.DataFrame(values, columns=[f"column_{i}" for i in range(columns)])
    return table.assign(customer_id=[f"c{i:07d}" for i in range(n)], state="buyer", revenue=values[:, 0]), truth


def measured(n: int, columns: int) -> None:
    from pandas.testing import assert_frame_equal
    from sklearn.metrics import adjusted_rand_score

    from analysis.segmentations import clusters
    from analysis.segmentations.cluster_tables import choice_of, model_of

    people, truth = make_customers(n, columns)
    chosen = {"columns": [name for name in people.columns if name.startswith("column_")]}
    wall, cpu = time.perf_counter(), time.process_time()
    definition = clusters.fit(people, **chosen)
    say(f"fit    {n:>9,} x {columns}: {time.process_time() - cpu:6.1f} CPU s, {time.perf_counter() - wall:6.1f} s")
    cpu = time.process_time()
    segments = clusters.assign(people, definition)["segment"]
    say(f"assign {n:>9,} x {columns}: {time.process_time() - cpu:6.1f} CPU s")
    say(choice_of(definition).round(3).to_string(index=False))
    say(
        f"k {model_of(definition)['k']}, adjusted Rand index {adjusted_rand_score(truth, segments):.3f}"
        + f", {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB"
    )
    again = clusters.fit(people.sample(frac=1, random_state=1), **chosen)
    assert_frame_equal(definition, again, check_exact=True)
    say("another order of the rows: the same definition")
    definition.to_parquet(os.environ["DEFINITION"])


def definition_by(threads: str, n: int, columns: int, target: Path) -> pd.DataFrame:
    """The definition fitted in a process of its own with so many threads."""
    environment = os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "DEFINITION": str(target)}
    subprocess.run([sys.executable, __file__, str(n), str(columns)], env=environment, check=True)
    return pd.read_parquet(target)


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measured(int(sys.argv[1]), int(sys.argv[2]))
        sys.exit()
    million = int(1e6 * float(sys.argv[1] if len(sys.argv) > 1 else 1))
    for n, columns in ((6_000, 10), (million, 12)):
        with tempfile.TemporaryDirectory() as folder:
            held = [definition_by(threads, n, columns, Path(folder) / f"{threads}.parquet") for threads in ("1", "2")]
        pd.testing.assert_frame_equal(*held, check_exact=True)
        say("one thread and two: the same definition\n")
