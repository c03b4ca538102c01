"""Display names of the appendix: what settings of client.yaml mean."""

NAMES: dict[str, dict[str, str]] = {
    "setting": {
        "net": "taken off revenue (net)",
        "gross": "not taken off: sales as they were (gross)",
        "drop": "left out with the lines they belong to (drop)",
        "person": "Persons",
        "household": "Households",
        "account": "Accounts",
        "order": "the last order",
        "visit": "the last visit",
        "refit": "set anew for this period",
    },
}
