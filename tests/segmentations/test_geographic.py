"""Geographic groups: places, and the tiers of Chinese cities."""

import csv

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import geographic
from analysis.segmentations.city_tiers import china, plain_city
from analysis.text import Text

NAMES = [
    ("杭州", "杭州"), ("杭州市", "杭州"), ("浙江省杭州市", "杭州"), ("杭州市西湖区", "杭州"), ("北京市朝阳区", "北京"),
    ("恩施土家族苗族自治州", "恩施"), ("伊犁哈萨克自治州", "伊犁"), ("阿克苏地区", "阿克苏"), ("锡林郭勒盟", "锡林郭勒"),
    ("新疆维吾尔自治区乌鲁木齐市", "乌鲁木齐"), ("义乌市", "义乌"), ("New  York ", "new york"),
]  # fmt: skip


def people(**columns) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    held = {name.replace("__", "."): values for name, values in columns.items()}
    return pd.DataFrame({"customer_id": [f"p{i:04d}" for i in range(n)], "state": "known", **held})


@pytest.mark.parametrize(("written", "plain"), NAMES)
def test_a_city_is_known_however_it_is_written(written, plain):
    assert plain == plain_city(written)


def test_the_list_has_the_published_sizes():
    """4, 15, 30, 70 and 90 cities; 127 of the 128 of the fifth tier, because 海南 is also a province."""
    sizes = pd.Series(china()).value_counts()

    assert {
        "city_first": 4,
        "city_new_first": 15,
        "city_second": 30,
        "city_third": 70,
        "city_fourth": 90,
        "city_fifth": 127,
    } == sizes.to_dict()
    assert "海南" not in china()


def test_tiers_of_cities():
    record = people(attribute__city=["上海市", "宁波", "绍兴市", "湖州", "丽水", "伊犁哈萨克自治州", "义乌", None])
    definition = geographic.fit(record, by="city_tier")

    expected = [
        "city_first",
        "city_new_first",
        "city_second",
        "city_third",
        "city_fourth",
        "city_fifth",
        "(not listed)",
        "(missing)",
    ]
    assert expected == geographic.assign(record, definition)["segment"].tolist()
    assert [4, 15, 30, 70, 90, 127, 0, 0] == geographic.describe(definition)["cities"].tolist()


def test_a_client_may_bring_tiers_of_its_own():
    record = people(attribute__city=["Leeds", "leeds ", "York", "Bath"])
    definition = geographic.fit(record, by="city_tier", tiers={"Leeds": "core", "York": "growth"})

    assert ["core", "core", "growth", "(not listed)"] == geographic.assign(record, definition)["segment"].tolist()


def test_tiers_are_offered_where_the_list_knows_most_cities():
    assert ("city", "city_tier") == geographic.variants(people(attribute__city=["杭州", "宁波", "义乌"]))
    assert ("city",) == geographic.variants(people(attribute__city=["Leeds", "York"]))
    assert ("city", "city_tier") == geographic.variants(people(attribute__city=["Leeds", "York"]), tiers={"leeds": "core"})


def test_the_customer_file_comes_before_the_orders():
    record = people(attribute__city=["A", "B", None], city=["C", "C", "D"])
    definition = geographic.fit(record, by="city")

    assert ("attribute.city",) == geographic.defined_by(definition)
    assert ["A", "B", "(missing)"] == geographic.assign(record, definition)["segment"].tolist()
    assert ("city",) == geographic.defined_by(geographic.fit(record.assign(**{"attribute.city": None}), by="city"))


def test_eight_places_keep_their_name():
    record = people(city=[f"town {i}" for i in range(10) for _ in range(10 - i)])
    definition = geographic.fit(record, by="city")

    assert [*(f"town {i}" for i in range(8)), "(other)", "(missing)"] == definition["segment"].tolist()
    assert [10, 9, 8, 7, 6, 5, 4, 3, 3, 0] == definition["customers"].tolist()


def test_one_place_divides_nobody():
    assert "no_places" == geographic.lacking(people(attribute__city=["A", "A"], attribute__region=[None, None]))
    with pytest.raises(ConfigError, match="geographic attribute"):
        geographic.fit(people(city=["A"]))


def test_regions_of_the_superstore(shared_data):
    """Published order lines by region: West 3,203, East 2,848, Central 2,323, South 1,620.  A line stands for a customer here."""
    path = shared_data / "superstore-en" / "Sample_-_Superstore.csv"
    if not path.exists():
        pytest.skip("the public set is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        regions = [row["Region"] for row in csv.DictReader(file)]
    definition = geographic.fit(people(attribute__region=regions), by="region")

    assert {"West": 3203, "East": 2848, "Central": 2323, "South": 1620, "(other)": 0, "(missing)": 0} == dict(
        zip(definition["segment"], definition["customers"], strict=True)
    )


def shoppers(*rows) -> pd.DataFrame:
    """Buyers as (top_channel, store, order_count)."""
    table = pd.DataFrame(rows, columns=["top_channel", "store", "order_count"])
    return people(**{name: table[name].tolist() for name in table}).assign(state="buyer")


SHOPPERS = (
    *[("Shop", "Leeds", 2)] * 30,
    *[("Shop", "York", 1)] * 20,
    *[("Web", None, 3)] * 25,
    ("Web", "York", 4),
    ("Shop", None, 1),
    (None, None, 0),
)


def test_who_buys_online_alone_has_not_ordered_in_a_store():
    """Of 27 without a store 25 buy on the web and one has no order in the window; the one of the shop is not known."""
    record = shoppers(*SHOPPERS)
    definition = geographic.fit(record, by="store")
    found = geographic.assign(record, definition)["segment"]

    assert ["Leeds", "York", "(other)", "(no store)", "(missing)"] == definition["segment"].tolist()
    assert [30, 21, 0, 26, 1] == definition["customers"].tolist()
    assert {"Leeds": 30, "(no store)": 26, "York": 21, "(missing)": 1} == found.value_counts().to_dict()
    assert "(missing)" == found.iloc[-2]
    assert ("store", "top_channel", "order_count") == geographic.defined_by(definition)
    assert "No order in a store in the window" == Text("en").name("segment", "(no store)")
    assert "观察窗内未到店购买" == Text("zh").name("segment", "(no store)")


@pytest.mark.parametrize(
    "rows",
    [
        [("Shop", "Leeds", 1)] * 20 + [("Shop", "York", 1)] * 20 + [("Shop", None, 1)] * 30,  # one channel: stores badly kept
        [("Shop", "Leeds", 1)] * 20 + [("Till", "York", 1)] * 20 + [("Till", None, 1)] * 15,  # two channels, both of stores
        [(None, "Leeds", 1)] * 20 + [(None, "York", 1)] * 20 + [(None, None, 1)] * 9,  # no channels
    ],
)
def test_without_a_channel_that_has_no_stores_a_missing_store_is_not_known(rows):
    record = shoppers(*rows)
    definition = geographic.fit(record, by="store")

    assert "(no store)" not in set(definition["segment"])
    assert "(missing)" in set(geographic.assign(record, definition)["segment"])
    assert ("store",) == geographic.defined_by(definition)


def test_a_store_of_the_customer_file_says_nothing_of_where_orders_were_placed():
    record = shoppers(*SHOPPERS).assign(**{"attribute.store": ["Leeds"] * 40 + ["York"] * 30 + [None] * 8})

    assert "(no store)" not in set(geographic.fit(record, by="store")["segment"])


def test_a_definition_of_an_earlier_version_still_places_everybody():
    record = shoppers(*SHOPPERS)
    earlier = geographic.fit(record.drop(columns="top_channel"), by="store").drop(columns="channels")

    assert 27 == geographic.assign(record, earlier)["segment"].eq("(missing)").sum()
