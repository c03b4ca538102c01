"""`strata new`: what headers are taken for, and that nothing is written over."""

import pytest

from analysis.config import load_client
from analysis.errors import ConfigError, SourceError
from analysis.sources.propose import propose_client
from analysis.sources.synonyms import TRANSACTIONS, names_a_person, plain_header, role_of

ORDERS = "Invoice No,Invoice Date,Customer ID,Qty,Unit Price,E-mail\n1,2024-01-02,a,2,3.50,x@example.org\n"


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Customer ID", "customer_id"),
        ("customer_id", "customer_id"),
        ("客户 ID", "customer_id"),
        ("Order Date", "ordered_at"),
        ("付款日期", "ordered_at"),
        ("Line Total", "amount"),
        ("实付金额", "amount"),
        ("Annual Income (k$)", None),
    ],
)
def test_headers_are_recognised_in_both_languages(header, role):
    assert role == role_of(header, TRANSACTIONS)


def test_signs_and_units_in_a_header_do_not_matter():
    assert "orderno" == plain_header(" Order-No. (internal) ")


def test_columns_that_name_a_person_are_left_at_the_door():
    assert all(names_a_person(header) for header in ("Full Name", "E-mail", "手机号", "客户名称"))


def test_the_proposal_is_a_configuration_that_loads(tmp_path):
    """Quantity and price become an amount; the e-mail column goes to privacy.drop."""
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    proposal = propose_client("acme", [file], tmp_path / "acme")
    config = load_client(proposal.path)

    assert [] == proposal.missing
    assert ("Qty", "Unit Price") == config.source.transactions.columns["amount"].multiply
    assert ("E-mail",) == config.privacy.drop


def test_an_existing_configuration_is_never_written_over(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "client.yaml").write_text("name: mine\n", encoding="utf-8")

    with pytest.raises(ConfigError, match="is there already"):
        propose_client("acme", [file], tmp_path / "acme")
    assert "name: mine\n" == (tmp_path / "acme" / "client.yaml").read_text(encoding="utf-8")


def test_what_is_missing_is_said(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("Customer ID,Sex\n1,F\n", encoding="utf-8")
    proposal = propose_client("acme", [file], tmp_path / "acme")

    assert ["customer_id", "ordered_at", "amount"] == proposal.missing


def test_a_workbook_gets_the_way_out(tmp_path):
    file = tmp_path / "orders.xlsx"
    file.write_bytes(b"PK")

    with pytest.raises(SourceError, match="save it as CSV"):
        propose_client("acme", [file], tmp_path / "acme")
