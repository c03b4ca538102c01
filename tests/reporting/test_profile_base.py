"""What chapter 03 starts from where no orders are held, and what the client's columns are called there."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.config.columns import Add, FromColumn
from analysis.reporting.attribute_words import attribute_names, in_words, segment_names
from analysis.reporting.further import headers
from analysis.reporting.profile_base import _ranks, _thoughts, given_features, parts_of, survey_rows
from analysis.text import Text


def table(columns: dict, attributes: tuple[str, ...] = (), items: dict | None = None) -> SimpleNamespace:
    return SimpleNamespace(columns=columns, attributes=dict.fromkeys(attributes, "metric"), items=items or {})


SOURCE = SimpleNamespace(
    customers=table({"kidhome": FromColumn(column="Kidhome"), "wine": FromColumn(column="MntWines"), "sex": FromColumn(column="Sex")}, ("kidhome", "wine", "sex")),
    summaries=table({"revenue": Add(add=("MntWines", "MntFruits")), "orders": FromColumn(column="NumStore")}),
    responses=table({}, (), {"tasty": SimpleNamespace(label="Is it tasty?", column="q1", question=None)}),
)  # fmt: skip


def test_each_figure_once_and_what_an_order_brings():
    """100 in 4 orders are 25 an order; of whom no order is given, nothing is known."""
    given = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "state": "buyer",
            "revenue": [100.0, 30.0],
            "lifetime_revenue": [100.0, 30.0],
            "order_count": [4, 0],
        }
    )

    found = given_features(given)

    assert "lifetime_revenue" not in found
    assert 25.0 == found["average_order"].iloc[0]
    assert pd.isna(found["average_order"].iloc[1])


def test_a_list_without_figures_has_none():
    found = given_features(pd.DataFrame({"customer_id": ["a"], "state": "known"}))

    assert found[["revenue", "order_count"]].isna().all(axis=None)


def test_what_is_summed_up_in_a_defining_figure_is_no_finding():
    """Wine is part of revenue; in a lens of sex it is one."""
    assert ("wine",) == parts_of(SOURCE, ("recency_days", "revenue"))
    assert () == parts_of(SOURCE, ("sex",))


def test_in_an_anonymous_survey_the_respondents_are_the_customers():
    said = pd.DataFrame({"respondent_id": ["r1", "r2"], "tasty": [1, 0]})

    assert ["r1", "r2"] == survey_rows(said)["customer_id"].tolist()
    assert ["c1"] == survey_rows(pd.DataFrame({"respondent_id": ["r1"], "customer_id": ["c1"]}))["customer_id"].tolist()
    assert survey_rows(None) is None


def test_an_attribute_goes_by_its_own_header_where_the_kit_has_no_word():
    names = attribute_names(SOURCE, Text("en"))

    assert "Kidhome" == names["lens", "demographic.kidhome", "en"] == names["trait", "kidhome", "en"]
    assert "Is it tasty?" == names["trait", "tasty", "en"]
    assert ("trait", "sex", "en") not in names
    assert "性别" == Text("zh", own=attribute_names(SOURCE, Text("zh"))).name("lens", "demographic.sex")


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("StreamingMovies", "Streaming movies"),
        ("StreamingTV", "Streaming TV"),
        ("Marital_Status", "Marital status"),
        ("MARITAL_STATUS", "Marital status"),
        ("WeChat", "WeChat"),
        ("Q1_A", "Q1_A"),
        ("Kidhome", "Kidhome"),
        ("Type of Travel", "Type of Travel"),
        ("会员等级", "会员等级"),
    ],
)
def test_words_run_together_are_parted_and_all_else_is_left(header, word):
    assert word == in_words(header)


def test_segments_of_an_attribute_are_people_with_it_and_no_bare_figures():
    text = Text("en", own=attribute_names(SOURCE, Text("en")))
    names = segment_names("demographic.kidhome", ["0", "Many"], text)

    assert "Kidhome: 0" == names["segment", "0", "en"]
    assert "Customers with Kidhome “Many”" == names["segment_people", "Many", "en"]
    assert {} == segment_names("rfm", ["champions"], text)
    assert {} == segment_names("psychographic.answers", ["psychographic_1"], text)  # found in answers: no attribute


def test_groups_are_no_people_but_hold_customers():
    """“80% of High distance have …” is no sentence."""
    text = Text("en", own={("segment", "cluster_1", "en"): "High distance"})

    assert "Customers in “High distance”" == segment_names("clusters", ["cluster_1"], text)["segment_people", "cluster_1", "en"]


def test_a_key_in_chinese_was_chosen_for_readers_and_goes_before_the_header():
    columns = {"月费": FromColumn(column="MonthlyCharges"), "level": FromColumn(column="会员等级")}
    names = attribute_names(SimpleNamespace(customers=table(columns, ("月费", "level"))), Text("zh"))

    assert "月费" == names["trait", "月费", "zh"]


def run_of(responses, held: pd.DataFrame | None = None) -> SimpleNamespace:
    """A run of a survey, with the table `survey_profile` or without."""
    source = SimpleNamespace(customers=None, summaries=None, responses=responses)
    tables = {} if held is None else {"survey_profile": held}
    return SimpleNamespace(config=SimpleNamespace(source=source), has_table=tables.__contains__, read_table=tables.__getitem__)


def test_the_answers_that_make_a_lens_are_its_own_and_as_asked():
    """An item turned round would say the opposite of its words; another lens’s answers make other groups."""
    asked = SimpleNamespace(items={"cheap": SimpleNamespace(reversed=False), "dear": SimpleNamespace(reversed=True)})
    held = pd.DataFrame({"method": ["needs", "needs", "psychographic.answers"], "item": ["cheap", "dear", "cheap"]})

    assert ["cheap"] == _thoughts(run_of(asked, held), "needs")["item"].tolist()
    assert _thoughts(run_of(asked, held), "rfm") is None
    assert _thoughts(run_of(asked), "needs") is None
    assert _thoughts(run_of(None, held), "needs") is None


def test_levels_are_ordered_as_client_yaml_says():
    assert {"mood": ("low", "high")} == _ranks(run_of(SimpleNamespace(items={}, levels={"mood": ("low", "high")})))


def test_chapter_01_calls_a_column_what_chapter_03_does():
    columns = {"会员身份": FromColumn(column="Customer Type"), "spent": FromColumn(column="MntWines")}
    spec = table(columns, tuple(columns))

    assert {"会员身份": "会员身份", "spent": "Mnt wines"} == headers(spec)
    assert headers(spec) == {
        key: word
        for (context, key, _), word in attribute_names(SimpleNamespace(customers=spec), Text("zh")).items()
        if context == "trait"
    }
