"""Themes: told by lists, found in the data, counted by voices."""

import pandas as pd
import pytest

from analysis.profiles.found_themes import found_themes
from analysis.profiles.theme_words import THEMES
from analysis.profiles.themes import pattern_of, theme_table, themes_of

PERIOD, BEFORE = ("2025-04-01", "2025-06-30"), ("2025-01-01", "2025-03-31")


@pytest.mark.parametrize(
    "listed, text, held",
    [
        (["late"], "it came late.", True),
        (["late"], "sooner or later", False),
        (["deliver*"], "two deliveries", True),
        (["car park*"], "no car  parking", True),
        (["rip-off"], "what a rip-off", True),
        (["排队"], "周末要排队很久", True),
        (["didn’t work"], "it didn’t work", True),
    ],
)
def test_a_list_finds_whole_words_endings_and_phrases(listed, text, held):
    assert held is bool(pattern_of(listed).search(text))


def test_a_comment_may_hold_several_themes():
    texts = pd.Series({7: "Delivery was LATE and the price too high", 9: "等太久，价格也贵", 11: "It didn't work"})
    found = themes_of(texts, {theme: THEMES[theme] for theme in ("delivery", "price", "waiting", "results")})

    assert {(7, "delivery"), (7, "price"), (9, "price"), (9, "waiting"), (11, "results")} == set(
        found.itertuples(index=False, name=None)
    )


def test_no_text_holds_no_theme():
    assert themes_of(pd.Series([], dtype=object), THEMES).empty


def comments(n: int = 60) -> pd.DataFrame:
    """One a day from 1 March, each by a customer of his own; every third is negative."""
    days = pd.Timestamp("2025-03-02") + pd.to_timedelta(range(n), unit="D")
    who = [f"c{i}" for i in range(n)]
    mood = ["negative" if i % 3 == 0 else "positive" for i in range(n)]
    return pd.DataFrame({"comment": range(n), "customer_id": who, "written_at": days, "mood": mood, "origin": "review"})


def test_a_theme_is_counted_with_its_mood_its_money_and_its_trend(fits_schema):
    """In the comments 0, 3, 6 … 57: all negative, ten of them before April; each writer spent 5."""
    table = comments()
    themes = pd.DataFrame({"comment": range(0, 60, 3), "theme": "late"})
    found = theme_table(
        table, themes, {"late": "own"}, period=PERIOD, before=BEFORE, revenue=pd.Series(5.0, index=table["customer_id"])
    )
    row = found.iloc[0]

    fits_schema(found, "feedback_themes")
    assert ("late", "own", 20, 20, 1 / 3, 20, 1.0) == tuple(row[["theme", "kind", "n", "customers", "share", "rated", "negative"]])
    assert (20, 100.0) == (row["unhappy"], row["at_stake"])
    assert (10, 10) == (row["n_period"], row["n_before"])
    assert row["share_period"] - row["share_before"] == pytest.approx(row["change"])
    assert row["change_low"] < row["change"] < row["change_high"]


def test_a_theme_of_few_voices_is_not_told():
    """Thirty comments, but by nine customers."""
    table = comments().assign(customer_id=[f"c{i % 9}" for i in range(60)])
    found = theme_table(table, pd.DataFrame({"comment": range(30), "theme": "late"}), {"late": "own"}, period=PERIOD, before=BEFORE)

    assert found.empty


def test_without_comments_before_there_is_no_change():
    found = theme_table(
        comments(), pd.DataFrame({"comment": range(30), "theme": "late"}), {"late": "own"}, period=PERIOD, before=None
    )

    assert found.loc[0, ["change", "p_adjusted"]].isna().all()


def sentences(*parts) -> tuple[pd.Series, pd.Series]:
    texts = pd.Series([text for n, text in parts for _ in range(n)])
    return texts, pd.Series([f"c{i}" for i in texts.index], index=texts.index)


def test_words_that_come_together_make_a_theme():
    """Twelve speak of a gift card that expired, in words of their own; a dozen others of a creaking door."""
    texts, customers = sentences(
        (6, "My gift card expired."), (6, "The gift card has expired!"), (12, "A creaking door hinge"), (40, "Fine")
    )
    known = pd.Series(False, index=texts.unique())
    found, named = found_themes(texts, customers, _sentence(known))

    assert {"gift · card · expired", "creaking · door · hinge"} == set(named)
    assert 12 == (found["theme"] == "gift · card · expired").sum()


def test_what_a_list_knows_is_not_found_again():
    texts, customers = sentences((12, "My gift card expired."), (12, "A creaking door hinge"))
    known = pd.Series([True, False], index=["My gift card expired", "A creaking door hinge"])

    assert ["creaking · door · hinge"] == list(found_themes(texts, customers, known)[1])


def test_one_voice_makes_no_theme():
    texts, customers = sentences((12, "My gift card expired."), (12, "A creaking door hinge"))
    same = customers.where(customers.index >= 12, "ana")

    assert ["creaking · door · hinge"] == list(found_themes(texts, same, _sentence(pd.Series(False, index=texts.unique())))[1])


def test_verdicts_and_single_words_make_no_theme():
    texts, customers = sentences((20, "Very happy overall, would recommend."), (20, "Parking"))

    assert {} == found_themes(texts, customers, _sentence(pd.Series(False, index=texts.unique())))[1]


def _sentence(known: pd.Series) -> pd.Series:
    """The index without the sign at the end, as `clauses` gives it."""
    return known.set_axis(known.index.str.strip(".!"))
