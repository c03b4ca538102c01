"""From a client's files to the page on personal data, and to the attributes that consent is read from."""

import pytest

from analysis.reporting import compose, privacy
from analysis.store import Run
from tests.stories import write_client

CLIENT = """\
name: P
currency: GBP
source:
  transactions:
    files: raw/o.csv
    columns: {customer_id: Id, ordered_at: Day, amount: Paid}
  customers:
    files: raw/m.csv
    columns: {customer_id: Id, city: City, post: Post, sms_consent: Old}
    attributes: {city: geographic, post: consent, sms_consent: consent}
    contact: {phone: Mobile}
  consents:
    files: raw/c.csv
    columns: {customer_id: Id, state: State, channel: Channel, stated_at: Day}
    values: {state: {given: [y], refused: [n]}}
privacy: {drop: [Name]}
"""
FILES = {
    "o.csv": "Id,Day,Paid\nA,2024-01-05,5\nB,2024-11-01,6\nC,2024-12-30,7\n",
    "m.csv": "Id,City,Post,Old,Name,Mobile\nA,Leeds,yes,no,X,1\nB,York,,yes,Y,2\nC,Bath,no,yes,Z,3\n",
    "c.csv": "Id,State,Channel,Day\nA,y,sms,2024-02-01\nB,y,sms,2024-02-01\nB,n,sms,2024-03-01\nD,y,sms,2024-03-01\nA,n,sms,2025-03-01\n",
}


@pytest.fixture
def held(tmp_path):
    write_client(tmp_path / "data" / "p", CLIENT, FILES)
    run = Run.open("p", "2024", data=tmp_path / "data", reports=tmp_path / "reports")
    return run, compose.hold(run, refunds="net", window_months=24)


def test_attributes_say_who_may_be_contacted_at_the_periods_end(held):
    """A agreed and refused only later; B refused; C said nothing, whatever the customer file says; D is known from consents alone."""
    run, found = held
    table = compose.write_attributes(run, found)

    assert {"Leeds": "yes", "York": "no", "Bath": "no"} == table.dropna(subset="city").set_index("city")["sms_consent"].to_dict()
    assert ["yes"] == table.loc[table["city"].isna(), "sms_consent"].tolist()
    assert table["customer_id"].is_unique


def test_the_overview_holds_both_sources(held):
    run, found = held
    people = compose.write_attributes(run, found)["customer_id"]
    table = privacy.consents(run, found, people).set_index(["held_in", "channel"])

    assert (2, 1, 0, 1, 4) == tuple(table.loc[("consents", "sms"), ["given", "refused", "withdrawn", "unknown", "customers"]])
    assert (1, 1, 0, 2, 4) == tuple(table.loc[("customers", "Post"), ["given", "refused", "withdrawn", "unknown", "customers"]])


def test_the_page_lists_every_column_that_client_yaml_names(held):
    run, found = held
    used = privacy.data_used(run, found)
    by_name = used.set_index(used["table"] + "." + used["column"])

    assert ("kept_apart", "Mobile") == tuple(by_name.loc["customers.contact.phone", ["treatment", "header"]])
    assert "not_read" == by_name.loc["(all).Name", "treatment"]
    assert (3, "as_given") == tuple(by_name.loc["customers.city", ["rows", "treatment"]])
    assert 3 + 4 + 1 + 4 + 1 == len(used)
    assert 0 == len(privacy.sensitive_data(run, found, used))
    assert run.has_table("data_used")
    assert run.has_table("sensitive_data")
