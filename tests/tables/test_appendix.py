"""The appendix: anchors, order of words, what was delivered, all escaped."""

import re

import pandas as pd

from analysis.tables import appendix
from analysis.tables.method_link import method_link, note_href
from analysis.text import Message, Text
from analysis.text.notes import GLOSSARY, NOTES, Group, Term

ENGLISH, CHINESE = Text("en", "GBP"), Text("zh", "CNY")
INPUTS = pd.DataFrame(
    {
        "table": ["customers", "transactions"],
        "rows": [40, 1200],
        "first_at": [pd.NaT, pd.Timestamp("2025-01-02")],
        "last_at": [pd.NaT, pd.Timestamp("2025-12-30")],
    }
)
USED = pd.DataFrame(
    {
        "table": ["transactions", "transactions", "customers"],
        "column": ["amount", "channel", "level"],
        "header": ["Line <Total>", "", "Level"],
        "kind": ["money", "behaviour", "membership"],
    }
)


def test_a_note_has_the_anchor_that_links_lead_to():
    html = appendix.notes_html([Group(Message("Ways of dividing customers"), (NOTES["lifecycle"],))], text=ENGLISH)

    assert '<article class="mnote" id="note-lifecycle"><h4>Life cycle</h4>' in html
    assert "appendix.html#note-lifecycle" == note_href("lifecycle")


def test_headings_go_down_by_one():
    """The section has h2; groups h3, notes h4; a group without notes is not there."""
    groups = [Group(Message("Figures and comparisons"), ()), Group(Message("Actions and tests"), (NOTES["stake"], NOTES["drift"]))]

    assert ["3", "4", "4"] == re.findall(r"<h(\d)", appendix.notes_html(groups, text=ENGLISH))


def test_a_lens_of_a_method_leads_to_the_note_of_the_method():
    assert '<a href="appendix.html#note-demographic">' in method_link(("demographic.age", "demographic.sex"), text=ENGLISH)
    assert 1 == method_link(("demographic.age", "demographic.sex"), text=ENGLISH).count("<a ")


def test_another_reading_of_a_method_leads_to_its_note():
    assert "appendix.html#note-rfm" == note_href("rfm_groups")


def test_where_nothing_has_a_note_no_words_are_left():
    assert "" == method_link(("unheard_of",), text=ENGLISH)


def test_words_stand_in_the_order_of_the_language():
    """Chinese by pinyin: 分群 fēnqún, 客户 kèhù, 收入 shōurù."""
    terms = [term for term in GLOSSARY if term.word.template in ("Customer", "Revenue", "Segment")]

    assert ["Customer", "Revenue", "Segment"] == re.findall("<dt>(.*?)</dt>", appendix.glossary_html(terms, text=ENGLISH))
    assert ["分群", "客户", "收入"] == re.findall("<dt>(.*?)</dt>", appendix.glossary_html(terms, text=CHINESE))


def test_a_word_is_escaped():
    assert "&lt;b&gt;" in appendix.glossary_html([Term(Message("<b>"), Message("x"))], text=ENGLISH)


def test_the_largest_table_comes_first_with_its_days():
    html = appendix.delivered_html(INPUTS, USED, text=ENGLISH)

    assert ["Order lines", "Customers"] == re.findall("<h3>(.*?)</h3>", html)
    assert "1,200 rows, each one order line (or order); from 2 Jan 2025 to 30 Dec 2025." in html
    assert "40 rows, each one customer." in html


def test_a_column_says_what_it_means():
    """A column of the kit by its meaning, one of the client's own by its kind, one without a header as computed."""
    html = appendix.delivered_html(INPUTS, USED, text=ENGLISH)

    assert "Line &lt;Total&gt;</th><td" in html
    assert "Money of the line, negative for a refund" in html
    assert "Membership" in html
    assert "computed" in html


def test_rows_of_one_day_name_it_once():
    one_day = INPUTS.assign(first_at=pd.Timestamp("2025-03-12 09:00"), last_at=pd.Timestamp("2025-03-12 18:00"))

    assert "40 rows, each one customer; of 12 Mar 2025." in appendix.delivered_html(one_day, USED, text=ENGLISH)


def test_other_tables_are_named_only_where_there_are_any():
    assert "Also there: basket, gaps." in appendix.kept_html([("orders", "order")], ["basket", "gaps"], text=ENGLISH)
    assert "Also there" not in appendix.kept_html([("orders", "order")], [], text=ENGLISH)


def test_a_setting_without_a_value_is_a_dash():
    html = appendix.made_of_html([("Parameters", "")], {"client.yaml": "ab12"}, {"pandas": "3"}, text=ENGLISH)

    assert '<th scope="row">Parameters</th><td class="muted">–</td>' in html
    assert '<th scope="row">client.yaml</th><td>ab12</td>' in html
