"""The mood of comments without a rating: used where it is good, refused where it is not, corrected by its own errors."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.mood_model import GRADE, Moods, adjusted_share, negative_shares, placed_moods

GOOD = ("quick delivery", "helpful staff", "fair price", "easy to use", "well packed")
BAD = ("arrived late", "broken panel", "rude answer", "missing screws", "far too dear")
PLAIN = ("does what it says", "came in a box", "bought for the shed", "a gift for mother")


def rated(n: int = 120, seed: int = 0) -> pd.DataFrame:
    """Three comments in six good, two bad, one neutral; every text of its own by a made-up word."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(n):
        mood, phrases = (("positive", GOOD), ("positive", GOOD), ("positive", GOOD), ("negative", BAD), ("negative", BAD), ("neutral", PLAIN))[i % 6]  # fmt: skip
        rows.append((" and ".join(rng.choice(phrases, 2, replace=False)) + f" item{chr(97 + i % 26)}{chr(97 + i // 26)}", mood))
    table = pd.DataFrame(rows, columns=["text", "mood"])
    return table.assign(comment=range(n), customer_id=[f"c{i}" for i in range(n)], origin="review", repeat=False)


def test_comments_without_a_rating_take_the_mood_that_was_learnt():
    table = rated()
    hidden = table.index[100:]
    moods = placed_moods(table.assign(mood=table["mood"].mask(table.index.isin(hidden))), seed=0)

    assert list(GRADE) == list(moods.grade.columns)
    assert moods.used
    assert (table.loc[hidden, "mood"] == moods.placed.loc[hidden, "mood"]).mean() >= 0.9
    assert {"model"} == set(moods.placed.loc[hidden, "placed_by"])
    assert {"rating"} == set(moods.placed.loc[: hidden[0] - 1, "placed_by"])


def test_a_mood_that_does_not_lie_in_the_text_is_refused():
    """The same texts with moods dealt out by lot: about half right, so not used, and nothing is placed."""
    table = rated(240)
    table["mood"] = np.random.default_rng(1).permutation(table["mood"])
    moods = placed_moods(table.assign(mood=table["mood"].mask(table.index >= 200)), seed=0)
    grade = moods.grade.set_index("question").loc["negative"]

    assert ("weak", False) == (grade["reason"], grade["used"])
    assert 0.35 < grade["accuracy"] < 0.65
    assert moods.placed.loc[200:, "mood"].isna().all()


def test_a_copied_text_is_not_learnt_and_asked_at_once():
    """One form letter a mood, signed at random: by its copies it would be always right; held apart it says nothing."""
    table = rated(240)
    letters = pd.Series([f"letter {'abcdefghijkl'[i % 12]}" for i in range(240)])
    table["text"] = letters.str.replace(" ", "")
    moods = placed_moods(table.assign(mood=table["mood"].mask(table.index >= 230)), seed=0)

    assert not moods.used
    assert "weak" == moods.grade["reason"].iloc[0]


@pytest.mark.parametrize("n", [60, 0])
def test_few_rated_comments_teach_nothing(n):
    table = rated(n + 6)
    moods = placed_moods(table.assign(mood=table["mood"].mask(table.index >= n)), seed=0)

    assert ["few", "few"] == moods.grade["reason"].tolist()
    assert not moods.used


def test_nothing_is_learnt_where_no_comment_waits():
    """A grade costs seconds and would not be used; a survey's answers do not wait."""
    moods = placed_moods(rated().assign(origin="review"), seed=0)

    assert ["idle", "idle"] == moods.grade["reason"].tolist()
    assert {"rating"} == set(moods.placed["placed_by"])


def test_texts_of_another_kind_are_not_read():
    """Of the words of “bonjour” and of a survey's answer the rated comments know too little, or they are asked for wishes."""
    table = rated()
    odd = table.iloc[[0, 3]].assign(
        text=["bonjour tout le monde", "broken panel rude answer"], mood=None, origin=["review", "why"], comment=[900, 901]
    )
    moods = placed_moods(pd.concat([table, odd], ignore_index=True), seed=0)

    assert moods.used
    assert moods.placed["mood"].tail(2).isna().all()


def test_the_adjusted_count_takes_the_errors_out():
    """Of 100 with 40 negative, 80 % hits and 10 % false alarms make 32 + 6 = 38 that are called negative."""
    assert pytest.approx(0.4) == adjusted_share(0.38, hit=0.8, false_alarm=0.1)
    assert 0.0 == adjusted_share(0.05, hit=0.8, false_alarm=0.1)
    assert 1.0 == adjusted_share(0.95, hit=0.8, false_alarm=0.1)


def test_shares_are_told_for_each_part_and_for_both():
    placed = pd.DataFrame({"mood": ["negative"] * 20 + ["positive"] * 80 + ["negative"] * 380 + ["neutral"] * 620, "repeat": False})
    placed["placed_by"] = ["rating"] * 100 + ["model"] * 1000
    truth = np.r_[np.ones(1000, bool), np.zeros(2000, bool)]
    said = np.r_[np.arange(1000) < 800, np.arange(2000) < 200]
    unseen = pd.DataFrame({"question": "negative", "comment": range(3000), "truth": truth, "said": said})
    grade = pd.DataFrame({"question": ["negative"], "used": [True]})
    rows = negative_shares(Moods(placed, grade, unseen), seed=0).set_index("part")

    assert [100, 1000, 1100] == rows.loc[["rated", "model", "all"], "n"].tolist()
    assert (0.2, 0.38) == (rows.loc["rated", "value"], rows.loc["model", "counted"])
    assert 0.4 == pytest.approx(rows.loc["model", "value"], abs=0.005)
    assert (100 * 0.2 + 1000 * rows.loc["model", "value"]) / 1100 == pytest.approx(rows.loc["all", "value"])
    assert (rows["low"] < rows["value"]).all()
    assert (rows["value"] < rows["high"]).all()
