"""Rules against figures: beyond the limit with the whole interval, within chance, kept, or not held."""

import pandas as pd
import pytest

from analysis.evaluation import judged

NONE = float("nan")


def status(bound: str, limit: float, *, value=NONE, low=NONE, high=NONE, change=NONE, change_low=NONE, change_high=NONE) -> str:
    rule = pd.DataFrame([(1, "revenue", "", "", bound, limit)], columns=["rule", "kpi", "lens", "segment", "bound", "limit"])
    figure = {"kpi": "revenue", "lens": "", "segment": "", "value": value, "low": low, "high": high, "n": 100}
    figure |= {"change": change, "change_low": change_low, "change_high": change_high}
    return judged(rule, pd.DataFrame([figure]))["status"].iloc[0]


@pytest.mark.parametrize(
    ("bound", "limit", "figure", "expected"),
    [
        ("below", 0.4, {"value": 0.30, "low": 0.25, "high": 0.35}, "crossed"),
        ("below", 0.4, {"value": 0.38, "low": 0.33, "high": 0.43}, "within_chance"),
        ("below", 0.4, {"value": 0.40, "low": 0.35, "high": 0.45}, "kept"),
        ("above", 100, {"value": 120, "low": 110, "high": 130}, "crossed"),
        ("above", 100, {"value": 120, "low": 90, "high": 150}, "within_chance"),
        ("above", 100, {"value": 80, "low": 60, "high": 101}, "kept"),
        ("change_below", -0.1, {"value": 1, "change": -0.2, "change_low": -0.25, "change_high": -0.15}, "crossed"),
        ("change_below", -0.1, {"value": 1, "change": -0.2, "change_low": -0.35, "change_high": -0.05}, "within_chance"),
        ("change_above", 0.1, {"value": 1, "change": 0.2}, "crossed"),  # no interval is held: the figure stands as it is
        ("change_above", 0.1, {"value": 1}, "not_held"),
        ("below", 0.4, {}, "not_held"),
    ],
)
def test_a_rule_is_judged_by_the_whole_interval(bound, limit, figure, expected):
    assert status(bound, limit, **figure) == expected


def test_rules_keep_their_order_and_find_their_own_segment():
    columns = ["rule", "kpi", "lens", "segment", "bound", "limit"]
    rules = pd.DataFrame(
        [
            (1, "retention", "rfm", "loyal", "below", 0.5),
            (2, "revenue", "", "", "below", 10.0),
            (3, "retention", "lifecycle", "loyal", "below", 0.5),
        ],
        columns=columns,
    )
    figures = pd.DataFrame(
        {
            "kpi": ["revenue", "retention"],
            "lens": ["", "rfm"],
            "segment": ["", "loyal"],
            "value": [20.0, 0.2],
            "low": NONE,
            "high": NONE,
        }
    )
    figures = figures.assign(n=5, change=NONE, change_low=NONE, change_high=NONE)

    assert tuple(judged(rules, figures)["status"]) == ("crossed", "kept", "not_held")
