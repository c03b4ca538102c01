"""Who the customers are without order lines: lists, figures, answers; and chapter 02 on them, on numbers one can count."""

import pytest

from analysis.features import Dates
from analysis.findings.segmentation import Followed
from analysis.reporting import compose, divided, lens_facts, lens_story
from analysis.reporting.people import described, listed_customers
from analysis.segmentations.survey_answers import survey_table
from analysis.store import Run
from tests.stories import write_client

HEAD = "name: P\ncurrency: GBP\nprivacy: {pseudonymise: false, minimum_cell: 10}\nsource:\n"
LIST = """\
  customers:
    files: raw/m.csv
    columns: {customer_id: Id, sex: Sex, age: Age, income: Income}
    attributes: {sex: demographic, age: metric, income: metric}
"""
FIGURES = """\
  summaries:
    files: raw/s.csv
    columns: {customer_id: Id, recency: Days, orders: Orders, revenue: Spent}
"""
PEOPLE = "Id,Sex,Age,Income\n" + "".join(f"{i:03d},{'FM'[i % 2]},{20 + i % 50},{i % 40 * 1000}\n" for i in range(100))
SPENT = "Id,Days,Orders,Spent\n" + "".join(f"{i:03d},{i},{i % 5},{i % 5 * 10}\n" for i in range(90)) + "900,3,2,7\n"


def opened(tmp_path, yaml, files):
    write_client(tmp_path / "data" / "p", HEAD + yaml, files)
    run = Run.open("p", "2024", data=tmp_path / "data", reports=tmp_path / "reports")
    held = compose.hold(run, refunds="net", window_months=24)
    compose.write_attributes(run, held)
    return run, held.dates


def chapter(run, dates: Dates):
    made = divided.divide(run, dates, given={})
    facts = lens_facts.facts(run, dates, made, minimum=10, write=lambda name, table: table)
    return made, facts


@pytest.fixture
def listed(tmp_path):
    return opened(tmp_path, LIST, {"m.csv": PEOPLE})


@pytest.fixture
def figured(tmp_path):
    return opened(tmp_path, LIST + FIGURES, {"m.csv": PEOPLE, "s.csv": SPENT})


def test_of_a_mere_list_nobody_is_said_to_have_bought(listed):
    base = listed_customers(listed[0])

    assert (100, {"known"}, ["customer_id", "state"]) == (len(base), set(base["state"]), list(base.columns))


def test_every_list_counts_and_figures_tell_buyers(figured):
    """Of 0–89 a fifth has no order; 90–99 have no figures; 900 stands in the figures alone."""
    base = listed_customers(figured[0]).set_index("customer_id")

    assert {"buyer": 73, "prospect": 28} == base["state"].value_counts().to_dict()
    assert ["prospect", "buyer", "prospect"] == base.loc[["000", "900", "099"], "state"].tolist()
    assert (3.0, 2.0, 7.0) == tuple(base.loc["900", ["recency_days", "order_count", "revenue"]].astype(float))


def test_attributes_come_with_their_kinds(listed):
    people, kinds = described(listed[0])

    assert {"sex": "demographic", "age": "metric", "income": "metric"} == kinds
    assert 100 == len(people)


def test_a_list_is_divided_by_who_people_are_also_where_age_is_declared_a_metric(listed):
    made, facts = chapter(*listed)

    assert {"demographic.age", "demographic.sex"} <= set(made.rules)
    assert {"F": 50, "M": 50} == facts.of("demographic.sex").set_index("segment")["customers"].astype(int).to_dict()
    assert facts.sizes["revenue"].isna().all()
    assert {"no_orders"} == {made.lacking[method] for method in ("rfm", "value", "lifecycle")}


def test_a_list_says_no_word_of_orders(listed):
    """Every section has words or a reason; what is made of orders has one and the same."""
    made, facts = chapter(*listed)
    basis, followed = lens_story.basis_of(listed[1], made), Followed.of(listed[1])
    told = lens_story.told(made, facts, basis=basis, followed=followed, labels={}, minimum=10)

    assert "Yes. Every known customer is in exactly one segment of each lens." == str(told["sum"].answer[0].template)
    assert (
        "no_order_lines" == told["lens"].reason.values["reason"].value == lens_story.why(made, "rfm").reason.values["reason"].value
    )
    assert "{customers} customers by {n} lenses of people and places" == told["people"].title.template


def test_figures_per_customer_go_through_the_same_methods(figured):
    made, facts = chapter(*figured)
    value = facts.of("value").set_index("segment")["customers"]

    assert {"rfm", "value"} <= set(made.rules)
    assert {101} == set(facts.sizes.groupby("method")["customers"].sum())
    assert 28 == value["no_order"]
    assert "no_order_days" == made.lacking["lifecycle"]
    assert 0 == (facts.sums["files"] - facts.sums["report"]).abs().max()


def test_who_answers_without_a_number_is_a_respondent(tmp_path):
    yaml = """\
  responses:
    files: raw/a.csv
    columns: {respondent_id: {row_number: true}}
    items: {good: {column: Good, role: attitude, scale: [1, 5]}}
"""
    run, _ = opened(tmp_path, yaml, {"a.csv": "Good\n" + "".join(f"{1 + i % 5}\n" for i in range(20))})
    base = listed_customers(run)
    table = survey_table(compose.canonical(run, "responses"), {"good": ("attitude", (1, 5), False)}, as_of=None)

    assert (20, {"known"}) == (len(base), set(base["state"]))
    assert set(base["customer_id"]) == set(table["customer_id"])
