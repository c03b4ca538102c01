"""Sentences of visits stand for sentences of orders that the kit really says, field by field."""

from analysis.text import Message, Text, count, name
from analysis.text.extract import NOTEBOOKS, PACKAGE, code_messages, name_messages
from analysis.text.text import fields
from analysis.text.visit_words import OF_VISITS


def test_every_sentence_of_orders_is_still_said_somewhere():
    said = {english for path in PACKAGE.rglob("*.py") if path.name != "visit_words.py" for _, english in code_messages(path)}
    said |= {english for _, english in name_messages()}

    assert NOTEBOOKS.is_dir()
    assert [] == sorted(set(OF_VISITS) - said)


def test_both_sentences_hold_the_same_facts():
    assert [] == [order for order, visit in OF_VISITS.items() if fields(order) != fields(visit)]


def test_a_client_of_visits_reads_of_visits():
    told = Message("{gaps} intervals, {closed} of them ended by an order.", gaps=count(3), closed=count(2))

    assert "3 intervals, 2 of them ended by an order." == Text("en").say(told)
    assert "3 intervals, 2 of them ended by a visit." == Text("en", "CNY", "visit").say(told)
    assert "Days since the last visit" == Text("en", "CNY", "visit").show(name("trait", "recency_days"))
    assert "Days since the last order" == Text("en").show(name("trait", "recency_days"))


def test_a_portrait_says_that_they_came_where_recency_is_of_visits():
    came = Message("their usual interval; half ordered in the last {silent} days", silent=count(9))

    assert "their usual interval; half came in the last 9 days" == Text("en", "CNY", "visit").say(came)
    assert "这是其通常的到店间隔；半数人在最近9天内来过" == Text("zh", "CNY", "visit").say(came)
