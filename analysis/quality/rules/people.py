"""One name under several customer numbers, and one number under several names; only counts leave this module."""

import re
from collections.abc import Iterator

from analysis.engine import DataFrame, F, named, to_pandas
from analysis.quality.rules.model import Found, Scope

NAME = re.compile(r"^((customer|client|member|full|buyer|contact)[ _]?)?name$|^(客户|顾客|会员|买家)?(姓名|名称|名字)$", re.I)


def names_and_numbers(scope: Scope) -> Iterator[Found]:
    """Rows of names that several customer numbers share (namesakes, or people counted twice), and the reverse.

    Where a third of all rows carry such a name, names tell nobody from anybody, and nothing is said.
    The example is how many names stand against how many numbers.
    """
    number = next((column for column, canonical in scope.mapped.items() if canonical == "customer_id"), None)
    name = next((column for column, label in scope.labels.items() if NAME.search(label)), None)
    if not scope.raw or number is None or name is None or name == number:
        return
    both = scope.frame.where(F.col(name).isNotNull() & F.col(number).isNotNull())
    pairs = named(both.groupBy(F.col(name).alias("name"), F.col(number).alias("number")).agg(F.count(F.lit(1)).alias("rows")))
    for check, one in (("name_with_several_ids", "name"), ("id_with_several_names", "number")):
        several, rows, others, known = _several(pairs, one)
        if several and rows < known / 3:
            yield Found(check, scope.label(name), rows, example=f"{several:,} → {others:,}")


def _several(pairs: DataFrame, one: str) -> tuple[int, int, int, int]:
    """Names (or numbers) with several of the others, their rows, those others, and all rows."""
    groups = pairs.groupBy(one).agg(F.count(F.lit(1)).alias("others"), F.sum("rows").alias("rows"))
    many = F.col("others") > F.lit(1)
    sums = {"several": F.lit(1), "rows": F.col("rows"), "others": F.col("others")}
    told = [F.sum(F.when(many, value)).alias(name) for name, value in sums.items()]
    row = to_pandas(groups.agg(F.sum("rows").alias("known"), *told)).fillna(0).iloc[0]
    return int(row["several"]), int(row["rows"]), int(row["others"]), int(row["known"])
