"""The page on data used: every column with its kind, its use and its treatment; sensitive kinds; children."""

from datetime import date

import pandas as pd
import pytest

from analysis.quality import children, data_used, known_rows, sensitive_data
from analysis.schema import DERIVED, check_columns
from analysis.schema.derived.privacy import DATA_KINDS, DATA_USES, TREATMENTS

COLUMNS = pd.DataFrame(
    [
        ("transactions", "customer_id", "Card", ""),
        ("transactions", "order_id", "Phone + Day", ""),
        ("transactions", "amount", "Paid", ""),
        ("transactions", "category", "Kind", ""),
        ("customers", "customer_id", "Card", ""),
        ("customers", "birth_date", "Born", "demographic"),
        ("customers", "nick", "昵称", "demographic"),
        ("customers", "sms", "短信授权", "consent"),
        ("customers", "contact.phone", "Mobile", "contact"),
        ("visits", "doctor", "主诊医生", ""),
        ("responses", "why", "Why?", "text"),
        ("responses", "score", "Score", "answer"),
        ("feedback", "text", "Text", ""),
        ("rates", "rate", "Rate", ""),
        ("(all)", "姓名", "姓名", "dropped"),
    ],
    columns=["table", "column", "header", "declared"],
)
TREATED = pd.DataFrame(
    [("transactions", "order_id", "hashed", "same_as_key", 9), ("customers", "nick", "left_out", "name", 7)],
    columns=["table", "column", "action", "kind", "rows"],
)
KNOWN = pd.DataFrame([("transactions", "amount", 12), ("feedback", "text", 3)], columns=["table", "column", "rows"])
WANTED = {
    "transactions.customer_id": ("pseudonym", "joining", "pseudonymised", "", 0),
    "transactions.order_id": ("behaviour", "rhythm", "hashed", "same_as_key", 9),
    "transactions.amount": ("money", "value", "as_given", "", 12),
    "transactions.category": ("behaviour", "preferences", "as_given", "", 0),
    "customers.customer_id": ("pseudonym", "joining", "pseudonymised", "", 0),
    "customers.birth_date": ("demographic", "portraits", "as_given", "", 0),
    "customers.nick": ("identifier", "nothing", "left_out", "name", 7),
    "customers.sms": ("consent", "permission", "as_given", "", 0),
    "customers.contact.phone": ("contact", "lists", "kept_apart", "", 0),
    "visits.doctor": ("staff", "staff", "as_given", "", 0),
    "responses.why": ("text", "comments", "masked", "", 0),
    "responses.score": ("answer", "survey", "as_given", "", 0),
    "feedback.text": ("text", "comments", "masked", "", 3),
    "rates.rate": ("none", "records", "as_given", "", 0),
    "(all).姓名": ("identifier", "nothing", "not_read", "", 0),
}


def test_each_column_has_its_kind_use_and_treatment():
    table = data_used(COLUMNS, TREATED, KNOWN)
    found = table.set_index(table["table"] + "." + table["column"])[["kind", "used_for", "treatment", "why", "rows"]]

    assert WANTED == {key: tuple(row) for key, row in zip(found.index, found.itertuples(index=False), strict=True)}
    check_columns(DERIVED["data_used"], table.columns)
    assert set(table["kind"]) <= set(DATA_KINDS)
    assert set(table["used_for"]) <= set(DATA_USES)
    assert set(table["treatment"]) <= set(TREATMENTS)


def test_without_pseudonyms_the_page_says_so():
    table = data_used(COLUMNS, TREATED, KNOWN, pseudonymised=False)

    assert {"as_given"} == set(table.loc[table["kind"] == "pseudonym", "treatment"])


def test_rows_with_a_value_are_counted(tmp_path):
    pd.DataFrame({"a": [1, None, 3], "b": ["x", None, None]}).to_parquet(tmp_path / "t.parquet")

    assert [["t", "a", 2], ["t", "b", 1]] == known_rows({"t": tmp_path / "t.parquet"}).to_numpy().tolist()


@pytest.mark.parametrize(
    ("column", "header", "kind"),
    [
        ("allergy", "Allergies", "health"),
        ("adverse", "不良反应记录", "health"),
        ("bank", "开户银行", "finance"),
        ("religion", "Religion", "beliefs"),
        ("face", "人脸识别", "biometric"),
    ],
)
def test_sensitive_columns_are_known_by_name(column, header, kind):
    used = pd.DataFrame({"table": ["customers"], "column": [column], "header": [header], "kind": ["demographic"]})

    assert [[kind, f"customers.{column}", 0]] == sensitive_data(used, industry="retail").to_numpy().tolist()


@pytest.mark.parametrize("header", ["Healthy food", "Balloons", "Embankment store", "Surface", "trace"])
def test_other_words_are_not_taken_for_them(header):
    used = pd.DataFrame({"table": ["t"], "column": ["x"], "header": [header], "kind": ["demographic"]})

    assert 0 == len(sensitive_data(used, industry="retail"))


def test_in_some_industries_what_was_bought_is_sensitive():
    used = data_used(COLUMNS, TREATED, KNOWN)
    table = sensitive_data(used, industry="medical_aesthetics", minors=2).set_index("kind")

    assert ["transactions.category, visits.doctor", "customers.birth_date"] == table["columns"].tolist()
    assert 2 == table.loc["minors", "customers"]
    assert 0 == len(sensitive_data(used, industry="retail"))


def test_children_are_those_under_fourteen():
    """Fourteen today is no child; born after today is a mistake."""
    born = pd.to_datetime(["2010-06-30", "2010-07-01", "2020-01-01", "2025-01-01", None])
    day = date(2024, 6, 30)

    assert 2 == children(pd.DataFrame({"birth_date": born}), as_of=day)
    assert 1 == children(pd.DataFrame({"birth_year": [2010, 2011, 1990]}), as_of=day)
    assert 1 == children(pd.DataFrame({"age": [13.0, 14.0, None]}), as_of=day)
    assert 0 == children(pd.DataFrame({"sex": ["F"]}), as_of=day)
