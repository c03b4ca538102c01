"""Which levels stand in an order that their words tell."""

import pytest

from analysis.schema.level_order import is_band, known_order

ORDERED = [
    ("Never", "Once a year", "Every three months", "Once a month", "Once a week", "More than once a week"),
    ("从不", "每年一次", "每三个月一次", "每月一次", "每周一次", "每周一次以上"),
    ("<18", "18–24", "25–34", "65+"),
    ("under 25 years", "25 to 34 years", "35 to 64 years", "65 or older years"),
    ("0", "1", "2", "10"),
    ("<1,000", "1,000–9,000", "10,000+"),
    ("1 never", "2 seldom", "3 often"),
    ("Strongly disagree", "Neutral", "Agree"),
    ("低", "中", "高"),
    ("Eco", "Eco Plus", "Business"),
]
NONE = [
    ("York", "Ely", "Bath"),
    ("10115 Berlin", "20095 Hamburg", "50667 Köln"),
    ("Never", "Once a week", "It depends"),
    ("low", "high"),
    ("Mailed check", "Electronic check", "Credit card"),
    ("3 rooms", "3 rooms and a bath", "4 rooms"),
    (),
]


@pytest.mark.parametrize("levels", ORDERED)
def test_an_order_is_found_in_any_order(levels):
    assert levels == known_order(levels[::-1])
    assert levels == known_order(sorted(levels))


@pytest.mark.parametrize("levels", NONE)
def test_what_is_not_plain_has_no_order(levels):
    assert () == known_order(levels)


@pytest.mark.parametrize("level", ["2", "≤70", "18–24", "65+", "$1,000–9,000", "65 or older"])
def test_a_figure_or_a_band_of_figures_and_nothing_else(level):
    assert is_band(level)


@pytest.mark.parametrize("level", ["Yes", "or more", "3 rooms", "18–24 in London", "Once a month", ""])
def test_words_are_no_band(level):
    assert not is_band(level)
