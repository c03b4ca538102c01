"""Lines that are no goods: postage, fees, corrections, samples, tests; told by their words and by the shape of their codes."""

from collections.abc import Iterator

import pandas as pd

from analysis.engine import Column, F, to_pandas
from analysis.quality.rules.examples import clipped, shape
from analysis.quality.rules.model import Found, Scope

# A name counts when it consists of these words alone: 'Bank Charges', but no 'Postage stamp tin'.
_SERVICE = (
    "postage|shipping|freight|delivery|carriage|handling|courier|fees?|charges?|surcharge|manual|adjust|adjustments?|adjusted|"
    "bad debt|debt|discounts?|commission|samples?|voucher|rounding|deposit|refund|correction|write off|donation"
)
_FILLER = (
    "post|bank|amazon|ebay|paypal|dotcom|cruk|and|by|next|day|first|second|class|standard|express|packing|packaging|service|bad|"
    "credit|card|to|for|of|the|entry|entered|free|cost|costs|home|international|uk|eu|order|web"
)
_GAP = r"[ &/.,()+_-]*"
ENGLISH = f"^{_GAP}(({_FILLER}){_GAP})*({_SERVICE})({_GAP}({_SERVICE}|{_FILLER}))*{_GAP}$"
CHINESE = "运费|邮费|快递费|物流费|配送费|邮资|补差价|补差额|补邮|差价|手续费|服务费差|专拍链接|调账|冲账|抹零"
TEST = r"^(tests?|testing|dummy|demo|tst)([ _-]?[0-9]{1,6})?$|^x{3,}$|^asdf$|^(测试|试单|内部测试)"
_MOST = 5  # names in an example
_OFTEN = 5  # rows from which a word of an unknown column is a code and nobody's name


def service_lines(scope: Scope) -> Iterator[Found]:
    """Order lines whose product is a service, and those that are a test, by their names."""
    if scope.table != "transactions" or scope.raw or not scope.holds("product"):
        return
    name = F.lower(F.col("product"))
    for check, condition in (
        ("service_line", name.rlike(ENGLISH) | name.rlike(CHINESE)),
        ("test_line", name.rlike(TEST)),
    ):
        yield from _named(scope, check, "product", condition)


def test_numbers(scope: Scope) -> Iterator[Found]:
    """Rows of raw files under a test customer or a test order that client.yaml does not exclude yet."""
    if scope.table != "transactions" or not scope.raw:
        return
    for column, canonical in scope.mapped.items():
        if canonical not in ("customer_id", "order_id") or not scope.is_text(column):
            continue
        name = F.lower(F.col(column))
        condition = name.rlike(TEST)
        known = [word.lower() for word in scope.excluded.get(scope.label(column), ())]
        yield from _named(scope, "test_line", column, condition & ~name.isin(*known) if known else condition)


def codes_without_digits(scope: Scope) -> Iterator[Found]:
    """Codes of letters alone among codes with digits: POST and M among 85123A.

    Only where at least nineteen of twenty rows hold a digit; otherwise letters are how this client writes codes.
    """
    if scope.table != "transactions":
        return
    for column in scope.of_kind("code"):
        if column in scope.mapped:
            continue  # the canonical table shows it
        plain = ~F.col(column).rlike("[0-9]")
        row = to_pandas(
            scope.frame.agg(F.count(column).alias("known"), F.sum(F.when(plain, F.lit(1)).otherwise(F.lit(0))).alias("plain"))
        ).fillna(0).iloc[0]  # fmt: skip
        if 0 < row["plain"] <= row["known"] / 20:
            yield from _named(scope, "code_without_digits", column, plain, often=_OFTEN if scope.raw else 1)


def _named(scope: Scope, check: str, column: str, condition: Column, *, often: int = 1) -> Iterator[Found]:
    """Lines that meet a condition on one column; the commonest names are the example, in shape only below `often` rows."""
    held = scope.frame if scope.raw else scope.frame.where(F.col("fate") != F.lit("excluded"))
    sums = [F.count(F.lit(1)).alias("rows")]
    if scope.money:
        sums.append(F.sum(scope.money).cast("double").alias("amount"))
    # Grouped first, so that the pattern is held against every name once and not against every line.
    table = to_pandas(held.groupBy(column).agg(*sums).where(condition))
    if table.empty:
        return
    table = table.sort_values(["rows", column], ascending=[False, True], kind="stable")
    told = zip(table[column].head(_MOST), table["rows"], strict=False)
    example = ", ".join(clipped(name) if rows >= often else shape(name) for name, rows in told)
    amount = float(table["amount"].sum()) if scope.money else float("nan")
    yield Found(check, scope.label(column), int(table["rows"].sum()), _rounded(amount), example)


def _rounded(amount: float) -> float:
    return amount if pd.isna(amount) else round(amount, 4)
