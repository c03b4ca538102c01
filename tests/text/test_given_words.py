"""Where figures per customer are given, no sentence speaks of a window; and each stands for one that the kit says."""

import pytest

from analysis.reporting.notebooks import read_notebook
from analysis.text import Message, Text, money, name
from analysis.text.extract import NOTEBOOKS, PACKAGE, code_messages, name_messages, notebook_messages
from analysis.text.given_words import OF_GIVEN
from analysis.text.text import fields


def test_every_sentence_of_a_window_is_still_said_somewhere():
    said = {english for path in PACKAGE.rglob("*.py") if path.name != "given_words.py" for _, english in code_messages(path)}
    said |= {english for _, english in name_messages()}
    said |= {english for path in NOTEBOOKS.glob("*.ipynb") for _, english in notebook_messages(path)}

    assert [] == sorted(set(OF_GIVEN) - said)


def test_no_sentence_needs_a_fact_that_the_first_has_not():
    assert [] == [order for order, given in OF_GIVEN.items() if not set(fields(given)) <= set(fields(order))]


def test_a_client_who_gives_figures_reads_of_no_window():
    told = Message("They brought {money} in the window, and nobody has to win them first.", money=money(2000))

    assert "They brought £2,000 in the window, and nobody has to win them first." == Text("en", "GBP").say(told)
    assert "They brought £2,000, and nobody has to win them first." == Text("en", "GBP", "given").say(told)
    assert "Revenue, as given" == Text("en", "GBP", "given").show(name("trait", "revenue"))
    assert not any("window" in given for given in OF_GIVEN.values())


@pytest.mark.parametrize(
    ("language", "orders", "given"), [("en", "order", "as the client gave them"), ("zh", "订单", "依据委托方提供的名单与数据")]
)
def test_the_limits_of_a_client_of_lists_speak_of_no_order(language, orders, given):
    """The same cell of chapter 02, for order lines and for lists."""
    limits = {
        told_of: read_notebook("02_segmentation", language=language, told_of=told_of).cells[-1].source
        for told_of in ("order", "visit", "given")
    }

    assert limits["order"] == limits["visit"]
    assert orders in limits["order"]
    assert orders not in limits["given"]
    assert given in limits["given"]
    assert limits["given"].splitlines()[0] == limits["order"].splitlines()[0]
