"""What input tables beyond order lines hold, and how they join."""

from analysis.schema.derived.parts import c
from analysis.schema.model import Table

WITHOUT_DETAILS = frozenset({"transactions", "customers", "summaries", "links", "rates"})  # told in sections of their own

INPUTS: tuple[Table, ...] = (
    Table(
        "joins",
        "one input table beside another one, and the key that joins them",
        ("table", "other", "key"),
        (
            c("table", "string", "Input table, or extra list (extra.<name>)"),
            c("other", "string", "Table that it is held against; itself: rows per customer"),
            c("key", "string", "Column that joins them"),
            c("rows", "int", "Rows with a key", "rows"),
            c("keys", "int", "Distinct keys", "keys"),
            c("matched_keys", "int", "Keys that the other table holds", "keys"),
            c("orphan_keys", "int", "Keys that it does not hold", "keys"),
            c("orphan_rows", "int", "Rows of these keys", "rows"),
            c("orphan_amount", "float", "Money of these rows; of order lines only", "currency"),
            c("repeated_keys", "int", "Keys in several rows where one was expected", "keys"),
            c("expected", "string", "Relation declared, or implied by the tables; blank where any will do"),
            c("found", "string", "Relation found: 1 or n rows per key on either side"),
            c("status", "string", "Verdict", values=("pass", "warn", "fail")),
        ),
    ),
    Table(
        "answer_quality",
        "one survey item",
        ("item",),
        (
            c("item", "string", "Key of the item; (other): questions that client.yaml declares no item for"),
            c("rows", "int", "Respondents; of (other), answers", "rows"),
            c("answered", "int", "Respondents with an answer on the scale", "rows"),
            c("not_applicable", "int", "Respondents to whom it does not apply", "rows"),
            c("outside_scale", "int", "Answers outside the scale, left out", "rows"),
            c("unreadable", "int", "Answers that are no number, left out", "rows"),
            c("share", "float", "Share of respondents who answered", "fraction"),
        ),
    ),
    Table(
        "attribute_values",
        "one group of customers or respondents",
        ("table", "column", "value"),
        (
            c("table", "string", "Input table"),
            c("column", "string", "Attribute"),
            c("kind", "string", "demographic, geographic, membership, consent or psychographic"),
            c("value", "string", "The client's own word, a band of ages, a year; '(other)' for the rest, '(missing)'"),
            c("rows", "int", "Customers or respondents of the group", "people"),
            c("share", "float", "Share of all of them, the missing included", "fraction"),
            c("known", "int", "Of all, those whose value is known", "people"),
            c("label", "string", "Header of the file", required=False),
        ),
    ),
    Table(
        "attribute_numbers",
        "one figure that the client gives per customer or respondent",
        ("table", "column"),
        (
            c("table", "string", "Input table"),
            c("column", "string", "Attribute"),
            c("n", "int", "Customers or respondents with a figure", "people"),
            c("missing_share", "float", "Share without one", "fraction"),
            c("mean", "float", "Mean"),
            c("median", "float", "Median"),
            c("low", "float", "5th percentile"),
            c("high", "float", "95th percentile"),
            c("total", "float", "Sum"),
            c("label", "string", "Header of the file", required=False),
        ),
    ),
    Table(
        "survey_items",
        "one scored item of a survey",
        ("item",),
        (
            c("item", "string", "Key of the item"),
            c("role", "string", "satisfaction, recommendation, attitude, motive or need"),
            c("measure", "string", "share: of yes; mean: on the item's scale", values=("share", "mean")),
            c("respondents", "int", "Respondents", "people"),
            c("answered", "int", "Of these, with an answer on the scale", "people"),
            c("scale_low", "float", "Lowest answer"),
            c("scale_high", "float", "Highest answer"),
            c("value", "float", "Mean answer, or share of yes"),
            c("low", "float", "Lower end of its 95 % interval"),
            c("high", "float", "Upper end"),
        ),
    ),
    Table(
        "campaign_arms",
        "one arm of a campaign and one outcome that its file gives",
        ("campaign", "arm", "outcome"),
        (
            c("campaign", "string", "Campaign; (all) where the file names none"),
            c("arm", "string", "Arm; control for the hold-out"),
            c("outcome", "string", "Outcome; blank on the row that gives the size of the arm"),
            c("n", "int", "Contacts (rows) with a value", "rows"),
            c("value", "float", "Mean of the outcome; a share where it is 0 or 1"),
            c("share", "float", "Share of the campaign's contacts, on the row of the size", "fraction"),
        ),
    ),
    Table(
        "input_details",
        "one word of a column that says what a row of an input is",
        ("table", "column", "value"),
        (
            c("table", "string", "Input table"),
            c("column", "string", "kind, source, stage, channel …"),
            c("value", "string", "The word; '(other)' and '(missing)'"),
            c("rows", "int", "Rows", "rows"),
            c("share", "float", "Share of the table's rows", "fraction"),
        ),
    ),
)
