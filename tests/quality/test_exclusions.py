"""Why a customer is left out of a contact, consent apart: every reason in both directions, and what cannot be checked."""

from datetime import date

import pandas as pd
import pytest

from analysis import quality
from analysis.quality import Told

AS_OF = date(2025, 12, 31)


def out_of(told: Told, people: str = "abcdef") -> str:
    return "".join(pd.Series(list(people))[told.holds(pd.Series(list(people)))])


def test_unknown_age_is_left_out_like_a_minor():
    """a turns 18 on the day, b on the next; c is a date for not known, d blank, e born later, f has no row."""
    born = ["2007-12-31", "2008-01-01", "1900-01-01", None, "2026-05-05"]
    file = pd.DataFrame({"customer_id": list("abcde"), "birth_date": born})

    assert "bcdef" == out_of(quality.minor_or_unknown_age(file, as_of=AS_OF))


def test_of_a_birth_year_the_youngest_age_counts():
    file = pd.DataFrame({"customer_id": ["a", "b"], "birth_year": [2006, 2007]})  # 2007: eighteen on the last day only

    assert "b" == out_of(quality.minor_or_unknown_age(file, as_of=AS_OF), "ab")


def test_age_in_years_and_no_age_at_all():
    file = pd.DataFrame({"customer_id": ["a", "b"], "age": ["18", "17"]})

    assert "b" == out_of(quality.minor_or_unknown_age(file, as_of=AS_OF), "ab")
    assert "ab" == out_of(quality.minor_or_unknown_age(file[["customer_id"]], as_of=AS_OF), "ab")
    assert not quality.minor_or_unknown_age(None, as_of=AS_OF).checked


@pytest.mark.parametrize(
    ("reason", "header"),
    [("open_complaint", "未结投诉"), ("adverse_event", "Adverse events"), ("refund_in_progress", "退费处理中")],
)
def test_a_column_of_the_file_tells(reason, header):
    """Anything but a no and a blank counts: words that are not understood as well."""
    file = pd.DataFrame({"customer_id": list("abcde"), "x": ["是", "否", None, " ", "swelling"]})

    assert "ae" == out_of(quality.flagged_in_file(reason, file, {"x": header}))
    assert not quality.flagged_in_file(reason, file, {"x": "City"}).checked


def test_open_complaints_go_before_all_complaints_and_past_refunds_are_none_in_progress():
    file = pd.DataFrame({"customer_id": list("ab"), "complaints": [3, 1], "open_complaint": ["no", "yes"], "refunds": [1, 1]})
    headers = {"complaints": "Complaints so far", "open_complaint": "Open complaint", "refunds": "Refunds"}

    assert "b" == out_of(quality.flagged_in_file("open_complaint", file, headers), "ab")
    assert not quality.flagged_in_file("refund_in_progress", file, headers).checked


def test_a_pending_line_that_takes_money_back_is_a_refund_in_progress():
    lines = pd.DataFrame({"customer_id": list("abc"), "amount": [-5, 5, -5], "status": ["pending", "pending", "refunded"]})

    assert "a" == out_of(quality.refund_pending(lines))
    assert not quality.refund_pending(None).checked


def test_balances_and_roles():
    roles = pd.DataFrame({"customer_id": list("abc"), "role": ["consumer", "staff", None]})

    assert "b" == out_of(quality.unused_balance(["b"]))
    assert not quality.unused_balance(None).checked
    assert "b" == out_of(quality.staff_or_reseller(roles, outside=("staff", "reseller")))
    assert not quality.staff_or_reseller(roles[["customer_id"]], outside=("staff",)).checked


# a: contacted 7 days before the end; b: 8 days; c: held out; d: after the end; e: a campaign without a hold-out.
CONTACTS = pd.DataFrame(
    [
        ("a", "spring", "mail", "2025-12-25"), ("b", "spring", "mail", "2025-12-24"), ("c", "spring", "control", "2025-12-30"),
        ("d", "spring", "mail", "2026-01-05"), ("e", "all", "mail", "2025-12-30"),
    ],
    columns=["customer_id", "campaign", "arm", "contacted_at"],
)  # fmt: skip


def test_a_contact_within_the_cap_of_the_play():
    """Within seven days: 25 to 31 December, and later; whoever was held out was not contacted."""
    assert "ade" == out_of(quality.contacted_recently(CONTACTS, as_of=AS_OF, cap_days=7))
    assert "abde" == out_of(quality.contacted_recently(CONTACTS, as_of=AS_OF, cap_days=8))
    assert not quality.contacted_recently(CONTACTS.drop(columns="contacted_at"), as_of=AS_OF, cap_days=7).checked


def test_both_arms_of_a_running_test_and_no_campaign_without_one():
    assert "acd" == out_of(quality.in_other_test(CONTACTS, as_of=AS_OF, days=7))
    assert "abcd" == out_of(quality.in_other_test(CONTACTS, as_of=AS_OF, days=92))
    assert not quality.in_other_test(None, as_of=AS_OF, days=92).checked
