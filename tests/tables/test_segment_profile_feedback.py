"""The tables of what customers say: dashes for what is too few, quotes escaped, grey for chance."""

import re

import numpy as np
import pandas as pd

from analysis.tables.segment_profile_feedback import apart_table, quotes_table, rivals_table, terms_table, themes_table
from analysis.text import Text

ENGLISH, CHINESE = Text("en", "GBP"), Text("zh", "CNY")
NAN = np.nan
THEMES = pd.DataFrame(
    [
        ("price", 60, 0.3, 0.2, 0.1, 0.3, 20, 15, 0.05, 0.01),
        ("gift · card", 12, 0.06, NAN, NAN, NAN, 9, 15, 0.05, 0.01),
    ],
    columns=["theme", "n", "share", "negative", "low", "high", "n_period", "n_before", "change", "p_adjusted"],
)  # fmt: skip
QUOTES = pd.DataFrame({"theme": ["price"], "mood": ["negative"], "quote": ["<b>dear</b>"]})


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def test_themes_have_intervals_and_dashes():
    html = themes_table(THEMES, text=ENGLISH, minimum=10)

    assert ["Price and value", "60", "30%", "20% (10% to 30%)", "20", "15", "+5.0 pts"] == cells(html)[1]
    assert ["gift · card", "12", "6.0%", "–", "–", "15", "–"] == cells(html)[2]


def test_quotes_stand_with_their_theme_and_mood():
    assert ["Price and value", "Negative", "“&lt;b&gt;dear&lt;/b&gt;”"] == cells(quotes_table(QUOTES, text=ENGLISH))[1]


def test_a_change_within_chance_is_grey():
    html = themes_table(THEMES.assign(p_adjusted=0.3), text=ENGLISH, minimum=10)

    assert re.search(r'class="num muted">\+5.0 pts', html)


def test_segments_without_a_theme_say_so_and_small_ones_show_no_counts():
    rows = pd.DataFrame(
        [("champions", 50, 40, "price", 0.4, 0.1), ("at_risk", 9, 9, NAN, NAN, NAN)],
        columns=["segment", "comments", "customers", "theme", "share", "rest"],
    )
    shown = cells(apart_table(rows, text=ENGLISH, minimum=10))

    assert ["Champions", "50", "40", "Price and value", "40%", "10%"] == shown[1]
    assert ["At Risk", "–", "–", "nothing beyond chance", "–", "–"] == shown[2]


def test_words_are_shown_as_they_are_said():
    rows = pd.DataFrame(
        [("mood", "negative", "没人 跟进", 12, 48, 5, 100), ("segment", "champions", "not_dear", 20, 40, 1, 100)],
        columns=["grouping", "group", "term", "n", "comments", "others_n", "others"],
    )

    assert ["负面", "没人跟进", "12", "25.0%", "5.0%"] == cells(terms_table(rows, text=CHINESE))[1]
    assert ["Champions", "not dear", "20", "50%", "1.0%"] == cells(terms_table(rows, text=ENGLISH))[2]


def test_competitors_below_the_minimum_show_nothing():
    rows = pd.DataFrame(
        [("(others)", 30, 25, 10, 15, 5), ("Argos", 9, 9, 4, 4, 1)],
        columns=["mention", "n", "customers", "for", "against", "no_side"],
    )
    shown = cells(rivals_table(rows, text=ENGLISH, minimum=10))

    assert ["Others, not named", "30", "25", "10", "15", "5"] == shown[1]
    assert ["Argos", *["–"] * 5] == shown[2]
