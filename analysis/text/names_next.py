"""Display names of what to offer next: what is named, for which question, and how it is found."""

NAMES: dict[str, dict[str, str]] = {
    "next_thing": {"category": "category", "product": "product"},
    "next_kind": {"new": "New to them", "repurchase": "Bought before"},
    "next_model": {
        "popular": "What most customers bought",
        "popular_segment": "What most of the same segment bought",
        "habit": "What each bought most often",
        "pair_lift": "Pairs that meet beyond chance",
        "cosine": "Nearness of what is bought and looked at",
    },
}
