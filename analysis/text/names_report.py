"""Display names of the report as a whole: its chapters, and what settings of client.yaml mean."""

NAMES: dict[str, dict[str, str]] = {
    "chapter": {
        "01_data_profile": "Data profile",
        "02_segmentation": "Segmentation",
        "03_segment_profile": "Segment profile",
        "04_strategy": "Strategy",
        "05_evaluation": "Evaluation",
        "appendix": "Appendix",
    },
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
