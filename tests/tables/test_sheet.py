"""What of a shown table goes into the workbook: the words, and the numbers that the words tell."""

import pytest

from analysis.tables.html import Head, Index, Linked, Muted, Named, Row, Step, html_table
from analysis.tables.sheet import sheet
from analysis.text import Text, change, count, decimal, money, money_exact, points, share
from analysis.text.message import label

EN, ZH = Text("en", "GBP"), Text("zh", "CNY")


def cells(*row) -> list:
    table = html_table([Head("x") for _ in row], [Row(row)], label="t")
    return sheet(table, title="T")["rows"][0]["cells"]


@pytest.mark.parametrize(
    ("value", "words", "number", "form"),
    [
        (count(4338.4), "4,338", 4338, "#,##0"),
        (share(0.46512), "47%", 0.47, "0%"),
        (share(0.04512), "4.5%", 0.045, "0.0%"),
        (points(-0.0217), "−2.2 pts", -2.2, '+0.0" pts";-0.0" pts";0.0" pts"'),
        (change(0.2574), "+25.7%", 0.257, "+0.0%;-0.0%;0.0%"),
        (money(8_914_407.9), "£8.91m", 8_910_000, '"£"#,##0;-"£"#,##0'),
        (money(-754_321), "−£754k", -754_000, '"£"#,##0;-"£"#,##0'),
        (money(7.456), "£7.46", 7.46, '"£"#,##0.00;-"£"#,##0.00'),
        (money_exact(8_911_407.904), "£8,911,407.90", 8_911_407.9, '"£"#,##0.00;-"£"#,##0.00'),
        (decimal(3.449), "3.4", 3.4, "#,##0.0"),
    ],
)
def test_a_cell_holds_the_number_that_the_page_tells_and_no_digit_more(value, words, number, form):
    assert [{"text": words, "number": pytest.approx(number, abs=1e-9), "form": form}] == cells(EN.show(value))


def test_chinese_money_is_told_in_tens_of_thousands_and_held_in_yuan():
    assert {"text": "549万元", "number": 5_490_000, "form": '#,##0"元"'} == cells(ZH.show(money(5_493_210)))[0]
    assert {"text": "¥16.20", "number": 16.2, "form": '"¥"#,##0.00;-"¥"#,##0.00'} == cells(ZH.show(money_exact(16.2)))[0]


def test_what_is_missing_a_limit_or_a_name_stays_words():
    given = [EN.show(count(None)), EN.show(share(0.0003)), EN.show(label(1985)), "<10", "=1+1"]

    assert ["–", "<0.1%", "1985", "<10", "=1+1"] == cells(*given)


def test_numbers_are_found_behind_every_kind_of_cell_and_bars_are_left_out():
    n = EN.show(count(5))
    heads = [Head("Segment"), Head("n", "num"), Head("", "wf"), Head("Index", "num")]
    rows = [Row([Named("Loyal", "red"), Muted(n), Step(0, 1), Index(n, 120.0)], total=True)]
    made = sheet(html_table(heads, rows, label="t"), title="T", subtitle="S", note="N")

    assert ["Segment", "n", "Index"] == [head["text"] for head in made["heads"]]
    assert ["Loyal", 5, 5] == [cell if isinstance(cell, str) else cell["number"] for cell in made["rows"][0]["cells"]]
    assert (True, [1]) == (made["rows"][0]["total"], made["rows"][0]["muted"])
    assert ("t", "T", "S", "N") == tuple(made[key] for key in ("label", "title", "subtitle", "note"))


def test_of_a_link_the_words_alone_go_into_the_workbook():
    assert ["Life cycle"] == cells(Linked("Life cycle", "appendix.html#note-lifecycle"))
