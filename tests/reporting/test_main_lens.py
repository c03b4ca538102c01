"""Which lens the chapters after 02 are about, where nobody says."""

import pandas as pd
import pytest

from analysis.reporting.main_lens import main_lens

N = 40
IDS = [f"c{i:02}" for i in range(N)]
JUDGED = pd.DataFrame(
    {"method": ["rfm_groups", "value"], "segments": [5, 4], "smallest_share": 0.1, "separation": [0.3, 0.1], "low": [0.2, 0.05], "chance": 0.01, "able": True}
)  # fmt: skip
DIFFERENCES = pd.DataFrame({"method": ["rfm_groups"], "other": ["value"], "difference": [0.2], "low": [0.1], "high": [0.3]})
NOTHING = pd.DataFrame(columns=["method", "other", "rand", "cramers_v", "n"])


def divided(**lenses: list[str]) -> pd.DataFrame:
    names = {key: key.replace("__", ".") for key in lenses}
    parts = [pd.DataFrame({"customer_id": IDS, "method": names[key], "segment": keys}) for key, keys in lenses.items()]
    return pd.concat(parts, ignore_index=True)


def chosen(segments, record=None, judged=None, differences=None, agreement=NOTHING) -> list[tuple]:
    record = pd.DataFrame({"customer_id": IDS}) if record is None else record
    table = main_lens(segments, record, judged=judged, differences=differences, agreement=agreement, minimum=10)
    return list(table.itertuples(index=False, name=None))


HALVES, ODD = ["x"] * 20 + ["y"] * 20, ["x", "y"] * 20


def test_the_recommended_lens_in_its_own_segments():
    """What is recommended in its five groups is profiled segment by segment."""
    assert [("rfm", "recommended")] == chosen(divided(rfm=HALVES, value=HALVES), judged=JUDGED, differences=DIFFERENCES)


def test_where_none_tells_what_came_next_the_first_in_order_stands_for_it():
    told_nothing = JUDGED.assign(separation=0.001, low=-0.01)

    assert [("value", "first_held")] == chosen(divided(clusters=HALVES, value=HALVES), judged=told_nothing, differences=DIFFERENCES)


def test_a_lens_of_one_group_divides_nobody():
    assert [("psychographic", "first_held")] == chosen(
        divided(value=["none"] * N, clusters=["x"] * 35 + ["y"] * 5, psychographic=HALVES, needs=HALVES)
    )


@pytest.mark.parametrize("target", ["revenue", "survey.satisfaction.happy"])
def test_of_people_and_places_the_lens_that_tells_most(target):
    record = pd.DataFrame({"customer_id": IDS, target: [1.0] * 20 + [5.0] * 20})

    assert [("demographic.age", "explains_most")] == chosen(divided(demographic__sex=ODD, demographic__age=HALVES), record)


def test_without_money_or_satisfaction_the_lens_that_goes_with_the_others_most():
    agreement = pd.DataFrame(
        [("demographic.sex", "demographic.age", 0, 0.1, N), ("demographic.sex", "geographic.city", 0, 0.1, N), ("demographic.age", "geographic.city", 0, 0.6, N)],
        columns=NOTHING.columns,
    )  # fmt: skip

    assert (
        "demographic.age"
        == chosen(divided(demographic__sex=ODD, demographic__age=HALVES, geographic__city=HALVES), agreement=agreement)[0][0]
    )


def test_nothing_divides():
    assert [] == chosen(divided(demographic__sex=["(missing)"] * N))
