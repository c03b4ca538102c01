"""The safe vocabulary: every way client.yaml may say where a column comes from."""

import re

import pytest

from analysis.config import Source
from analysis.config.columns import (
    Add,
    Concat,
    Constant,
    FromColumn,
    FromTable,
    Multiply,
    Prefix,
    RowNumber,
    StartsWith,
    Subtract,
    all_source_columns,
)  # fmt: skip
from analysis.config.load import load_client
from analysis.errors import ConfigError

COLUMNS = {"customer_id": "Customer", "ordered_at": "Date", "amount": "Total"}


def mapped(**columns: object) -> dict:
    """The columns of transactions as the model reads them."""
    return Source.model_validate({"transactions": {"files": "a.csv", "columns": COLUMNS | columns}}).transactions.columns


FORMS = [
    ("No", FromColumn(column="No")),
    (
        {"column": "No", "format": "%d/%m/%Y", "normalise": "id", "decimal": ","},
        FromColumn(column="No", format="%d/%m/%Y", normalise="id", decimal=","),
    ),
    ({"multiply": ["Qty", "Price"]}, Multiply(multiply=("Qty", "Price"))),
    ({"subtract": ["Sales", "Profit"]}, Subtract(subtract=("Sales", "Profit"))),
    ({"add": ["Goods", "Freight"]}, Add(add=("Goods", "Freight"))),
    ({"concat": ["Store", "Ticket"]}, Concat(concat=("Store", "Ticket"), separator="-")),
    ({"constant": "web"}, Constant(constant="web")),
    ({"row_number": True}, RowNumber(row_number=True)),
    (
        {"starts_with": {"column": "No", "prefix": "C"}, "then": "cancelled", "otherwise": "paid"},
        StartsWith(starts_with=Prefix(column="No", prefix="C"), then="cancelled", otherwise="paid"),
    ),
]


@pytest.mark.parametrize(("given", "read"), FORMS)
def test_each_form_is_read_as_what_it_says(given, read):
    assert read == mapped(order_id=given)["order_id"]


def test_a_join_names_an_extra_table_and_a_column_of_both():
    source = Source.model_validate(
        {
            "extra": {"returns": {"files": "returns.csv", "columns": {"order_id": "No"}}},
            "transactions": {
                "files": "a.csv",
                "columns": COLUMNS
                | {
                    "order_id": "No",
                    "status": {"from_table": "returns", "on": "order_id", "then": "refunded", "otherwise": "paid"},
                },
            },
        }
    )

    assert (
        FromTable(from_table="returns", on="order_id", then="refunded", otherwise="paid") == source.transactions.columns["status"]
    )


def test_the_columns_of_the_file_are_told_once_and_in_order():
    """A constant and a row number read none."""
    columns = mapped(
        order_id={"concat": ["Store", "Ticket"]}, cost={"subtract": ["Total", "Profit"]}, channel={"constant": "web"},
        product={"row_number": True}, status={"starts_with": {"column": "Ticket", "prefix": "C"}, "then": "cancelled", "otherwise": "paid"},
    )  # fmt: skip

    assert ("Customer", "Date", "Total", "Store", "Ticket", "Profit") == all_source_columns(columns.values())


TABLE = "name: A\ncurrency: GBP\nsource:\n{extra}  transactions:\n    files: a.csv\n    columns:\n"
MINIMUM = "      customer_id: C\n      ordered_at: D\n      amount: T\n"
ONE_OF = "column, multiply, subtract, add, concat, constant, row_number, starts_with, from_table"
KNOWN = (
    "customer_id, ordered_at, amount, order_id, product, category, quantity, channel, store, brand, city, region, country, "
    "list_amount, discount, cost, freight, tax, points, gift_card, currency, promotion, consultant, status"
)

MISTAKES = [
    ("      cost: 5\n", "columns.cost' is 5: write the name of a column, or a mapping such as {column: X, format: '%d/%m/%Y'}."),
    ("      cost: {multiply: [a, b], add: [a, b]}\n", f"columns.cost' is {{multiply: [a, b], add: [a, b]}}: write exactly one of: {ONE_OF}."),
    ("      cost: {eval: a}\n", f"columns.cost' is {{eval: a}}: write exactly one of: {ONE_OF}."),
    ("      cost: {multiply: [a]}\n", "columns.cost.multiply' is [a]: write at least 2 of them, as a list."),
    ("      cost: {row_number: false}\n", "columns.cost.row_number' is false: write true."),
    ("      cost: {column: a, decimal: ;}\n", "columns.cost.decimal' is ';': write '.' or ','."),
    ("      order_id: {column: a, normalise: hash}\n", "columns.order_id.normalise' is 'hash': write 'id', 'text', 'upper' or 'lower'."),
    ("      colour: X\n", f"columns.colour' is 'X': transactions has no such column; choose one of: {KNOWN}."),
    ("      fate: X\n", f"columns.fate' is 'X': transactions has no such column; choose one of: {KNOWN}."),
    ("    values: {status: {paid: [Done]}}\n", "values.status' is {paid: [Done]}: status is not mapped under source.transactions.columns; map it there."),
    ("      status: S\n    values: {status: [Done]}\n", "values.status' is [Done]: write key: [values of the file], such as paid: [Completed]."),
    ("      status: S\n    values: {status: {paid: }}\n", "values.status' is {paid: null}: write values of the file after paid, such as paid: [Completed]."),
    (
        "      status: S\n    values: {status: {paid: [a], refunded: [a]}}\n",
        "values.status' is {paid: [a], refunded: [a]}: 'a' is given twice, under paid and refunded; keep one.",
    ),
    ("    exclude: {Customer No: }\n", "exclude' is {Customer No: null}: write values of the file after Customer No, such as Customer No: [Completed]."),
    ("    attributes: {city: geographic}\n", "attributes.city' is 'geographic': city is not mapped under source.transactions.columns; map it there."),
    ("    duplicates: some\n", "duplicates' is 'some': write 'keep', 'across_files' or 'all'."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_mistakes_in_a_table_are_told_by_key_and_way_out(tmp_path, text, said):
    path = tmp_path / "client.yaml"
    path.write_text(TABLE.format(extra="") + MINIMUM + text, encoding="utf-8")

    with pytest.raises(ConfigError) as error:
        load_client(path)

    assert f"{path}: 'source.transactions.{said}" == str(error.value)


def test_a_required_column_that_is_not_mapped_is_told_without_the_whole_file(tmp_path):
    path = tmp_path / "client.yaml"
    path.write_text(TABLE.format(extra="") + MINIMUM.replace("      amount: T\n", ""), encoding="utf-8")

    with pytest.raises(ConfigError) as error:
        load_client(path)

    assert (
        f"{path}: 'source.transactions.columns.amount' is missing: transactions cannot do without it; map it to a column of the file."
        == str(error.value)
    )


@pytest.mark.parametrize("lacking", ["source.transactions.columns", "source.extra.returns.columns"])
def test_a_join_by_a_column_that_one_side_does_not_map_is_an_error(tmp_path, lacking):
    path, order = tmp_path / "client.yaml", "      order_id: No\n"
    extra = "  extra:\n    returns: {files: r.csv, columns: {%s: No}}\n" % ("product" if "extra" in lacking else "order_id")
    join = "      status: {from_table: returns, on: order_id, then: refunded, otherwise: paid}\n"
    path.write_text(TABLE.format(extra=extra) + MINIMUM + (order if "extra" in lacking else "") + join, encoding="utf-8")

    with pytest.raises(
        ConfigError, match=re.escape(f"status.on' is 'order_id': order_id is not mapped under {lacking}; map it there.")
    ):
        load_client(path)
