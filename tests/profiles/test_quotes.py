"""Quotes: typical, short, in common words, and nothing that points at anybody."""

import pandas as pd

from analysis.profiles.quotes import quotes
from analysis.sources.masking import masked_text

TYPICAL = "Parts were missing from the box"


def comments(*more: tuple[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Twelve customers with the typical sentence, and one with each of the others; all negative, all on one theme."""
    rows = [(f"c{i}", TYPICAL) for i in range(12)] + list(more)
    table = pd.DataFrame(rows, columns=["customer_id", "text"]).assign(mood="negative").reset_index(names="comment")
    return table, table[["comment"]].assign(theme="incomplete")


def quoted(*more, mask=masked_text, minimum=10, mood="negative") -> list[str]:
    return quotes(*comments(*more), [("incomplete", mood)], mask=mask, minimum=minimum)["quote"].tolist()


def test_the_typical_comment_is_quoted():
    assert [TYPICAL] == quoted(("odd", "Missing parts in the box which my wedding planner ordered"))


def test_nothing_is_quoted_on_which_too_few_wrote():
    assert [] == quoted(minimum=13)
    assert [] == quoted(mood="positive")


def test_rare_words_numbers_masks_and_names_are_not_quoted():
    table, themes = comments(
        ("a", f"{TYPICAL} zebra"), ("b", f"{TYPICAL} 3"), ("c", f"{TYPICAL} [name]"), ("d", f"{TYPICAL} Mrs Parts")
    )
    only = table[table["customer_id"].isin(list("abcd"))]

    found = quotes(table.assign(customer_id=table["customer_id"].where(table["comment"].isin(only["comment"]))), themes, [("incomplete", "negative")], mask=masked_text)  # fmt: skip

    assert found.empty


def test_a_text_that_the_door_would_change_is_not_quoted():
    assert [] == quoted(mask=lambda text: text.replace("box", "[box]"))


def test_each_text_is_quoted_once_and_few_in_all():
    table, themes = comments()
    many = pd.concat([themes.assign(theme=name) for name in "abcdef"])

    assert 1 == len(quotes(table, many, [(name, "negative") for name in "abcdef"], mask=masked_text))
