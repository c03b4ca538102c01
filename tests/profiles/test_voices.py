"""Shares of comments: what several comments by one customer are worth, and segments against one another."""

import pandas as pd
import pytest

from analysis.profiles.voices import difference_of, negative_by_segment, share_of, themes_by_segment, trend_of, voices


def series(*values) -> pd.Series:
    return pd.Series(list(values))


def test_independent_comments_have_wilsons_interval():
    """10 of 100: 5.5 % to 17.4 %, as in any table of Wilson's interval."""
    found = share_of(series(*[True] * 10, *[False] * 90), pd.Series([None] * 100))

    assert (0.1, 0.0552, 0.1744) == pytest.approx((found.value, found.low, found.high), abs=5e-4)


def test_ten_comments_by_one_customer_are_one_voice():
    """Ten customers who say the same ten times are worth ten, not a hundred."""
    hits = series(*[True] * 20, *[False] * 80)
    found = share_of(hits, pd.Series([f"c{i // 10}" for i in range(100)]))
    alone = share_of(series(True, True, *[False] * 8), pd.Series([f"c{i}" for i in range(10)]))

    assert found.effective == pytest.approx(9, abs=0.1)
    assert found.high - found.low == pytest.approx(alone.high - alone.low, abs=0.03)
    assert 10 == voices(pd.Series([f"c{i // 10}" for i in range(100)]))
    assert 3 == voices(series("ana", "ana", None, None))


def test_a_share_that_all_give_has_no_more_certainty_than_its_voices():
    assert 5 == share_of(series(*[True] * 50), pd.Series([f"c{i // 10}" for i in range(50)])).effective


def test_no_comments_have_no_share():
    nothing = share_of(pd.Series([], dtype=bool), pd.Series([], dtype=str))

    assert nothing.value != nothing.value
    assert difference_of(nothing, nothing)["p"] != difference_of(nothing, nothing)["p"]


def test_a_difference_is_newcombes():
    """56 of 70 less 48 of 80: 0.2, from 0.0524 to 0.3339 (Newcombe 1998, table II, row a, method 10)."""
    one, other = (share_of(series(*[True] * yes, *[False] * (n - yes)), pd.Series([None] * n)) for yes, n in ((56, 70), (48, 80)))
    found = difference_of(one, other)

    assert (0.2, 0.0524, 0.3339) == pytest.approx(
        (found["difference"], found["difference_low"], found["difference_high"]), abs=1e-4
    )


def comments() -> pd.DataFrame:
    """Sixty by a (half negative), sixty by b (a tenth), nine by c, eleven of nobody; each by a customer of his own."""
    moods = ["negative", "positive"] * 30 + (["negative"] + ["positive"] * 9) * 6 + ["negative"] * 9 + ["neutral"] * 11
    who = [f"a{i}" for i in range(60)] + [f"b{i}" for i in range(60)] + [f"c{i}" for i in range(9)] + [None] * 11
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(range(140), unit="D")
    return pd.DataFrame({"comment": range(140), "customer_id": who, "mood": moods, "origin": "review", "written_at": days})


SEGMENTS = pd.DataFrame(
    {"customer_id": [f"{s}{i}" for s in "abc" for i in range(60)], "segment": [s for s in "abc" for _ in range(60)]}
)


def test_segments_stand_against_the_others_and_nobodys_comments_apart(fits_schema):
    found = negative_by_segment(comments(), SEGMENTS, method="rfm")
    rows = found.set_index("segment")

    fits_schema(found, "feedback_segments")
    assert ["(all)", "a", "b", "c", "(unjoined)"] == found["segment"].tolist()
    assert (0.5, 15 / 69) == pytest.approx((rows.loc["a", "share"], rows.loc["a", "rest"]))
    assert (30 + 6 + 9) / 140 == pytest.approx(rows.loc["(all)", "share"])
    assert (9, True) == (rows.loc["c", "n"], rows.loc["c", ["share", "low", "high", "rest", "p_adjusted"]].isna().all())
    assert (11, 0, 0.0) == tuple(rows.loc["(unjoined)", ["comments", "customers", "share"]])
    assert rows.loc["a", "p_adjusted"] < 0.01


def test_answers_to_a_survey_do_not_make_a_segment_look_different():
    """b answered a survey; beside reviews its answers are not compared."""
    table = comments()
    survey = table[60:120].assign(origin="why", mood="negative", comment=range(900, 960))
    both = pd.concat([table, survey], ignore_index=True)

    pd.testing.assert_frame_equal(
        negative_by_segment(table, SEGMENTS, method="rfm"), negative_by_segment(both, SEGMENTS, method="rfm")
    )


def test_a_theme_sets_a_segment_apart(fits_schema):
    themes = pd.DataFrame({"comment": [*range(30), *range(60, 66), 100], "theme": "price"})
    found = themes_by_segment(comments(), themes, SEGMENTS)

    fits_schema(found, "feedback_segment_themes")
    assert [("a", "price", 30, 60)] == list(found[["segment", "theme", "n", "comments"]].itertuples(index=False, name=None))
    assert (0.5, 7 / 69) == pytest.approx((found["share"][0], found["rest"][0]))


def test_the_trend_compares_two_spans_of_days():
    """January and February (59 days, half negative) against March and April (61 days)."""
    found = trend_of(comments(), period=("2025-03-01", "2025-04-30"), before=("2025-01-01", "2025-02-28"))

    assert (61, 59) == (found["n"], found["n_before"])
    assert found["share"] - found["share_before"] == pytest.approx(found["change"])
    assert {} == trend_of(comments(), period=("2025-05-15", "2025-05-31"), before=("2025-01-01", "2025-02-28"))
