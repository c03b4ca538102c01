"""What personal data were used, why, and who agreed to what."""

from analysis.schema.derived.parts import c
from analysis.schema.model import Table

DATA_KINDS = (
    "pseudonym", "contact", "identifier", "demographic", "geographic", "membership", "psychographic", "metric", "behaviour",
    "money", "answer", "text", "consent", "outcome", "staff", "none",
)  # fmt: skip
TREATMENTS = ("pseudonymised", "kept_apart", "left_out", "masked", "hashed", "as_given", "not_read")
DATA_USES = (
    "joining", "lists", "nothing", "permission", "portraits", "value", "rhythm", "preferences", "channels", "online", "visits",
    "balances", "campaigns", "survey", "comments", "staff", "records",
)  # fmt: skip
SENSITIVE = ("health", "finance", "minors", "location", "beliefs", "biometric")

PRIVACY = (
    Table(
        "data_used",
        "one column that the client's files hold and client.yaml names",
        ("table", "column"),
        (
            c("table", "string", "Input table; (all): whatever file holds the column"),
            c("column", "string", "Canonical column; contact.<field> for contact fields; the header for columns not read"),
            c("header", "string", "Column of the file, several joined by ' + '; empty where the value is computed"),
            c("kind", "string", "Kind of personal data", values=DATA_KINDS),
            c("used_for", "string", "What the report uses it for", values=DATA_USES),
            c("treatment", "string", "What was done with it at the door", values=TREATMENTS),
            c("why", "string", "What the column was found to hold, where the door acted; empty otherwise"),
            c("rows", "int", "Rows with a value", "rows"),
        ),
    ),
    Table(
        "sensitive_data",
        "one kind of sensitive personal information held",
        ("kind",),
        (
            c("kind", "string", "Kind, as in art. 28 PIPL and art. 9 GDPR", values=SENSITIVE),
            c("columns", "string", "Columns that show it (table.column), separated by commas; empty where the industry does"),
            c("customers", "int", "Customers concerned, for minors; 0 where it is not counted", "customers"),
        ),
    ),
    Table(
        "consent_overview",
        "one purpose and channel",
        ("held_in", "purpose", "channel"),
        (
            c("held_in", "string", "Input table that says so", values=("consents", "customers")),
            c("purpose", "string", "What the data may be used for, in the client's words; (any): not told apart"),
            c("channel", "string", "Channel, in the client's words, or the header of the customer file; (any): not told apart"),
            c("given", "int", "Customers who agreed", "customers"),
            c("refused", "int", "Customers who said no", "customers"),
            c("withdrawn", "int", "Customers who agreed and took it back", "customers"),
            c("unknown", "int", "Customers of whom nothing is known: not to be contacted", "customers"),
            c("customers", "int", "All customers of the base", "customers"),
            c("given_share", "float", "given / customers", "fraction"),
        ),
    ),
)
