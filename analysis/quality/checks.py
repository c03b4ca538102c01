"""Checks on the order lines: how many, how much money, and what was done about it."""

from collections.abc import Mapping

import pandas as pd

from analysis.engine import Column, DataFrame, F, to_pandas
from analysis.schema import CANONICAL

_OWN = ("source_file", "source_row", "fate")
_KEYS = ("customer_id", "order_id")
_FATES = (
    ("unreadable_amount", "amount", "unreadable_amount"),
    ("unreadable_date", "ordered_at", "unreadable_date"),
    ("excluded", "*", "excluded"),
    ("across_files", "*", "duplicate"),
    ("missing_key", "customer_id", "no_customer"),
    ("other_role", "*", "other_role"),
)


def column_profile(lines: DataFrame, *, table: str = "transactions") -> pd.DataFrame:
    """Missing and distinct values of every column held: see `column_profile` of schema.py."""
    columns = [name for name in lines.columns if name not in _OWN]
    measures = [F.count(F.lit(1)).alias("rows")]
    for i, name in enumerate(columns):
        measures += [F.count(name).alias(f"known_{i}"), F.countDistinct(name).alias(f"distinct_{i}")]
    found = to_pandas(lines.select(*columns).agg(*measures)).iloc[0]
    rows = int(found["rows"])
    known = [int(found[f"known_{i}"]) for i in range(len(columns))]
    return pd.DataFrame(
        {
            "table": table,
            "column": columns,
            "missing": [rows - one for one in known],
            "missing_share": [(rows - one) / rows if rows else float("nan") for one in known],
            "distinct": [int(found[f"distinct_{i}"]) for i in range(len(columns))],
        }
    )


def quality_checks(lines: DataFrame, *, rejects: int, refunds: str) -> pd.DataFrame:
    """What is wrong with the order lines: see `quality_checks` of schema.py, worst money first.

    `refunds` is the refund policy, which decides what was done about refunds and free lines.
    """
    status = F.coalesce(F.col("status"), F.lit("paid"))
    dropped = "left_out" if refunds == "drop" else "kept"
    taken_back = "left_out" if refunds == "drop" else "kept"  # gross: what was sold counts, whatever came back
    negative = "kept" if refunds == "net" else "left_out"
    faults = {
        **{(check, column): (F.col("fate") == F.lit(fate), "left_out") for check, column, fate in _FATES},
        ("refunded", "status"): (status.isin("refunded", "cancelled"), taken_back),
        ("negative_amount", "amount"): ((F.col("amount") < F.lit(0)) & (status == F.lit("paid")), negative),
        ("zero_amount", "amount"): (F.col("amount") == F.lit(0), dropped),
        **{("missing_value", column): (F.col(column).isNull(), "reported") for column in _optional_columns(lines)},
    }
    rows, measured = _measured(lines, {key: condition for key, (condition, _) in faults.items()})
    found = [
        ("rejected", "*", rejects, float("nan"), "left_out"),
        # A column without any value is one that the client does not hold.
        *((*key, *measured[key], faults[key][1]) for key in faults if key[0] != "missing_value" or measured[key][0] < rows),
        ("exact_duplicate", "*", *_repeated(lines), "kept"),
        ("shared_order_number", "order_id", *_shared_numbers(lines), "kept"),
    ]
    table = pd.DataFrame(found, columns=["check", "column", "rows", "amount", "action"])
    table = table[table["rows"] > 0].assign(table="transactions", share=lambda t: t["rows"] / (rows + rejects))
    # A blank value is often right (no store on a web order), so it never leads the list.
    weight = table["amount"].abs().fillna(0).where(table["check"] != "missing_value", -1)
    order = table.assign(weight=weight).sort_values(["weight", "rows"], ascending=False, kind="stable")
    return order[["table", "check", "column", "rows", "share", "amount", "action"]].reset_index(drop=True)


def _measured(
    lines: DataFrame, conditions: Mapping[tuple[str, str], Column]
) -> tuple[int, dict[tuple[str, str], tuple[int, float]]]:
    """All rows, and rows and money under each condition, in one pass."""
    sums = [F.count(F.lit(1)).alias("all_rows")]
    for i, condition in enumerate(conditions.values()):
        sums.append(F.sum(F.when(condition, F.lit(1)).otherwise(F.lit(0))).alias(f"rows_{i}"))
        sums.append(F.sum(F.when(condition, F.col("amount"))).cast("double").alias(f"amount_{i}"))
    found = to_pandas(lines.agg(*sums)).fillna(0).iloc[0]
    each = {key: (int(found[f"rows_{i}"]), float(found[f"amount_{i}"])) for i, key in enumerate(conditions)}
    return int(found["all_rows"]), each


def _repeated(lines: DataFrame) -> tuple[int, float]:
    """Lines that repeat an earlier one in every business column (two equal articles on one order may be right)."""
    columns = [name for name in lines.columns if name not in _OWN]
    groups = lines.where(F.col("fate") == F.lit("ok")).groupBy(*columns).agg(F.count(F.lit(1)).alias("copies"))
    extra = groups.where(F.col("copies") > F.lit(1)).select(
        (F.col("copies") - F.lit(1)).alias("extra"), (F.col("amount").cast("double") * (F.col("copies") - F.lit(1))).alias("money")
    )
    found = to_pandas(extra.agg(F.sum("extra").alias("rows"), F.sum("money").alias("amount"))).fillna(0).iloc[0]
    return int(found["rows"]), round(float(found["amount"]), 4)


def shared_order_numbers(lines: DataFrame) -> tuple[int, int]:
    """Order numbers that several customers use, and all order numbers of the lines that can be analysed."""
    known = lines.where((F.col("fate") == F.lit("ok")) & F.col("order_id").isNotNull())
    people = known.groupBy("order_id").agg(F.countDistinct("customer_id").alias("people"))
    shared = F.sum(F.when(F.col("people") > F.lit(1), F.lit(1)).otherwise(F.lit(0)))
    found = to_pandas(people.agg(F.count(F.lit(1)).alias("all"), shared.alias("shared"))).fillna(0).iloc[0]
    return int(found["shared"]), int(found["all"])


def _shared_numbers(lines: DataFrame) -> tuple[int, float]:
    """Lines on an order number that several customers use: such an order is counted once per customer."""
    known = lines.where((F.col("fate") == F.lit("ok")) & F.col("order_id").isNotNull())
    per_order = known.groupBy("order_id").agg(
        F.countDistinct("customer_id").alias("people"), F.count(F.lit(1)).alias("rows"), F.sum("amount").alias("amount")
    )
    shared = per_order.where(F.col("people") > F.lit(1)).select("rows", "amount")
    found = to_pandas(shared.agg(F.sum("rows").alias("rows"), F.sum("amount").cast("double").alias("amount"))).fillna(0).iloc[0]
    return int(found["rows"]), float(found["amount"])


def _optional_columns(lines: DataFrame) -> list[str]:
    """Columns that a client may hold and leave empty here and there."""
    always = (*_KEYS, *_OWN, "amount", "ordered_at", "status")
    return [
        column.name for column in CANONICAL["transactions"].columns if column.name in lines.columns and column.name not in always
    ]
