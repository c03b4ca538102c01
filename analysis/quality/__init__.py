"""Quality: what is held, what is wrong with it, what it costs, what can be analysed."""

from analysis.quality.answers import answer_quality
from analysis.quality.arms import arm_overview
from analysis.quality.attributes import attribute_numbers, attribute_values
from analysis.quality.checks import column_profile, quality_checks
from analysis.quality.consents import attribute_states, consent_overview, consent_states, consents_among, may_contact
from analysis.quality.controls import all_sales, check_controls, line_figures, order_figures, reconciled
from analysis.quality.data_used import children, data_used, known_rows, sensitive_data
from analysis.quality.details import input_details
from analysis.quality.exclusions import (
    contacted_recently,
    flagged_in_file,
    in_other_test,
    minor_or_unknown_age,
    refund_pending,
    staff_or_reseller,
    unused_balance,
)
from analysis.quality.inputs import input_overview
from analysis.quality.items import item_overview
from analysis.quality.joins import join_overview
from analysis.quality.money import money_parts
from analysis.quality.permission import Told, no_consent, no_profiling, opted_out
from analysis.quality.provisional import provisional_days, refund_days, refund_lags, sales_days
from analysis.quality.readiness import OF_ORDERS, exit_code, readiness
from analysis.quality.refresh import delivery_name, month_totals, restatements
from analysis.quality.roles import linked_accounts, roles_overview
from analysis.quality.rules import RawFile, RawTable, cached_files
from analysis.quality.rules.repeats import shared_order_numbers
from analysis.quality.value_maps import value_maps, value_maps_yaml
from analysis.quality.waterfall import waterfall

__all__ = [
    "OF_ORDERS",
    "RawFile",
    "RawTable",
    "Told",
    "all_sales",
    "answer_quality",
    "arm_overview",
    "attribute_numbers",
    "attribute_states",
    "attribute_values",
    "cached_files",
    "check_controls",
    "children",
    "column_profile",
    "consent_overview",
    "consent_states",
    "consents_among",
    "contacted_recently",
    "data_used",
    "delivery_name",
    "exit_code",
    "flagged_in_file",
    "in_other_test",
    "input_details",
    "input_overview",
    "item_overview",
    "join_overview",
    "known_rows",
    "line_figures",
    "linked_accounts",
    "may_contact",
    "minor_or_unknown_age",
    "money_parts",
    "month_totals",
    "no_consent",
    "no_profiling",
    "opted_out",
    "order_figures",
    "provisional_days",
    "quality_checks",
    "readiness",
    "reconciled",
    "refund_days",
    "refund_lags",
    "refund_pending",
    "restatements",
    "roles_overview",
    "sales_days",
    "sensitive_data",
    "shared_order_numbers",
    "staff_or_reseller",
    "unused_balance",
    "value_maps",
    "value_maps_yaml",
    "waterfall",
]
