"""Figures of public data sets that were verified by other means: buyers above 50 and where they live, satisfied passengers."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.profiles import segment_index
from analysis.profiles.survey import survey_scores

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
NAMES = {"买家昵称": "customer_id", "实付金额": "amount", "省份": "region", "城市": "city", "订单状态": "status"}


def held(*parts: str) -> Path:
    file = SHARED.joinpath(*parts)
    if not file.is_file():
        pytest.skip(f"{file.name} is not held here")
    return file


@pytest.fixture(scope="module")
def buyers() -> pd.DataFrame:
    """Buyers with a completed order: their last place, and whether an order of theirs is above 50 on average."""
    lines = pd.read_excel(held("cn-ecom-tgi", "TGI指数案例数据.xlsx"), engine="calamine").rename(columns=NAMES)
    paid = lines[lines["status"] == "交易成功"]
    mean = paid.groupby("customer_id")["amount"].mean()
    last = paid.drop_duplicates("customer_id", keep="last")
    return last.assign(segment=last["customer_id"].map(mean).gt(50).map({True: "high", False: "low"}), method="average_order")


def test_two_of_five_buyers_average_above_fifty(buyers):
    assert (25_419, 41.2) == (len(buyers), round(100 * buyers["segment"].eq("high").mean(), 1))


@pytest.mark.parametrize(
    ("trait", "level", "n", "index"),
    [
        ("region", "北京", 1_178, 116.8), ("region", "上海", 2_327, 110.7), ("region", "山东省", 319, 83.8),
        ("city", "福州市", 139, 123.5), ("city", "北京市", 1_178, 116.8), ("city", "成都市", 277, 110.7), ("city", "重庆市", 160, 85.9),
    ],
)  # fmt: skip
def test_where_buyers_above_fifty_are_more_common(buyers, trait, level, n, index):
    """139 of the 273 of Fuzhou, 50.9 %, against 41.2 % of all: 123.5."""
    table = segment_index(buyers[["customer_id", trait]], buyers, method="average_order", minimum=1)

    row = table.set_index(["segment", "level"]).loc[("high", level)]
    assert (n, index) == (row["count"], round(row["index"], 1))


def test_satisfied_passengers():
    """11,403 of 25,976; in Business more than half, in Eco a fifth."""
    file = held("airline-satisfaction", "airline_passenger_satisfaction_test.csv")
    flown = pd.read_csv(file).rename(columns={"id": "customer_id"}).astype({"customer_id": "str"})
    flown["satisfied"] = flown["satisfaction"].eq("satisfied").astype(float)
    segments = flown[["customer_id"]].assign(method="class", segment=flown["Class"])

    table = survey_scores(flown, segments, method="class", items={"satisfied": "satisfied"}, as_of=pd.Timestamp("2024-12-31"))

    found = table.set_index("segment")
    assert (25_976, 43.9) == (found.loc["(all)", "n"], round(100 * found.loc["(all)", "value"], 1))
    by_class = flown.groupby("Class")["satisfied"].mean()
    assert by_class.to_dict() == pytest.approx(found.loc[by_class.index, "value"].to_dict())
    assert (found["low"] < found["value"]).all()
    assert (found["value"] < found["high"]).all()
