"""Segmentations: customers divided into segments, by a ruler that can be kept.

A method is a module with plain functions of one form, so that all can be used in turn:

    fit(features, *, gaps=None, …settings) -> definition     learns the limits; a table, saved and frozen
    assign(features, definition) -> segments                 one row per customer: customer_id, segment
    describe(definition) -> rules                            one row per segment, in display order

`features` is the customer record (`record.customer_record`): the customer table and beside it, under
dotted names, what else is held of each customer.  A method says what it is with

    SEGMENTS    keys that it fixes, in display order; those that come from the data stand in `describe` alone
    DEFINED_BY  columns that make the segments (true by construction, so never a finding), or `defined_by(definition)`
    DIVIDES     buyers (the default; others stand apart by their state), or customers: everybody
    variants    of a record: what it can divide by, such as the attributes held; `fit` takes one as `by`
    lacking     of a record: why it cannot be fitted, as a key; empty where it can

A lens is a method, or a variant of one: `rfm`, `demographic.age`.  Next period's customers are assigned
with the saved definition: then customers have moved, not the ruler.  A new method is one more line in
`METHODS`; the contract tests follow from it.
"""

from collections.abc import Iterable, Mapping
from types import ModuleType

import pandas as pd

from analysis.errors import unknown_choice
from analysis.segmentations import (
    activity,
    aipl,
    clusters,
    clv,
    combined,
    demographic,
    engagement,
    geographic,
    groups,
    growth,
    lifecycle,
    loyalty,
    membership,
    needs,
    nes,
    occasion,
    preference,
    psychographic,
    replenishment,
    rfm,
    risk,
    risk_level,
    rules,
    value,
)

METHODS: dict[str, ModuleType] = {
    "rfm": rfm,
    "lifecycle": lifecycle,
    "value": value,
    "demographic": demographic,
    "geographic": geographic,
    "loyalty": loyalty,
    "membership": membership,
    "risk_level": risk_level,
    "nes": nes,
    "activity": activity,
    "engagement": engagement,
    "aipl": aipl,
    "risk": risk,
    "growth": growth,
    "groups": groups,
    "combined": combined,
    "rules": rules,
    "clv": clv,
    "clusters": clusters,
    "preference": preference,
    "needs": needs,
    "psychographic": psychographic,
    "replenishment": replenishment,
    "occasion": occasion,
}


def method_of(lens: str) -> ModuleType:
    """The method behind a lens.  Raises ConfigError if there is none."""
    method = lens.partition(".")[0]
    if method not in METHODS:
        raise unknown_choice("segmentation method", method, METHODS)
    return METHODS[method]


def lenses_of(
    methods: Iterable[str], features: pd.DataFrame, *, settings: Mapping[str, Mapping[str, object]] | None = None
) -> tuple[dict[str, dict[str, object]], dict[str, str]]:
    """The lenses that can be made of a record, with their settings, and why others cannot: a reason by method.

    `methods` names methods or lenses; a method with variants stands for all that the record holds.  A lens has
    the settings of its method, and its own (`settings["demographic.age"]`) before these.
    """
    settings = settings or {}
    able: dict[str, dict[str, object]] = {}
    lacking: dict[str, str] = {}
    for wanted in methods:
        module, method = method_of(wanted), wanted.partition(".")[0]
        own = dict(settings.get(method, {}))
        reason = module.lacking(features, **own) if hasattr(module, "lacking") else ""
        if reason:
            lacking[method] = reason
            continue
        for lens in _variants(wanted, module, features, own):
            able[lens] = own | dict(settings.get(lens, {}) if lens != method else {})
    return able, lacking


def _variants(wanted: str, module: ModuleType, features: pd.DataFrame, settings: Mapping[str, object]) -> list[str]:
    """The lenses that a name of client.yaml stands for."""
    if "." in wanted or not hasattr(module, "variants"):
        return [wanted]
    return [f"{wanted}.{variant}" for variant in module.variants(features, **settings)]


def definition_for(
    lens: str,
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    frozen: pd.DataFrame | None = None,
    **settings: object,
) -> pd.DataFrame:
    """The frozen definition where there is one, else one fitted now with the lens's settings.

    Raises ConfigError if there is no such method; otherwise as the method's `fit`.
    """
    module, variant = method_of(lens), lens.partition(".")[2]
    if frozen is not None:
        return frozen
    by = {"by": variant} if variant else {}
    return module.fit(features, gaps=gaps, **by, **settings)


def segments_of(features: pd.DataFrame, definitions: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table `segments`: customer_id, method, segment; one row per customer × lens.

    `definitions` holds a definition by lens.  Raises ConfigError if there is no such method.
    """
    parts = [method_of(lens).assign(features, definition).assign(method=lens) for lens, definition in definitions.items()]
    return pd.concat(parts, ignore_index=True)[["customer_id", "method", "segment"]]


def defined_by(lens: str, definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns of the record that make the segments of a lens."""
    module = method_of(lens)
    return tuple(module.defined_by(definition)) if hasattr(module, "defined_by") else tuple(module.DEFINED_BY)


def display_order(lens: str, definition: pd.DataFrame) -> tuple[str, ...]:
    """The segments of a lens in the order in which they are shown."""
    return tuple(method_of(lens).describe(definition)["segment"])
