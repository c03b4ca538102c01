"""How many orders a customer still places, and what they are worth: BG/NBD and Gamma-Gamma by maximum likelihood.

A customer's history is three numbers in one unit of time: `repeat_count`, purchase days after the first;
`last_order_age`, from the first to the last; `customer_age`, from the first to the end of what was seen.

`summary` makes every table of a client from its histories: it fits, tests on days held out, asks the
gates, predicts, and says how sure it is.  Customers under contract have `retention_curve` instead.
"""

from analysis.lifetime import bg_nbd, gamma_gamma
from analysis.lifetime.conditions import gates
from analysis.lifetime.holdout import holdout_days
from analysis.lifetime.model import fit_lifetime
from analysis.lifetime.outlook import lifetime
from analysis.lifetime.retention import contracts, retention_curve, retention_summary
from analysis.lifetime.second_orders import first_gaps, second_order_curve
from analysis.lifetime.tiers import money_at_risk, presentable, value_by_segment
from analysis.lifetime.together import Lifetimes, summary

__all__ = [
    "Lifetimes", "bg_nbd", "contracts", "first_gaps", "fit_lifetime", "gamma_gamma", "gates", "holdout_days", "lifetime",
    "money_at_risk", "presentable", "retention_curve", "retention_summary", "second_order_curve", "summary", "value_by_segment",
]  # fmt: skip
