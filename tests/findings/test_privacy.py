"""The words and tables of the page on personal data: what they say of each treatment, and what they never say."""

from datetime import date

import pandas as pd
import pytest

from analysis.findings import privacy
from analysis.tables.privacy import consent_table, data_used_table
from analysis.text import Text

ENGLISH = Text("en")
USED = pd.DataFrame(
    [
        ("transactions", "customer_id", "Card", "pseudonym", "joining", "pseudonymised", "", 9),
        ("transactions", "amount", "Paid", "money", "value", "as_given", "", 9),
        ("transactions", "order_id", "Phone + Day", "behaviour", "rhythm", "hashed", "same_as_key", 9),
        ("customers", "nick", "昵称", "identifier", "nothing", "left_out", "name", 7),
        ("customers", "contact.phone", "Mobile", "contact", "lists", "kept_apart", "", 0),
        ("feedback", "text", "Text", "text", "comments", "masked", "", 3),
        ("(all)", "Name", "Name", "identifier", "nothing", "not_read", "", 0),
    ],
    columns=["table", "column", "header", "kind", "used_for", "treatment", "why", "rows"],
)
SENSITIVE = pd.DataFrame(
    [("health", "visits.category", 0), ("finance", "", 0), ("minors", "customers.birth_date", 3)],
    columns=["kind", "columns", "customers"],
)
CONSENTS = pd.DataFrame(
    [
        ("consents", "(any)", "sms", 60, 20, 5, 15, 100, 0.6),
        ("customers", "(any)", "拒绝联系", 0, 7, 0, 93, 100, 0.0),
        ("consents", "marketing", "email", 30, 0, 0, 70, 100, 0.3),
    ],
    columns=["held_in", "purpose", "channel", "given", "refused", "withdrawn", "unknown", "customers", "given_share"],
)


def said(words, part: str) -> str:
    return " ".join(ENGLISH.say(message) for message in getattr(words, part))


@pytest.fixture
def words():
    return privacy.story(USED, SENSITIVE, CONSENTS, as_of=date(2024, 6, 30), purpose="Better offers")


def test_the_page_counts_what_was_read_and_kept_out(words):
    """Of seven columns four were read, from two tables; one was left out at the door and one never read."""
    answer = said(words["data_used"], "answer")

    assert "rests on 4 columns (input tables: 2)" in answer
    assert "4 columns read, 2 kept out" == ENGLISH.say(words["data_used"].title)
    assert "The column 昵称 of Customers was left out: it holds names of persons." in answer
    assert "Order numbers were replaced by keyed hashes as well: they hold the customer number once more." in answer
    assert "1 contact fields lie apart" in answer


def test_keyed_hashes_are_de_identified_and_never_called_anonymous(words):
    answer = said(words["data_used"], "answer")

    assert "de-identified, not anonymous" in answer
    assert "anonymous" not in answer.replace("not anonymous", "")


def test_ids_that_were_not_replaced_are_owned_up_to():
    used = USED.assign(treatment=USED["treatment"].replace("pseudonymised", "as_given"))
    answer = said(privacy.story(used, SENSITIVE, CONSENTS, as_of=date(2024, 6, 30))["data_used"], "answer")

    assert "read as they are (privacy.pseudonymise is off)" in answer
    assert "de-identified" not in answer


def test_sensitive_data_and_children_ask_for_separate_consent(words):
    so = said(words["data_used"], "so")

    assert "medical and health data (visits.category). It needs" in so
    assert "can itself be sensitive personal information: financial accounts" in so
    assert "3 customers are under fourteen" in so
    assert 3 == so.count("PIPL arts. 28 and")


def test_what_client_yaml_does_not_state_is_asked_for(words):
    note = said(words["data_used"], "note")

    assert "Purpose: Better offers" in note
    assert "Legal basis: not stated; write privacy.basis in client.yaml." in note
    assert "Kept until: not stated" in note


def test_consent_names_the_best_channel_and_those_who_said_nothing(words):
    answer = said(words["consents"], "answer")

    assert "sms reaches the most customers: 60 of 100 agreed (60%)." in answer
    assert "Of 70 customers nothing is known for email" in answer
    assert "Up to 5 customers" in answer


def test_without_consents_there_is_a_reason_instead():
    words = privacy.story(USED, SENSITIVE, CONSENTS.iloc[:0], as_of=date(2024, 6, 30))

    assert {"data_used", "consents_unknown"} == words.keys()
    assert "nobody may" in ENGLISH.say_all(words["consents_unknown"].answer)


def test_the_table_names_columns_and_what_was_found_in_them():
    shown = data_used_table(USED, text=ENGLISH)

    assert "昵称 (names of persons)" in shown
    assert "replaced by a pseudonym (keyed hash)" in shown
    assert 7 == shown.count("<tr") - 1


def test_small_groups_cannot_be_worked_out_from_the_table():
    """5 withdrew: hidden, and the next smallest figure with it, for the total would give it away; 0 hides nobody."""
    shown = consent_table(CONSENTS, text=ENGLISH, minimum=10)
    first, second, third = (row.split("<td")[2:] for row in shown.split("<tr")[2:])

    assert ["60" in first[0], "20" in first[1], ">5<" in first[2], ">15<" in first[3]] == [True, True, False, False]
    assert [">7<" in second[1], ">93<" in second[3]] == [False, False]
    assert [">30<" in third[0], ">0<" in third[1], ">70<" in third[3]] == [True, True, True]
