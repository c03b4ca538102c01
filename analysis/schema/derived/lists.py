"""Target lists: who stands on the list of which approved play, and who was left out, and why."""

from analysis.schema.derived.parts import ID, METHOD, SEGMENT, c
from analysis.schema.model import Table

PLAY = c("play", "string", "Key of an approved play")
CHANNEL = c("channel", "string", "Channel that the play goes through, whose consent is asked")

LISTS = (
    Table(
        "list_members",
        "one customer whom an approved play matches",
        ("play", "customer_id"),
        (
            PLAY,
            METHOD,
            SEGMENT,
            ID,
            CHANNEL,
            c("stratum", "string", "Revenue and recency against the median of the segment; blank where left out"),
            c("arm", "string", "Contacted or held out at random; blank where left out", values=("treatment", "hold_out", "")),
            c("reasons", "string", "Why the customer is left out, keys with a blank between; blank where on the list"),
        ),
    ),
    Table(
        "list_counts",
        "one approved play for one segment",
        ("play", "method", "segment"),
        (
            PLAY,
            METHOD,
            SEGMENT,
            CHANNEL,
            c("matched", "int", "Customers whom the play matches", "customers"),
            c("suppressed", "int", "Of these, left out", "customers"),
            c("treatment", "int", "Of these, to be contacted", "customers"),
            c("hold_out", "int", "Of these, held out at random", "customers"),
        ),
    ),
    Table(
        "list_reasons",
        "one reason to leave customers out of the list of an approved play",
        ("play", "number"),
        (
            PLAY,
            c("number", "int", "Place of the reason"),
            c("reason", "string", "Key of the reason"),
            c("customers", "int", "Customers for whom it holds", "customers"),
            c("first", "int", "Customers for whom it is the first that holds; adds up to those left out", "customers"),
            c("checked", "bool", "False where no data can say it"),
            c("source", "string", "Table and column that say it; blank where none can"),
            c("label", "string", "What the client's file calls that column"),
        ),
    ),
)
