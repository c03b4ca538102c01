"""What happens to the scores on two published sets, where order counts are degenerate.

A wholesaler's year (4,338 customers, a third of whom ordered once) and half a year of a shop where 93 of
100 buyers came on one day only.
"""

import pandas as pd
import pytest

from analysis.segmentations import rfm


def scored_features(orders: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """From orders (customer, order, day, amount) to what rfm reads."""
    found = orders.groupby("customer").agg(last=("day", "max"), order_count=("order", "nunique"), revenue=("amount", "sum"))
    found["recency_days"] = (pd.Timestamp(as_of) - found.pop("last")).dt.days.astype("float64")
    return found.assign(state="buyer", lifetime_order_count=found["order_count"]).rename_axis("customer_id").reset_index()


@pytest.fixture(scope="module")
def wholesaler(shared_data) -> pd.DataFrame:
    file = shared_data / "online-retail" / "online_retail.parquet"
    if not file.is_file():
        pytest.skip("the published set is not here")
    lines = pd.read_parquet(file, columns=["InvoiceNo", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"])
    lines = lines[lines["CustomerID"].notna() & (lines["Quantity"] > 0) & (lines["UnitPrice"] > 0)]
    orders = pd.DataFrame(
        {
            "customer": lines["CustomerID"].astype("int64").astype("str"),
            "order": lines["InvoiceNo"],
            "day": lines["InvoiceDate"].dt.normalize(),
            "amount": lines["Quantity"] * lines["UnitPrice"],
        }
    )
    return scored_features(orders, "2011-12-09")


@pytest.fixture(scope="module")
def once_only(shared_data) -> pd.DataFrame:
    file = shared_data / "cn-ecom-rfm" / "PYTHON-RFM实战数据.xlsx"
    if not file.is_file():
        pytest.skip("the published set is not here")
    rows = pd.read_excel(file, engine="calamine").query("订单状态 == '交易成功'")
    day = pd.to_datetime(rows["付款日期"]).dt.normalize()
    orders = pd.DataFrame({"customer": rows["买家昵称"], "order": day, "day": day, "amount": rows["实付金额"]})
    features = scored_features(orders, "2019-06-30")
    return features.assign(customer_id=[f"c{number}" for number in range(len(features))])


def test_most_of_cant_lose_ordered_once_and_leave_it(wholesaler):
    """By the codes alone 123, of whom 88 % ordered once; with the exception 15, all with two orders or more."""
    definition = rfm.fit(wholesaler)
    codes = definition[definition["kind"] == "code"].set_index("code")["segment"]
    scores = rfm.rfm_scores(wholesaler, definition)[["recency_score", "frequency_score", "monetary_score"]]
    by_code = codes[scores.astype(str).agg("".join, axis="columns")].to_numpy() == "cant_lose"
    named = (rfm.assign(wholesaler, definition)["segment"] == "cant_lose").to_numpy()
    orders = wholesaler["lifetime_order_count"].to_numpy()

    assert 4338 == len(wholesaler)
    assert (123, 0.88) == (by_code.sum(), round((orders[by_code] == 1).mean(), 2))
    assert 15 == named.sum()
    assert orders[named].min() >= 2


def test_champions_bring_most_because_money_is_in_the_rule(wholesaler):
    """18 % of customers and 62 % of revenue: a consequence of the scores, said so on the page."""
    champions = rfm.assign(wholesaler, rfm.fit(wholesaler))["segment"] == "champions"

    assert 0.184 == pytest.approx(champions.mean(), abs=0.001)
    assert 0.620 == pytest.approx(wholesaler.loc[champions, "revenue"].sum() / wholesaler["revenue"].sum(), abs=0.001)


def test_fifths_would_give_a_second_order_the_best_score(once_only):
    """All four cut points are one order; so fixed limits apply, and two orders score 2."""
    bands = rfm.score_bands(rfm.fit(once_only)).query("score_name == 'frequency'")
    scores = rfm.rfm_scores(once_only, rfm.fit(once_only))["frequency_score"]

    assert 0.069 == pytest.approx((once_only["order_count"] > 1).mean(), abs=0.0005)
    assert {1} == set(once_only["order_count"].quantile([0.2, 0.4, 0.6, 0.8]))
    assert ({"fixed"}, {2}, {5}) == (set(bands["rule"]), set(bands["quantile_bins"]), set(bands["effective_bins"]))
    assert {2} == set(scores[once_only["order_count"] == 2])


def test_a_median_reference_would_put_all_on_high(once_only):
    median = rfm.fit(once_only, scheme="chinese_8", cuts={"frequency": "median"})
    default = rfm.fit(once_only, scheme="chinese_8")

    assert 1.0 == (rfm.rfm_scores(once_only, median)["frequency_score"] == 2).mean()
    assert 0.069 == pytest.approx((rfm.rfm_scores(once_only, default)["frequency_score"] == 2).mean(), abs=0.0005)


@pytest.mark.parametrize("scheme", ["rfm_125", "putler_11", "r_rfm", "pypi_rfm", "klaviyo_6", "chinese_8"])
def test_equal_order_counts_have_equal_scores(wholesaler, scheme):
    scores = rfm.rfm_scores(wholesaler, rfm.fit(wholesaler, scheme=scheme))["frequency_score"]

    assert 1 == scores.groupby(wholesaler["order_count"]).nunique().max()
