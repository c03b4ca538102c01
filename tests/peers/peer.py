"""What every comparison of lifetime models shares: its environment, its customers, and the table that is printed."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
CDNOW = ROOT.parent / "shared" / "data" / "cdnow" / "CDNOW_sample.txt"
HISTORY = ["customer_id", "repeat_count", "last_order_age", "customer_age", "mean_repeat_value"]
PARAMETERS = ("r", "alpha", "a", "b", "p", "q", "gamma")


def environment(folder: Path, *packages: str) -> Path:
    """The interpreter of an environment in `folder`, made with venv and pip where it is not there yet."""
    python = folder / "bin" / "python"
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def cdnow_summary(file: Path = CDNOW) -> pd.DataFrame:
    """The tenth of CDNOW's customers behind the papers, to 30 September 1997, ages in weeks."""
    rows = pd.read_csv(file, sep=r"\s+", header=None, names=["all", "customer_id", "day", "discs", "money"], dtype={"day": str})
    days = rows.assign(day=pd.to_datetime(rows["day"])).query("day <= '1997-09-30'")
    days = days.groupby(["customer_id", "day"], as_index=False)["money"].sum()
    by = days.groupby("customer_id")
    first, last, repeats = by["day"].min(), by["day"].max(), by.size() - 1
    later = days[by.cumcount() > 0].groupby("customer_id")["money"].mean()
    ages = {"last_order_age": (last - first).dt.days / 7, "customer_age": (pd.Timestamp("1997-09-30") - first).dt.days / 7}
    return pd.DataFrame({"repeat_count": repeats, **ages, "mean_repeat_value": later}).reset_index()[HISTORY]


def simulated(people: int) -> pd.DataFrame:
    """Customers drawn from known parameters, ages in days (those of the benchmark)."""
    sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
    from lifetime import drawn

    return drawn(people)[HISTORY]


def ours(people: pd.DataFrame, *, ahead: float) -> dict:
    """Parameters, log-likelihoods, predictions and seconds of the kit."""
    sys.path.insert(0, str(ROOT))
    from analysis.lifetime import bg_nbd, gamma_gamma

    began, cpu = time.perf_counter(), time.process_time()
    counts, values = bg_nbd.fit(people), gamma_gamma.fit(people)
    figures = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - began}
    expected = bg_nbd.expected_purchases(people, counts, ahead=ahead)
    alive = bg_nbd.probability_alive(people, counts)[people["repeat_count"] > 0]
    found = counts.iloc[0].to_dict() | {name: values[name].iloc[0] for name in ("p", "q", "gamma")}
    return (
        figures
        | {name: float(value) for name, value in found.items()}
        | {"orders": float(expected.sum()), "alive": float(alive.mean())}
    )


def theirs(python: Path, script: Path, people: pd.DataFrame, *, ahead: float) -> dict:
    """The same of a library, in its own process and environment."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        people.to_csv(path, index=False)
        done = subprocess.run([str(python), str(script), str(path), str(ahead)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def compare(name: str, python: Path, script: Path, *, people: int) -> None:
    """Both on CDNOW (39 weeks ahead) and on simulated customers (180 days ahead): parameters, predictions, seconds."""
    for title, table, ahead in (("CDNOW, weeks", cdnow_summary(), 39.0), (f"{people:,} simulated, days", simulated(people), 180.0)):
        both = pd.DataFrame({"kit": ours(table, ahead=ahead), name: theirs(python, script, table, ahead=ahead)})
        rows = [row for row in (*PARAMETERS, "log_likelihood", "orders", "alive", "cpu", "wall") if row in both.index]
        both = both.loc[rows].assign(apart=lambda t, name=name: np.abs(t[name] / t["kit"] - 1))
        both.loc[["cpu", "wall"], "apart"] = np.nan
        sys.stdout.write(f"\n{title}: {len(table):,} customers\n{both.to_string(float_format=lambda value: f'{value:.6g}')}" + "\n")
