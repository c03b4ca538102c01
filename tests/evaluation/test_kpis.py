"""Figures of a period, as a whole and by the segment at its start."""

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.evaluation import period_kpis, segment_kpis

Q4 = {"start": pd.Timestamp("2024-10-01"), "end": pd.Timestamp("2024-12-31")}
Q4_BEFORE = (pd.Timestamp("2023-10-01"), pd.Timestamp("2023-12-31"))


@pytest.fixture
def orders(make_orders):
    """Ana ordered last autumn, this summer and twice this autumn; ben last autumn and this summer; cho is new; dia sends one back."""
    return make_orders(
        ("ana", "2023-09-01", 10), ("ben", "2023-09-01", 10),
        ("ana", "2023-10-10", 100), ("ben", "2023-12-31 23:00", 100),
        ("ana", "2024-07-01", 50), ("ben", "2024-08-01", 50), ("dia", "2024-09-30 23:59", 60),
        ("ana", "2024-10-01", 80), ("ana", "2024-12-31 20:00", 120), ("cho", "2024-11-11", 100), ("dia", "2024-11-20", -60),
        ("ana", "2025-01-01", 999),
    )  # fmt: skip


def kpi(table: pd.DataFrame, name: str) -> pd.Series:
    return table.set_index("kpi").loc[name]


def test_the_figures_of_a_period(orders, fits_schema):
    table = period_kpis(orders, **Q4)

    fits_schema(table, "kpis")
    values = table.set_index("kpi")["value"]
    assert 240.0 == values["revenue"]  # 80 + 120 + 100 - 60
    assert (2, 3, 1) == (values["customers"], values["orders"], values["new_customers"])
    assert 80.0 == values["average_order"]


def test_the_last_day_belongs_to_the_period_and_the_next_does_not(orders):
    assert 3 == kpi(period_kpis(orders, **Q4), "orders")["n"]


def test_repeat_rate_is_about_this_period_and_return_rate_about_the_last_ones_buyers(orders):
    """复购率: of ana and cho, ana ordered twice.  回购率: of the summer's ana, ben and dia, ana came back."""
    table = period_kpis(orders, **Q4)

    assert (1 / 2, 2) == tuple(kpi(table, "repeat_rate")[["value", "n"]])
    assert (1 / 3, 3) == tuple(kpi(table, "return_rate")[["value", "n"]])


def test_a_refund_is_no_order_and_takes_its_money_off(orders):
    assert 60 / 300 == kpi(period_kpis(orders, **Q4), "refund_share")["value"]


def test_the_change_is_against_the_same_period_a_year_before(orders):
    table = period_kpis(orders, **Q4, reference=Q4_BEFORE)

    assert (200.0, 0.2) == tuple(kpi(table, "revenue")[["reference", "change"]].round(9))
    assert 0.5 == kpi(table, "repeat_rate")["change"]  # rates: the difference


def test_a_comparison_before_the_history_is_missing(orders):
    table = period_kpis(orders, **Q4, reference=(pd.Timestamp("2022-10-01"), pd.Timestamp("2022-12-31")))

    assert table[["reference", "change"]].isna().all(axis=None)


def test_without_a_history_nobody_can_be_called_new(make_orders):
    table = period_kpis(make_orders(("ana", "2024-10-05", 10)), **Q4)

    assert pd.isna(kpi(table, "new_customers")["value"])
    assert pd.isna(kpi(table, "return_rate")["value"])


def test_the_period_before_is_as_long_in_whole_months(make_orders):
    """1 July to 30 September is the quarter before, also where it has 92 days and this one has 92, 90 or 91."""
    orders = make_orders(("ana", "2024-06-01", 1), ("ana", "2024-10-01", 1), ("ben", "2024-12-31", 1), ("ben", "2025-02-01", 1))

    table = period_kpis(orders, start=pd.Timestamp("2025-01-01"), end=pd.Timestamp("2025-03-31"))

    assert (0.5, 2) == tuple(kpi(table, "return_rate")[["value", "n"]])


def test_an_empty_period_has_no_ratios(orders, fits_schema):
    table = period_kpis(orders, start=pd.Timestamp("2026-01-01"), end=pd.Timestamp("2026-01-31"))

    fits_schema(table, "kpis")
    assert 0.0 == kpi(table, "revenue")["value"]
    assert pd.isna(kpi(table, "average_order")["value"])


@pytest.fixture
def at_start(make_segments):
    """On 30 September: ana and ben are active, dia dormant."""
    return make_segments(ana="active", ben="active", dia="dormant")


def figure(table: pd.DataFrame, segment: str, name: str) -> pd.Series:
    return table.set_index(["segment", "kpi"]).loc[(segment, name)]


def test_segment_figures_are_over_all_who_started_there(at_start, orders, fits_schema):
    """Of two active customers one ordered, twice, for 200; both had ordered in the summer."""
    table = segment_kpis(at_start, orders, method="value", **Q4)

    fits_schema(table, "segment_kpis")
    active = table[table["segment"].eq("active")].set_index("kpi")["value"].to_dict()
    assert {
        "retention": 0.5,
        "orders_per_customer": 1.0,
        "revenue_per_customer": 100.0,
        "average_order": 100.0,
        "repeat_rate": 1.0,
        "return_rate": 0.5,
    } == active
    assert 1 == figure(table, "active", "repeat_rate")["n"]  # of those who ordered
    assert {2} == set(table.loc[table["segment"].eq("active") & table["kpi"].ne("repeat_rate"), "n"])


def test_refunds_count_where_the_customer_started(at_start, orders):
    table = segment_kpis(at_start, orders, method="value", **Q4)

    assert -60.0 == figure(table, "dormant", "revenue_per_customer")["value"]
    assert 0.0 == figure(table, "dormant", "retention")["value"]


def test_customers_not_known_at_the_start_belong_to_no_segment(at_start, orders):
    assert 3 == segment_kpis(at_start, orders, method="value", **Q4).drop_duplicates("segment")["n"].sum()


def test_segments_at_the_end_would_show_nothing_but_themselves(crowds):
    """The trap: by end-of-period segments retention is 100 % or 0 %, whatever happened."""
    crowd = crowds[0]
    period = {"start": pd.Timestamp("2024-01-01"), "end": pd.Timestamp("2024-12-30")}
    at_end, at_start = (crowd.assign(crowd.features(day)).replace({"segment": {"light": "paid", "middle": "paid", "heavy": "paid", "top": "paid"}})
                        for day in ("2024-12-30", "2023-12-31"))  # fmt: skip

    wrong = segment_kpis(at_end, crowd.orders, method="value", **period)
    right = segment_kpis(at_start, crowd.orders, method="value", **period)

    assert 1.0 == figure(wrong, "paid", "retention")["value"]
    assert figure(wrong, "none", "retention")["value"] < 0.01
    assert 0.3 < figure(right, "paid", "retention")["value"] < 0.9
    assert figure(right, "none", "retention")["value"] > 0.05


def test_intervals_hold_the_figure_and_narrow_with_n(crowds):
    crowd = crowds[0]
    start = crowd.assign(crowd.features("2024-06-30"))
    period = {"start": pd.Timestamp("2024-07-01"), "end": pd.Timestamp("2024-12-30")}

    table = segment_kpis(start, crowd.orders, method="value", **period)
    some = segment_kpis(start[start.index % 10 == 0], crowd.orders, method="value", **period)

    held = table.dropna(subset=["low"])
    assert ((held["low"] <= held["value"]) & (held["value"] <= held["high"])).all()
    width, wider = (figure(t, "light", "retention")[["low", "high"]].diff().iloc[-1] for t in (table, some))
    assert wider > 2 * width


def test_the_year_before_stands_beside(at_start, orders):
    before = segment_kpis(at_start, orders, method="value", start=Q4_BEFORE[0], end=Q4_BEFORE[1])

    table = segment_kpis(at_start, orders, method="value", **Q4, reference=before)

    assert 1.0 == figure(table, "active", "retention")["reference"]


def test_an_unknown_method_is_named(at_start, orders):
    with pytest.raises(ConfigError, match=r"'rfm'\. Choose one of: value"):
        segment_kpis(at_start, orders, method="rfm", **Q4)


def test_input_is_left_unchanged(at_start, orders):
    copies = at_start.copy(), orders.copy()

    segment_kpis(at_start, orders, method="value", **Q4)
    period_kpis(orders, **Q4, reference=Q4_BEFORE)

    pd.testing.assert_frame_equal(at_start, copies[0])
    pd.testing.assert_frame_equal(orders, copies[1])
