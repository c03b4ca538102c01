"""Quality: what is held, what is wrong with it, what it costs, what can be analysed."""

from analysis.quality.checks import column_profile, quality_checks, shared_order_numbers
from analysis.quality.inputs import input_overview
from analysis.quality.readiness import exit_code, readiness
from analysis.quality.roles import linked_accounts, roles_overview
from analysis.quality.waterfall import waterfall

__all__ = [
    "column_profile",
    "exit_code",
    "input_overview",
    "linked_accounts",
    "quality_checks",
    "readiness",
    "roles_overview",
    "shared_order_numbers",
    "waterfall",
]
