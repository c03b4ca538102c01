"""Display names of the budget and of targets in chapter 04: staff, ways to spend, what a target rests on."""

NAMES: dict[str, dict[str, str]] = {
    "staff": {
        "marketing": "marketing",
        "store": "the store staff",
        "adviser": "the advisers",
        "service": "customer service",
        "sales": "the sales team",
        "product": "the product team",
        "medical": "the medical staff",
        "teaching": "the teachers",
        "kitchen": "the kitchen",
        "management": "the management",
    },
    "spending_rule": {
        "margin": "as allotted here",
        "proportional": "by revenue",
        "customers": "by number of customers",
        "top_value": "dearest customers first",
    },
    "target_source": {
        "given": "Set by the client",
        "evidence": "Tested effect",
        "holding": "Hold",
    },
    "test_unit": {"customer": "customers", "store_week": "weeks of a store"},
    "everybody": {"(all)": "All contacted"},
}
