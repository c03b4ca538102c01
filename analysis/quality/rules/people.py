"""One name under several customer numbers, and one number under several names; only counts leave this module."""

import re
from collections.abc import Iterator

from analysis.engine import DataFrame, F, named, to_pandas
from analysis.quality.rules.model import Found, Scope

NAME = re.compile(r"^((customer|client|member|full|buyer|contact)[ _]?)?name$|^(客户|顾客|会员|买家)?(姓名|名称|名字)$", re.I)


def names_and_numbers(scope: Scope) -> Iterator[Found]:
    """Rows of names that several customer numbers share (namesakes, or people counted twice), and the reverse.

    The example is how many names stand against how many numbers.
    """
    number = next((column for column, canonical in scope.mapped.items() if canonical == "customer_id"), None)
    name = next((column for column, label in scope.labels.items() if NAME.search(label)), None)
    if not scope.raw or number is None or name is None or name == number:
        return
    both = scope.frame.where(F.col(name).isNotNull() & F.col(number).isNotNull())
    pairs = named(both.groupBy(F.col(name).alias("name"), F.col(number).alias("number")).agg(F.count(F.lit(1)).alias("rows")))
    for check, one in (("name_with_several_ids", "name"), ("id_with_several_names", "number")):
        several, rows, others = _several(pairs, one)
        if several:
            yield Found(check, scope.label(name), rows, example=f"{several:,} → {others:,}")


def _several(pairs: DataFrame, one: str) -> tuple[int, int, int]:
    groups = pairs.groupBy(one).agg(F.count(F.lit(1)).alias("others"), F.sum("rows").alias("rows"))
    many = groups.where(F.col("others") > F.lit(1))
    row = (
        to_pandas(many.agg(F.count(F.lit(1)).alias("n"), F.sum("rows").alias("rows"), F.sum("others").alias("others")))
        .fillna(0)
        .iloc[0]
    )
    return int(row["n"]), int(row["rows"]), int(row["others"])
