"""Comments: which count, what a rating says, and which words are left of a sentence."""

import pandas as pd
import pytest

from analysis.profiles.comment_words import clauses, key_of, terms, words
from analysis.profiles.comments import comment_table, moods, of_one_kind, scale_of

DAY = pd.Timestamp("2025-06-01")


def reviews(*rows) -> pd.DataFrame:
    """(customer, text, rating) -> canonical feedback, a day apart."""
    table = pd.DataFrame(rows, columns=["customer_id", "text", "rating"])
    return table.assign(created_at=[DAY + pd.Timedelta(days=i) for i in range(len(rows))], source="web")


def test_one_text_sent_twice_by_a_customer_is_one_voice():
    """Ana's copy and her near-copy do not count; Ben's same words do, and nobody's at another time."""
    long = "The delivery came a week later than the date that I was promised"
    found = comment_table(reviews(("ana", long, 1), ("ana", f"{long}!!", 1), ("ana", f"{long} x", 2), ("ben", long, 1), (None, long, 1), (None, long, 1)), as_of="2025-12-31")  # fmt: skip

    assert [False, True, True, False, False, False] == found["repeat"].tolist()


def test_a_copy_by_nobody_at_the_same_minute_does_not_count():
    twice = pd.concat([reviews((None, "Late again", 1))] * 2)

    assert [False, True] == comment_table(twice, as_of="2025-12-31")["repeat"].tolist()


def test_comments_after_the_day_and_those_without_a_letter_are_left_out():
    found = comment_table(reviews(("ana", "Good", 5), ("ben", " …! 12 [telephone]", 5), ("cai", "Bad", 1)), as_of="2025-06-02")

    assert ["Good"] == found["text"].tolist()


def test_free_answers_stand_beside_reviews():
    """They have no rating, so no mood; where reviews are held, these alone are compared."""
    answers = pd.DataFrame({"customer_id": ["dee", "eve"], "answered_at": [DAY, DAY], "why": ["More colours", None]})
    found = comment_table(reviews(("ana", "Good", 5), ("ben", "Bad", 1)), answers, free_text=["why", "absent"], as_of="2025-12-31")

    assert {"review": 2, "why": 1} == found["origin"].value_counts().to_dict()
    assert found.loc[found["origin"] == "why", "mood"].isna().all()
    assert ["ana", "ben"] == of_one_kind(found)["customer_id"].tolist()
    assert ["dee"] == of_one_kind(found[found["origin"] == "why"])["customer_id"].tolist()


def test_no_comments_are_an_empty_table():
    found = comment_table(None, None, free_text=["why"], as_of="2025-12-31")

    assert found.empty
    assert found.dtypes["written_at"].kind == "M"


@pytest.mark.parametrize(
    "scale, ratings, expected",
    [
        ((1, 5), [1, 2, 3, 4, 5], ["negative", "negative", "neutral", "positive", "positive"]),
        ((0, 10), [0, 2, 3, 7, 8, 10], ["negative", "negative", "neutral", "neutral", "positive", "positive"]),
        ((0, 100), [25, 26, 74, 75], ["negative", "neutral", "neutral", "positive"]),
    ],
)
def test_a_rating_is_read_by_its_place_on_the_scale(scale, ratings, expected):
    assert expected == moods(pd.Series(ratings), scale).tolist()


def test_a_rating_beyond_the_scale_says_nothing():
    assert moods(pd.Series([0.0, 6.0, None]), (1, 5)).isna().all()


@pytest.mark.parametrize(
    "ratings, scale", [([2, 5, 4], (1, 5)), ([0, 5], (0, 10)), ([7, 9], (0, 10)), ([20, 90], (0, 100)), ([-2, 2], (-2, 2)), ([4, 4], None)]
)  # fmt: skip
def test_the_scale_is_read_off_the_ratings(ratings, scale):
    assert scale == scale_of(pd.Series(ratings, dtype=float))


def test_words_of_english_lose_what_says_nothing_and_keep_the_negation():
    assert ["not_happy", "table", "nobody_replied"] == words(
        "I was not happy with the table. Nobody replied, at 07700 900183 [telephone]!"
    )


def test_words_of_chinese_are_cut_by_the_dictionary():
    assert ["咨询师", "换", "重新", "讲"] == words("咨询师换了三个，每次重新讲。")
    assert ["老", "顾问", "走", "没人", "跟进"] == words("老顾问走了，没人跟进。")


def test_pairs_are_of_neighbours_alone():
    """No pair across a sign or a stop word, and no word of mere verdict: the happy write “happy”."""
    assert {"parts", "missing", "box", "parts missing"} == terms("Good. Parts missing from the box; disappointed.")


def test_a_sentence_ends_at_its_sign_in_both_languages():
    assert ["等太久", "价格2.5折", "ok"] == clauses("等太久。价格2.5折！ok [name]")


def test_copies_are_told_by_letters_alone():
    assert key_of("Late, again!! [e-mail] 12") == key_of("late again")
