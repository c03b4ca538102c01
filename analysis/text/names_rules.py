"""Display names of risk, room to grow, working groups, own rules, combinations, and changes by hand."""

_LENSES = {
    "risk": "Risk of leaving",
    "growth": "Room to grow",
    "groups": "Working groups",
    "rules": "Own rules",
    "combined": "Combined lenses",
}

NAMES: dict[str, dict[str, str]] = {
    "method": _LENSES,
    "lens": _LENSES,
    "segment": {
        "risk_low": "Low risk",
        "risk_medium": "Medium risk",
        "risk_high": "High risk",
        "risk_very_high": "Very high risk",
        "growth_both": "Room for orders and categories",
        "growth_orders": "Room for more orders",
        "growth_categories": "Room for more categories",
        "growth_none": "Close to the mark",
        "growth_quiet": "No order in the window",
        "group_high_value": "High-value customers",
        "group_growable": "Growable customers",
        "group_dormant": "Dormant customers",
        "group_core": "Core customers",
        "group_ordinary": "Ordinary customers",
        "unmatched": "No rule holds",
        "(other combinations)": "Other combinations",
    },
    "segment_short": {
        "growth_both": "Both levers",
        "growth_orders": "More orders",
        "growth_categories": "More categories",
        "growth_quiet": "Not in the window",
        "(other combinations)": "All others",
    },
    "override_problem": {
        "ended": "its last day has passed",
        "not_yet": "its first day is to come",
        "unknown_customer": "the customer is not known",
        "unknown_lens": "the lens was not used",
        "unknown_segment": "the lens has no such segment",
        "repeated": "a later line says otherwise",
    },
    "lacking": {
        "no_rules": "client.yaml gives no rules. List them under settings.rules, each with a name and when it holds.",
        "no_rule_data": "The rules read what is not held of this client’s customers. Send the table, or take these conditions out.",
        "no_lenses": "It is made of other lenses, which were not chosen or could not be made. Add them to the list under methods.",
        "no_categories": "No category on the orders. Send the product category on every line.",
    },
}
