"""What goes together, and what is suggested next."""

from analysis.schema.derived.parts import ID, METHOD, SEGMENT, c
from analysis.schema.model import Column, Table

_KIND = c("kind", "string", "A category never bought before, or one of those bought", values=("new", "repurchase"))
_MODELS = ("popular", "popular_segment", "habit", "pair_lift", "cosine")
_VERDICTS = ("beats", "unclear", "not_here", "few")


def _difference(prefix: str = "") -> tuple[Column, ...]:
    """Hits of a suggestion less those of what it is held against."""
    return (
        c("difference", "float", "Share of hits less that of the baseline, the same customers judged twice", "fraction"),
        c(f"{prefix}low", "float", "Lower end of its 95 % interval", "fraction"),
        c(f"{prefix}high", "float", "Upper end", "fraction"),
    )


NEXT_BEST = (
    Table(
        "category_pairs",
        "one pair of categories, or of products, that any customer holds",
        ("level", "item", "other"),
        (
            c("level", "string", "What the items are", values=("category", "product")),
            c("item", "string", "The one that comes first by name"),
            c("other", "string", "The other"),
            c("customers_item", "int", "Customers with the item", "customers"),
            c("customers_other", "int", "Customers with the other", "customers"),
            c("both", "int", "Customers with both, ever", "customers"),
            c("other_later", "int", "Of these, whose first `other` came in a later basket than their first `item`", "customers"),
            c("item_later", "int", "The other way round", "customers"),
            c("baskets", "int", "Baskets with both", "baskets"),
            c("expected", "float", "Customers with both by chance, among customers with as many items", "customers"),
            c("lift", "float", "both / expected"),
            c("low", "float", "Lower end of its 95 % interval"),
            c("high", "float", "Upper end"),
            c("p_adjusted", "float", "That chance gives the lift (Benjamini–Hochberg over the level)", "probability"),
            c("shown", "bool", "Enough customers with both, and with one alone, to be shown"),
        ),
    ),
    Table(
        "next_best_grade",
        "one way to suggest, against one baseline, on the held-out tail",
        ("kind", "model", "at", "weight", "baseline"),
        (
            _KIND,
            c("model", "string", "How the suggestion is made", values=_MODELS),
            c("at", "int", "How many items are named"),
            c("n", "int", "Customers who chose anything of the kind in the tail, of two choices or more", "customers"),
            c("hits", "int", "Of these, who chose one of the items named", "customers"),
            c("share", "float", "hits / n", "fraction"),
            c("low", "float", "Lower end of its 95 % interval (Wilson)", "fraction"),
            c("high", "float", "Upper end", "fraction"),
            c("baseline", "string", "What it is held against", values=_MODELS[:3]),
            c("baseline_hits", "int", "Hits of that", "customers"),
            *_difference("difference_"),
            c("weight", "float", "Weight of what was looked at, in the mix of cosines", "fraction"),
            c("offered", "bool", "Beats every simple rule for the kind, so that it is suggested"),
        ),
    ),
    Table(
        "next_best_segments",
        "what is suggested to most customers of one segment",
        ("kind", "method", "segment"),
        (
            _KIND,
            METHOD,
            SEGMENT,
            c("customers", "int", "Customers of the segment who ever bought a category", "customers"),
            c("category", "string", "Category suggested first to most of them"),
            c("first", "int", "To how many", "customers"),
            c("share", "float", "first / customers", "fraction"),
            c("second", "string", "Category suggested first to the next most; missing where there is none"),
            c("second_first", "float", "To how many", "customers"),
            c("alternative", "string", "What popularity would name first to most of them"),
            c("offered", "int", "Customers to whom anything is suggested", "customers"),
            c("differ", "int", "Of these, to whom popularity would name another", "customers"),
            c("after", "string", "Category that they hold and that meets it most beyond chance; missing where none does"),
            c("lift", "float", "Lift of that pair (category_pairs)"),
            c("lift_low", "float", "Lower end of its 95 % interval"),
            c("lift_high", "float", "Upper end"),
            c("n", "float", "Customers of the segment, as it stood before the tail, who are judged", "customers"),
            c("hits", "float", "Of these, hit by one suggestion", "customers"),
            c("baseline_hits", "float", "Of these, hit by popularity", "customers"),
            *_difference(),
            c("verdict", "string", "What the tail says of this segment", values=_VERDICTS),
            c("shown", "bool", "Enough customers get this category, and others, to be shown"),
        ),
    ),
    Table(
        "next_best_customers",
        "one suggestion to one customer; stays under data/, never on a page",
        ("customer_id", "kind", "rank"),
        (
            ID,
            _KIND,
            c("rank", "int", "Place of the category, from 1"),
            c("category", "string", "Category suggested"),
            c("score", "float", "What orders the categories of one customer; no probability"),
        ),
    ),
)
