"""Jumps of unit and currency in the money of order lines: pence for pounds, boxes for pieces, tax in or out."""

from collections.abc import Iterator

import pandas as pd

from analysis.engine import DataFrame, F, Window, named, to_pandas
from analysis.quality.rules.examples import figure
from analysis.quality.rules.model import Found, Scope

STEPS = ((8.0, 12.5), (80.0, 125.0), (800.0, 1250.0))  # a jump of unit: tenfold, hundredfold, thousandfold
PRODUCT_LINES, MONTH_LINES = 5, 30  # lines in each of the two months
# All prices at once: so many products, a move at least so large, and the middle half of them within so much of it.
PRODUCTS, MOVED, ALIKE = 20, 1.1, 1.03
USUAL_CURRENCY = 0.95  # of a place's lines


def price_jumps(scope: Scope) -> Iterator[Found]:
    """Lines of months in which a product's mean price per unit jumped about ten-, a hundred- or a thousandfold.

    From one month to the next with a line, either way, with five lines in each.  A change of unit in
    quantities (pieces for boxes) shows as well, because it moves the price per unit the other way.
    Where all products moved by one factor, whatever it is, that is told instead of the single ones.
    """
    if scope.table != "transactions" or scope.raw or not scope.holds("product", "quantity"):
        return
    moves = _price_moves(_sold(scope).where(F.col("quantity") > F.lit(0)))
    together = list(_all_prices(moves))
    yield from together or _jumps("price_jump", "product", moves)


def _price_moves(sold: DataFrame) -> pd.DataFrame:
    """Each product and month against the month before it with a line: ratio of prices, lines, amount, month."""
    monthly = sold.groupBy("product", "month").agg(
        F.count(F.lit(1)).alias("lines"),
        F.sum("amount").cast("double").alias("amount"),
        # A sum of doubles would depend on the order of rows.
        (F.sum("amount").cast("double") / F.sum(F.col("quantity").cast("decimal(18,4)")).cast("double")).alias("price"),
    )
    backwards = Window.partitionBy("product").orderBy(F.col("month").desc())
    before = [F.lead(name).over(backwards).alias(f"{name}_before") for name in ("price", "lines")]
    both = named(monthly.select("price", "lines", "amount", "month", *before))
    enough = (F.col("lines") >= F.lit(PRODUCT_LINES)) & (F.col("lines_before") >= F.lit(PRODUCT_LINES))
    ratio = (F.col("price") / F.col("price_before")).alias("ratio")
    return to_pandas(both.where(enough).select(ratio, "lines", "amount", "month"))


def _all_prices(moves: pd.DataFrame) -> Iterator[Found]:
    """The months in which all prices moved by one factor, as a single rise or offer seldom does."""
    months = moves.groupby("month").agg(
        products=("ratio", "size"),
        low=("ratio", lambda ratio: ratio.quantile(0.25)),
        ratio=("ratio", "median"),
        high=("ratio", lambda ratio: ratio.quantile(0.75)),
        lines=("lines", "sum"),
        amount=("amount", "sum"),
    )
    alike = (months["high"] <= months["ratio"] * ALIKE) & (months["low"] >= months["ratio"] / ALIKE)
    yield from _told(
        "all_prices", "amount", months[(months["products"] >= PRODUCTS) & (_size(months["ratio"]) >= MOVED) & alike].reset_index()
    )


def amount_jumps(scope: Scope) -> Iterator[Found]:
    """Lines of months in which the mean amount of all lines jumped about ten-, a hundred- or a thousandfold.

    Pence for pounds, or another currency; with thirty lines in each of the two months.
    """
    if scope.table != "transactions" or scope.raw:
        return
    monthly = _sold(scope).groupBy("month").agg(F.count(F.lit(1)).alias("lines"), F.sum("amount").cast("double").alias("amount"))
    table = to_pandas(monthly).sort_values("month", ignore_index=True)
    mean = table["amount"] / table["lines"]
    enough = (table["lines"] >= MONTH_LINES) & (table["lines"].shift() >= MONTH_LINES)
    yield from _jumps("amount_jump", "amount", table.assign(ratio=mean / mean.shift())[enough])


def _sold(scope: Scope) -> DataFrame:
    """Lines that brought money, with their month."""
    sold = scope.frame.where((F.col("fate") == F.lit("ok")) & (F.col("amount") > F.lit(0)))
    return sold.withColumn("month", F.date_trunc("month", F.col("ordered_at")).cast("date"))


def _jumps(check: str, column: str, months: pd.DataFrame) -> Iterator[Found]:
    """The months (ratio to the one before, lines, amount, month) whose ratio is about a power of ten."""
    size = _size(months["ratio"])
    jumped = months[sum(size.between(low, high) for low, high in STEPS) > 0].sort_values(["month", "ratio"], kind="stable")
    yield from _told(check, column, jumped)


def _size(ratios: pd.Series) -> pd.Series:
    """How large a move is, whichever way it goes."""
    return ratios.where(ratios >= 1, 1 / ratios)


def _told(check: str, column: str, jumped: pd.DataFrame) -> Iterator[Found]:
    """Jumped months, in order; the first is the example."""
    if len(jumped):
        first = jumped.iloc[0]
        example = f"{pd.Timestamp(first['month']):%Y-%m} × {_factor(first['ratio'])}"
        yield Found(check, column, int(jumped["lines"].sum()), round(float(jumped["amount"].sum()), 4), example, "kept")


def _factor(ratio: float) -> str:
    size = max(ratio, 1 / ratio)
    shown = figure(round(size, 1 if size >= 5 else 2))
    return shown if ratio >= 1 else f"1/{shown}"


def several_currencies(scope: Scope) -> Iterator[Found]:
    """Lines in another currency than the commonest."""
    if not scope.holds("currency") or scope.raw:
        return
    table = to_pandas(scope.frame.where(F.col("currency").isNotNull()).groupBy("currency").agg(F.count(F.lit(1)).alias("rows")))
    table = table.sort_values(["rows", "currency"], ascending=[False, True], kind="stable")
    if len(table) > 1:
        yield Found(
            "several_currencies", "currency", int(table["rows"].iloc[1:].sum()), example=", ".join(table["currency"].head(6))
        )


def currency_of_place(scope: Scope) -> Iterator[Found]:
    """Lines in another currency than a store (without stores: a country) books nearly all of its lines in."""
    place = next((name for name in ("store", "country") if scope.holds(name)), None)
    if scope.table != "transactions" or scope.raw or place is None or not scope.holds("currency"):
        return
    both = scope.frame.where(F.col("currency").isNotNull() & F.col(place).isNotNull())
    counted = both.groupBy(F.col(place).alias("place"), "currency").agg(
        F.count(F.lit(1)).alias("rows"), F.sum("amount").cast("double").alias("amount")
    )
    table = to_pandas(counted).sort_values(["place", "rows", "currency"], ascending=[True, False, True], kind="stable")
    total = table.groupby("place")["rows"].transform("sum")
    usual = table.groupby("place")["rows"].transform("first")
    odd = table[(total >= MONTH_LINES) & (usual >= USUAL_CURRENCY * total) & (table.groupby("place").cumcount() > 0)]
    if len(odd):
        most = odd.sort_values(["rows", "place", "currency"], ascending=[False, True, True], kind="stable").iloc[0]
        example = f"{most['place']}: {most['currency']}"
        yield Found("currency_of_place", "currency", int(odd["rows"].sum()), round(float(odd["amount"].sum()), 4), example)
