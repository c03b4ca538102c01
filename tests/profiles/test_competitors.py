"""Mentions of competitors: by name, in general, and for whom they speak."""

import pandas as pd
import pytest

from analysis.profiles.competitors import OTHERS, mention_table, mentions


def comments(*rows) -> pd.DataFrame:
    """(customer, text, mood) -> comments."""
    table = pd.DataFrame(rows, columns=["customer_id", "text", "mood"])
    return table.assign(comment=range(len(table)))


def test_a_name_is_found_as_a_whole_word_in_any_capitals():
    found = mentions(
        comments(("ana", "argos is cheaper", None), ("ben", "Cargos and argosy", None), ("cai", "去美莱做过", None)),
        names=["Argos", "美莱"],
    )

    assert [(0, "ana", "Argos"), (2, "cai", "美莱")] == list(found.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    "text",
    ["Cheaper than anywhere else.", "I went to another shop", "the other clinics", "bought it elsewhere", "your competitors", "I switched to them", "同样的项目别家便宜", "去了别的医院", "隔壁店更好", "准备换一家", "其他机构便宜"],
)  # fmt: skip
def test_another_place_is_found_without_a_name(text):
    assert [OTHERS] == mentions(comments(("ana", text, None)))["mention"].tolist()


@pytest.mark.parametrize("text", ["on the other hand", "another box", "别担心", "换了医生", "其他项目", "I put it somewhere"])
def test_other_things_are_no_other_place(text):
    assert mentions(comments(("ana", text, None))).empty


def test_a_named_competitor_is_not_counted_as_another_place_too():
    assert ["Argos"] == mentions(comments(("ana", "Argos, or another shop", None)), names=["Argos"])["mention"].tolist()


def test_the_mood_says_for_whom_a_comparison_speaks(fits_schema):
    rows = [(f"c{i}", "Argos is nearer", ("positive", "negative", "negative", None)[i % 4]) for i in range(12)]
    rows += [("dee", "Wilko was better", "negative")] * 2
    table = comments(*rows)
    found = mention_table(table, mentions(table, names=["Argos", "Wilko"]))

    fits_schema(found, "feedback_mentions")
    assert [("Argos", 12, 12, 3, 6, 3), (OTHERS, 2, 1, 0, 2, 0)] == list(found.itertuples(index=False, name=None))


def test_no_mention_is_an_empty_table():
    assert mention_table(comments(("ana", "Good", "positive")), mentions(comments(("ana", "Good", "positive")))).empty
