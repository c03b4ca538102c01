"""Whom a client may contact through a channel: consent of that channel alone, opting out, declined profiling."""

from datetime import date

import pandas as pd
import pytest

from analysis.quality import Told, consent_states, no_consent, no_profiling, opted_out
from analysis.quality.channels import channel_key, channel_named

PEOPLE = pd.Series(["ana", "ben", "cho", "dan"])
FILE = pd.DataFrame(
    {
        "customer_id": PEOPLE,
        "email_ok": ["yes", "no", None, "maybe"],
        "sms_ok": ["no", "yes", "yes", None],
        "stop": ["no", None, "yes", "asked twice"],
        "profile_ok": ["yes", "no", None, "yes"],
    }
)
HEADERS = {"email_ok": "E-mail consent", "sms_ok": "短信授权", "stop": "Do not contact", "profile_ok": "个性化推荐授权"}


def left_out(told: Told) -> list[str]:
    return list(PEOPLE[told.holds(PEOPLE)])


@pytest.mark.parametrize(
    ("title", "channel"),
    [
        ("企业微信授权 wecom_consent", "wecom"), ("微信授权", "wechat"), ("E-mail Consent", "email"), ("Text message opt-in", "sms"),
        ("Marketing consent", None), ("Restore point", None),
    ],
)  # fmt: skip
def test_a_column_names_its_channel(title, channel):
    assert channel == channel_named(title)


def test_a_word_of_the_client_means_a_channel():
    assert ("sms", "email", None) == (channel_key("Text Message"), channel_key("e-mail"), channel_key("carrier pigeon"))


def test_consent_to_one_channel_is_none_to_another():
    """Ana agreed to e-mail, Ben and Cho to text messages; nobody said anything of the telephone."""
    asked = {"states": None, "customers": FILE, "headers": HEADERS}

    assert ["ben", "cho", "dan"] == left_out(no_consent("email", **asked))
    assert ["ana", "dan"] == left_out(no_consent("sms", **asked))
    assert list(PEOPLE) == left_out(no_consent("phone", **asked))
    assert not no_consent("phone", **asked).checked
    assert ("customers.sms_ok", "短信授权") == (no_consent("sms", **asked).source, no_consent("sms", **asked).label)


def test_a_column_that_names_no_channel_speaks_of_all():
    headers = {"email_ok": "Marketing consent"}
    file = FILE.rename(columns={"email_ok": "agreed"})

    assert ["ben", "cho", "dan"] == left_out(
        no_consent("phone", states=None, customers=file, headers={"agreed": headers["email_ok"]})
    )


def test_without_consents_nobody_may_be_contacted():
    assert list(PEOPLE) == left_out(no_consent("email", states=None, customers=None, headers={}))


def statements(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["customer_id", "state", "channel", "purpose", "stated_at"])
    return consent_states(table, as_of=date(2025, 12, 31))


def test_the_table_of_consents_goes_before_the_file():
    """Ana's agreement of May was taken back in June; Ben spoke of every channel; Cho of another one."""
    states = statements(
        ("ana", "given", "E-Mail", "marketing", "2025-05-01"), ("ana", "withdrawn", "E-Mail", "marketing", "2025-06-01"),
        ("ben", "given", None, "marketing", "2025-05-01"), ("cho", "given", "SMS", "marketing", "2025-05-01"),
    )  # fmt: skip
    asked = {"states": states, "customers": FILE, "headers": HEADERS}

    assert ["ana", "cho", "dan"] == left_out(no_consent("email", **asked))
    assert ["ana", "dan"] == left_out(no_consent("sms", **asked))


def test_of_two_words_for_one_channel_the_stricter_holds():
    states = statements(
        ("ana", "given", "e-mail", "marketing", "2025-05-01"), ("ana", "refused", "Newsletter", "marketing", "2025-05-01")
    )

    assert list(PEOPLE) == left_out(no_consent("email", states=states, customers=None, headers={}))


def test_who_opted_out_is_told_by_any_source():
    """Cho and Dan by the file (a word that is not understood counts against), Ana by withdrawing, Ben by unsubscribing."""
    states = statements(("ana", "withdrawn", "SMS", "marketing", "2025-06-01"), ("ben", "given", "SMS", "marketing", "2025-06-01"))
    contacts = pd.DataFrame({"customer_id": ["ben", "ana"], "unsubscribed": ["1", "0"]})
    file = {"customers": FILE, "headers": HEADERS}

    assert ["cho", "dan"] == left_out(opted_out("sms", states=None, contacts=None, **file))
    every = opted_out("sms", states=states, contacts=contacts, **file)
    assert list(PEOPLE) == left_out(every)
    assert "consents.state, customers.stop, contacts.unsubscribed" == every.source
    assert not opted_out("sms", states=None, contacts=None, customers=FILE, headers={"email_ok": "E-mail consent"}).checked


def test_who_declined_profiling_stands_on_no_list_drawn_from_segments():
    """Ben said no in the file; a blank declines nothing. In the table of consents a refusal of that purpose counts."""
    told = no_profiling(states=None, customers=FILE, headers=HEADERS)
    states = statements(
        ("ana", "refused", None, "profiling", "2025-05-01"), ("ben", "given", None, "profiling", "2025-05-01"),
        ("ana", "given", None, "marketing", "2025-05-01"),
    )  # fmt: skip

    assert ["ben"] == left_out(told)
    assert ["ana"] == left_out(no_profiling(states=states, customers=None, headers={}))
    assert [] == left_out(opted_out("email", states=states, customers=None, headers={}, contacts=None))
    assert not no_profiling(states=None, customers=FILE, headers={"email_ok": "E-mail consent"}).checked
