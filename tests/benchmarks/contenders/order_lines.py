"""An invented shop's order lines in twenty columns, as CSV and as Parquet: the file that the profilers read.

    python order_lines.py ROWS FOLDER

Two numbers, two times, six words of five to three hundred kinds, a free text, four sums of money, a
quantity, a state; some cells blank, and faults planted: repeated lines, refunds and cancelled orders,
test entries, one name in two spellings, impossible days, a slip of the decimal point.  The same
number of rows gives the same file.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

NAME = "order_lines"
FIRST_DAY, DAYS = np.datetime64("2023-01-01"), 1096  # three calendar years, to the end of 2025
KINDS = {"department": 8, "category": 40, "brand": 300, "payment": 5, "region": 10, "city": 120, "store": 60}
MAKES = ("oak", "steel", "linen", "glass", "cotton", "bamboo", "stone", "copper", "wool", "cork")
LOOKS = ("plain", "striped", "folding", "small", "large", "round", "tall", "travel", "garden", "classic")


def order_lines(rows: int) -> pd.DataFrame:
    """`rows` lines of about `rows / 20` customers, oldest first, two to an order on average."""
    rng = np.random.default_rng(20_000)
    order = np.sort(rng.integers(0, max(rows // 2, 1), rows))
    orders = _orders(int(order[-1]) + 1, max(rows // 20, 1), rng)
    table = orders.iloc[order].reset_index(drop=True)
    table.insert(1, "line_no", np.arange(rows) - np.searchsorted(order, order) + 1)
    return _with_faults(_with_goods(table, rng), rng)


def _orders(count: int, people: int, rng: np.random.Generator) -> pd.DataFrame:
    """Who ordered when and where; a few customers order often, most in the evening and before Christmas."""
    who = (people * rng.power(0.6, count)).astype("int64")
    season = np.where(np.arange(DAYS) % 365 > 320, 2.0, 1.0)
    day = np.sort(rng.choice(DAYS, count, p=season / season.sum()))
    minutes = (rng.triangular(6, 19, 24, count) * 60).astype("int64")
    at = FIRST_DAY + day.astype("timedelta64[D]") + minutes.astype("timedelta64[m]")
    home = {name: np.random.default_rng(1).integers(0, KINDS[name], people)[who] for name in ("city", "region")}
    channel = rng.choice(["web", "app", "store", "phone"], count, p=[0.45, 0.25, 0.25, 0.05])
    return pd.DataFrame(
        {
            "order_no": [f"N{number:08d}" for number in range(count)],
            "ordered_at": at.astype("datetime64[s]"),
            "shipped_at": (at + rng.integers(60, 7200, count).astype("timedelta64[m]")).astype("datetime64[s]"),
            "customer_no": (100_000 + who).astype("str"),
            "channel": channel,
            "store": np.where(channel == "store", _words("store", rng.integers(0, KINDS["store"], count)), None),
            "city": _words("city", home["city"]),
            "region": _words("region", home["region"]),
            "payment": _words("payment", rng.integers(0, KINDS["payment"], count)),
        }
    )


def _with_goods(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Article and money: list price, discount, what was paid, what it cost; about one line in thirty was sent back."""
    rows = len(table)
    category = (KINDS["category"] * rng.power(0.7, rows)).astype("int64")
    brand = (KINDS["brand"] * rng.power(0.5, rows)).astype("int64")
    make, look, size = (rng.integers(0, many, rows) for many in (len(MAKES), len(LOOKS), 20))
    quantity = rng.choice([1, 2, 3, 6], rows, p=[0.7, 0.18, 0.08, 0.04])
    full = np.round(np.exp(rng.normal(2.8, 0.8, rows)) * (1 + category % 5), 2) * quantity
    discount = np.round(full * rng.choice([0, 0.1, 0.2, 0.3], rows, p=[0.7, 0.15, 0.1, 0.05]), 2)
    status = rng.choice(["completed", "returned", "cancelled", "open"], rows, p=[0.94, 0.033, 0.022, 0.005])
    sign = np.where(status == "returned", -1, 1)
    words = np.char.add(np.array(LOOKS)[look], np.char.add(" ", np.array(MAKES)[make]))
    product = np.char.add(np.char.add(words, " "), np.char.add(_words("kind", category), np.char.add(" no. ", size.astype("str"))))
    return table.assign(
        product=product, department=_words("department", category % KINDS["department"]), category=_words("category", category),
        brand=_words("brand", brand), quantity=quantity * sign, list_total=np.round(full * sign, 2), discount=discount * sign,
        line_total=np.round((full - discount) * sign, 2), cost=np.round(full * rng.uniform(0.35, 0.75, rows) * sign, 2), status=status,
    )  # fmt: skip


def _with_faults(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What real exports hold: blanks, spellings, test entries, slips, days that cannot be, lines exported twice."""
    some = {name: rng.random(len(table)) for name in ("customer_no", "cost", "brand", "spelling", "test", "slip", "day", "twice")}
    for name, share in {"customer_no": 0.03, "cost": 0.02, "brand": 0.08}.items():
        table.loc[some[name] < share, name] = None
    table.loc[(some["spelling"] < 0.02) & (table["channel"] == "web"), "channel"] = "Web "
    table.loc[some["test"] < 0.0005, "customer_no"] = "TEST001"
    table.loc[some["slip"] < 0.0003, ["line_total", "list_total"]] *= 100
    table.loc[some["day"] < 0.0002, "ordered_at"] = pd.Timestamp("1900-01-01")
    table.loc[table["status"] != "completed", "shipped_at"] = pd.NaT
    again = np.sort(np.concatenate([np.arange(len(table)), np.flatnonzero(some["twice"] < 0.005)]))[: len(table)]
    return table.iloc[again].reset_index(drop=True)


def _words(name: str, numbers: np.ndarray) -> np.ndarray:
    return np.array([f"{name} {number:03d}" for number in range(KINDS.get(name, 40))])[numbers]


def write(rows: int, folder: Path) -> None:
    """The table as order_lines.csv and order_lines.parquet in `folder`."""
    table = pa.Table.from_pandas(order_lines(rows), preserve_index=False).replace_schema_metadata(None)
    assert table.shape == (rows, 20)
    pa.parquet.write_table(table, folder / f"{NAME}.parquet")
    pa.csv.write_csv(table, folder / f"{NAME}.csv", pa.csv.WriteOptions(quoting_style="needed"))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
