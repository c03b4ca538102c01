"""Words that set groups apart: the formula by hand, and what is told of it."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.log_odds import log_odds, standing_out


def test_log_odds_by_hand():
    """Counts 9 of 19 against 4 of 19, prior one each of two words: (10/11) against (5/16); variance 1/10 + 1/5."""
    delta, z = log_odds(np.array([9, 10]), np.array([4, 15]), np.array([1, 1]))

    assert np.log((10 / 11) / (5 / 16)) == pytest.approx(delta[0])
    assert delta[0] / np.sqrt(1 / 10 + 1 / 5) == pytest.approx(z[0])
    assert -delta[0] == pytest.approx(delta[1])


def test_equal_use_is_no_difference():
    delta, _ = log_odds(np.array([5, 5]), np.array([50, 50]), np.array([2, 2]))

    assert pytest.approx([0, 0]) == delta


def spoken(**rows) -> tuple[dict, pd.Series, pd.Series]:
    """group=[(how often, terms), …] -> terms, groups, a voice for each comment."""
    listed = [(group, set(terms.split("+"))) for group, parts in rows.items() for n, terms in parts for _ in range(n)]
    groups = pd.Series([group for group, _ in listed])
    return {i: terms for i, (_, terms) in enumerate(listed)}, groups, pd.Series([f"c{i}" for i in range(len(listed))])


def test_what_one_group_says_more_is_told_with_its_counts():
    terms, groups, voices = spoken(a=[(40, "late+box"), (60, "box")], b=[(5, "late+box"), (95, "box")])
    found = standing_out(terms, groups, voices=voices)

    assert [("a", "late", 40, 100, 5, 100)] == list(
        found[["group", "term", "n", "comments", "others_n", "others"]].itertuples(index=False, name=None)
    )


def test_of_words_in_the_same_comments_the_phrase_stands_for_all():
    terms, groups, voices = spoken(a=[(40, "parts+missing+parts missing"), (60, "box")], b=[(100, "box")])

    assert ["parts missing"] == standing_out(terms, groups, voices=voices).query("group == 'a'")["term"].tolist()


def test_one_customer_makes_no_word():
    terms, groups, _ = spoken(a=[(40, "late"), (60, "box")], b=[(100, "box")])
    same = pd.Series(["ana"] * 40 + [f"c{i}" for i in range(160)])

    assert "late" not in set(standing_out(terms, groups, voices=same)["term"])


def test_chance_is_no_finding():
    """Two halves of one crowd: nothing, in nineteen of twenty draws."""
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(20):
        terms = {i: {f"w{j}" for j in np.flatnonzero(rng.random(12) < 0.3)} for i in range(200)}
        groups = pd.Series(rng.permutation(["a", "b"] * 100))
        hits += len(standing_out(terms, groups, voices=pd.Series([f"c{i}" for i in range(200)]))) > 0

    assert hits <= 3
