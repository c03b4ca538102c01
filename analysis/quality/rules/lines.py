"""Faults that one order line shows by itself."""

from collections.abc import Iterator

from analysis.engine import F
from analysis.quality.rules.model import Fault, Scope

# Why a line is left out, as the check that names it, and the column to look at.
_FATES = (
    ("unreadable_amount", "amount", "unreadable_amount"),
    ("unreadable_date", "ordered_at", "unreadable_date"),
    ("excluded", "*", "excluded"),
    ("superseded", "order_id", "superseded"),
    ("across_files", "*", "duplicate"),
    ("no_rate", "currency", "no_rate"),
    ("missing_key", "customer_id", "no_customer"),
    ("other_role", "*", "other_role"),
)


def fates(scope: Scope) -> Iterator[Fault]:
    """What was left out when the lines were read, by its reason."""
    if not scope.holds("fate"):
        return
    for check, column, fate in _FATES:
        example = F.col(column) if column in scope.kinds and scope.kinds[column] in ("money", "time", "category") else None
        yield Fault(check, column, F.col("fate") == F.lit(fate), "left_out", example)


def amounts(scope: Scope) -> Iterator[Fault]:
    """Refunds, negative and free lines; what was done about them depends on the refund policy."""
    if scope.table != "transactions" or scope.raw:
        return
    paid = F.coalesce(F.col("status"), F.lit("paid")) == F.lit("paid")
    back = F.col("status").isin("refunded", "cancelled")
    dropped = "left_out" if scope.refunds == "drop" else "kept"  # gross: what was sold counts, whatever came back
    negative = "kept" if scope.refunds == "net" else "left_out"
    amount, nothing = F.col("amount"), F.lit(0)
    yield Fault("refunded", "status", back, dropped, amount)
    yield Fault("negative_amount", "amount", (amount < nothing) & paid, negative, amount)
    yield Fault("zero_amount", "amount", amount == nothing, dropped)
    if scope.holds("quantity"):
        units = F.col("quantity")
        yield Fault("negative_quantity", "quantity", units < nothing, "kept", units)
        yield Fault("zero_quantity", "quantity", (units == nothing) & (amount != nothing), "kept", amount)
        opposite = ((amount < nothing) & (units > nothing)) | ((amount > nothing) & (units < nothing))
        yield Fault("negative_price", "amount", opposite, "kept", amount)
    if scope.holds("list_amount"):
        # A list price below what was paid says that the two columns are mixed up, or that tax is in one of them only.
        above = (F.col("list_amount") > nothing) & (amount > F.col("list_amount") * F.lit(2))
        yield Fault("above_list", "list_amount", above, "reported", amount, largest=True)


def keys(scope: Scope) -> Iterator[Fault]:
    """Rows without the key that their table is read by.  (Order lines without a customer have a fate.)"""
    if scope.raw:
        return
    for column in scope.of_kind("key"):
        missing = F.col(column).isNull()
        if scope.table == "transactions" and column == "customer_id":
            continue
        yield Fault("missing_key", column, missing, "reported")


def missing(scope: Scope) -> Iterator[Fault]:
    """Blank values of columns that are held."""
    always = ("ordered_at", "amount", "status", "fate", "source_file", "source_row")
    for column, kind in scope.kinds.items():
        if column in scope.mapped if scope.raw else kind == "key":
            continue
        if scope.table == "transactions" and column in always:
            continue
        yield Fault("missing_value", column, F.col(column).isNull())
