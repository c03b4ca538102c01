"""What changed before customers fell silent."""

from analysis.schema.derived.parts import c
from analysis.schema.model import Table

VERDICTS = ("more", "less", "chance", "too_few")

LEAVING = (
    Table(
        "leaving_signs",
        "one sign in the weeks around the last time a customer was there",
        ("sign",),
        (
            c("sign", "string", "Key of the sign"),
            c("leavers", "int", "Customers who left, of whom and of whose match the sign can be told", "customers"),
            c("controls", "int", "Moments of customers who came back, matched with them", "moments"),
            c("leavers_with", "float", "Of the leavers, with the sign; missing where too few", "customers"),
            c("controls_with", "float", "Of the moments, with the sign", "moments"),
            c("leavers_share", "float", "leavers_with / leavers", "fraction"),
            c("controls_share", "float", "The same among controls, those of one leaver counted as one", "fraction"),
            c("difference", "float", "leavers_share less controls_share", "fraction"),
            c("low", "float", "Lower end of its 95 % interval, matches as units", "fraction"),
            c("high", "float", "Upper end", "fraction"),
            c("odds_ratio", "float", "Odds of leaving with the sign over those without (Mantel-Haenszel over matches)", "ratio"),
            c("odds_low", "float", "Lower end of its 95 % interval", "ratio"),
            c("odds_high", "float", "Upper end", "ratio"),
            c("p", "float", "That both sides have the sign equally often, given the match", "probability"),
            c(
                "p_adjusted",
                "float",
                "p with the false discovery rate controlled over all signs (Benjamini-Hochberg)",
                "probability",
            ),
            c("verdict", "string", "more or less frequent before leaving, within chance, or too few to tell", values=VERDICTS),
            c("rank", "int", "1 for the sign to name first: beyond chance, largest difference"),
            c("active", "float", "Customers not silent whose last time shows the sign; missing below the minimum", "customers"),
        ),
    ),
    Table(
        "leaving_balance",
        "one figure on which leavers and others were matched",
        ("figure",),
        (
            c("figure", "string", "Key of the figure"),
            c("left_all", "float", "Mean of all who left"),
            c("back_all", "float", "Mean of all moments after which somebody came back"),
            c("left_matched", "float", "Mean of those who left and found a match"),
            c("back_matched", "float", "Mean of their matches, those of one leaver counted as one"),
            c("difference_before", "float", "Standardised difference before matching", "standard deviations"),
            c("difference_after", "float", "After matching, in the same unit", "standard deviations"),
        ),
    ),
    Table(
        "leaving_reasons",
        "one reason that respondents could give",
        ("item", "reason"),
        (
            c("item", "string", "Survey item, or its option"),
            c("reason", "string", "The client's own words for it"),
            c("leavers", "int", "Customers who left and answered", "customers"),
            c("leavers_with", "float", "Of these, with the reason; missing where too few", "customers"),
            c("share", "float", "leavers_with / leavers", "fraction"),
            c("low", "float", "Lower end of its 95 % interval", "fraction"),
            c("high", "float", "Upper end", "fraction"),
            c("others", "int", "All other customers who answered", "customers"),
            c("others_share", "float", "Of these, with the reason", "fraction"),
        ),
    ),
)
