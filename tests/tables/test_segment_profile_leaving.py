"""The tables of leaving as the reader sees them."""

import pandas as pd

from analysis.tables.segment_profile_leaving import balance_text, outcome_table, reasons_table, signs_table
from analysis.text import Text
from tests.tables.test_segment_profile import HOSTILE, cells

ENGLISH, NAN = Text("en", "GBP"), float("nan")
COLUMNS = [
    "sign", "verdict", "leavers", "controls", "leavers_share", "controls_share", "difference", "low", "high", "odds_ratio",
    "odds_low", "odds_high", "p_adjusted", "active",
]  # fmt: skip
SIGNS = pd.DataFrame(
    [
        ("refund", "more", 400, 1200, 0.2, 0.08, 0.12, 0.09, 0.15, 2.9, 2.1, 4.0, 0.00001, 60.0),
        ("complaint", "too_few", 400, 1200, *[NAN] * 10),
    ],
    columns=COLUMNS,
)


def test_shares_differences_and_odds_have_their_intervals_and_small_cells_a_dash():
    shown = cells(signs_table(SIGNS, text=ENGLISH))

    assert ["20.0%", "8.0%", "12.0 (9.0 to 15.0)", "2.90 (2.10 to 4.00)", "&lt; 0.001", "400", "1,200", "60"] == shown[1][1:]
    assert ["–", "–", "–", "–", "–", "400", "1,200", "–"] == shown[2][1:]


def test_a_reason_is_the_clients_own_word_and_stays_text():
    reasons = pd.DataFrame(
        {"reason": [HOSTILE], "share": 0.5, "low": 0.39, "high": 0.61, "leavers": 80, "others_share": 0.2, "others": 40}
    )

    html = reasons_table(reasons, text=ENGLISH)

    assert "<script>" not in html
    assert ["50% (39% to 61%)", "80", "20%", "40"] == cells(html)[1][1:]


def test_the_analyst_reads_how_alike_the_sides_are():
    table = pd.DataFrame(
        {"figure": ["position"], "left_all": 3.6, "back_all": 7.6, "left_matched": 3.9, "back_matched": 3.9, "difference_before": -0.7, "difference_after": 0.0}
    )  # fmt: skip

    assert "Times there so far: all 3.6 and 7.6, standardised difference −0.70; matched 3.9 and 3.9, 0.00." == balance_text(
        table, text=ENGLISH
    )


def test_shares_that_left_stand_below_their_trait_and_small_cells_are_dashes():
    columns = ["trait", "level", "verdict", "share", "share_low", "share_high", "n", "others_share", "others", "difference", "low", "high", "odds_ratio", "odds_low", "odds_high", "p_adjusted", "active"]  # fmt: skip
    rows = [
        ("contract", "Monthly", "more", 0.427, 0.41, 0.44, 3875, 0.068, 3168, 0.267, 0.244, 0.291, 6.5, 5.4, 7.9, 0.0, 2220),
        ("contract", HOSTILE, "too_few", *[NAN] * 14),
    ]
    shown = cells(outcome_table(pd.DataFrame(rows, columns=columns), text=ENGLISH))

    assert "contract" == shown[1][0]
    assert [
        "Monthly", "42.7% (41.0% to 44.0%)", "3,875", "6.8%", "3,168", "26.7 (24.4 to 29.1)", "6.50 (5.40 to 7.90)", "&lt; 0.001", "2,220",
    ] == shown[2]  # fmt: skip
    assert ["–"] * 8 == shown[3][1:]
    assert HOSTILE not in outcome_table(pd.DataFrame(rows, columns=columns), text=ENGLISH)
