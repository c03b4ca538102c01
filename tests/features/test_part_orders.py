"""Orders by part are those that the report of each part counts."""

from datetime import date

import pandas as pd

from analysis.engine import named, to_pandas
from analysis.features import analysed_lines, order_table, transactions
from analysis.features.part_orders import orders_by_part
from tests.stories import crowd, line, write_lines

AS_OF = date(2024, 12, 31)


def test_each_part_counts_what_its_own_report_would(tmp_path):
    """Refunds, shared order numbers and orders without a number included."""
    rows = crowd(seed=9, customers=60)
    paths = {
        part: write_lines([row for row in rows if (row.get("store") or "none") == part], tmp_path / f"{part}.parquet")
        for part in ("N", "S", "none")
    }
    found = orders_by_part(paths, as_of=AS_OF, refunds="net")

    for part, path in paths.items():
        own = to_pandas(order_table(analysed_lines(named(transactions(path)), as_of=AS_OF, refunds="net")))
        keys = ["customer_id", "order_id"]
        shown = found[found["part"] == part].sort_values(keys, ignore_index=True)
        own = own.sort_values(keys, ignore_index=True)
        assert len(own) > 10
        pd.testing.assert_frame_equal(own[keys], shown[keys])
        assert own["amount"].astype(float).round(4).tolist() == shown["amount"].round(4).tolist()
        assert own["is_order"].astype(bool).tolist() == shown["is_order"].tolist()


def test_a_customer_of_two_parts_is_one_in_each(tmp_path):
    """Without order numbers a day of a customer is an order, in each part that has a line of it."""
    paths = {part: write_lines([line("ann", "2024-05-01", 10.0)], tmp_path / f"{part}.parquet") for part in ("a", "b")}
    found = orders_by_part(paths, as_of=AS_OF, refunds="net")

    assert [("a", "ann", "ann@2024-05-01"), ("b", "ann", "ann@2024-05-01")] == sorted(
        found[["part", "customer_id", "order_id"]].itertuples(index=False, name=None)
    )
