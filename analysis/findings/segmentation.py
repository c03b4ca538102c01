"""Chapter 02 in sentences: the words around every section."""

from collections.abc import Mapping

import pandas as pd

from analysis.findings import (
    segmentation_choice,
    segmentation_engagement,
    segmentation_loyalty,
    segmentation_people,
    segmentation_rfm,
    segmentation_rfm_limits,
    segmentation_rules,
    segmentation_stages,
)
from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed
from analysis.findings.segmentation_rules import NO_START, NOT_CHOSEN
from analysis.segmentations.lenses import cuts as cuts_of
from analysis.text import Message, Words

__all__ = ["NOT_CHOSEN", "NO_START", "Followed", "story"]

# What the tables of definitions do not say by themselves, by lens or method.
EXPLAINED = segmentation_rules.RULES | segmentation_engagement.RULES | segmentation_loyalty.RULES | segmentation_people.RULES


def story(
    rules: Mapping[str, pd.DataFrame],
    *,
    sizes: pd.DataFrame,
    returns: pd.DataFrame | None,
    cells: pd.DataFrame | None,
    bands: pd.DataFrame | None,
    cuts: pd.DataFrame | None,
    lenses: pd.DataFrame | None,
    differences: pd.DataFrame | None,
    sums: pd.DataFrame,
    period_revenue: float,
    frozen_from: str,
    basis: Basis,
    followed: Followed,
) -> dict[str, Words]:
    """The words around every section of the chapter, by key; a method not chosen has none."""
    told: dict[str, Words] = {}
    facts = {"basis": basis, "followed": followed}
    if "rfm" in rules:
        codes = rules["rfm"].loc[rules["rfm"]["kind"] == "code", "code"]
        told["rfm"] = segmentation_rfm.grid(cells, bands, basis)
        told["sizes"] = segmentation_rfm.segments(
            sizes,
            returns,
            bands,
            money_in_rule=codes.str.len().max() > 2,
            churned_after=cuts_of(rules)[1] if "lifecycle" in rules else None,
            **facts,
        )
        told["cuts"] = segmentation_rfm_limits.limits(bands, basis)
    if "lifecycle" in rules:
        told["lifecycle"] = segmentation_stages.lifecycle(sizes, returns, **facts)
        told["interval"] = segmentation_stages.intervals(rules["lifecycle"], cuts, basis)
    if "value" in rules:
        told["value"] = segmentation_stages.value(sizes, returns, rules["value"], period_revenue=period_revenue, **facts)
    if differences is not None and lenses is not None:
        told["lens"] = segmentation_choice.lens(lenses, differences, period_revenue=period_revenue, followed=followed)
    for number, method in enumerate(rules):
        told[f"defined_{method}"] = segmentation_rules.defined(
            method,
            returns,
            rule=_explained(method, rules[method]),
            frozen_from=frozen_from,
            opening=number == 0,
            **facts,
        )
    return told | {"sum": segmentation_rules.adds_up(sums)}


def _explained(lens: str, rule: pd.DataFrame) -> tuple[Message, ...]:
    """What the table of a definition does not say by itself."""
    if lens == "rfm":
        return segmentation_rfm_limits.code_notes(rule)
    if lens == "membership" and rule["order_from"].iloc[0] == "size":
        return segmentation_people.BY_SIZE
    return EXPLAINED.get(lens, EXPLAINED.get(lens.partition(".")[0], ()))
