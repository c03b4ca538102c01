"""Display names of natural groups: what stands out in them, why a number of groups was taken or not."""

from collections.abc import Sequence

from analysis.text.message import Value, name, raw
from analysis.text.names_segment_profile import NAMES as PROFILE
from analysis.text.names_segment_profile import trait_value

Traits = Sequence[tuple[str, str]]  # (column, high or low)

NAMES: dict[str, dict[str, str]] = {
    "method": {"clusters": "Natural groups"},
    "lens": {"clusters": "Natural groups"},
    "segment": {"undivided": "Not divided"} | {f"cluster_{number}": f"Group {number}" for number in range(1, 21)},
    "lacking": {
        "clusters_features": "Fewer than two numbers are held that differ between customers. Send order lines, or a customer file with quantities such as income or spending.",
        "clusters_customers": "Too few customers are held to look for natural groups: sixty are needed. Send a longer history or more customers.",
        "clusters_columns": "A column named under settings.clusters.columns is not held as numbers. Send it, or take it out of client.yaml.",
    },
    "cluster_trait": {
        "recency_days:high": "long silent",
        "recency_days:low": "active lately",
        "tenure_days:high": "long-standing",
        "tenure_days:low": "came lately",
        "lifetime_order_count:high": "many orders",
        "lifetime_order_count:low": "few orders",
        "order_count:high": "many orders",
        "order_count:low": "few orders",
        "average_order:high": "large orders",
        "average_order:low": "small orders",
        "revenue:high": "high spending",
        "revenue:low": "low spending",
        "discount_share:high": "much on discount",
        "discount_share:low": "little on discount",
        "gap_mean_days:high": "long gaps",
        "gap_mean_days:low": "short gaps",
        "category_count:high": "many categories",
        "category_count:low": "few categories",
        "top_category_share:high": "one category",
        "top_category_share:low": "several categories",
        "top_channel_share:high": "one channel",
        "top_channel_share:low": "several channels",
        "weekend_share:high": "more at weekends",
        "weekend_share:low": "more on weekdays",
        "refund_share:high": "much sent back",
        "refund_share:low": "little sent back",
        "first_time_share:high": "tries new categories",
        "first_time_share:low": "keeps to known categories",
        "trend:high": "spending more",
        "trend:low": "spending less",
    },
    "cluster_column": {
        "discount_share": "Discount, share of list price",
        "refund_share": "Sent back, share of sales",
        "weekend_share": "Share of orders at weekends",
        "top_channel_share": "Share of the main channel",
        "top_category_share": "Share of the main category",
        "first_time_share": "Share of first purchases in a category",
        "trend": "Later half of the window against the earlier",
    },
    "cluster_verdict": {
        "chosen": "taken",
        "given": "taken: set in client.yaml",
        "coarser": "would do, but so does a larger number",
        "no_gaps": "groups run into one another",
        "less_separate": "less separate than others",
        "unstable": "not stable",
        "small_group": "one group is too small",
    },
    "cluster_left_out": {
        "missing": "no value for over 40% of customers",
        "constant": "the same for nearly everybody",
        "alike": "says what another column says",
    },
}


def column_value(column: str, *, lower: bool = False) -> Value:
    """The name of a column of the record, with `lower` as it stands inside a sentence; one of the client's own without
    what stands before the dot."""
    if column in NAMES["cluster_column"]:
        return name("cluster_column", column)
    own = column.rpartition(".")[2]
    return trait_value(own, lower=lower) if own in PROFILE["trait"] else raw(own.replace("_", " "))


def trait_key(column: str, direction: str) -> str:
    """The key of a trait in the context `cluster_trait`; empty where no words are held for the column."""
    key = f"{column}:{direction}"
    return key if key in NAMES["cluster_trait"] else ""


def verdict_values(verdict: str) -> list[Value]:
    """The reasons behind a number of groups, one value each."""
    return [name("cluster_verdict", key) for key in verdict.split()]
