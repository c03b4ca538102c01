"""Chapter 05, what the actions did: campaigns whose days of waiting are over, against those held out."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.findings import evaluation as findings
from analysis.reporting.compose import canonical
from analysis.reporting.evaluation_base import Base
from analysis.text import Skip, Words


@dataclass(frozen=True)
class Actions:
    """Arms of campaigns and their effects; none where no campaign is held."""

    arms: pd.DataFrame | None
    effects: pd.DataFrame | None
    story: Mapping[str, Words | Skip]

    @property
    def drawn(self) -> bool:
        """Whether any effect can be told."""
        return self.effects is not None and len(self.effects) > 0


def actions(base: Base, *, days: int) -> Actions:
    """The table `experiment_arms`, and what each arm did beside its control; orders count for `days` after a contact."""
    held, strategy, waiting = canonical(base.run, "contacts"), base.run.config.strategy, {"days": days}
    first, last = max(base.dates.window_start, base.dates.first), findings.last_contact(base.dates.as_of, days)
    contacts = findings.watched(held, first=first, as_of=base.dates.as_of, **waiting)
    if contacts is None:
        return Actions(None, None, {"actions": findings.NO_CONTACTS if held is None else findings.NO_CAMPAIGN})
    planned, undone = findings.planned(contacts, strategy), findings.days_earlier(contacts, **waiting)
    arms = evaluation.experiment_arms(contacts, base.orders, planned=planned, **waiting)
    check = None if undone is None else evaluation.experiment_arms(undone, base.orders, **waiting)
    effects = findings.effects(base.run.write_table("experiment_arms", arms), check, contacts, margin=strategy.margin)
    told = {"actions": findings.campaigns(effects, arms, first=first, last=last, **waiting), "arms": findings.arms_words(**waiting)}
    return Actions(arms, effects, told)
