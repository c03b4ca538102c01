"""Who is in a segment: concentration, index, what sets it apart, its numbers.

Tables in, tables out; only keys, no display words.
"""

from analysis.profiles.concentration import revenue_concentration, top_share
from analysis.profiles.differentiators import DERIVED_FROM, differentiators, left_out
from analysis.profiles.index import segment_index
from analysis.profiles.numeric_profile import numeric_profile
from analysis.profiles.suppression import hidden_cells, telling_sums
from analysis.profiles.traits import MISSING, OTHER, customer_traits, numeric_traits

__all__ = [
    "DERIVED_FROM",
    "MISSING",
    "OTHER",
    "customer_traits",
    "differentiators",
    "hidden_cells",
    "left_out",
    "numeric_profile",
    "numeric_traits",
    "revenue_concentration",
    "segment_index",
    "telling_sums",
    "top_share",
]
