"""The tables of chapter 02 as the notebook calls them: finished HTML from lenses and facts."""

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.reporting.divided import Divided
from analysis.reporting.lens_facts import Facts
from analysis.reporting.page import Page
from analysis.segmentations import clusters, loyalty, method_of, nes
from analysis.segmentations.lenses import told_once
from analysis.tables import (
    segmentation,
    segmentation_agreement,
    segmentation_clusters,
    segmentation_due,
    segmentation_engagement,
    segmentation_lifetime,
    segmentation_loyalty,
    segmentation_own,
    segmentation_people,
    segmentation_preference,
    segmentation_risk,
    segmentation_survey,
)
from analysis.tables.html import Head
from analysis.text import Skip, Text, Words

OPEN = 3  # definitions that stand open: those of the lenses that every report has
Cells = tuple[list[Head], dict[str, list]]


def holdout(facts: Facts, *, text: Text) -> str:
    """The lifetime model beside simple rules."""
    return segmentation_lifetime.holdout_table(facts.get("holdout"), text=text)


def gates(facts: Facts, *, text: Text) -> str:
    """What was asked of the data before the lifetime model was used."""
    return segmentation_lifetime.gates_table(facts.get("gates"), text=text)


def preferred(divided: Divided, facts: Facts, *, text: Text) -> str:
    """What is preferred, lens by lens."""
    orders = {lens: divided.orders[lens] for lens in divided.variants("preference")}
    return segmentation_preference.preferred_table(facts.shown, orders, text=text)


def cluster_rules(divided: Divided, *, minimum: int, text: Text) -> str:
    """The tree that restates the natural groups."""
    return segmentation_clusters.rules_table(divided.rules["clusters"], text=text, minimum=minimum)


def refit(divided: Divided, *, minimum: int, text: Text) -> str:
    """How refitted groups continue the earlier ones."""
    return segmentation_clusters.refit_table(next(iter(divided.refits.values())).match, text=text, minimum=minimum)


def differences(facts: Facts, *, text: Text) -> str:
    """Which lenses of people and places differ in what customers bring."""
    return segmentation_people.differences_table(facts.get("group_differences"), text=text)


def groups(facts: Facts, *, text: Text) -> str:
    """Every group of people and places."""
    return segmentation_people.groups_table(facts.get("groups_shown"), text=text)


def points(divided: Divided, *, text: Text) -> str:
    """What earns points of loyalty."""
    return segmentation_loyalty.points_table(loyalty.point_limits(divided.rules["loyalty"]), text=text)


def intervals(facts: Facts, *, text: Text) -> str:
    """The intervals behind what is due."""
    return segmentation_due.intervals_table(facts.get("due_intervals"), text=text)


def survey_choice(divided: Divided, *, key: str, text: Text) -> str:
    """Numbers of groups of respondents that were tried."""
    lens = next(lens for lens in divided.rules if lens in (key, f"{key}.answers"))
    return segmentation_survey.group_choice_table(divided.rules[lens], text=text)


def lenses(facts: Facts, *, text: Text) -> str:
    """The lenses side by side."""
    return segmentation.lens_table(facts.get("judged_shown"), text=text)


def agreements(facts: Facts, *, text: Text) -> str:
    """The pairs of lenses that agree most."""
    return segmentation_agreement.agreement_table(facts.agreement, text=text)


def overrides(divided: Divided, *, minimum: int, text: Text) -> str:
    """What was changed by hand."""
    return segmentation_own.overrides_table(divided.overrides, text=text, minimum=minimum)


def merges(divided: Divided, *, minimum: int, text: Text) -> str:
    """What was put together."""
    return segmentation_own.merges_table(divided.merged, text=text, minimum=minimum)


def sums(facts: Facts, *, text: Text) -> str:
    """Customers and money, counted twice."""
    return segmentation.reconciliation_table(told_once(facts.sums), text=text)


def show_definitions(page: Page, divided: Divided, facts: Facts, story: Mapping[str, Words | Skip | None]) -> None:
    """The rule of every lens, one table each, with the size of each segment and who came back; all but the first three folded."""
    for number, (lens, rule) in enumerate(divided.rules.items()):
        html, words = _definition(lens, rule, facts, page.text), story[f"defined_{lens}"]
        page.table(html, words) if number < OPEN else page.folded(html, words)
        if lens == "rfm" and facts.get("bands") is not None:
            page.table(segmentation.bands_table(facts.get("bands"), text=page.text), story["cuts"])


def _definition(lens: str, rule: pd.DataFrame, facts: Facts, text: Text) -> str:
    """The definition table of a lens."""
    described, both = method_of(lens).describe(rule), (facts.shown, facts.rates)
    made: dict[str, Callable[[], str]] = {
        "rfm": lambda: segmentation.rfm_table(described, *both, text=text),
        "lifecycle": lambda: segmentation.lifecycle_table(described, *both, text=text),
        "value": lambda: segmentation.value_table(described, *both, text=text),
        "nes": lambda: segmentation_engagement.nes_table(nes.describe(rule), *both, text=text),
        "activity": lambda: segmentation_engagement.activity_table(described, *both, text=text),
        "engagement": lambda: segmentation_engagement.engagement_table(described, *both, text=text, lens=lens),
        "aipl": lambda: segmentation_engagement.aipl_table(described, *both, text=text),
        "risk": lambda: segmentation_risk.risk_table(described, *both, text=text),
        "growth": lambda: segmentation_risk.growth_table(described, *both, text=text),
        "groups": lambda: segmentation_own.groups_table(rule, *both, text=text),
        "rules": lambda: segmentation_own.rules_table(rule, *both, text=text),
        "combined": lambda: segmentation_own.combined_table(described, *both, text=text),
        "clusters": lambda: segmentation_clusters.clusters_table(clusters.describe(rule), rule, *both, text=text),
    }
    method = lens.partition(".")[0]
    if method in made:
        return made[method]()
    heads, cells = _cells(method, described, text)
    return segmentation.definition_table(lens, heads, cells, *both, text)


def _cells(method: str, described: pd.DataFrame, text: Text) -> Cells:
    """Heads and cells of the rule of methods that have no table of their own; none where the name is the whole rule."""
    if method == "clv":
        return segmentation_lifetime.clv_rules(described, text=text)
    if method == "preference":
        return segmentation_preference.rule_cells(described, text=text)
    if method == "replenishment":
        return segmentation_preference.replenishment_cells(described, text=text)
    if method == "occasion":
        return segmentation_preference.occasion_cells(described, text=text)
    return segmentation.plain_cells(described, text=text)
