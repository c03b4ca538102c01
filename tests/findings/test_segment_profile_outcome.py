"""What is said of those who left by the client's own word: shares with their customers, like tenure, association."""

import pandas as pd
import pytest

from analysis.findings.segment_profile_outcome import Told, enough, words
from analysis.text import Text

NAN = float("nan")
COLUMNS = [
    "trait", "level", "verdict", "n", "share", "share_low", "share_high", "others", "others_share", "difference", "low", "high",
    "active", "adjusted", "same",
]  # fmt: skip
MONTHLY = ("contract", "Monthly", "more", 400, 0.4, 0.35, 0.45, 600, 0.1, 0.25, 0.2, 0.3, 240, True, 0)
YEARLY = ("contract", "Yearly", "less", 600, 0.1, 0.08, 0.13, 400, 0.4, -0.25, -0.3, -0.2, 540, True, 0)
SENIOR = ("senior", "yes", "more", 200, 0.35, 0.3, 0.4, 800, 0.18, 0.15, 0.1, 0.2, 130, True, 2)
MASKED = ("tv", "yes", "more", 500, 0.15, 0.1, 0.2, 500, 0.29, 0.05, 0.01, 0.09, 425, True, 0)
CHANCE = ("sex", "f", "chance", 500, 0.22, 0.2, 0.24, 500, 0.22, 0.0, -0.035, 0.035, 390, True, 0)
FEW = ("city", "Ulm", "too_few", NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, True, 0)
NEW = ("tenure_days", "<90", "more", 100, 0.5, 0.4, 0.6, 900, 0.19, 0.31, 0.2, 0.4, 50, False, 0)
OLD = ("tenure_days", "90+", "less", 900, 0.19, 0.1, 0.2, 100, 0.5, -0.31, -0.4, -0.2, 729, False, 0)


def told(*rows: tuple, copies: int = 0):
    shares = pd.DataFrame(rows, columns=COLUMNS)
    found = words(Told(shares, customers=1000, left=220, copies=copies, flag="churn", money=5000.0))
    return found, [Text("en", "GBP").say(line) for line in found.answer], [Text("en").say(line) for line in found.note]


def test_the_widest_trait_is_said_with_both_shares_and_their_customers():
    found, said, _ = told(MONTHLY, YEARLY, SENIOR, CHANCE, FEW)

    assert (
        "What goes with leaving most clearly is contract. Of customers with “Monthly” 40.0% left (35.0% to 45.0%; n = 400), "
        "of those with “Yearly” 10.0% (n = 600); of all customers 22.0% (n = 1,000)." == said[0]
    )
    assert (
        "Among customers who have been there for as long, those with “Monthly” left more often than all others by 25.0 points (20.0 to 30.0)."
        == said[1]
    )
    assert "This goes with leaving. Whether it makes customers leave, these data cannot say." == said[2]
    assert "senior: of customers with “yes” 35.0% left (n = 200), of those without 18.0% (n = 800)." == said[3]
    assert "Of those there for as long: 15.0 points more than of all others (10.0 to 20.0)." == said[4]
    assert ["Comparisons without a difference beyond chance: 1.", "Comparisons with too few customers to say anything: 1."] == said[
        5:
    ]
    assert "contract: 40% of customers with “Monthly” left, 10% with “Yearly”" == Text("en").say(found.title)


def test_what_it_means_speaks_of_those_who_are_still_there():
    found, _, _ = told(MONTHLY, YEARLY)

    assert Text("en").say(found.so[0]).startswith("240 customers with contract “Monthly” are still there.")
    assert [5000.0] == [one.money for one in found.findings] == [one.weight for one in found.decisions]


def test_without_a_tenure_it_is_said_that_shares_stand_as_they_are():
    _, said, note = told((*MONTHLY[:-2], False, 0), (*YEARLY[:-2], False, 0))

    assert "How long customers have been there is not held" in said[1]
    assert any("How long customers have been there is not held" in line for line in note)


def test_tenure_itself_never_leads_and_is_told_as_it_stands():
    _, said, _ = told(MONTHLY, YEARLY, NEW, OLD)

    assert "is contract" in said[0]
    assert "Days since the first order: of those with “<90” 50.0% left (n = 100), of those with “90+” 19.0% (n = 900)." == said[-1]


def test_what_turns_round_among_customers_of_like_tenure_is_not_said_to_go_with_leaving():
    """Fewer left as it stands, more among customers of like tenure: left to the table."""
    found, said, _ = told(MASKED, CHANCE)

    assert said[0].startswith("No trait stands out by which more customers left")
    assert said[0].endswith("1 of 2 comparisons differ beyond chance: see the table.")
    assert () == found.findings == found.decisions


def test_nothing_beyond_chance_says_what_would_have_shown():
    """An interval of 3.5 points either way finds 3.5 × 2.8 / 1.96 = 5 points four times in five."""
    found, said, _ = told(CHANCE, FEW)

    assert "22.0% of 1,000 customers left. A difference of about 5.0 points would probably have shown." in said[0]
    assert "No trait stands out by which more customers left" == Text("en").say(found.title)


@pytest.mark.parametrize(("copies", "said"), [(0, False), (2, True)])
def test_copies_of_the_flag_are_counted(copies, said):
    _, _, note = told(MONTHLY, YEARLY, SENIOR, copies=copies)

    assert said == any("say nearly the same as the outcome itself are left out: 2." in line for line in note)
    assert any("are not repeated: 2." in line for line in note)


def test_too_little_is_no_comparison():
    assert enough(pd.DataFrame([CHANCE], columns=COLUMNS))
    assert not enough(pd.DataFrame([FEW], columns=COLUMNS))
