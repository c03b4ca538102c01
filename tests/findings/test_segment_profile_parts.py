"""The parts of a client in sentences: what stands clear is said with its interval, what does not is said too."""

from datetime import date

import pandas as pd
import pytest

from analysis.findings import segment_profile_parts as findings
from analysis.findings.notes import Basis
from analysis.profiles.part_sums import APART, SEVERAL, WHOLE
from analysis.tables import segment_profile_parts as tables
from analysis.text import Text

ENGLISH, CHINESE = Text("en", "GBP"), Text("zh", "CNY")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 1, 1), 500)
LABELS = {"n": "North & <b>", "s": "South", "others": ""}


def kpis(shrunk: dict[str, tuple[float, float, float]], kpi: str = "revenue_per_customer") -> pd.DataFrame:
    """Estimate and interval of each part."""
    rows = [
        {"part": part, "kpi": kpi, "n": 200, "value": 50.0, "low": 45.0, "high": 55.0, "whole": 48.0, "difference": mid, "se": 2.0,
         "covered": 1.0, "shrunk": mid, "shrunk_low": low, "shrunk_high": high, "spread": 3.0}
        for part, (mid, low, high) in shrunk.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


CLEAR = kpis({"n": (6.0, 2.0, 10.0), "s": (-1.0, -5.0, 3.0), "others": (0.5, -4.0, 5.0)})
NONE = kpis({"n": (1.0, -3.0, 5.0), "s": (-1.0, -5.0, 3.0)})


def said(words, text: Text = ENGLISH) -> list[str]:
    return [text.say(message) for message in words.answer]


def test_a_part_that_stands_apart_is_named_with_its_interval():
    words = findings.comparison(CLEAR, LABELS, column="store", basis=BASIS)

    assert (
        "North & <b>: revenue per customer is £6 above that of all parts (£48) at the same mix of segments (95% interval £2 to £10; n = 200)."
        == said(words)[0]
    )
    assert "Of 3 comparisons 1 stay clear of zero" in said(words)[1]
    assert [1200.0] == [one.money for one in words.findings]


def test_parts_that_cannot_be_told_apart_are_not_ranked():
    words = findings.comparison(NONE, LABELS, column="store", basis=BASIS)

    assert ["At the same mix of segments the 2 parts (by store) cannot be told apart: every interval reaches across zero."] == said(
        words
    )
    assert () == words.findings


@pytest.mark.parametrize(
    ("kpi", "below"), [("revenue_per_customer", "£6 below"), ("average_order", "£6 less"), ("retention", "−6.0 pts")]
)
def test_less_is_said_as_less(kpi, below):
    part = 0.01 if kpi == "retention" else 1.0
    table = kpis({"n": (-6.0 * part, -10.0 * part, -2.0 * part), "s": (0.0, -part, part)}, kpi)

    assert below in said(findings.comparison(table, LABELS, column="store", basis=BASIS))[0]


def mix(north: int) -> pd.DataFrame:
    rows = [("n", "champions", north), ("n", "lost", 200 - north), ("s", "champions", 50), ("s", "lost", 150)]
    table = pd.DataFrame(rows, columns=["part", "segment", "customers"]).assign(method="rfm", n=200, shown=True)
    return table.assign(share=table["customers"] / 200, base_share=table.groupby("segment")["customers"].transform("sum") / 400)


def test_a_mix_that_differs_beyond_chance_is_told_and_one_that_does_not_is_too():
    assert "North & <b>: 50% of 200 customers are “Champions”, against 38% in all parts." in said(
        findings.mix_words(mix(100), LABELS, basis=BASIS)
    )
    assert "by no more than chance" in said(findings.mix_words(mix(54), LABELS, basis=BASIS))[0]


def sums(*, rest: int = 0, unexplained: float = 0.0) -> pd.DataFrame:
    columns = ["part", "label", "count", "lines_read", "lines", "orders", "revenue", "period_revenue", "customers"]
    rows = [
        ("n", "North", 1, 10, 9, 8, 100.0, 10.0, 7), ("others", "", 3, 5, 5, 5, 50.0, 5.0, 5), ("rest", "", 1, rest, rest, rest, 3.0 * rest, 0.0, rest),
        (SEVERAL, "", 0, 0, 0, -1, 0.0, 0.0, -2), (WHOLE, "", 0, 15 + rest, 14 + rest, 12 + rest, 150.0, 15.0, 10 + rest), (APART, "", 0, 0, 0, 0, unexplained, 0.0, 0),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def test_sums_that_meet_say_so_and_count_who_stands_in_two_parts():
    told = said(findings.sums_words(sums(), minimum=10))

    assert told[0].startswith("Yes")
    assert ("2 more than there are" in told[1], "1 more than there are" in told[2]) == (True, True)


def test_a_cent_that_is_missing_is_told():
    assert said(findings.sums_words(sums(unexplained=0.01), minimum=10))[0].startswith("No: £0.01 of revenue")


def test_few_customers_of_no_part_cannot_be_worked_out():
    """Four of no part: their number and that of the overlap are hidden, since one would give the other."""
    shown = tables.sums_table(sums(rest=4), minimum=10, text=ENGLISH)

    assert 2 == shown.count("–</td>")
    assert not any(
        "more than there are" in one and "customer" in one for one in said(findings.sums_words(sums(rest=4), minimum=10))
    )


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_tables_escape_names_and_speak_both_languages(text):
    figures = tables.figures_table(CLEAR, LABELS, text=text)

    assert "North &amp; &lt;b&gt;" in figures
    assert text.name("part", "others") in figures
    assert "North &amp; &lt;b&gt;" in tables.mix_table(mix(100), LABELS, order=["champions", "lost"], text=text)
    assert text("Others together ({n})").format(n=3) in tables.sums_table(sums(), minimum=10, text=text)
