"""What the report says."""

from analysis.schema.derived.parts import c
from analysis.schema.model import Table

REPORT = (
    Table(
        "findings",
        "one computed sentence",
        ("chapter", "number"),
        (
            c("chapter", "string", "Chapter"),
            c("number", "int", "Order in the chapter"),
            c("section", "string", "Section"),
            c("figure", "string", "The figure as shown"),
            c("sentence", "string", "The sentence as shown"),
            c("money", "float", "Money it is about; ranks the summary", "currency"),
            c("by_definition", "bool", "True by construction: left out of the summary"),
            c("headline", "string", "The finding as a clause for the cover; empty where it has none"),
        ),
    ),
    Table(
        "decisions",
        "one thing the readers are asked to decide",
        ("chapter", "number"),
        (
            c("chapter", "string", "Chapter"),
            c("number", "int", "Order in the chapter"),
            c("title", "string", "The decision as shown"),
            c("reason", "string", "Its reason as shown"),
            c("weight", "float", "Money it is about; ranks the cover", "currency"),
        ),
    ),
)
