"""Refit or keep: what must have happened before a definition is given up.

    drift        a figure that makes the segments has shifted (index above .25, and the test says so)
    limits       limits learned on today's customers would put more than a tenth of them elsewhere, and more than
                 redrawing the customers alone does in 19 draws of 20
    separation   the segments of the start, where they are made of what customers do, say less of who orders and of who
                 spends than tenths of days since the last order, both certainly

The first two are cured by new limits; the third is not: there the lens is to be changed.  Limits: the kit's own, but for
the index (Siddiqi 2006).  Segments that hold for fewer than four in five customers when these are drawn anew are called
unsteady: then neither keeping nor refitting is well founded, and fewer segments are.
"""

from dataclasses import dataclass

import pandas as pd

MOVED = 0.10  # share of customers whom new limits must move
STEADY = 0.80  # share that keeps its segment when customers are drawn anew
LUCK = 0.05  # of draws, the worst ones


@dataclass(frozen=True)
class Verdict:
    """What follows: `triggers` in the order above; `unsteady` stands beside them."""

    triggers: tuple[str, ...]
    unsteady: bool

    @property
    def refit(self) -> bool:
        """Whether new limits are called for."""
        return bool({"drift", "limits"} & set(self.triggers))


def verdict(
    drift: pd.DataFrame, *, moved: float | None = None, draws: pd.DataFrame | None = None, separation: pd.DataFrame | None = None
) -> Verdict:
    """The verdict from what could be measured; what could not triggers nothing.

    drift       the table `drift` with `defines`
    moved       share of customers whom new limits put elsewhere; asked only beside `draws`
    draws       one row per draw, share (`resampling.resampled`)
    separation  the table `separation`, its first ruler compared with the plain rule
    """
    found = []
    if bool((drift["defines"] & (drift["verdict"] == "shifted")).any()):
        found.append("drift")
    if moved is not None and draws is not None and moved > max(MOVED, by_luck(draws)):
        found.append("limits")
    if separation is not None and drift["defines"].any():
        less = separation.loc[separation["difference"].notna(), "difference_high"] < 0
        found += ["separation"] if len(less) and less.all() else []
    steady = draws is None or draws.empty or float(draws["share"].median()) >= STEADY
    return Verdict(tuple(found), not steady)


def by_luck(draws: pd.DataFrame | None) -> float:
    """The share of customers whom a redraw alone moves, in all but one draw of twenty; 0 where nothing was drawn."""
    return 0.0 if draws is None or draws.empty else float(1 - draws["share"].quantile(LUCK))
