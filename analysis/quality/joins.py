"""How a client's tables meet: how many customers of one are known to the other, and whether one row stands for one customer."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from analysis.engine import DataFrame, F, column_names, named, read_parquet, to_pandas

KEY = "customer_id"
TOLERATED = 0.05  # share of keys without a partner that needs no remark
_OTHERS = ("customers", "transactions")
_ONCE = ("customers", "summaries")  # tables of one row per customer
_NO_CUSTOMERS = ("links", "rates", "calendar")  # links hold accounts before they are joined to a person
COLUMNS = [
    "table", "other", "key", "rows", "keys", "matched_keys", "orphan_keys", "orphan_rows", "orphan_amount", "repeated_keys",
    "expected", "found", "status",
]  # fmt: skip


def join_overview(
    paths: Mapping[str, Path],
    *,
    declared: Mapping[str, Mapping[str, str]] | None = None,
    lists: Iterable[Mapping[str, object]] = (),
    tolerated: float = TOLERATED,
) -> pd.DataFrame:
    """Every canonical table with customers against customers and order lines: see `joins` of schema.py.

    `declared` are the relations of client.yaml, {table: {other: n:1}}; without one, a table of one row per customer
    meets customers 1:1 and order lines 1:n, any other table customers n:1.  `lists` are extra lists of keys, each with
    table, extra, on, rows, keys, found_rows and found.  Order lines count where they can be analysed (fate ok).

        fail   no key is known to the other table
        warn   the side that should hold a key once repeats it, or more than `tolerated` of the keys are not among the customers
    """
    declared = declared or {}
    per_key = {
        name: _per_key(path) for name, path in paths.items() if name not in _NO_CUSTOMERS and KEY in column_names(path)
    }  # fmt: skip
    rows = []
    for name, keys in per_key.items():
        if name in _ONCE:
            rows.append(_row(name, name, _met(keys, keys), "1:1", tolerated))
        for other in _OTHERS:
            if other in per_key and other != name:
                expected = declared.get(name, {}).get(other, _default(name, other))
                rows.append(_row(name, other, _met(keys, per_key[other]), expected, tolerated))
    rows += [_list_row(one, tolerated) for one in lists]
    return pd.DataFrame(rows, columns=COLUMNS)


def _default(name: str, other: str) -> str:
    """The relation that the tables' own meaning implies; '' where any will do."""
    if other == "transactions":
        return "1:n" if name in _ONCE else ""
    return "1:1" if name in _ONCE else "n:1"


def _per_key(path: Path) -> DataFrame:
    """Rows and money of each customer of a table."""
    held = column_names(path)
    frame = read_parquet(path).where(F.col(KEY).isNotNull())
    if "fate" in held:
        frame = frame.where(F.col("fate") == F.lit("ok"))
    # Balances hold an amount as well, but only order lines lose money by an unknown customer.
    money = F.sum("amount").cast("double") if "fate" in held else F.lit(None).cast("double")
    return named(frame.groupBy(KEY).agg(F.count(F.lit(1)).alias("rows"), money.alias("money")))


def _met(ours: DataFrame, theirs: DataFrame) -> dict[str, float]:
    """Counts of one table's keys and rows, with and without a partner in the other."""
    other = theirs.select(F.col(KEY).alias("other_key"), F.col("rows").alias("other_rows"))
    both = named(named(ours).join(named(other), F.col(KEY) == F.col("other_key"), "left"))
    alone = F.col("other_key").isNull()
    found = to_pandas(
        both.agg(
            F.sum("rows").alias("rows"),
            F.count(F.lit(1)).alias("keys"),
            F.count("other_key").alias("matched_keys"),
            F.sum(F.when(alone, F.col("rows")).otherwise(F.lit(0))).alias("orphan_rows"),
            F.sum(F.when(alone, F.col("money"))).alias("orphan_amount"),
            F.max("rows").alias("most"),
            F.sum(F.when(F.col("rows") > F.lit(1), F.lit(1)).otherwise(F.lit(0))).alias("repeated"),
            F.count("money").alias("priced"),
        )
    ).iloc[0]
    repeats = F.sum(F.when(F.col("rows") > F.lit(1), F.lit(1)).otherwise(F.lit(0)))
    there = to_pandas(theirs.agg(F.count(F.lit(1)).alias("keys"), repeats.alias("repeated"))).fillna(0).iloc[0]
    counts = {name: float(value) for name, value in found.fillna(0).items()}
    return counts | {"their_keys": float(there["keys"]), "their_repeated": float(there["repeated"])}


def _row(name: str, other: str, met: Mapping[str, float], expected: str, tolerated: float) -> dict[str, object]:
    itself = name == other
    sides = {"repeated": met["repeated"], "their_repeated": 0.0 if itself else met["their_repeated"]}
    found = ":".join("n" if repeated else "1" for repeated in sides.values())
    ours, _, theirs = expected.partition(":")
    repeated = int((ours == "1") * sides["repeated"] + (theirs == "1") * sides["their_repeated"])
    orphans = int(met["keys"] - met["matched_keys"])
    return {
        "table": name,
        "other": other,
        "key": KEY,
        **{column: int(met[column]) for column in ("rows", "keys", "matched_keys", "orphan_rows")},
        "orphan_keys": orphans,
        "orphan_amount": round(met["orphan_amount"], 4) if met["priced"] else float("nan"),
        "repeated_keys": repeated,
        "expected": expected,
        "found": found,
        "status": _status(
            met["keys"],
            orphans,
            repeated=repeated,
            partners=met["their_keys"],
            tolerated=tolerated if other == "customers" else 1.0,
        ),
    }


def _list_row(one: Mapping[str, object], tolerated: float) -> dict[str, object]:
    orphans = int(one["keys"]) - int(one["found"])
    return {
        "table": f"extra.{one['extra']}",
        "other": one["table"],
        "key": one["on"],
        "rows": int(one["rows"]),
        "keys": int(one["keys"]),
        "matched_keys": int(one["found"]),
        "orphan_keys": orphans,
        "orphan_rows": int(one["rows"]) - int(one["found_rows"]),
        "orphan_amount": float("nan"),
        "repeated_keys": 0,
        "expected": "",
        "found": "",
        "status": _status(int(one["keys"]), orphans, repeated=0, partners=1, tolerated=tolerated),
    }


def _status(keys: float, orphans: int, *, repeated: int, partners: float, tolerated: float) -> str:
    if keys and orphans == keys and partners:
        return "fail"
    return "warn" if repeated or orphans > tolerated * keys else "pass"
