"""Consent: the latest statement counts, the stricter of two, and unknown is never a yes."""

from datetime import date

import pandas as pd
import pytest

from analysis.quality import attribute_states, consent_overview, consent_states, consents_among, may_contact
from analysis.quality.consents import ANY, consent_columns

AS_OF = date(2024, 6, 30)


def statements(*rows: tuple) -> pd.DataFrame:
    """customer, state, purpose, channel, day said, day withdrawn."""
    table = pd.DataFrame(rows, columns=["customer_id", "state", "purpose", "channel", "stated_at", "withdrawn_at"])
    return table.assign(stated_at=pd.to_datetime(table["stated_at"]), withdrawn_at=pd.to_datetime(table["withdrawn_at"]))


def state(*rows: tuple, as_of: date = AS_OF) -> dict:
    """(customer, purpose, channel) -> state."""
    return consent_states(statements(*rows), as_of=as_of).set_index(["customer_id", "purpose", "channel"])["state"].to_dict()


def test_the_latest_statement_counts():
    first = ("a", "given", "marketing", "sms", "2024-01-05", None)
    later = ("a", "refused", "marketing", "sms", "2024-03-01", None)

    assert {("a", "marketing", "sms"): "refused"} == state(later, first)
    assert {("a", "marketing", "sms"): "given"} == state(later, first, as_of=date(2024, 2, 29))


def test_a_statement_of_the_last_day_counts_and_one_of_the_day_after_does_not():
    row = ("a", "given", "marketing", "sms", "2024-06-30 23:59", None)

    assert {("a", "marketing", "sms"): "given"} == state(row)
    assert {} == state(row, as_of=date(2024, 6, 29))


def test_a_withdrawal_may_stand_in_the_row_of_the_agreement():
    row = ("a", "given", "marketing", "sms", "2024-01-05", "2024-05-01")

    assert {("a", "marketing", "sms"): "withdrawn"} == state(row)
    assert {("a", "marketing", "sms"): "given"} == state(row, as_of=date(2024, 4, 30))


def test_who_agrees_again_after_a_withdrawal_has_agreed():
    row = ("a", "given", "marketing", "sms", "2024-01-05", "2024-05-01")
    again = ("a", "given", "marketing", "sms", "2024-06-01", None)

    assert {("a", "marketing", "sms"): "given"} == state(row, again)


def test_of_two_statements_of_one_time_the_stricter_counts():
    rows = [("a", one, "marketing", "sms", "2024-01-05", None) for one in ("refused", "given", "withdrawn")]

    assert {("a", "marketing", "sms"): "withdrawn"} == state(*rows)


def test_an_undated_refusal_counts_against_every_agreement_and_an_undated_agreement_for_nothing_later():
    given = ("a", "given", "marketing", "sms", "2024-01-05", None)

    assert {("a", "marketing", "sms"): "refused"} == state(given, ("a", "refused", "marketing", "sms", None, None))
    assert {("a", "marketing", "sms"): "refused"} == state(
        ("a", "given", "marketing", "sms", None, None), ("a", "refused", "marketing", "sms", "2024-01-05", None)
    )


def test_a_statement_without_channel_speaks_of_all():
    rows = [
        ("a", "given", "marketing", "sms", "2024-01-05", None),
        ("a", "given", "marketing", "email", "2024-01-05", None),
        ("a", "withdrawn", "marketing", None, "2024-02-01", None),
        ("b", "given", "marketing", None, "2024-01-05", None),
    ]

    assert {"withdrawn"} == {value for (one, _, _), value in state(*rows).items() if one == "a"}
    assert {("b", "marketing", "sms"), ("b", "marketing", "email")} == {key for key in state(*rows) if key[0] == "b"}


def test_channels_and_purposes_that_nobody_tells_apart_are_any():
    table = pd.DataFrame({"customer_id": ["a", None], "state": ["given", "given"]})

    assert [["a", ANY, ANY, "given"]] == consent_states(table, as_of=AS_OF).to_numpy().tolist()


def test_the_overview_counts_everybody_once():
    """Of four customers one agreed, one withdrew, two said nothing; x is none of the base."""
    states = consent_states(
        statements(
            ("a", "given", "marketing", "sms", "2024-01-05", None),
            ("b", "given", "marketing", "sms", "2024-01-05", "2024-02-01"),
            ("x", "given", "marketing", "sms", "2024-01-05", None),
        ),
        as_of=AS_OF,
    )
    row = consent_overview(states, ["a", "b", "c", "d"], held_in="consents").iloc[0]

    assert (1, 0, 1, 2, 4, 0.25) == tuple(row[["given", "refused", "withdrawn", "unknown", "customers", "given_share"]])


def test_contact_takes_a_yes_to_every_purpose_that_a_contact_needs():
    """Analysis is no purpose of a contact; where no purpose speaks of contact, all are needed."""
    rows = [
        ("a", "given", "marketing", "sms", "2024-01-05", None),
        ("a", "refused", "analysis", "sms", "2024-01-05", None),
        ("b", "refused", "marketing", "sms", "2024-01-05", None),
        ("c", "given", "analysis", "e-mail", "2024-01-05", None),
    ]
    agreed = may_contact(consent_states(statements(*rows), as_of=AS_OF)).set_index("customer_id")

    assert {"sms_consent": "yes", "e_mail_consent": "no"} == agreed.loc["a"].to_dict()
    assert {"no"} == set(agreed.loc["b"]) | set(agreed.loc["c"])
    unnamed = [(one, "given", purpose, "sms", "2024-01-05", None) for one, purpose in (("a", "p"), ("a", "q"), ("b", "p"))]
    assert ["yes", "no"] == may_contact(consent_states(statements(*unnamed), as_of=AS_OF))["sms_consent"].tolist()


def test_columns_are_named_after_channels():
    assert {"E-Mail": "e_mail_consent", "短信": "短信_consent", ANY: "contact_consent"} == consent_columns(["E-Mail", "短信", ANY])


def test_attributes_of_the_customer_file_count_as_well():
    """Blank and unknown words are unknown; who is listed under 'opted out' has refused, who is not has not agreed."""
    table = pd.DataFrame(
        {
            "customer_id": list("abcd"),
            "mail": ["Yes", "no", None, "maybe"],
            "opted_out": ["是", "否", None, None],
            "complaint": ["yes"] * 4,
        }
    )
    headers = {"mail": "E-mail consent", "opted_out": "拒绝联系", "complaint": "Open complaint"}
    states = attribute_states(table, headers)

    assert ["mail", "opted_out"] == consents_among(headers)
    assert {("a", "mail", "given"), ("b", "mail", "refused"), ("a", "opted_out", "refused")} == set(
        states[["customer_id", "channel", "state"]].itertuples(index=False, name=None)
    )
    overview = consent_overview(states, list("abcd"), held_in="customers", channels=["mail", "opted_out", "phone"])
    assert {"mail": 2, "opted_out": 3, "phone": 4} == overview.set_index("channel")["unknown"].to_dict()


@pytest.mark.parametrize("rows", [[], [("a", None, "marketing", "sms", "2024-01-05", None)]])
def test_nothing_said_is_no_state(rows):
    states = consent_states(statements(*rows), as_of=AS_OF)

    assert 0 == len(states)
    assert ["customer_id"] == may_contact(states).columns.tolist()
    assert 0 == len(consent_overview(states, ["a"], held_in="consents"))
