"""What is said of leaving: association, both shares, what the data cannot say."""

import numpy as np
import pandas as pd

from analysis.findings.segment_profile_leaving import Tables, enough, words
from analysis.text import Text

COUNTS = {"leavers": 900, "recent": 500, "matched": 400, "controls": 1200, "settling": 20, "step": 0}
BALANCE = pd.DataFrame({"figure": ["position"], "difference_before": [-0.7], "difference_after": [0.02]})
NO_REASONS = pd.DataFrame(columns=["reason", "leavers", "share", "low", "high"])
NAN = float("nan")


def signs(*rows: tuple) -> pd.DataFrame:
    columns = ["sign", "verdict", "leavers", "leavers_share", "controls_share", "difference", "low", "high", "active"]
    return pd.DataFrame(rows, columns=columns)


MORE = ("refund", "more", 400, 0.20, 0.08, 0.12, 0.09, 0.15, 60.0)
LESS = ("unused_balance", "less", 400, 0.10, 0.20, -0.10, -0.14, -0.06, 30.0)
CHANCE = ("gap_growth", "chance", 300, 0.20, 0.19, 0.01, -0.025, 0.025, 20.0)
FEW = ("complaint", "too_few", 400, NAN, NAN, NAN, NAN, NAN, NAN)


def told(*rows: tuple, reasons: pd.DataFrame = NO_REASONS, recency_of: str = "order", **settings):
    found = words(
        Tables(signs(*rows), settings.pop("balance", BALANCE), reasons, COUNTS), rule="lifecycle", revenue=5000.0, **settings
    )
    return found, [Text("en", "GBP", recency_of).say(line) for line in found.answer]


def test_the_first_sign_is_said_with_both_shares_and_as_an_association():
    found, said = told(MORE, LESS, CHANCE, FEW)

    assert (
        "What goes with leaving most clearly: goods or money returned. 20.0% of 400 customers who fell silent had it before, "
        "against 8.0% of others at the same point who came back: 12.0 points more (9.0 to 15.0)." == said[0]
    )
    assert "The sign goes with leaving. Whether it makes customers leave, these data cannot say." == said[1]
    assert "Less frequent before leaving. Paid balance not used up: 10.0% against 20.0%, −14.0 to −6.0 points." == said[2]
    assert [
        "Other signs compared, without a difference beyond chance: 1.",
        "Signs that too few customers show to say anything: 1.",
    ] == said[3:]
    assert "Goods or money returned: 20% before leaving, 8% before coming back" == Text("en").say(found.title)
    assert [5000.0] == [one.money for one in found.findings] == [one.weight for one in found.decisions]


def test_what_it_means_names_those_who_can_still_be_asked():
    found, _ = told(MORE, CHANCE)
    unknown, _ = told((*MORE[:-1], NAN), CHANCE)

    said = Text("en").say(found.so[0])
    assert said.startswith("60 customers who have not fallen silent show the sign at their last order.")
    assert "drawn by lot" in said
    assert "at their last visit" in Text("en", "CNY", "visit").say(found.so[0])
    assert () == unknown.so == unknown.decisions
    assert 1 == len(unknown.findings)


def test_nothing_beyond_chance_says_what_would_have_shown():
    """An interval of 2.5 points either way finds 2.5 × 2.8 / 1.96 = 3.6 points four times in five."""
    found, said = told(CHANCE, FEW)

    assert (
        "None of the 1 signs compared was more frequent before customers fell silent than chance allows. "
        "A difference of about 3.6 points would probably have shown." == said[0]
    )
    assert "No sign stands out before leaving" == Text("en").say(found.title)
    assert () == found.findings == found.so


def test_only_rarer_signs_are_no_sign_of_leaving():
    _, said = told(LESS)

    assert "No sign was more frequent before customers fell silent: 1 were compared." == said[0]
    assert said[1].startswith("Less frequent before leaving.")


def test_too_little_is_no_comparison():
    assert enough(COUNTS, signs(MORE))
    assert not enough(COUNTS | {"matched": 29}, signs(MORE))
    assert not enough(COUNTS, signs(FEW))


def test_sides_that_are_not_alike_are_said_to_be_so():
    found, _ = told(MORE)
    uneven, _ = told(MORE, balance=BALANCE.assign(difference_after=-0.3))

    assert any("The two sides are alike" in Text("en").say(line) for line in found.note)
    assert any("They are not fully alike" in Text("en").say(line) for line in uneven.note)


def test_the_reason_given_most_is_said_with_its_n():
    reasons = pd.DataFrame({"reason": ["Too dear", "x"], "leavers": [80, 80], "share": [0.5, np.nan], "low": 0.39, "high": 0.61})

    _, said = told(MORE, reasons=reasons)

    assert "Asked for their reason, 50% of 80 who left and answered said: Too dear (39% to 61%)." == said[-1]
