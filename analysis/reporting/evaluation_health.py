"""Chapter 05, does the segmentation still hold."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.findings import evaluation as findings
from analysis.reporting import compose
from analysis.reporting.evaluation_base import Base
from analysis.text import Words


@dataclass(frozen=True)
class Health:
    """Drift of features; none where the start of the period cannot be told."""

    drift: pd.DataFrame | None
    story: Mapping[str, Words]


def health(base: Base) -> Health:
    """The table `drift` and its words."""
    if not base.known:
        return Health(None, {})
    watched = findings.watched_features(evaluation.DRIFT_FEATURES, base.lens.defined_by)
    drift = base.run.write_table("drift", evaluation.drift(base.then, base.features, features=watched))
    marked = findings.marked(drift, base.lens.defined_by)
    definitions = compose.told_definitions(base.run)
    frozen = {"frozen_from": "" if definitions == "refit" else definitions, "label": base.run.period.label}
    return Health(marked, {"drift": findings.holds(marked, **frozen, basis=base.basis)})
