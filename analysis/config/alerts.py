"""Rules that call for attention: the key `alerts` of client.yaml.

alerts:
  - {kpi: retention, segment: champions, below: 0.4}
  - {kpi: revenue, change_below: -0.1}            # against the same period a year before
  - {kpi: customers, segment: at_risk, change_above: 0.2}   # of a segment: since the start of the period
"""

from typing import Literal

from pydantic import model_validator

from analysis.config.columns import Strict

BOUNDS = ("below", "above", "change_below", "change_above")
Bound = Literal[BOUNDS]


class Alert(Strict):
    """One rule: a figure of the period, of all customers or of one segment, and the one bound that it must not cross.

    `lens` names the way of dividing that the segment belongs to; without it the one that chapter 05 is about.
    """

    kpi: str
    segment: str | None = None
    lens: str | None = None
    below: float | None = None
    above: float | None = None
    change_below: float | None = None
    change_above: float | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> "Alert":
        given = [name for name in BOUNDS if getattr(self, name) is not None]
        if len(given) != 1:
            held = f"{', '.join(given)} are given" if given else "none is given"
            raise ValueError(f"a rule has exactly one of {', '.join(BOUNDS)}; {held}. Write a rule for each")
        if self.lens is not None and self.segment is None:
            raise ValueError("lens says whose segment is meant; name the segment as well, or take lens out")
        return self

    @property
    def bound(self) -> Bound:
        """Which of the four bounds it has."""
        return next(name for name in BOUNDS if getattr(self, name) is not None)

    @property
    def limit(self) -> float:
        return getattr(self, self.bound)
