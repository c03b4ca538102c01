"""Who stands on a list: only of approved plays, only by their segments and conditions, once, and with nobody left out by a reason."""

import pandas as pd
import pytest

from analysis.quality import Told
from analysis.strategies import list_counts, list_members, list_reasons, reasons_of
from analysis.strategies.audience import meeting
from analysis.strategies.play import Condition, Play

PEOPLE = [f"c{number:02d}" for number in range(40)]
# c00–c19 dormant, c20–c39 loyal; by another lens c10–c29 are at risk.
SEGMENTS = pd.concat(
    [
        pd.DataFrame({"customer_id": PEOPLE, "method": "lifecycle", "segment": ["dormant"] * 20 + ["loyal"] * 20}),
        pd.DataFrame({"customer_id": PEOPLE, "method": "rfm", "segment": ["x"] * 10 + ["at_risk"] * 20 + ["x"] * 10}),
    ]
)
FEATURES = pd.DataFrame({"customer_id": PEOPLE, "revenue": range(40), "recency_days": 1.0, "order_count": [1, 2] * 20})
TABLES = {"features": FEATURES}


@pytest.fixture
def book(play):
    def made(key: str, **changes: object) -> Play:
        return Play.model_validate(play(key, **changes))

    return made


def proposed(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["play", "method", "segment", "status", "priority"]).assign(channel="email")


def nobody(play: Play) -> list[Told]:
    return [Told(reason, source="x.y") for reason in reasons_of(play)]


def drawn(plays: pd.DataFrame, *books: Play, told: dict | None = None, **more: object) -> pd.DataFrame:
    told = told or {one.key: nobody(one) for one in books}
    return list_members(plays, {one.key: one for one in books}, SEGMENTS, TABLES, told, **{"hold_out": 0.2, "seed": "s"} | more)


@pytest.mark.parametrize("status", ["proposed", "legal_checked", "rejected"])
def test_a_play_that_is_not_approved_has_no_list(book, fits_schema, status):
    members = drawn(proposed(("wake", "lifecycle", "dormant", status, 1.0)), book("wake"))

    assert members.empty
    for name, table in {
        "list_members": members,
        "list_counts": list_counts(members),
        "list_reasons": list_reasons(members, {}),
    }.items():
        fits_schema(table, name)


def test_a_customer_of_two_segments_of_a_play_counts_once_in_the_more_important(book, fits_schema):
    """20 dormant; of the 20 at risk the 10 who are dormant as well stay with the dormant."""
    one = book("wake")
    members = drawn(proposed(("wake", "rfm", "at_risk", "approved", 2.0), ("wake", "lifecycle", "dormant", "approved", 1.0)), one)
    counts = list_counts(members).set_index("segment")

    assert 30 == members["customer_id"].nunique() == len(members)
    assert {"dormant": 20, "at_risk": 10} == counts["matched"].to_dict()
    assert [(20, 0, 16, 4), (10, 0, 8, 2)] == [
        tuple(counts.loc[key, ["matched", "suppressed", "treatment", "hold_out"]]) for key in ("dormant", "at_risk")
    ]
    fits_schema(members, "list_members")
    fits_schema(list_counts(members), "list_counts")


def test_a_customer_stands_on_the_list_of_the_more_important_play_alone(book):
    """Ten people are matched by both; for the second play they are in another test."""
    first, second = book("wake"), book("save")
    plays = proposed(("save", "rfm", "at_risk", "approved", 2.0), ("wake", "lifecycle", "dormant", "approved", 1.0))
    members = drawn(plays, first, second)
    on_list = members[members["arm"] != ""]

    assert len(on_list) == on_list["customer_id"].nunique() == 30
    assert {"in_other_test"} == set(members.loc[(members["play"] == "save") & (members["arm"] == ""), "reasons"])
    reasons = list_reasons(members, {one.key: nobody(one) for one in (first, second)}).set_index(["play", "reason"])
    assert (10, 10) == tuple(reasons.loc[("save", "in_other_test"), ["customers", "first"]])


def test_everybody_with_a_reason_is_off_the_list_and_the_first_reasons_add_up(book):
    """c00–c04 no consent, c03–c06 an open complaint: 7 out, 5 under the first reason and 2 under the second."""
    one = book("wake", exclusions=["no_consent", "open_complaint"])
    told = {
        "wake": [
            Told("no_consent", frozenset(PEOPLE[5:]), "customers.ok", all_but=True), Told("opted_out"), Told("no_profiling"),
            Told("open_complaint", frozenset(PEOPLE[3:7]), "customers.open"), Told("in_other_test"),
        ]
    }  # fmt: skip
    members = drawn(proposed(("wake", "lifecycle", "dormant", "approved", 1.0)), one, told=told)
    reasons = list_reasons(members, told).set_index("reason")

    assert PEOPLE[:7] == list(members.loc[members["arm"] == "", "customer_id"])
    assert "no_consent open_complaint" == members.set_index("customer_id")["reasons"]["c03"]
    assert {"no_consent": 5, "open_complaint": 2} == {key: n for key, n in reasons["first"].items() if n}
    assert (5, 4) == tuple(reasons.loc[["no_consent", "open_complaint"], "customers"])
    assert ["opted_out", "no_profiling", "in_other_test"] == list(reasons.index[~reasons["checked"]])
    row = list_counts(members).iloc[0]
    assert (20, 7, 10, 3) == tuple(row[["matched", "suppressed", "treatment", "hold_out"]])


def test_consent_and_opting_out_count_whatever_a_play_says(book):
    assert ("no_consent", "opted_out", "no_profiling", "in_other_test") == reasons_of(book("wake", exclusions=[]))
    asked = reasons_of(book("wake", exclusions=["minor_or_unknown_age", "no_consent"]))
    assert ("no_consent", "opted_out", "no_profiling", "in_other_test", "minor_or_unknown_age") == asked


def test_conditions_on_customers_narrow_the_audience(book):
    one = book("wake", where=[{"table": "features", "column": "order_count", "at_least": 2.0}])

    assert PEOPLE[1:20:2] == list(drawn(proposed(("wake", "lifecycle", "dormant", "approved", 1.0)), one)["customer_id"])


def test_a_condition_is_met_by_who_is_known_to_meet_it():
    """Bounds are met at the bound; a blank, a word, another row of the match, and a table that is not held meet nothing."""
    due = pd.DataFrame({"customer_id": list("abcd"), "category": ["tea", "tea", "ink", "tea"], "days_left": [7, None, 3, "soon"]})
    condition = Condition.model_construct(
        table="replenishment_due", column="days_left", match={"category": "tea"}, at_most=7.0, at_least=None, one_of=[]
    )
    words = Condition.model_construct(
        table="replenishment_due", column="category", match={}, at_most=None, at_least=None, one_of=["ink"]
    )

    assert {"a"} == meeting(condition, due)
    assert {"c"} == meeting(words, due)
    assert set() == meeting(condition, None) == meeting(condition, due.drop(columns="days_left"))


def test_the_list_is_drawn_again_alike_and_keeps_arms_that_were_handed_out(book):
    plays = proposed(("wake", "lifecycle", "dormant", "approved", 1.0))
    first = drawn(plays, book("wake"))
    others = {"wake": first.set_index("customer_id")["arm"].map({"treatment": "hold_out", "hold_out": "treatment"}).to_dict()}

    pd.testing.assert_frame_equal(first, drawn(plays, book("wake")))
    assert others["wake"] == drawn(plays, book("wake"), given=others).set_index("customer_id")["arm"].to_dict()
