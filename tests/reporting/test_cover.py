"""The first screen: tiles beside the year before, findings by weight, the headline."""

import pandas as pd

from analysis.reporting.cover import _reasons, headline, tiles
from analysis.text import Text

TEXT = Text("en", "GBP")


def kpis(**figures):
    rows = [
        (key, value, reference, value / reference - 1 if reference else float("nan"), 10)
        for key, (value, reference) in figures.items()
    ]
    return pd.DataFrame(rows, columns=["kpi", "value", "reference", "change", "n"])


def test_a_tile_names_what_it_is_compared_with():
    (tile,) = tiles(kpis(revenue=(1_100_000.0, 1_000_000.0)), TEXT, basis="calendar")

    assert {
        "label": "Revenue",
        "figure": "£1.10m",
        "delta": "+10.0%",
        "comparison": "against the same period a year before",
    } == tile


def test_a_tile_without_an_earlier_year_says_so():
    (tile,) = tiles(kpis(customers=(250.0, 0.0)), TEXT, basis="calendar")

    assert "No earlier year held to compare with" == tile["missing"]


def test_a_period_cut_short_is_compared_with_the_same_days():
    (tile,) = tiles(kpis(orders=(110.0, 100.0)), TEXT, basis="days")

    assert "against the same days a year before" == tile["comparison"]


def test_the_headline_joins_two_chapters():
    found = pd.DataFrame({"chapter": ["01", "01", "05"], "headline": ["43 customers bring 32%", "x", "392 regulars went quiet"]})

    assert "43 customers bring 32%, and 392 regulars went quiet" == headline(found, TEXT)


def test_no_finding_no_headline():
    assert "" == headline(pd.DataFrame({"chapter": ["01"], "headline": [""]}), TEXT)


def test_a_column_of_one_value_is_named():
    checks = pd.DataFrame(
        [
            ("customers", "constant", "Z_Revenue", 2240, 1.0, None, "", "reported"),
            ("summaries", "rare_value", "Marital_Status", 7, 0.003, None, "YOLO", "reported"),
        ],
        columns=["table", "check", "column", "rows", "share", "amount", "example", "action"],
    )

    one, other = _reasons(checks, TEXT)

    assert one.startswith("One value only, Z_Revenue: 2,240 rows (100%)")
    assert "Marital_Status" not in other
