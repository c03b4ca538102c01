"""The tables and cards of chapter 03 as the reader sees them."""

import re
from dataclasses import replace

import pandas as pd

from analysis.findings.segment_profile_cards import Fact, Portrait
from analysis.findings.segment_profile_evidence import Statement
from analysis.tables.segment_profile import differences_table, index_table, reconciliation_table
from analysis.tables.segment_profile_cards import portrait_cards
from analysis.text import Message, Text, raw, share

ENGLISH = Text("en", "GBP")
HOSTILE = "<script>alert('x')</script>"
SIZES = pd.DataFrame({"segment": ["champions", "at_risk"], "customers": [40, 20], "orders": [90, 30]}).set_index("segment")
ROWS = pd.DataFrame(
    [
        ("household", "family", "champions", 0.4, 124.0, True), ("household", "family", "at_risk", 0.4, 96.0, False),
        ("category", HOSTILE, "champions", 0.2, 80.0, True), ("category", HOSTILE, "at_risk", 0.2, float("nan"), False),
        ("discounted", "yes", "champions", 0.1, 100.0, False),
    ],
    columns=["trait", "level", "segment", "base_share", "index", "certain"],
)  # fmt: skip


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def test_the_index_table_has_n_shares_and_dashes():
    shown = cells(index_table(ROWS, SIZES, text=ENGLISH))

    assert ["Trait", "All", "Champions", "At Risk"] == shown[0]
    assert ["Customers (n)", "", "40", "20"] == shown[1]
    assert ["Household: family", "40%", "124", "96"] == shown[3]
    assert ["80", "–"] == shown[4][2:]
    assert ["Discount, share of list price", "10%", "100", "–"] == shown[5]


def test_a_bar_stands_only_beyond_chance():
    html = index_table(ROWS, SIZES, text=ENGLISH)

    assert 2 == html.count("<i class=")


def test_the_clients_words_are_escaped():
    assert "<script" not in index_table(ROWS, SIZES, text=ENGLISH)
    card = Portrait(
        "champions", Message("{x}", x=raw(HOSTILE)), (Fact(Message("{x}", x=raw(HOSTILE)), raw(HOSTILE), Message("all")),),
        ((Message("{x}", x=raw(HOSTILE)), Message("{x}", x=raw(HOSTILE))),), (),
    )  # fmt: skip

    html = portrait_cards([card], text=ENGLISH)

    assert "<script" not in html
    assert 5 == html.count("&lt;script&gt;")


def test_differences_read_in_words():
    found = pd.DataFrame(
        [
            ("household", False, "champions", "small", 0.2, "family", 0.6, 0.4, 100),
            ("age", False, "at_risk", "negligible", -0.1, "lower", 40.0, 45.5, 90),
            ("seat", False, "at_risk", "small", 0.2, "higher", 4.0, 4.0, 90),
            ("city", False, None, "negligible", 0.01, "York", 0.2, 0.2, 90),
            ("level", True, "champions", "large", 0.7, HOSTILE, 0.9, 0.2, 90),
        ],
        columns=["trait", "earned", "segment", "strength", "effect", "direction", "own", "other", "n"],
    )

    html = differences_table(found, text=ENGLISH)

    shown = cells(html)
    assert ["Household", "weakly", "\u2060Champions", "family: 60%, everybody else 40%", "0.20", "100"] == shown[1]
    assert "lower: median 40, all 45.5" == shown[2][3]
    assert "higher; the median is 4 in both" == shown[3][3]
    assert ["Place", "not at all", "–", "–", "–", "–"] == shown[4]
    assert "<script" not in html
    assert '<th scope="row" class="muted">Membership level</th>' in html


def test_cards_carry_the_segments_colour_and_say_when_there_is_nothing():
    card = Portrait("at_risk", Message("20 customers"), (Fact(Message("Age"), share(0.5), Message("all")),), (), ())

    html = portrait_cards([card], text=ENGLISH)

    assert 'style="--seg:var(--c-at_risk)"' in html
    assert "<dt>Age</dt><dd>50%<small>all</small></dd>" in html
    assert 2 == html.count("Nothing beyond chance.")


def test_the_rule_behind_do_and_dont_stands_only_where_there_is_one():
    plain = Portrait("at_risk", Message("20 customers"), (), (), ())
    advised = replace(plain, says={"do": (Statement(Message("Listen"), (), Message("they left")),)})

    assert "follow by rule" not in portrait_cards([plain], text=ENGLISH)
    assert 1 == portrait_cards([plain, advised, advised], text=ENGLISH).count("follow by rule")


def test_the_reconciliation_counts_twice():
    sums = pd.DataFrame(
        [("customers", "count", 25, 25), ("revenue", "money", 11.0, 11.5)], columns=["what", "unit", "files", "report"]
    )

    shown = cells(reconciliation_table(sums, text=ENGLISH))

    assert ["Customers", "25", "25", "0"] == shown[1]
    assert ["Revenue in the window", "£11.00", "£11.50", "£0.50"] == shown[2]
