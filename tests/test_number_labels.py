"""Which numbers are names: told by the column's name, and of years and days by their size as well."""

import pytest

from analysis.schema.number_labels import is_label


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("attribute.birth_year", 1950.0),
        ("Year_Birth", 1985.5),  # the limit of a tree between two years
        ("birthYear", 1985),
        ("出生年份", 1985),
        ("graduation_year", 2025),
        ("customer_id", 12345),
        ("CustomerID", 12345),
        ("attribute.postal_code", 310000),
        ("邮编", 310000),
        ("会员卡号", 88001234),
        ("order_number", 5000),
        ("joined_month", 202401),
        ("last_date", 20240115),
        ("注册日期", 20240115),
    ],
)
def test_years_days_and_codes_are_names(column, value):
    assert is_label(column, value)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("revenue", 1950.0),  # not by its size alone
        ("income_last_year", 45_000),  # an amount
        ("number_of_orders", 1200),
        ("tenure_days", 1950),
        ("years_as_customer", 1200),
        ("valid", 1950),
        ("年龄", 1200),
        ("年收入", 250_000),
        ("birth_year", float("nan")),
        ("calls_per_month", 1200),
    ],
)
def test_amounts_and_counts_are_none(column, value):
    assert not is_label(column, value)
