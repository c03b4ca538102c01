"""When reports fall due: by the calendar alone, and every mistake in the key told with its way out."""

from datetime import date

import pytest
from pydantic import ValidationError

from analysis.config import Schedule, due_from, due_periods
from analysis.config.alerts import Alert
from analysis.config.calendar import Calendar


def labels(today: str, *, calendar: Calendar | None = None, **keys) -> tuple[list[str], str | None]:
    due, later = due_periods(Schedule.model_validate(keys), calendar or Calendar(), today=date.fromisoformat(today))
    return [one.label for one in due], later and later.label


def test_a_quarter_is_due_once_it_is_over_and_the_days_of_waiting_have_passed():
    keys = {"every": "quarter", "from": "2025-Q1", "after_days": 5}
    assert labels("2025-04-05", **keys) == ([], "2025-Q1")
    assert labels("2025-04-06", **keys) == (["2025-Q1"], "2025-Q2")
    assert labels("2026-01-06", **keys) == (["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"], "2026-Q1")


def test_without_waiting_the_day_after_the_end_is_enough():
    assert labels("2025-01-31", **{"every": "month", "from": "2025-01"}) == ([], "2025-01")
    assert labels("2025-02-01", **{"every": "month", "from": "2025-01"}) == (["2025-01"], "2025-02")
    assert labels("2027-01-01", **{"every": "year", "from": 2025}) == (["2025", "2026"], "2027")


def test_fiscal_periods_follow_the_client_s_year():
    july = Calendar(fiscal_start=7)
    assert labels("2025-07-01", calendar=july, **{"every": "quarter", "from": "FY2025-Q3"}) == (
        ["FY2025-Q3", "FY2025-Q4"],
        "FY2026-Q1",
    )
    assert labels("2025-07-01", calendar=july, **{"every": "month", "from": "FY2025-P12"}) == (["FY2025-P12"], "FY2026-P01")


def test_the_first_day_on_which_a_period_is_due():
    schedule = Schedule.model_validate({"every": "quarter", "from": "2025-Q1", "after_days": 5})
    assert due_from(due_periods(schedule, Calendar(), today=date(2025, 7, 1))[0][0], schedule) == date(2025, 4, 6)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"every": "quarter", "from": "2025-01"}, "first quarter to report, such as 2025-Q1"),
        ({"every": "month", "from": "spring"}, "first month to report, such as 2025-01"),
        ({"every": "quarter", "from": "FY2025-P01"}, "first quarter to report"),
        ({"every": "quarter"}, "Field required"),
        ({"every": "fortnight", "from": "2025-Q1"}, "'month', 'quarter', 'half' or 'year'"),
    ],
)
def test_a_first_period_of_another_length_is_refused(keys, said):
    with pytest.raises(ValidationError, match=said):
        Schedule.model_validate(keys)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kpi": "revenue"}, "exactly one of below, above, change_below, change_above; none is given"),
        ({"kpi": "revenue", "below": 1, "above": 2}, "below, above are given"),
        ({"kpi": "revenue", "lens": "rfm", "below": 1}, "name the segment as well"),
    ],
)
def test_a_rule_has_one_bound(keys, said):
    with pytest.raises(ValidationError, match=said):
        Alert.model_validate(keys)


def test_a_rule_knows_its_bound():
    alert = Alert(kpi="revenue", change_below=-0.1)
    assert (alert.bound, alert.limit) == ("change_below", -0.1)
