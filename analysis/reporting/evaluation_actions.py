"""Chapter 05, what the actions did and for whom: campaigns whose days of waiting are over, against those left alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.findings import evaluation_actions as words
from analysis.findings import evaluation_effects as whom
from analysis.findings import evaluation_trials as trials
from analysis.findings.evaluation_contacts import last_contact
from analysis.reporting.campaigns import measured
from analysis.reporting.compose import canonical
from analysis.reporting.evaluation_base import Base
from analysis.text import Skip, Words


@dataclass(frozen=True)
class Actions:
    """Groups as they were seen, effects over everybody and by segment, balance; none where no campaign is held."""

    arms: pd.DataFrame | None
    effects: pd.DataFrame | None
    balance: pd.DataFrame | None
    parts: pd.DataFrame | None
    story: Mapping[str, Words | Skip | None]

    @property
    def drawn(self) -> bool:
        """Whether any effect can be told."""
        return self.effects is not None and len(self.effects) > 0


def actions(base: Base, *, days: int) -> Actions:
    """The tables of `campaigns.measured` and their words; orders count for `days` after a contact."""
    held = measured(base.run, base.dates, days=days, orders=base.orders)
    first = max(base.dates.window_start, base.dates.first)
    design = None if held is None else trials.of_window(held.design, held.design, first=first)
    if design is None or design.empty:
        missing = canonical(base.run, "contacts") is None
        return Actions(
            None, None, None, None, {"actions": words.NO_CONTACTS if missing else words.NO_CAMPAIGN, "whom": whom.NO_SEGMENTS}
        )
    effects = trials.of_window(held.effects, design, first=first)
    seen, told = trials.plain(effects), trials.overall(effects)
    balance = trials.shown_balance(trials.of_window(held.balance, design, first=first), seen, minimum=base.minimum)
    lens = {"lens": None, "places": ()} if base.lens is None else {"lens": base.lens.lens, "places": base.lens.places}
    parts = trials.by_segment(effects, campaign=words.clearest(words.leading(told))["campaign"] if len(told) else "", **lens)
    worth = trials.worth(told, margin=base.run.config.strategy.margin)
    spread = {"first": first, "last": last_contact(base.dates.as_of, days), "days": days}
    dated = bool(design["contacted"].notna().any())
    story = {
        "actions": words.campaigns(told, design, worth, **spread),
        "arms": words.arms_words(days=days, dated=dated),
        "effects": words.effects_words(told),
        "balance": words.balance_words(balance),
        "whom": whom.whom(parts),
        "whom_table": whom.whom_table(parts),
    }
    return Actions(seen, told, balance, parts, story)
