"""What product is missing: the ideas that chapter 03 left, as the plan shows them."""

from dataclasses import dataclass

import pandas as pd

from analysis.findings import strategy_missing as findings
from analysis.findings.segment_profile_unmet import labelled
from analysis.reporting.attribute_words import segment_names
from analysis.reporting.chosen import open_lens
from analysis.reporting.page import Page
from analysis.reporting.profile_unmet import need_labels
from analysis.text import Skip, Words


@dataclass(frozen=True)
class Missing:
    """The ideas with their words, and what is said around them."""

    ideas: pd.DataFrame
    story: Words | Skip


def missing_products(page: Page) -> Missing:
    """The section "What product is missing?"; the page then knows the names of the segments of chapter 03's lens.

    Raises MissingTableError where chapter 03 has not run.
    """
    run = page.run
    needs, ideas = run.read_table("unmet_needs"), run.read_table("product_ideas")
    if ideas["segment"].notna().any():
        chosen = open_lens(page, "")
        page.name_segments(segment_names(chosen.lens, chosen.order, page.text))
    named = labelled(ideas, need_labels(run))
    return Missing(named, findings.missing_products(named, needs))
