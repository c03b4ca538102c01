"""What respondents said, how far it can be relied on, and what the groups made of it are like."""

from analysis.schema.derived.parts import ID, METHOD, SEGMENT, c
from analysis.schema.model import Table

_N = c("n", "int", "Answers or respondents behind the figure", "respondents")
_LOW, _HIGH = c("low", "float", "Lower end of its 95 % interval"), c("high", "float", "Upper end of its 95 % interval")

SURVEY = (
    Table(
        "survey",
        "one respondent, with the latest questionnaire",
        ("customer_id",),
        (
            ID,
            c("answered_share", "float", "Items on needs, attitudes and motives answered", "fraction"),
            c("answer_mean", "float", "Mean place of these answers on their scales", "fraction"),
            c("answer_spread", "float", "Their standard deviation within the respondent", "fraction"),
            c("one_answer", "float", "1: the same answer to all items of a rating scale; missing: fewer than five answers"),
        ),
        open=True,
    ),
    Table(
        "survey_item_checks",
        "one survey item on needs, attitudes or motives",
        ("item",),
        (
            c("item", "string", "Key of the item"),
            c("role", "string", "What it asks for", values=("need", "attitude", "motive")),
            _N,
            c("answered_share", "float", "Respondents who answered it", "fraction"),
            c("mean", "float", "Mean answer"),
            c("spread", "float", "Standard deviation of the answers"),
            c("lowest_share", "float", "Answers at the lowest point of the scale", "fraction"),
            c("highest_share", "float", "Answers at the highest point of the scale", "fraction"),
            c("rest_correlation", "float", "Correlation with the mean of the other items of its role"),
            c("flag", "string", "What is odd about it", values=("", "against", "mostly_missing", "constant", "one_sided")),
        ),
    ),
    Table(
        "survey_response",
        "one measure of how the survey was answered",
        ("measure",),
        (
            c("measure", "string", "What is measured", values=("response", "answered", "one_answer", "alike")),
            _N,
            c("of", "int", "Of how many"),
            c("value", "float", "n / of; for alike the mean correlation between items"),
            _LOW,
            _HIGH,
            c("by_chance", "float", "What answering each item for itself would give", "fraction"),
        ),
    ),
    Table(
        "survey_who_answered",
        "one outcome of buyers who answered beside buyers who did not",
        ("outcome",),
        (
            c("outcome", "string", "What is compared", values=("revenue", "order_count")),
            _N,
            c("value", "float", "Mean of those who answered"),
            _LOW,
            _HIGH,
            c("n_others", "int", "Buyers who did not answer", "customers"),
            c("others", "float", "Their mean"),
            c("others_low", "float", "Lower end of its 95 % interval"),
            c("others_high", "float", "Upper end of its 95 % interval"),
            c("clear", "bool", "The two intervals do not meet"),
        ),
    ),
    Table(
        "survey_profile",
        "one survey item in one segment",
        ("method", "segment", "item"),
        (
            METHOD,
            SEGMENT,
            c("item", "string", "Key of the item"),
            c("measure", "string", "share for items of two answers, else mean", values=("share", "mean")),
            _N,
            c("value", "float", "Share or mean in the segment"),
            _LOW,
            _HIGH,
            c("base", "float", "The same of all respondents"),
            c("difference", "float", "value less base"),
            c("standard", "float", "The difference in standard deviations of all respondents"),
        ),
    ),
    Table(
        "survey_behaviour",
        "one outcome in one segment of respondents",
        ("method", "outcome", "segment"),
        (
            METHOD,
            c("outcome", "string", "What respondents did", values=("revenue", "order_count", "returned")),
            c("segment", "string", "Key of the segment; '(all)' for all respondents"),
            _N,
            c("value", "float", "Mean, or share of those with an order in the period"),
            _LOW,
            _HIGH,
            c("effect", "float", "Differences between respondents that lie between segments", "fraction"),
            c("p_adjusted", "float", "That chance gives it (Benjamini–Hochberg)", "probability"),
            c("clear", "int", "1: beyond chance and more than a trace"),
        ),
    ),
    Table(
        "survey_placement",
        "one segment of one survey lens",
        ("method", "segment"),
        (
            METHOD,
            SEGMENT,
            c("answered", "int", "Placed by their answers", "customers"),
            c("placed", "int", "Placed by the rule on behaviour", "customers"),
            c("customers", "int", "Customers", "customers"),
        ),
    ),
    Table(
        "survey_fidelity",
        "one survey lens",
        ("method",),
        (
            METHOD,
            c("segments", "int", "Groups of respondents", "segments"),
            _N,
            c("fidelity", "float", "Balanced accuracy of the rule on respondents it has not seen", "fraction"),
            _LOW,
            _HIGH,
            c("chance", "float", "What lot would give", "fraction"),
            c("typed", "int", "1: customers who were not asked are placed by the rule"),
        ),
    ),
)
