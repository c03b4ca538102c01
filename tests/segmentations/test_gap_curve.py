"""The Kaplan–Meier curve of gaps, by hand and against scipy, and the cuts read off it."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import CensoredData, ecdf

from analysis.errors import SchemaError
from analysis.schema import DERIVED
from analysis.segmentations.curve import gap_curve
from analysis.segmentations.cuts import curve_cuts


def gaps(closed: list[float], still_open: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"gap_days": np.array([*closed, *still_open], dtype="float64"),
         "closed": np.repeat([True, False], [len(closed), len(still_open)])}
    )  # fmt: skip


def test_a_curve_computed_by_hand():
    """Five gaps: 10 and twice 20 closed, 15 and 30 open.

    Day 10: 1 of 5 returns, .8 are away.  Day 15: one is lost from sight.  Day 20: 2 of 3 return,
    .8 x 1/3 = .267 are away.
    """
    curve = gap_curve(gaps([10, 20, 20], [15, 30]))

    assert list(DERIVED["gap_curve"].names) == list(curve.columns)
    assert list(range(31)) == list(curve["day"])
    assert [0.0, 0.0, 0.2, 0.2, 11 / 15, 11 / 15] == pytest.approx(list(curve["returned"].iloc[[0, 9, 10, 19, 20, 30]]))
    assert [5, 5, 4, 3, 1] == list(curve["at_risk"].iloc[[0, 10, 11, 20, 30]])
    assert {10: 1, 20: 2} == curve.loc[curve["events"] > 0].set_index("day")["events"].to_dict()


def test_an_open_gap_counts_on_its_last_day():
    """Of two customers on day 10 one returns and one is still away: half."""
    assert 0.5 == gap_curve(gaps([10], [10]))["returned"].iloc[-1]


def test_the_curve_agrees_with_scipy():
    rng = np.random.default_rng(5)
    closed, still_open = rng.integers(1, 200, 400) * 1.0, rng.integers(0, 300, 250) * 1.0
    curve = gap_curve(gaps(list(closed), list(still_open))).set_index("day")["returned"]
    expected = ecdf(CensoredData(uncensored=closed, right=still_open)).cdf

    assert expected.probabilities == pytest.approx(curve.loc[expected.quantiles.astype(int)].to_numpy())


def test_leaving_open_gaps_out_would_flatter():
    with_open = gap_curve(gaps([10, 20], [60, 60]))["returned"].iloc[-1]

    assert with_open == pytest.approx(0.5)
    assert 1.0 == gap_curve(gaps([10, 20], []))["returned"].iloc[-1]


def test_no_gaps_give_an_empty_curve():
    assert gap_curve(gaps([], [])).empty


@pytest.mark.parametrize("days", [-1.0, np.nan])
def test_an_impossible_length_is_an_error(days):
    with pytest.raises(SchemaError, match="1 rows whose gap_days"):
        gap_curve(gaps([3.0, days], []))


def test_a_missing_column_is_named():
    with pytest.raises(SchemaError, match="'gaps' has no column 'closed'"):
        gap_curve(gaps([1.0], []).drop(columns="closed"))


def cuts(closed: list[float], still_open: list[float], reliable_gaps: int = 2) -> dict:
    return curve_cuts(gap_curve(gaps(closed, still_open)), shares=(0.80, 0.95), reliable_gaps=reliable_gaps)


def test_absolute_cuts_where_everybody_returns():
    """Gaps of 1 to 100 days, all closed: 80 % are back by day 80, 95 % by day 95."""
    found = cuts(list(range(1, 101)), [])

    assert ("absolute", 80.0, 95.0) == (found["basis"], found["first_cut_days"], found["second_cut_days"])
    assert (0.80, 0.95) == pytest.approx((found["first_returned"], found["second_returned"]))


def test_cuts_of_the_plateau_where_half_never_return():
    """As many stay away for a year: the curve levels off at one half, and the same days are its 80 and 95 %."""
    found = cuts(list(range(1, 101)), [365] * 100)

    assert ("plateau", 80.0, 95.0) == (found["basis"], found["first_cut_days"], found["second_cut_days"])
    assert (0.40, 0.475, 0.50) == pytest.approx(
        (found["first_returned"], found["second_returned"], found["plateau"])
    )  # fmt: skip


def test_the_curve_is_read_only_as_far_as_it_is_reliable():
    """From day 50 on fewer than 30 of 79 gaps are left; what the last of them do is not read."""
    found = cuts(list(range(1, 80)), [], reliable_gaps=30)

    assert 50 == found["reliable_days"]
    assert 50 / 79 == pytest.approx(found["plateau"])
    assert "plateau" == found["basis"]
    assert found["second_cut_days"] <= 50


def test_too_few_closed_gaps_give_fixed_cuts():
    for found in (cuts([5.0], [100] * 500, reliable_gaps=30), cuts([], []), cuts([], [9.0] * 50)):
        assert ("fixed", 180.0, 365.0) == (found["basis"], found["first_cut_days"], found["second_cut_days"])
