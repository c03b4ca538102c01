"""Quality: what is held, what is wrong with it, what it costs, what can be analysed."""

from analysis.quality.arms import arm_overview
from analysis.quality.attributes import attribute_numbers, attribute_values
from analysis.quality.checks import column_profile, quality_checks
from analysis.quality.details import input_details
from analysis.quality.inputs import input_overview
from analysis.quality.items import item_overview
from analysis.quality.readiness import OF_ORDERS, exit_code, readiness
from analysis.quality.roles import linked_accounts, roles_overview
from analysis.quality.rules import RawFile, RawTable
from analysis.quality.rules.repeats import shared_order_numbers
from analysis.quality.value_maps import value_maps, value_maps_yaml
from analysis.quality.waterfall import waterfall

__all__ = [
    "OF_ORDERS",
    "RawFile",
    "RawTable",
    "arm_overview",
    "attribute_numbers",
    "attribute_values",
    "column_profile",
    "exit_code",
    "input_details",
    "input_overview",
    "item_overview",
    "linked_accounts",
    "quality_checks",
    "readiness",
    "roles_overview",
    "shared_order_numbers",
    "value_maps",
    "value_maps_yaml",
    "waterfall",
]
