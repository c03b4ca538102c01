"""Customers or the ruler in sentences, and what of it may be shown."""

from datetime import date

import pandas as pd
import pytest

from analysis.evaluation import net_change, segment_split
from analysis.findings import Basis
from analysis.findings import evaluation_ruler as ruler
from analysis.profiles import hidden_cells, telling_sums
from analysis.tables import evaluation_moves as tables
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 300)
ORDER = ("champions", "loyal", "lost", "no_order")


def crowd(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    """The parts of customers by their three labels; each spends 10 before and 20 after."""
    labels = [row[:3] for row in rows for _ in range(row[3])]
    ids = [f"c{n}" for n in range(len(labels))]
    tables_ = [pd.DataFrame({"customer_id": ids, "method": "rfm", "segment": [label[n] for label in labels]}) for n in range(3)]
    worth = [pd.Series(money, ids) for money in (10.0, 20.0)]
    return segment_split(*tables_, *worth, method="rfm", outside=("no_order",))


PARTS = crowd(
    ("champions", "champions", "champions", 100), ("champions", "loyal", "loyal", 30), ("loyal", "loyal", "champions", 40),
    ("loyal", "loyal", "loyal", 90), ("lost", "loyal", "loyal", 20), ("lost", "lost", "lost", 200), ("no_order", "loyal", "loyal", 50),
)  # fmt: skip


def shown(parts: pd.DataFrame) -> pd.DataFrame:
    return ruler.shown_change(net_change(parts), None, order=ORDER, minimum=10, hide=hidden_cells, tell=telling_sums)


def told(parts: pd.DataFrame, kind: str = "refitted"):
    return ruler.ruler_words(shown(parts), parts, ruler=kind, minimum=10, basis=BASIS)["ruler"]


def said(messages) -> list[str]:
    return [ENGLISH.say(one) for one in messages]


def test_what_customers_did_and_what_the_ruler_did_is_said_apart():
    words = told(PARTS)

    assert [
        "Since 30 Sept 2025, 50 customers have come to stand in another segment by what they did, and 40 because the definitions were made anew.",
        "50 came in with a first order.",
    ] == said(words.answer)
    assert "By the old definitions, “Champions” would hold 100 customers, not 140" == ENGLISH.say(words.title)
    assert "it would be 100" in ENGLISH.say(words.findings[0].sentence)
    assert 800.0 == words.findings[0].money


def test_a_ruler_that_changed_little_is_not_the_headline():
    """Twelve of 512 changed segment by the ruler, four percent of the smaller one."""
    little = crowd(
        ("champions", "champions", "champions", 300),
        ("champions", "champions", "loyal", 12),
        ("champions", "loyal", "loyal", 90),
        ("loyal", "loyal", "loyal", 200),
    )

    assert "Of 102 changes of segment, 12 come of the new definitions" == ENGLISH.say(told(little).title)
    assert () == told(little).findings


def test_more_ruler_than_movement_is_called_so():
    more = crowd(("champions", "champions", "loyal", 90), ("loyal", "champions", "champions", 20), ("loyal", "loyal", "loyal", 50))

    assert ["Most of what looks like movement between the two reports is the ruler."] == [
        one[: one.index(".") + 1] for one in said(told(more).so)
    ]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("frozen", "The definitions are those of the report before"), ("first", "No report ended on 30 Sept 2025"), ("added", "The report before did not have")],
)  # fmt: skip
def test_one_ruler_is_said_with_its_reason(kind, sentence):
    still = crowd(("champions", "champions", "champions", 100), ("champions", "lost", "lost", 30), ("lost", "lost", "lost", 60))
    words = told(still, kind)

    assert said(words.answer)[0].startswith(sentence)
    assert "30 customers stand in another segment than on 30 Sept 2025." == said(words.answer)[1]
    assert "“Champions” shrank most: from 130 to 100 customers" == ENGLISH.say(words.title)
    assert () == words.so == words.findings


def test_parts_of_few_are_told_together_and_a_line_still_adds_up():
    """The ruler moved four: neither they nor a second part can be read off."""
    table = shown(crowd(
        ("champions", "champions", "champions", 100), ("champions", "champions", "loyal", 4), ("loyal", "champions", "champions", 30),
        ("champions", "loyal", "loyal", 25), ("loyal", "loyal", "loyal", 80), ("lost", "lost", "lost", 60),
        ("loyal", "lost", "lost", 40), ("no_order", "loyal", "loyal", 50), ("no_order", "champions", "champions", 33),
    )).set_index("segment")  # fmt: skip

    assert table.loc[["champions", "loyal"], "ruler"].isna().all()
    assert (table[["moved", "ruler", "mix"]].isna().sum(axis=1).isin([0, 2, 3])).all()
    added = table["start"] + table[["moved", "ruler", "mix"]].sum(axis=1) + table["rest"]
    assert (added == table["end"]).all()
    money = [f"{part}_revenue" for part in ("moved", "ruler", "mix", "rest")]
    assert (table["start_revenue"] + table[money].sum(axis=1) + table["spending"] == table["end_revenue"]).all()


def test_who_came_in_does_not_tell_a_move_that_is_hidden():
    """Into loyal came 3 with refunds only and 30 without an order; the 3 are hidden beside the 9 who rose: their sum is not told."""
    rows = [
        ("champions", "champions", 100), ("champions", "loyal", 9), ("loyal", "loyal", 80), ("loyal", "champions", 20),
        ("no_order", "loyal", 30), ("refund_only", "loyal", 3), ("no_order", "champions", 25), ("no_order", "no_order", 50),
        ("refund_only", "refund_only", 12),
    ]  # fmt: skip
    moves = pd.DataFrame(rows, columns=["from_segment", "to_segment", "customers"])
    parts = crowd(
        *(
            (
                "no_order" if a == "refund_only" else a,
                "no_order" if b == "refund_only" else b,
                "no_order" if b == "refund_only" else b,
                n,
            )
            for a, b, n in rows
        )
    )
    hiding = {"order": ORDER, "minimum": 10, "hide": hidden_cells, "tell": telling_sums}
    kept = ruler.shown_change(net_change(parts), moves, **hiding).set_index("segment")
    open_ = ruler.shown_change(net_change(parts), None, **hiding).set_index("segment")

    assert 33 == open_.loc["loyal", "mix"]
    assert kept.loc[["champions", "loyal"], ["moved", "mix"]].isna().all(axis=None)
    assert (kept["rest"] == kept["change"]).all()


def test_a_part_that_is_nothing_everywhere_has_no_column():
    still = crowd(("champions", "champions", "champions", 100), ("champions", "lost", "lost", 30), ("lost", "lost", "lost", 60))

    assert "new definitions" in tables.change_table(shown(PARTS), text=ENGLISH)
    assert "new definitions" not in tables.change_table(shown(still), text=ENGLISH)


def test_the_tables_carry_signs_and_dashes():
    html = tables.change_table(shown(PARTS), text=ENGLISH)

    assert "+40" in html
    assert "−20" in html
    assert "£" in tables.change_money_table(shown(PARTS), text=ENGLISH)
