"""Segmentations: customers divided into segments, by a ruler that can be kept.

A method is a module with two plain functions of one form, so that all can be used in turn:

    fit(features, *, gaps=None, …settings) -> definition     learns the limits; a table, saved and frozen
    assign(features, definition) -> segments                 one row per customer: customer_id, segment

and with `SEGMENTS` (keys in display order), `DEFINED_BY` (the features that make the segments; true
by construction, so never a finding) and `describe(definition)` (the rule of each segment as numbers).
Next period's customers are assigned with the saved definition: then customers have moved, not the
ruler.  A new method is one more line in `METHODS`; the contract tests follow from it.
"""

from types import ModuleType

import pandas as pd

from analysis.errors import unknown_choice
from analysis.segmentations import lifecycle, rfm, value

METHODS: dict[str, ModuleType] = {"rfm": rfm, "lifecycle": lifecycle, "value": value}


def definition_for(
    method: str,
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    frozen: pd.DataFrame | None = None,
    **settings: object,
) -> pd.DataFrame:
    """The frozen definition where there is one, else one fitted now with the method's settings.

    Raises ConfigError if there is no such method; otherwise as the method's `fit`.
    """
    if method not in METHODS:
        raise unknown_choice("segmentation method", method, METHODS)
    return METHODS[method].fit(features, gaps=gaps, **settings) if frozen is None else frozen


def segments_of(features: pd.DataFrame, definitions: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The table `segments`: customer_id, method, segment; one row per customer × method.

    `definitions` holds a definition by method.  Raises ConfigError if there is no such method.
    """
    for method in definitions:
        if method not in METHODS:
            raise unknown_choice("segmentation method", method, METHODS)
    parts = [METHODS[method].assign(features, definition).assign(method=method) for method, definition in definitions.items()]
    return pd.concat(parts, ignore_index=True)[["customer_id", "method", "segment"]]
