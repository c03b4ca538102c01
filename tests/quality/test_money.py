"""What money is made of: parts that stand beside one another and are never added."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.features import analysed_lines, transactions
from analysis.quality import money_parts
from tests import stories
from tests.stories import line

MORE = ("freight", "tax", "points", "gift_card")
START, AS_OF = date(2024, 10, 1), date(2024, 12, 31)
LINES = [
    line("ana", "2024-03-01", 200, cost=120, tax=20, freight=5),
    line("ana", "2024-10-01", 100, list_amount=125, cost=60, tax=10, freight=5, points=30, gift_card=20),
    line("ben", "2024-11-01", 50, list_amount=50, discount=8),
    line("ben", "2024-11-05", -20, cost=-12, tax=2, points=6),  # a refund whose tax has no sign
    line("cho", "2024-12-01", 80, status="refunded", cost=30, tax=8, points=80, freight=4),  # nothing is left of it
    line("cho", "2025-01-01", 999, cost=1),
]


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """Order lines with the further money columns."""
    rows = [{key: value for key, value in row.items() if key not in MORE} for row in LINES]
    table = stories.lines_table(rows)
    for name in MORE:
        values = [None if row.get(name) is None else Decimal(row[name]) for row in LINES]
        table = table.append_column(name, pa.array(values, pa.decimal128(18, 4)))
    path = tmp_path_factory.mktemp("money") / "transactions.parquet"
    pq.write_table(table, path)
    return transactions(path)


def parts(lines, refunds: str = "net") -> pd.DataFrame:
    table = money_parts(analysed_lines(lines, as_of=AS_OF, refunds=refunds), start=START, as_of=AS_OF)
    return table.set_index(["scope", "part"])


def test_the_parts_of_the_period(lines):
    """230 sold; 20 + 80 went back; 130 left.  Cost is known on 100 and on the refund of 20: margin 80 - 48 = 32."""
    period = parts(lines).loc["period"]

    assert {
        "sold": 230, "refunds": 100, "net": 130, "discount": 33, "tax": 8, "points": 24, "gift_card": 20, "freight": 9,
        "cost": 48, "margin": 32,
    } == period["amount"].to_dict()  # fmt: skip
    assert {
        "sold": 3, "refunds": 2, "net": 4, "discount": 2, "tax": 2, "points": 2, "gift_card": 1, "freight": 2, "cost": 2, "margin": 2,
    } == period["lines"].to_dict()  # fmt: skip


def test_the_share_of_money_that_a_part_speaks_for(lines):
    """Discounts are known on 150 of 230 sold, costs on 80 of 130 left."""
    period = parts(lines).loc["period"]

    assert 150 / 230 == pytest.approx(period.loc["discount", "share"])
    assert 80 / 130 == pytest.approx(period.loc["margin", "share"])
    assert [1.0, 1.0, 1.0] == period.loc[["sold", "refunds", "net"], "share"].tolist()
    assert 80 == period.loc["margin", "money"]


def test_the_history_ends_with_the_period_and_nothing_beside_it_is_revenue(lines):
    history = parts(lines).loc["history"]["amount"]

    assert history["sold"] == 430
    assert history["sold"] - history["refunds"] == history["net"] == 330
    assert 14 == history["freight"]
    assert 112 == history["margin"]


@pytest.mark.parametrize(("refunds", "net"), [("gross", 230), ("drop", 150)])
def test_net_follows_the_refund_policy(lines, refunds, net):
    assert net == parts(lines, refunds).loc[("period", "net"), "amount"]


def test_what_is_not_held_has_no_row(make_lines):
    table = parts(make_lines(line("ana", "2024-11-01", 10)))

    assert ["sold", "refunds", "net"] == list(table.loc["period"].index)
    assert 0 == table.loc[("period", "refunds"), "amount"]


def test_an_empty_period_is_all_zero(make_lines):
    table = parts(make_lines(line("ana", "2024-01-01", 10, cost=4)))

    assert {"sold": 0, "refunds": 0, "net": 0} == table.loc["period"]["amount"].to_dict()
    assert 6 == table.loc[("history", "margin"), "amount"]
